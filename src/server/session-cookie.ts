import { createHmac, timingSafeEqual } from 'node:crypto';

/** Says who is signed in, in a cookie nobody else can write or a page's script can read. */
export interface SessionCookies {
  readonly signIn: (personId: string, now: number) => string;
  readonly signOut: () => string;
  /** Null when there is no cookie, or it is not ours, or its time is over. */
  readonly personIn: (header: string | undefined, now: number) => string | null;
}

/** A long day's work; then one signs in again. */
const sessionSeconds = 12 * 3600;
const attributes = 'Path=/; HttpOnly; SameSite=Strict';

/** @param cookieName a name for each thing a cookie may say: one kind is never taken for another */
export function sessionCookies(secret: Buffer, cookieName = 'gyrus_session'): SessionCookies {
  const sign = (text: string) => createHmac('sha256', secret).update(text).digest('base64url');
  return {
    signIn: (personId, now) => {
      const text = `${Buffer.from(personId).toString('base64url')}.${now + sessionSeconds * 1000}`;
      return `${cookieName}=${text}.${sign(text)}; Max-Age=${sessionSeconds}; ${attributes}`;
    },
    signOut: () => `${cookieName}=; Max-Age=0; ${attributes}`,
    personIn: (header, now) => {
      const [person = '', until = '', signature = ''] = cookieIn(header, cookieName).split('.');
      const isOurs = equalText(signature, sign(`${person}.${until}`));
      return isOurs && Number(until) > now ? Buffer.from(person, 'base64url').toString() : null;
    },
  };
}

function cookieIn(header: string | undefined, cookieName: string): string {
  const pair = header
    ?.split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(`${cookieName}=`));
  return pair?.slice(cookieName.length + 1) ?? '';
}

function equalText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
