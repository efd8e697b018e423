import { Transform } from 'node:stream';
import { createTransport } from 'nodemailer';
import type { MailSettings } from './mail-settings.ts';

export interface OutgoingMail {
  /** Names the mail, so that a mail server can tell one that came twice. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly unsubscribeUrl: string;
}

/**
 * What became of handing over a mail. `refused`: the server surely does not have it, and may be asked again. `rejected`:
 * it will never take it. `unclear`: the line broke after the mail had begun to leave.
 */
export type HandedOver =
  | { readonly kind: 'sent' }
  | { readonly kind: 'refused' | 'rejected' | 'unclear'; readonly problem: string };

export type HandOverMail = (mail: OutgoingMail) => Promise<HandedOver>;

/** Long enough for a slow server, short enough that a turn of the clock ends. */
const answerMilliseconds = 20_000;

/** Hands mail to the SMTP server of the settings. */
export const smtpServer =
  (settings: MailSettings): HandOverMail =>
  async (mail) => {
    const leaving = { hasBegun: false };
    try {
      await transportFor(settings, leaving).sendMail(envelopeOf(settings, mail));
      return { kind: 'sent' };
    } catch (error) {
      return outcomeOf(error, leaving.hasBegun);
    }
  };

interface Leaving {
  hasBegun: boolean;
}

/** One for each mail, so that it can be told whether the mail had begun to leave when something broke. */
function transportFor({ smtpUrl }: MailSettings, leaving: Leaving) {
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: answerMilliseconds,
    greetingTimeout: answerMilliseconds,
    socketTimeout: answerMilliseconds,
    // The mail is ours, from memory: nothing in it may make the program read a file or an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  transport.use('stream', (mail, done) => {
    mail.message.transform(() => watched(leaving));
    done();
  });
  return transport;
}

/** The library reads the mail only once the server has let us in and taken sender and receiver. */
const watched = (leaving: Leaving): Transform =>
  new Transform({
    transform(chunk, _encoding, done) {
      leaving.hasBegun = true;
      done(null, chunk);
    },
  });

function envelopeOf({ from, publicUrl }: MailSettings, mail: OutgoingMail) {
  const { id, to, subject, text, html, unsubscribeUrl } = mail;
  return {
    ...{ from, to: { name: '', address: to }, subject, text, html },
    messageId: `<${id}@${new URL(publicUrl).hostname}>`,
    headers: {
      'List-Unsubscribe': `<${unsubscribeUrl}>`,
      // One press in the mail program, without a page of ours (RFC 8058).
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      'Auto-Submitted': 'auto-generated',
    },
  };
}

const permanentFrom = 500;
/** 'I am closing the line': said instead of an answer to what was asked. */
const closingDown = 421;

/** An answer with a code is an answer: the server says that it does not have the mail. Without one, it may have it. */
function outcomeOf(error: unknown, hasBegun: boolean): HandedOver {
  const { code, responseCode } = detailsOf(error);
  const problem = responseCode === null ? code.toLowerCase() : `smtp-${responseCode}`;
  const isAnswered = responseCode !== null && responseCode !== closingDown;
  if (hasBegun && !isAnswered) return { kind: 'unclear', problem };
  if (isAnswered && responseCode >= permanentFrom && code !== 'EAUTH')
    return { kind: 'rejected', problem };
  return { kind: 'refused', problem };
}

/** The server's own words are left out: they may hold an address. */
function detailsOf(error: unknown) {
  const of = (name: string): unknown =>
    typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
  const responseCode = of('responseCode');
  return {
    code: String(of('code') ?? 'unknown'),
    responseCode: typeof responseCode === 'number' ? responseCode : null,
  };
}
