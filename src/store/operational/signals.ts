import type { Selectable } from 'kysely';
import { monthFromNumber } from '#core';
import { type Changes, type Database, instant } from './database.ts';
import type { OperationalTables } from './tables.ts';

/** A signal as it is kept. */
export interface StoredSignal {
  readonly id: string;
  readonly measureId: string;
  readonly unitId: string;
  /** The month in which the pattern was complete, and the first and last that belong to it. */
  readonly month: string;
  readonly firstMonth: string;
  readonly lastMonth: string;
  readonly rule: string;
  readonly reading: 'improvement' | 'concern' | 'neutral';
  readonly state: 'new' | 'in-thread' | 'closed';
  readonly ownerId: string | null;
  readonly threadId: string | null;
  readonly cautions: readonly { readonly code: string; readonly message: string }[];
  readonly foundAt: string;
}

export async function loadSignal(db: Database, signalId: string): Promise<StoredSignal | null> {
  const row = await db
    .selectFrom('signal')
    .selectAll()
    .where('id', '=', signalId)
    .executeTakeFirst();
  return row === undefined ? null : signalOf(row);
}

export async function signalsOfThread(
  db: Database,
  threadId: string,
): Promise<readonly StoredSignal[]> {
  const rows = await db
    .selectFrom('signal')
    .selectAll()
    .where('thread_id', '=', threadId)
    .orderBy('month')
    .orderBy('id')
    .execute();
  return rows.map(signalOf);
}

export async function signalsOnChart(
  db: Database,
  chart: { readonly unitId: string; readonly measureId: string },
): Promise<readonly StoredSignal[]> {
  const rows = await db
    .selectFrom('signal')
    .selectAll()
    .where('unit_id', '=', chart.unitId)
    .where('measure_id', '=', chart.measureId)
    .orderBy('month')
    .orderBy('id')
    .execute();
  return rows.map(signalOf);
}

/** Every signal that is kept, by unit, measure and month. */
/** The newest signal on any chart of a measure that has an open thread; null when there is none. */
export async function openSignalOf(db: Database, measureId: string): Promise<StoredSignal | null> {
  const row = await db
    .selectFrom('signal')
    .selectAll()
    .where('measure_id', '=', measureId)
    .where('state', '<>', 'closed')
    .where('thread_id', 'is not', null)
    .orderBy('month', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : signalOf(row);
}

export async function allSignals(db: Database): Promise<readonly StoredSignal[]> {
  const rows = await db
    .selectFrom('signal')
    .selectAll()
    .orderBy('unit_id')
    .orderBy('measure_id')
    .orderBy('month')
    .execute();
  return rows.map(signalOf);
}

/** Signals nobody has looked at yet, in these units. */
export async function newSignals(
  db: Database,
  unitIds: readonly string[],
): Promise<readonly StoredSignal[]> {
  if (unitIds.length === 0) return [];
  const rows = await db
    .selectFrom('signal')
    .selectAll()
    .where('unit_id', 'in', unitIds)
    .where('state', '=', 'new')
    .orderBy('month')
    .orderBy('id')
    .execute();
  return rows.map(signalOf);
}

/** Gives a signal its thread and its owner. */
export async function placeSignal(
  tx: Changes,
  signal: Pick<StoredSignal, 'id' | 'state' | 'threadId' | 'ownerId'>,
): Promise<void> {
  await tx
    .updateTable('signal')
    .set({ state: signal.state, thread_id: signal.threadId, owner_id: signal.ownerId })
    .where('id', '=', signal.id)
    .execute();
}

/** A person has taken the thread up: its signals are no longer new. */
export async function takeUpSignals(tx: Changes, threadId: string): Promise<void> {
  await tx
    .updateTable('signal')
    .set({ state: 'in-thread', closed_reason: null })
    .where('thread_id', '=', threadId)
    .where('state', '<>', 'in-thread')
    .execute();
}

export async function closeSignals(
  tx: Changes,
  closing: { readonly threadId: string; readonly reason: string },
): Promise<void> {
  await tx
    .updateTable('signal')
    .set({ state: 'closed', closed_reason: closing.reason })
    .where('thread_id', '=', closing.threadId)
    .execute();
}

export async function ownSignals(
  tx: Changes,
  owned: { readonly threadId: string; readonly ownerId: string },
): Promise<void> {
  await tx
    .updateTable('signal')
    .set({ owner_id: owned.ownerId })
    .where('thread_id', '=', owned.threadId)
    .execute();
}

const signalOf = (row: Selectable<OperationalTables['signal']>): StoredSignal => ({
  id: row.id,
  measureId: row.measure_id,
  unitId: row.unit_id,
  month: monthFromNumber(row.month),
  firstMonth: monthFromNumber(row.first_month),
  lastMonth: monthFromNumber(row.last_month),
  rule: row.rule,
  reading: row.reading,
  state: row.state,
  ownerId: row.owner_id,
  threadId: row.thread_id,
  cautions: row.cautions,
  foundAt: instant(row.found_at),
});
