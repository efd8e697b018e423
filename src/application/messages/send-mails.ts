import type { Language } from '#core';
import {
  blockLine,
  isQuiet,
  type MailedMessage,
  mailText,
  messageWords,
  restsOnFew,
} from '#practice';
import {
  appendEntry,
  claimMail,
  type Database,
  endMail,
  inTransaction,
  type MailState,
  type MessageMail,
  mailsToTry,
  messagesOf,
  messageWishOf,
  retryMail,
  type StoredMessage,
  type StoredMessageWish,
} from '#store';
import { blankEntry } from '../command.ts';
import type { Application } from '../context.ts';
import { chartOnPage } from '../pages/chart-on-page.ts';
import { type Book, openBook, unitNamed } from '../pages/organisation-book.ts';
import type { MailSettings } from './mail-settings.ts';
import type { HandedOver, HandOverMail, OutgoingMail } from './smtp.ts';

export interface SendingMails extends Pick<Application, 'db' | 'clock'> {
  readonly timeZone: string;
  readonly settings: Pick<MailSettings, 'publicUrl'>;
  readonly handOver: HandOverMail;
}

/** A mail that the server would not take is tried again so many times, each time after a longer while. */
const attemptsMost = 6;
const firstWaitMinutes = 5;
const minuteMilliseconds = 60_000;
/** Quiet hours are looked at again this often. */
const quietWaitMinutes = 15;

/** Sends what is due and wanted now. Answers how many mails left. */
export async function sendMails(sending: SendingMails): Promise<number> {
  let sent = 0;
  for (const mail of await mailsToTry(sending.db, sending.clock()))
    if ((await sendOne(sending, mail)) === 'sent') sent += 1;
  return sent;
}

async function sendOne(sending: SendingMails, mail: MessageMail): Promise<MailState> {
  const { db, clock, timeZone } = sending;
  const now = clock();
  const wish = await messageWishOf(db, mail.personId);
  if (wish === null || wish.address === null || !wantsMail(wish))
    return drop(sending, mail, 'not-wanted');
  if (isQuiet(wish.quiet, now, timeZone)) {
    await retryMail(db, mail.id, {
      notBefore: later(now, quietWaitMinutes),
      problem: 'quiet-hours',
    });
    return 'waiting';
  }
  const told = await toldTo(db, mail);
  if (told.length === 0) return drop(sending, mail, 'nothing-told');
  const outgoing = await writeMail(sending, { mail, wish, address: wish.address, told });
  // From here until its end is written, a kill leaves the mail as perhaps sent, and it is never sent again.
  if (!(await claimMail(db, mail.id))) return 'sending';
  return settle(sending, { mail, told, handed: await sending.handOver(outgoing) });
}

const wantsMail = ({ unsubscribedAt, frequency }: StoredMessageWish): boolean =>
  unsubscribedAt === null && frequency !== 'never';

async function toldTo(db: Database, { personId, period }: MessageMail) {
  const all = await messagesOf(db, { kind: 'person', id: personId }, period);
  return all.filter(({ outcome }) => outcome === 'chosen');
}

async function drop({ db, clock }: SendingMails, { id }: MessageMail, problem: string) {
  await endMail(db, id, { state: 'dropped', at: clock(), problem });
  return 'dropped' as const;
}

interface Settling {
  readonly mail: MessageMail;
  readonly told: readonly StoredMessage[];
  readonly handed: HandedOver;
}

async function settle(sending: SendingMails, settling: Settling): Promise<MailState> {
  const { db, clock } = sending;
  const { mail, handed } = settling;
  const at = clock();
  switch (handed.kind) {
    case 'sent':
      await keepSent(sending, settling);
      return 'sent';
    case 'unclear':
      await endMail(db, mail.id, { state: 'unclear', at, problem: handed.problem });
      return 'unclear';
    case 'rejected':
      await endMail(db, mail.id, { state: 'given-up', at, problem: handed.problem });
      return 'given-up';
    case 'refused': {
      const attempts = mail.attempts + 1;
      if (attempts >= attemptsMost) {
        await endMail(db, mail.id, { state: 'given-up', at, problem: handed.problem });
        return 'given-up';
      }
      const notBefore = later(at, firstWaitMinutes * 3 ** (attempts - 1));
      await retryMail(db, mail.id, { notBefore, problem: handed.problem });
      return 'waiting';
    }
    default:
      return handed satisfies never;
  }
}

/** The mail's end and its entry in the ledger are one change. */
const keepSent = ({ db, clock }: SendingMails, { mail, told }: Settling): Promise<void> =>
  inTransaction(db, async (tx) => {
    const at = clock();
    await endMail(tx, mail.id, { state: 'sent', at, problem: null });
    await appendEntry(tx, {
      ...blankEntry,
      ...{ at, personId: null, command: 'message.mailed', unitId: told[0]?.unitId ?? null },
      detail: {
        messages: told.map(({ id }) => id),
        messagesTo: { kind: 'person', id: mail.personId },
      },
    });
  });

const later = (instant: string, minutes: number): string =>
  new Date(Date.parse(instant) + minutes * minuteMilliseconds).toISOString();

interface Writing {
  readonly mail: MessageMail;
  readonly wish: StoredMessageWish;
  readonly address: string;
  readonly told: readonly StoredMessage[];
}

async function writeMail(
  { db, clock, settings }: SendingMails,
  { mail, wish, address, told }: Writing,
): Promise<OutgoingMail> {
  const { publicUrl } = settings;
  const book = await openBook(db, clock());
  const messages: MailedMessage[] = [];
  for (const message of told)
    messages.push(await mailedMessage(db, book, { message, language: wish.language, publicUrl }));
  const unsubscribeUrl = `${publicUrl}/unsubscribe/${wish.token}`;
  const written = mailText({
    ...{ language: wish.language, messages, unsubscribeLink: unsubscribeUrl },
    wishesLink: `${publicUrl}/messages`,
  });
  return { ...written, id: mail.id, to: address, unsubscribeUrl };
}

interface Mailing {
  readonly message: StoredMessage;
  readonly language: Language;
  readonly publicUrl: string;
}

/** Numbers and picture only where no month of them rests on few people: the mail leaves the house. */
async function mailedMessage(
  db: Database,
  book: Book,
  { message, language, publicUrl }: Mailing,
): Promise<MailedMessage> {
  const measure = book.measures.get(message.measureId ?? '') ?? null;
  const chart =
    measure === null ? null : await chartOnPage(db, { measure, unitId: message.unitId });
  const points = chart?.kind === 'chart' ? chart.points : [];
  const picture = measure === null ? null : blockLine(points, measure.scoring);
  const last = points.findLast(({ value }) => value !== null);
  const withNumbers = measure !== null && last !== undefined && !restsOnFew(last, measure.scoring);
  const unitName = unitNamed(book, message.unitId).name;
  const words = messageWords(message, { unitName, measure, withNumbers }, language);
  return { ...words, picture, link: `${publicUrl}/messages?open=${message.id}` };
}
