import { type Kysely, sql, type Transaction } from 'kysely';
import { type Month, monthFromNumber, monthNumber } from '#core';
import type { MonthlyResult, UnitResult } from '#knowledge';
import type { OperationalTables } from './tables.ts';

type Db = Kysely<OperationalTables> | Transaction<OperationalTables>;

/** The text that defined a measure, named by its digest. */
export interface MeasureVersion {
  readonly digest: string;
  readonly measureId: string;
  readonly version: string;
  readonly definition: unknown;
  readonly cql: string;
}

export interface MeasureResult extends UnitResult {
  readonly measureId: string;
}

/** One evaluation of the whole library over one version of the data. */
export interface NewEvaluation {
  readonly dataVersion: string;
  readonly firstMonth: Month;
  readonly lastMonth: Month;
  readonly eventsUnassigned: number;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly versions: readonly MeasureVersion[];
  readonly results: readonly MeasureResult[];
}

/** The last evaluation: what the numbers on the screens rest on. */
export interface Evaluation {
  readonly id: number;
  readonly dataVersion: string;
  readonly firstMonth: Month;
  readonly lastMonth: Month;
  readonly finishedAt: Date;
}

export async function recordMeasureVersions(
  db: Db,
  versions: readonly MeasureVersion[],
  recordedAt: string,
): Promise<void> {
  if (versions.length === 0) return;
  await db
    .insertInto('measure_version')
    .values(
      versions.map(({ digest, measureId, version, definition, cql }) => ({
        digest,
        measure_id: measureId,
        version,
        definition: JSON.stringify(definition),
        cql,
        recorded_at: recordedAt,
      })),
    )
    .onConflict((conflict) => conflict.column('digest').doNothing())
    .execute();
}

/**
 * Writes what is new or different and supersedes what it replaces; equal numbers stay as they are. A month that had
 * events and no longer has any gets a row that says so (nothing in the denominator).
 *
 * @returns the evaluation's number and how many results are new or different
 */
