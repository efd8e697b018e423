import type { Selectable } from 'kysely';
import { type Changes, type Database, instant, instantOrNull } from './database.ts';
import type { MailState } from './tables/messages.ts';
import type { OperationalTables } from './tables.ts';

/** A mail to one person about one period. */
export interface MessageMail {
  readonly id: string;
  readonly personId: string;
  readonly period: string;
  readonly state: MailState;
  readonly attempts: number;
  readonly notBefore: string;
  readonly madeAt: string;
  readonly endedAt: string | null;
  readonly problem: string | null;
}

/** Puts a mail into the queue, once for a person and a period. */
export async function queueMail(
  tx: Changes,
  mail: Pick<MessageMail, 'id' | 'personId' | 'period' | 'madeAt'>,
): Promise<void> {
  await tx
    .insertInto('message_mail')
    .values({
      ...{ id: mail.id, person_id: mail.personId, period: mail.period, state: 'waiting' },
      ...{ attempts: 0, not_before: mail.madeAt, made_at: mail.madeAt },
      ...{ ended_at: null, problem: null },
    })
    .onConflict((other) => other.doNothing())
    .execute();
}

/** Mails that may be tried now, the oldest first. */
export async function mailsToTry(db: Database, asOf: string): Promise<readonly MessageMail[]> {
  const rows = await db
    .selectFrom('message_mail')
    .selectAll()
    .where('state', '=', 'waiting')
    .where('not_before', '<=', new Date(asOf))
    .orderBy('made_at')
    .orderBy('id')
    .limit(mailsAtOnce)
    .execute();
  return rows.map(mailOf);
}

/** So that a turn of the clock ends; the next one takes the rest. */
const mailsAtOnce = 100;

/** Takes a mail for sending: committed before the server is spoken to. False when another has taken it. */
export async function claimMail(db: Database, id: string): Promise<boolean> {
  const updated = await db
    .updateTable('message_mail')
    .set(({ eb }) => ({ state: 'sending', attempts: eb('attempts', '+', 1) }))
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .executeTakeFirst();
  return updated.numUpdatedRows > 0n;
}

/** What became of a mail that was taken. */
export async function endMail(
  tx: Database,
  id: string,
  end: {
    readonly state: Exclude<MailState, 'waiting' | 'sending'>;
    readonly at: string;
    readonly problem: string | null;
  },
): Promise<void> {
  await tx
    .updateTable('message_mail')
    .set({ state: end.state, ended_at: end.at, problem: end.problem })
    .where('id', '=', id)
    .execute();
}

/** Puts a mail back that the server surely does not have. */
export async function retryMail(
  db: Database,
  id: string,
  again: { readonly notBefore: string; readonly problem: string | null },
): Promise<void> {
  await db
    .updateTable('message_mail')
    .set({ state: 'waiting', not_before: again.notBefore, problem: again.problem })
    .where('id', '=', id)
    .execute();
}

/** What a program that was killed had under way: perhaps sent, so never sent again. Answers how many. */
export async function endMailsCutOff(db: Database, at: string): Promise<number> {
  const updated = await db
    .updateTable('message_mail')
    .set({ state: 'unclear', ended_at: at, problem: 'program-ended' })
    .where('state', '=', 'sending')
    .executeTakeFirst();
  return Number(updated.numUpdatedRows);
}

/** How many mails stand where. */
export async function mailCounts(
  db: Database,
): Promise<readonly { readonly state: MailState; readonly mails: number }[]> {
  return db
    .selectFrom('message_mail')
    .groupBy('state')
    .select(({ fn }) => ['state', fn.countAll<number>().as('mails')])
    .orderBy('state')
    .execute();
}

/** The newest mail of a person; null where there has been none. */
export async function lastMailTo(db: Database, personId: string): Promise<MessageMail | null> {
  const row = await db
    .selectFrom('message_mail')
    .selectAll()
    .where('person_id', '=', personId)
    .orderBy('period', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : mailOf(row);
}

const mailOf = (row: Selectable<OperationalTables['message_mail']>): MessageMail => ({
  ...{ id: row.id, personId: row.person_id, period: row.period, state: row.state },
  ...{ attempts: row.attempts, notBefore: instant(row.not_before), madeAt: instant(row.made_at) },
  ...{ endedAt: instantOrNull(row.ended_at), problem: row.problem },
});
