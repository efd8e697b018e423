import type { Selectable } from 'kysely';
import type { Language, MessageType } from '#core';
import {
  firstWeights,
  type MailFrequency,
  type MessageTypeSetting,
  type MessageWeights,
  noWishes,
  type QuietHours,
  usualQuietHours,
  type Wishes,
  wholeWeights,
} from '#practice';
import { type Changes, type Database, instant, instantOrNull } from './database.ts';
import type { OperationalTables } from './tables.ts';

/** Weights as they were set, by whom and why. */
export interface StoredWeights {
  readonly weights: MessageWeights;
  readonly reason: string;
  readonly setBy: string;
  readonly setAt: string;
}

/** Every setting of the weights, the newest first; none where nobody has changed them. */
export async function weightsHistory(db: Database): Promise<readonly StoredWeights[]> {
  const rows = await db
    .selectFrom('message_weights')
    .selectAll()
    .orderBy('ledger_seq', 'desc')
    .execute();
  return rows.map(({ weights, reason, set_by, set_at }) => ({
    ...{ weights: wholeWeights(weights), reason, setBy: set_by, setAt: instant(set_at) },
  }));
}

export async function weightsInForce(db: Database): Promise<MessageWeights> {
  const row = await db
    .selectFrom('message_weights')
    .select('weights')
    .orderBy('ledger_seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? firstWeights : wholeWeights(row.weights);
}

export async function saveWeights(
  tx: Changes,
  { weights, reason, setBy, setAt }: StoredWeights,
  ledgerSeq: number,
): Promise<void> {
  await tx
    .insertInto('message_weights')
    .values({
      ...{ ledger_seq: ledgerSeq, weights: JSON.stringify(weights) },
      ...{ reason, set_by: setBy, set_at: setAt },
    })
    .execute();
}

export interface StoredTypeSetting extends MessageTypeSetting {
  readonly type: MessageType;
  readonly reason: string;
  readonly setBy: string;
  readonly setAt: string;
}

/** How kinds of messages are used, where somebody has said so. */
export async function messageTypeSettings(
  db: Database,
): Promise<ReadonlyMap<MessageType, StoredTypeSetting>> {
  const rows = await db.selectFrom('message_type_setting').selectAll().execute();
  return new Map(
    rows.map((row) => [
      row.type,
      {
        ...{ type: row.type, isOn: row.is_on, randomised: row.randomised },
        ...{ reason: row.reason, setBy: row.set_by, setAt: instant(row.set_at) },
      },
    ]),
  );
}

export async function saveMessageTypeSetting(
  tx: Changes,
  setting: StoredTypeSetting,
  ledgerSeq: number,
): Promise<void> {
  const { type, isOn, randomised, reason, setBy, setAt } = setting;
  const row = {
    ...{ type, is_on: isOn, reason, set_by: setBy, set_at: setAt, ledger_seq: ledgerSeq },
    randomised: randomised === null ? null : JSON.stringify(randomised),
  };
  await tx
    .insertInto('message_type_setting')
    .values(row)
    .onConflict((conflict) => conflict.column('type').doUpdateSet(row))
    .execute();
}

/** What a person wants of messages. */
export interface MessageWish {
  readonly address: string | null;
  readonly language: Language;
  readonly frequency: MailFrequency;
  readonly quiet: QuietHours | null;
  readonly wishes: Wishes;
  readonly unsubscribedAt: string | null;
}

export interface StoredMessageWish extends MessageWish {
  readonly personId: string;
  readonly token: string;
}

/** What somebody wants who has said nothing: messages in the app, and no mail, since we know no address. */
export const unspokenWish: MessageWish = {
  ...{ address: null, language: 'en', frequency: 'each-period', quiet: usualQuietHours },
  ...{ wishes: noWishes, unsubscribedAt: null },
};

export async function messageWishes(db: Database): Promise<ReadonlyMap<string, StoredMessageWish>> {
  const rows = await db.selectFrom('message_wish').selectAll().execute();
  return new Map(rows.map((row) => [row.person_id, wishOf(row)]));
}

export async function messageWishOf(
  db: Database,
  personId: string,
): Promise<StoredMessageWish | null> {
  const row = await db
    .selectFrom('message_wish')
    .selectAll()
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return row === undefined ? null : wishOf(row);
}

export async function messageWishByToken(
  db: Database,
  token: string,
): Promise<StoredMessageWish | null> {
  const row = await db
    .selectFrom('message_wish')
    .selectAll()
    .where('token', '=', token)
    .executeTakeFirst();
  return row === undefined ? null : wishOf(row);
}

export async function saveMessageWish(
  tx: Changes,
  wish: StoredMessageWish,
  setAt: string,
): Promise<void> {
  const { personId, address, language, frequency, quiet, wishes, unsubscribedAt, token } = wish;
  const row = {
    ...{
      address,
      language,
      frequency,
      quiet_from: quiet?.from ?? null,
      quiet_to: quiet?.to ?? null,
    },
    ...{ wishes: JSON.stringify(wishes), unsubscribed_at: unsubscribedAt, set_at: setAt },
  };
  await tx
    .insertInto('message_wish')
    .values({ person_id: personId, token, ...row })
    .onConflict((conflict) => conflict.column('person_id').doUpdateSet(row))
    .execute();
}

const wishOf = (row: Selectable<OperationalTables['message_wish']>): StoredMessageWish => ({
  ...{ personId: row.person_id, address: row.address, language: row.language },
  frequency: row.frequency,
  quiet:
    row.quiet_from === null || row.quiet_to === null
      ? null
      : { from: row.quiet_from, to: row.quiet_to },
  ...{ wishes: row.wishes, unsubscribedAt: instantOrNull(row.unsubscribed_at), token: row.token },
});
