import type { Insertable, Selectable } from 'kysely';
import { monthFromNumber, monthNumber } from '#core';
import type { Cycle } from '#practice';
import { type Changes, type Database, instant, instantOrNull } from './database.ts';
import type { OperationalTables } from './tables.ts';

export async function cyclesOfThread(db: Database, threadId: string): Promise<readonly Cycle[]> {
  const rows = await db
    .selectFrom('cycle')
    .selectAll()
    .where('thread_id', '=', threadId)
    .orderBy('started_at')
    .orderBy('id')
    .execute();
  return rows.map(cycleOf);
}

/**
 * Cycles of one matter: those of these threads, and those by which units tried a practice that came out of them,
 * wherever they were run.
 */
export async function cyclesOfMatter(
  db: Database,
  threadIds: readonly string[],
): Promise<readonly Cycle[]> {
  if (threadIds.length === 0) return [];
  const rows = await db
    .selectFrom('cycle')
    .selectAll()
    .where((where) =>
      where.or([
        where('thread_id', 'in', threadIds),
        where(
          'id',
          'in',
          where
            .selectFrom('adoption')
            .innerJoin('practice', 'practice.id', 'adoption.practice_id')
            .where('practice.thread_id', 'in', threadIds)
            .where('adoption.cycle_id', 'is not', null)
            .select('adoption.cycle_id'),
        ),
      ]),
    )
    .orderBy('started_at')
    .orderBy('id')
    .execute();
  return rows.map(cycleOf);
}

export async function loadCycle(db: Database, cycleId: string): Promise<Cycle | null> {
  const row = await db.selectFrom('cycle').selectAll().where('id', '=', cycleId).executeTakeFirst();
  return row === undefined ? null : cycleOf(row);
}

/** The thread a cycle belongs to; null when there is no such cycle. */
export async function threadOfCycle(db: Database, cycleId: string): Promise<string | null> {
  const row = await db
    .selectFrom('cycle')
    .select('thread_id')
    .where('id', '=', cycleId)
    .executeTakeFirst();
  return row?.thread_id ?? null;
}

/** The changes that have begun on this unit and measure, in order of their start. */
export async function changesBegun(
  db: Database,
  chart: { readonly unitId: string; readonly measureId: string },
): Promise<readonly Cycle[]> {
  const rows = await db
    .selectFrom('cycle')
    .selectAll()
    .where('unit_id', '=', chart.unitId)
    .where('measure_id', '=', chart.measureId)
    .where('start_month', 'is not', null)
    .orderBy('start_month')
    .orderBy('id')
    .execute();
  return rows.map(cycleOf);
}

/** Every cycle without a verdict. */
export async function openCycles(db: Database): Promise<readonly Cycle[]> {
  const rows = await db
    .selectFrom('cycle')
    .selectAll()
    .where('state', '<>', 'closed')
    .orderBy('started_at')
    .orderBy('id')
    .execute();
  return rows.map(cycleOf);
}

/** Every change that has begun anywhere, in order of its start. */
export async function changesBegunEverywhere(db: Database): Promise<readonly Cycle[]> {
  const rows = await db
    .selectFrom('cycle')
    .selectAll()
    .where('start_month', 'is not', null)
    .orderBy('start_month')
    .orderBy('id')
    .execute();
  return rows.map(cycleOf);
}

export async function insertCycle(tx: Changes, cycle: Cycle): Promise<void> {
  await tx.insertInto('cycle').values(cycleRow(cycle)).execute();
}

export async function updateCycle(tx: Changes, cycle: Cycle): Promise<void> {
  await tx.updateTable('cycle').set(cycleRow(cycle)).where('id', '=', cycle.id).execute();
}

const monthOrNull = (number: number | null) => (number === null ? null : monthFromNumber(number));
const numberOrNull = (month: string | null) => (month === null ? null : monthNumber(month));

const cycleRow = (cycle: Cycle): Insertable<OperationalTables['cycle']> => ({
  id: cycle.id,
  thread_id: cycle.threadId,
  proposal_id: cycle.proposalId,
  unit_id: cycle.unitId,
  measure_id: cycle.measureId,
  balancing_measure_ids: [...cycle.balancingMeasureIds],
  title: cycle.title,
  aim: cycle.aim,
  change: cycle.change,
  prediction_text: cycle.prediction.text,
  predicted_value: cycle.prediction.value,
  predicted_by_month: numberOrNull(cycle.prediction.byMonth),
  start_month: numberOrNull(cycle.startMonth),
  state: cycle.state,
  verdict: cycle.verdict,
  verdict_reason: cycle.verdictReason,
  owner_id: cycle.ownerId,
  started_at: cycle.startedAt,
  closed_at: cycle.closedAt,
});

const cycleOf = (row: Selectable<OperationalTables['cycle']>): Cycle => ({
  id: row.id,
  threadId: row.thread_id,
  proposalId: row.proposal_id,
  unitId: row.unit_id,
  measureId: row.measure_id,
  balancingMeasureIds: row.balancing_measure_ids,
  title: row.title,
  aim: row.aim,
  change: row.change,
  prediction: {
    text: row.prediction_text,
    value: row.predicted_value,
    byMonth: monthOrNull(row.predicted_by_month),
  },
  startMonth: monthOrNull(row.start_month),
  state: row.state,
  verdict: row.verdict,
  verdictReason: row.verdict_reason,
  ownerId: row.owner_id,
  startedAt: instant(row.started_at),
  closedAt: instantOrNull(row.closed_at),
});
