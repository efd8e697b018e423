import { type Selectable, sql } from 'kysely';
import type { MessageType } from '#core';
import {
  type Actionable,
  type Candidate,
  type MessageWeights,
  type NotChosen,
  type Picked,
  type RecipientKind,
  type Said,
  wholeWeights,
} from '#practice';
import { type Changes, type Database, instant, instantOrNull } from './database.ts';
import type { OperationalTables } from './tables.ts';

/** A matter that was weighed for a recipient in a period. */
export interface StoredMessage
  extends Pick<Candidate, 'type' | 'key' | 'unitId' | 'measureId' | 'threadId' | 'facts' | 'step'> {
  readonly id: string;
  readonly period: string;
  readonly recipient: { readonly kind: RecipientKind; readonly id: string };
  /** 1 or 2; null for what was not chosen. */
  readonly place: number | null;
  readonly outcome: Picked['outcome'];
  readonly because: NotChosen | null;
  readonly score: Picked['score'];
  readonly actionable: Actionable;
  readonly madeAt: string;
  readonly readAt: string | null;
  readonly actedAt: string | null;
}

/** Holds the period, so that one round is made of it; false when one has been. */
export async function beginRound(
  tx: Changes,
  round: { readonly period: string; readonly madeAt: string; readonly weights: MessageWeights },
): Promise<boolean> {
  const inserted = await tx
    .insertInto('message_round')
    .values({
      ...{ period: round.period, made_at: round.madeAt },
      weights: JSON.stringify(round.weights),
    })
    .onConflict((other) => other.doNothing())
    .executeTakeFirst();
  return (inserted.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** The newest round; null before the first. */
export async function lastRound(db: Database) {
  const row = await db
    .selectFrom('message_round')
    .selectAll()
    .orderBy('period', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return null;
  return { period: row.period, madeAt: instant(row.made_at), weights: wholeWeights(row.weights) };
}

const rowsAtOnce = 500;

export async function insertMessages(
  tx: Changes,
  messages: readonly StoredMessage[],
): Promise<void> {
  for (let from = 0; from < messages.length; from += rowsAtOnce)
    await tx
      .insertInto('message')
      .values(messages.slice(from, from + rowsAtOnce).map(rowOf))
      .execute();
}

/** What has been told or held back since a day, by recipient. */
export async function saidSince(
  db: Database,
  day: string,
): Promise<ReadonlyMap<string, readonly Said[]>> {
  const rows = await db
    .selectFrom('message')
    .select(['recipient_kind', 'recipient_id', 'key', 'type', 'unit_id', 'measure_id', 'made_at'])
    .where('place', 'is not', null)
    .where('period', '>=', day)
    .execute();
  const by = new Map<string, Said[]>();
  for (const row of rows) {
    const name = recipientName({ kind: row.recipient_kind, id: row.recipient_id });
    const said = {
      ...{ key: row.key, type: row.type, unitId: row.unit_id, measureId: row.measure_id },
      at: instant(row.made_at),
    };
    by.set(name, [...(by.get(name) ?? []), said]);
  }
  return by;
}

export const recipientName = (recipient: {
  readonly kind: RecipientKind;
  readonly id: string;
}): string => `${recipient.kind}/${recipient.id}`;

/** Everything weighed for a recipient in a period, the best first. */
export async function messagesOf(
  db: Database,
  recipient: { readonly kind: RecipientKind; readonly id: string },
  period: string,
): Promise<readonly StoredMessage[]> {
  const rows = await db
    .selectFrom('message')
    .selectAll()
    .where('recipient_kind', '=', recipient.kind)
    .where('recipient_id', '=', recipient.id)
    .where('period', '=', period)
    .orderBy('score', 'desc')
    .orderBy('key')
    .execute();
  return rows.map(messageOf);
}

/** What a recipient was told in earlier periods, the newest first. */
export async function earlierMessages(
  db: Database,
  recipient: { readonly kind: RecipientKind; readonly id: string },
  { before, most }: { readonly before: string; readonly most: number },
): Promise<readonly StoredMessage[]> {
  const rows = await db
    .selectFrom('message')
    .selectAll()
    .where('recipient_kind', '=', recipient.kind)
    .where('recipient_id', '=', recipient.id)
    .where('outcome', '=', 'chosen')
    .where('period', '<', before)
    .orderBy('period', 'desc')
    .orderBy('place')
    .limit(most)
    .execute();
  return rows.map(messageOf);
}

/** A message held until the transaction ends; null when there is none. */
export async function lockMessage(tx: Changes, id: string): Promise<StoredMessage | null> {
  const row = await tx
    .selectFrom('message')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row === undefined ? null : messageOf(row);
}

export async function markRead(tx: Changes, id: string, at: string): Promise<void> {
  await tx.updateTable('message').set({ read_at: at }).where('id', '=', id).execute();
}

/** A told message whose next step somebody has taken, by a command on its thread or its chart. */
export interface NoticedAct {
  readonly messageId: string;
  readonly type: MessageType;
  readonly unitId: string;
  readonly measureId: string | null;
  readonly personId: string;
  readonly command: string;
  readonly seq: number;
  readonly at: string;
}

/**
 * Told messages that nobody had acted on, with the first thing done since on their thread or chart: by the person told,
 * by somebody with a role in the team's unit, or by a member of the board.
 */
export async function actsSinceTold(
  tx: Changes,
  { since }: { readonly since: string },
): Promise<readonly NoticedAct[]> {
  const { rows } = await sql<{
    message_id: string;
    type: MessageType;
    unit_id: string;
    measure_id: string | null;
    person_id: string;
    command: string;
    seq: number;
    at: Date;
  }>`select distinct on (m.id) m.id as message_id, m.type, m.unit_id, m.measure_id,
      l.person_id, l.command, l.seq, l.at
    from message m
    join ledger l on l.at >= m.made_at and l.person_id is not null and l.command not like 'message.%'
      and (l.thread_id = m.thread_id or (l.unit_id = m.unit_id and l.measure_id = m.measure_id))
    where m.outcome = 'chosen' and m.acted_at is null and m.made_at >= ${since}::timestamptz
      and case m.recipient_kind
        when 'person' then l.person_id = m.recipient_id
        when 'team' then exists (select 1 from role_held r
          where r.person_id = l.person_id and r.unit_id = m.recipient_id)
        else exists (select 1 from forum_member f
          where f.person_id = l.person_id and f.forum_id = m.recipient_id)
      end
    order by m.id, l.seq`.execute(tx);
  return rows.map((row) => ({
    ...{ messageId: row.message_id, type: row.type, unitId: row.unit_id },
    ...{ measureId: row.measure_id, personId: row.person_id, command: row.command },
    ...{ seq: row.seq, at: instant(row.at) },
  }));
}

export async function markActed(tx: Changes, id: string, at: string): Promise<void> {
  await tx.updateTable('message').set({ acted_at: at }).where('id', '=', id).execute();
}

/** What became of the messages of each kind. */
export interface MessageCount {
  readonly type: MessageType;
  readonly told: number;
  readonly read: number;
  readonly acted: number;
  readonly heldBack: number;
}

export async function messageCounts(db: Database): Promise<readonly MessageCount[]> {
  const rows = await db
    .selectFrom('message')
    .where('place', 'is not', null)
    .groupBy('type')
    .select(({ fn }) => [
      'type',
      fn.countAll<number>().filterWhere('outcome', '=', 'chosen').as('told'),
      fn.count<number>('read_at').as('read'),
      fn.count<number>('acted_at').as('acted'),
      fn.countAll<number>().filterWhere('outcome', '=', 'held-back').as('held_back'),
    ])
    .execute();
  return rows.map(({ type, told, read, acted, held_back }) => ({
    ...{ type, told, read, acted, heldBack: held_back },
  }));
}

/** Each chart that was told about or held back, by kind and month, once. */
export async function toldOrHeldBack(db: Database, type: MessageType) {
  const rows = await db
    .selectFrom('message')
    .select(['unit_id', 'measure_id', 'period', 'outcome'])
    .where('type', '=', type)
    .where('place', 'is not', null)
    .where('measure_id', 'is not', null)
    .groupBy(['unit_id', 'measure_id', 'period', 'outcome'])
    .orderBy('period')
    .execute();
  return rows.flatMap(({ unit_id, measure_id, period, outcome }) =>
    measure_id === null
      ? []
      : [
          {
            ...{ unitId: unit_id, measureId: measure_id, month: period.slice(0, 7) },
            arm: outcome === 'held-back' ? ('held-back' as const) : ('told' as const),
          },
        ],
  );
}

const rowOf = (message: StoredMessage) => ({
  ...{ id: message.id, period: message.period, place: message.place },
  ...{ recipient_kind: message.recipient.kind, recipient_id: message.recipient.id },
  ...{ outcome: message.outcome, because: message.because, type: message.type, key: message.key },
  ...{ unit_id: message.unitId, measure_id: message.measureId, thread_id: message.threadId },
  ...{ facts: JSON.stringify(message.facts), step: JSON.stringify(message.step) },
  ...{ parts: JSON.stringify(message.score.parts), score: message.score.total },
  ...{ actionable: message.actionable, made_at: message.madeAt },
  ...{ read_at: message.readAt, acted_at: message.actedAt },
});

const messageOf = (row: Selectable<OperationalTables['message']>): StoredMessage => ({
  ...{ id: row.id, period: row.period, place: row.place },
  recipient: { kind: row.recipient_kind, id: row.recipient_id },
  ...{ outcome: row.outcome, because: row.because, type: row.type, key: row.key },
  ...{ unitId: row.unit_id, measureId: row.measure_id, threadId: row.thread_id },
  ...{ facts: row.facts, step: row.step, actionable: row.actionable },
  score: { parts: row.parts, total: row.score },
  madeAt: instant(row.made_at),
  ...{ readAt: instantOrNull(row.read_at), actedAt: instantOrNull(row.acted_at) },
});
