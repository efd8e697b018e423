import { sql } from 'kysely';
import { monthFromNumber, monthNumber } from '#core';
import type { CodingChange } from '#data';
import type { Changes, Database } from './database.ts';

/** A measure's counts for one group of patients in one unit, over the whole evaluated time. */
export interface GroupResult {
  readonly measureId: string;
  readonly unitId: string;
  readonly groupingId: string;
  readonly groupId: string;
  readonly numerator: number;
  readonly denominator: number;
  readonly sumOfSquares: number;
}

export interface NewGroupResults {
  /** The measures whose groups are replaced. */
  readonly of: 'all' | readonly string[];
  readonly results: readonly GroupResult[];
}

/** Replaces what evaluations before said about groups. */
export async function replaceGroupResults(
  tx: Changes,
  evaluationId: number,
  { of, results }: NewGroupResults,
): Promise<void> {
  if (of !== 'all' && of.length === 0) return;
  const said = tx.deleteFrom('group_result');
  await (of === 'all' ? said : said.where('measure_id', 'in', of)).execute();
  await sql`insert into group_result (measure_id, unit_id, grouping_id, group_id, numerator, denominator,
      sum_of_squares, evaluation_id)
    select "measureId", "unitId", "groupingId", "groupId", numerator, denominator, "sumOfSquares",
      ${evaluationId}::bigint
    from jsonb_to_recordset(${JSON.stringify(results)}::jsonb) as r("measureId" text, "unitId" text,
      "groupingId" text, "groupId" text, numerator double precision, denominator double precision,
      "sumOfSquares" double precision)`.execute(tx);
}

export async function groupResults(
  db: Database,
  unitId: string,
  measureId?: string,
): Promise<readonly GroupResult[]> {
  let query = db.selectFrom('group_result').selectAll().where('unit_id', '=', unitId);
  if (measureId !== undefined) query = query.where('measure_id', '=', measureId);
  const rows = await query.orderBy('grouping_id').orderBy('group_id').execute();
  return rows.map((row) => ({
    measureId: row.measure_id,
    unitId: row.unit_id,
    groupingId: row.grouping_id,
    groupId: row.group_id,
    numerator: row.numerator,
    denominator: row.denominator,
    sumOfSquares: row.sum_of_squares,
  }));
}

/** A unit that replaced one code by another, and the measures that read either of them. */
export interface StoredCodingChange extends CodingChange {
  readonly measureIds: readonly string[];
}

/** Replaces what the evaluation before said about changes of coding. */
export async function replaceCodingChanges(
  tx: Changes,
  evaluationId: number,
  changes: readonly StoredCodingChange[],
): Promise<void> {
  await tx.deleteFrom('coding_change').execute();
  if (changes.length === 0) return;
  await tx
    .insertInto('coding_change')
    .values(
      changes.map((change) => ({
        unit_id: change.unitId,
        source_table: change.table,
        month: monthNumber(change.month),
        from_code: change.fromCode,
        to_code: change.toCode,
        measure_ids: [...change.measureIds],
        evaluation_id: evaluationId,
      })),
    )
    .execute();
}

/** Changes of coding in these units, the earliest first. */
export async function codingChangesOf(
  db: Database,
  unitIds: readonly string[],
): Promise<readonly StoredCodingChange[]> {
  if (unitIds.length === 0) return [];
  const rows = await db
    .selectFrom('coding_change')
    .selectAll()
    .where('unit_id', 'in', unitIds)
    .orderBy('month')
    .orderBy('unit_id')
    .execute();
  return rows.map((row) => ({
    unitId: row.unit_id,
    table: row.source_table,
    month: monthFromNumber(row.month),
    fromCode: row.from_code,
    toCode: row.to_code,
    measureIds: row.measure_ids,
  }));
}