export async function recordEvaluation(
  tx: Transaction<OperationalTables>,
  evaluation: NewEvaluation,
): Promise<{ readonly evaluationId: number; readonly changed: number }> {
  await recordMeasureVersions(tx, evaluation.versions, evaluation.finishedAt);
  const { id } = await tx
    .insertInto('evaluation')
    .values({
      data_version: evaluation.dataVersion,
      first_month: monthNumber(evaluation.firstMonth),
      last_month: monthNumber(evaluation.lastMonth),
      events_unassigned: evaluation.eventsUnassigned,
      started_at: evaluation.startedAt,
      finished_at: evaluation.finishedAt,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await stage(tx, evaluation);
  return { evaluationId: id, changed: await replaceDifferent(tx, id, evaluation) };
}

async function stage(
  tx: Transaction<OperationalTables>,
  { results, versions }: NewEvaluation,
): Promise<void> {
  const digests = new Map(versions.map(({ measureId, digest }) => [measureId, digest]));
  await sql`create temporary table incoming (
    measure_id text, unit_id text, month integer, numerator double precision,
    denominator double precision, sum_of_squares double precision, definition_digest text
  ) on commit drop`.execute(tx);
  await sql`insert into incoming select * from unnest(
    ${results.map((r) => r.measureId)}::text[], ${results.map((r) => r.unitId)}::text[],
    ${results.map((r) => monthNumber(r.month))}::integer[],
    ${results.map((r) => r.numerator)}::double precision[],
    ${results.map((r) => r.denominator)}::double precision[],
    ${results.map((r) => r.sumOfSquares)}::double precision[],
    ${results.map((r) => digests.get(r.measureId) ?? null)}::text[])`.execute(tx);
}

async function replaceDifferent(
  tx: Transaction<OperationalTables>,
  evaluationId: number,
  { versions, firstMonth, lastMonth }: NewEvaluation,
): Promise<number> {
  await sql`insert into incoming
    select r.measure_id, r.unit_id, r.month, 0, 0, 0, v.digest
    from result r
    join unnest(${versions.map((v) => v.measureId)}::text[], ${versions.map((v) => v.digest)}::text[])
      as v(measure_id, digest) on v.measure_id = r.measure_id
    where r.superseded_by is null
      and r.month between ${monthNumber(firstMonth)} and ${monthNumber(lastMonth)}
      and not exists (select 1 from incoming i
        where i.measure_id = r.measure_id and i.unit_id = r.unit_id and i.month = r.month)`.execute(
    tx,
  );
  await sql`delete from incoming i using result r
    where r.superseded_by is null and r.measure_id = i.measure_id and r.unit_id = i.unit_id
      and r.month = i.month and r.definition_digest = i.definition_digest
      and r.numerator = i.numerator and r.denominator = i.denominator
      and r.sum_of_squares = i.sum_of_squares`.execute(tx);
  await sql`update result r set superseded_by = ${evaluationId} from incoming i
    where r.superseded_by is null and r.measure_id = i.measure_id and r.unit_id = i.unit_id
      and r.month = i.month`.execute(tx);
  const inserted = await sql`insert into result
    select measure_id, unit_id, month, numerator, denominator, sum_of_squares, definition_digest,
      ${evaluationId}::bigint, null
    from incoming`.execute(tx);
  return Number(inserted.numAffectedRows ?? 0);
}

export async function lastEvaluation(db: Db): Promise<Evaluation | null> {
  const row = await db
    .selectFrom('evaluation')
    .select(['id', 'data_version', 'first_month', 'last_month', 'finished_at'])
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return null;
  return {
    id: row.id,
    dataVersion: row.data_version,
    firstMonth: monthFromNumber(row.first_month),
    lastMonth: monthFromNumber(row.last_month),
    finishedAt: row.finished_at,
  };
}

/** The current results of one measure for one unit, in order of month. */
export async function monthlyResults(
  db: Db,
  measureId: string,
  unitId: string,
): Promise<readonly MonthlyResult[]> {
  const rows = await currentResults(db)
    .where('measure_id', '=', measureId)
    .where('unit_id', '=', unitId)
    .orderBy('month')
    .execute();
  return rows.map(toUnitResult);
}

/** The current results of every measure for the given units, in order of month. */
export async function resultsOfUnits(
  db: Db,
  unitIds: readonly string[],
  measureId?: string,
): Promise<readonly MeasureResult[]> {
  if (unitIds.length === 0) return [];
  let query = currentResults(db).where('unit_id', 'in', unitIds);
  if (measureId !== undefined) query = query.where('measure_id', '=', measureId);
  const rows = await query.orderBy('month').execute();
  return rows.map((row) => ({ ...toUnitResult(row), measureId: row.measure_id }));
}

/** Answers that later evaluations replaced, newest first. */
export interface EarlierAnswer extends MonthlyResult {
  readonly dataVersion: string;
  readonly definitionVersion: string;
  readonly saidAt: Date;
}

export const earlierAnswersMax = 200;

export async function earlierAnswers(
  db: Db,
  measureId: string,
  unitId: string,
): Promise<readonly EarlierAnswer[]> {
  const rows = await db
    .selectFrom('result')
    .innerJoin('evaluation', 'evaluation.id', 'result.evaluation_id')
    .innerJoin('measure_version', 'measure_version.digest', 'result.definition_digest')
    .select([
      'result.unit_id',
      'result.measure_id',
      'result.month',
      'result.numerator',
      'result.denominator',
      'result.sum_of_squares',
      'evaluation.data_version',
      'evaluation.finished_at',
      'measure_version.version',
    ])
    .where('result.measure_id', '=', measureId)
    .where('result.unit_id', '=', unitId)
    .where('result.superseded_by', 'is not', null)
    .orderBy('result.evaluation_id', 'desc')
    .orderBy('result.month', 'desc')
    .limit(earlierAnswersMax)
    .execute();
  return rows.map((row) => ({
    ...toUnitResult(row),
    dataVersion: row.data_version,
    definitionVersion: row.version,
    saidAt: row.finished_at,
  }));
}

const currentResults = (db: Db) =>
  db
    .selectFrom('result')
    .select(['measure_id', 'unit_id', 'month', 'numerator', 'denominator', 'sum_of_squares'])
    .where('superseded_by', 'is', null);

const toUnitResult = (row: {
  readonly unit_id: string;
  readonly month: number;
  readonly numerator: number;
  readonly denominator: number;
  readonly sum_of_squares: number;
}): UnitResult => ({
  unitId: row.unit_id,
  month: monthFromNumber(row.month),
  numerator: row.numerator,
  denominator: row.denominator,
  sumOfSquares: row.sum_of_squares,
});
