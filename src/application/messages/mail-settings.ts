import { ProblemError, problem } from '#core';

/** Where mail goes out, and what it says of us. */
export interface MailSettings {
  /** The mail server, with user and password where it asks for them: never for a log. */
  readonly smtpUrl: string;
  readonly from: string;
  /** The address at which readers reach the app. */
  readonly publicUrl: string;
}

/** Whether the program can send mail; without a mail server it says so on its pages. */
export type MailReadiness = 'ready' | 'no-mail-server' | 'no-sender' | 'no-public-address';

type Environment = Readonly<Record<string, string | undefined>>;

/** What is needed to send mail, from the environment: GYRUS_SMTP_URL, GYRUS_MAIL_FROM and GYRUS_PUBLIC_URL. */
export function mailReadiness(environment: Environment): MailReadiness {
  const { GYRUS_SMTP_URL, GYRUS_MAIL_FROM, GYRUS_PUBLIC_URL } = environment;
  if (!GYRUS_SMTP_URL) return 'no-mail-server';
  if (!GYRUS_MAIL_FROM) return 'no-sender';
  return GYRUS_PUBLIC_URL ? 'ready' : 'no-public-address';
}

/**
 * @returns null where the program cannot send mail
 * @throws ProblemError when an address cannot be read
 */
export function mailSettings(environment: Environment): MailSettings | null {
  if (mailReadiness(environment) !== 'ready') return null;
  const { GYRUS_SMTP_URL: smtpUrl = '', GYRUS_MAIL_FROM: from = '' } = environment;
  const publicUrl = (environment.GYRUS_PUBLIC_URL ?? '').replace(/\/+$/, '');
  requireUrl('GYRUS_SMTP_URL', smtpUrl, ['smtp:', 'smtps:']);
  requireUrl('GYRUS_PUBLIC_URL', publicUrl, ['http:', 'https:']);
  if (!isMailAddress(bareAddress(from)))
    throw settingProblem('GYRUS_MAIL_FROM', 'Give a mail address, as gyrus@hospital.example.');
  return { smtpUrl, from, publicUrl };
}

function requireUrl(name: string, value: string, protocols: readonly string[]): void {
  if (URL.canParse(value) && protocols.includes(new URL(value).protocol)) return;
  throw settingProblem(name, `Give an address that begins with ${protocols.join('// or ')}//.`);
}

/** Never shows the value: it may hold a password. */
const settingProblem = (name: string, tip: string): ProblemError =>
  new ProblemError(problem('mail-setting', `${name} is set, and cannot be read.`, tip, name));

const bareAddress = (from: string): string => /<([^<>]+)>\s*$/.exec(from)?.[1] ?? from.trim();

/** A mail address as people have them; the mail server decides whether it exists. */
export const isMailAddress = (text: string): boolean =>
  text.length <= 254 && /^[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\]+$/.test(text);
