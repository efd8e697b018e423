import { type Insertable, type Selectable, sql } from 'kysely';
import type { Thread, ThreadContent } from '#practice';
import { cyclesOfThread } from './cycles.ts';
import { type Changes, type Database, instant, instantOrNull } from './database.ts';
import { proposalsOfThread } from './proposals.ts';
import type { OperationalTables } from './tables.ts';

/** A thread with its content, held until the transaction ends: two people at once take turns on it. */
export async function lockThread(tx: Changes, threadId: string): Promise<ThreadContent | null> {
  const row = await tx
    .selectFrom('thread')
    .selectAll()
    .where('id', '=', threadId)
    .forUpdate()
    .executeTakeFirst();
  return row === undefined ? null : contentOf(tx, threadOf(row));
}

export async function loadThread(db: Database, threadId: string): Promise<ThreadContent | null> {
  const row = await db
    .selectFrom('thread')
    .selectAll()
    .where('id', '=', threadId)
    .executeTakeFirst();
  return row === undefined ? null : contentOf(db, threadOf(row));
}

async function contentOf(db: Database, thread: Thread): Promise<ThreadContent> {
  const proposals = await proposalsOfThread(db, thread.id);
  const cycles = await cyclesOfThread(db, thread.id);
  return { thread, proposals, cycles };
}

/**
 * The open thread on a chart; null when there is none. The chart is held until the transaction ends, so that two
 * people cannot both open its first thread.
 */
export async function openThreadOn(
  tx: Changes,
  chart: { readonly unitId: string; readonly measureId: string },
): Promise<string | null> {
  const key = `${chart.unitId} ${chart.measureId}`;
  await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 1))`.execute(tx);
  const row = await tx
    .selectFrom('thread')
    .select('id')
    .where('unit_id', '=', chart.unitId)
    .where('measure_id', '=', chart.measureId)
    .where('state', '=', 'open')
    .executeTakeFirst();
  return row?.id ?? null;
}

export async function threadsOfUnits(
  db: Database,
  unitIds: readonly string[],
): Promise<readonly Thread[]> {
  if (unitIds.length === 0) return [];
  const rows = await db
    .selectFrom('thread')
    .selectAll()
    .where('unit_id', 'in', unitIds)
    .orderBy('waiting_since')
    .orderBy('id')
    .execute();
  return rows.map(threadOf);
}

/** Open threads of these units that have waited since before an instant, the longest waiting first. */
export async function longestWaiting(
  db: Database,
  unitIds: readonly string[],
  { before, most }: { readonly before: string; readonly most: number },
): Promise<readonly Thread[]> {
  if (unitIds.length === 0) return [];
  const rows = await db
    .selectFrom('thread')
    .selectAll()
    .where('unit_id', 'in', unitIds)
    .where('state', '=', 'open')
    .where('waiting_since', '<', new Date(before))
    .orderBy('waiting_since')
    .orderBy('id')
    .limit(most)
    .execute();
  return rows.map(threadOf);
}

export async function insertThread(tx: Changes, thread: Thread): Promise<void> {
  await tx.insertInto('thread').values(threadRow(thread)).execute();
}

export async function updateThread(tx: Changes, thread: Thread): Promise<void> {
  await tx.updateTable('thread').set(threadRow(thread)).where('id', '=', thread.id).execute();
}

const threadRow = (thread: Thread): Insertable<OperationalTables['thread']> => ({
  id: thread.id,
  unit_id: thread.unitId,
  measure_id: thread.measureId,
  title: thread.title,
  state: thread.state,
  owner_id: thread.ownerId,
  opened_at: thread.openedAt,
  looked_at: thread.lookedAt,
  reopened_at: thread.reopenedAt,
  closed_at: thread.closedAt,
  closed_reason: thread.closedReason,
  waiting_for: thread.waitingFor,
  waiting_since: thread.waitingSince,
  not_before: thread.notBefore,
});

const threadOf = (row: Selectable<OperationalTables['thread']>): Thread => ({
  id: row.id,
  unitId: row.unit_id,
  measureId: row.measure_id,
  title: row.title,
  state: row.state,
  ownerId: row.owner_id,
  openedAt: instant(row.opened_at),
  lookedAt: instantOrNull(row.looked_at),
  reopenedAt: instantOrNull(row.reopened_at),
  closedAt: instantOrNull(row.closed_at),
  closedReason: row.closed_reason,
  waitingFor: row.waiting_for,
  waitingSince: instant(row.waiting_since),
  notBefore: row.not_before,
});
