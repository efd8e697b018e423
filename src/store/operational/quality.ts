import { sql } from 'kysely';
import { type Month, monthFromNumber, monthNumber } from '#core';
import { type Changes, type Database, instant } from './database.ts';

/** What a check counted in one unit, month and kind of record. */
export interface StoredQualityCount {
  readonly checkId: string;
  readonly unitId: string;
  readonly month: Month;
  /** A table, a code or a file; empty for all together. */
  readonly subject: string;
  readonly checked: number;
  readonly bad: number;
  readonly expected: number;
}

export interface QualityRun {
  readonly dataVersion: string;
  readonly measuredAt: string;
}

export interface QualityThreshold {
  readonly checkId: string;
  readonly share: number;
  readonly reason: string;
  readonly setBy: string;
  readonly setAt: string;
}

/** Replaces what the run before counted. */
export async function recordQuality(
  tx: Changes,
  { dataVersion, measuredAt }: QualityRun,
  counts: readonly StoredQualityCount[],
): Promise<void> {
  await tx
    .insertInto('quality_run')
    .values({ data_version: dataVersion, measured_at: measuredAt })
    .execute();
  await tx.deleteFrom('quality_count').execute();
  await sql`insert into quality_count select * from unnest(
    ${counts.map((one) => one.checkId)}::text[], ${counts.map((one) => one.unitId)}::text[],
    ${counts.map((one) => monthNumber(one.month))}::integer[], ${counts.map((one) => one.subject)}::text[],
    ${counts.map((one) => one.checked)}::bigint[], ${counts.map((one) => one.bad)}::bigint[],
    ${counts.map((one) => one.expected)}::double precision[])`.execute(tx);
}

export async function lastQualityRun(db: Database): Promise<QualityRun | null> {
  const row = await db
    .selectFrom('quality_run')
    .selectAll()
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined
    ? null
    : { dataVersion: row.data_version, measuredAt: instant(row.measured_at) };
}

/** What the last run counted in these units: all together, and kinds of record that had a bad row in any month. */
export async function qualityCounts(
  db: Database,
  unitIds: readonly string[],
): Promise<readonly StoredQualityCount[]> {
  if (unitIds.length === 0) return [];
  const rows = await db
    .selectFrom('quality_count')
    .selectAll()
    .where('unit_id', 'in', unitIds)
    .where(
      sql<boolean>`(subject = '' or (check_id, unit_id, subject) in
        (select check_id, unit_id, subject from quality_count where bad > 0))`,
    )
    .orderBy('month')
    .orderBy('subject')
    .execute();
  return rows.map((row) => ({
    ...{ checkId: row.check_id, unitId: row.unit_id, month: monthFromNumber(row.month) },
    ...{ subject: row.subject, checked: Number(row.checked), bad: Number(row.bad) },
    expected: row.expected,
  }));
}

/** The thresholds somebody has set, by check. */
export async function qualityThresholds(
  db: Database,
): Promise<ReadonlyMap<string, QualityThreshold>> {
  const rows = await db.selectFrom('quality_threshold').selectAll().execute();
  return new Map(
    rows.map((row) => [
      row.check_id,
      {
        ...{ checkId: row.check_id, share: row.share, reason: row.reason, setBy: row.set_by },
        setAt: instant(row.set_at),
      },
    ]),
  );
}

export async function saveQualityThreshold(
  tx: Changes,
  { checkId, share, reason, setBy, setAt }: QualityThreshold,
  ledgerSeq: number,
): Promise<void> {
  const row = {
    ...{ check_id: checkId, share, reason, set_by: setBy, set_at: setAt },
    ledger_seq: ledgerSeq,
  };
  await tx
    .insertInto('quality_threshold')
    .values(row)
    .onConflict((conflict) => conflict.column('check_id').doUpdateSet(row))
    .execute();
}
