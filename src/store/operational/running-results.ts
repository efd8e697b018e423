import { sql } from 'kysely';
import { monthFromNumber, monthNumber } from '#core';
import type { UnitResult } from '#knowledge';
import type { Changes, Database } from './database.ts';
import type { MeasureResult } from './results.ts';

/** Replaces what was said of the month that is going on. */
export async function replaceRunningResults(
  tx: Changes,
  evaluationId: number,
  results: readonly MeasureResult[],
): Promise<void> {
  await tx.deleteFrom('running_result').execute();
  const rows = results.map((result) => ({ ...result, month: monthNumber(result.month) }));
  await sql`insert into running_result (measure_id, unit_id, month, numerator, denominator,
      sum_of_squares, evaluation_id)
    select "measureId", "unitId", month, numerator, denominator, "sumOfSquares", ${evaluationId}::bigint
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r("measureId" text, "unitId" text,
      month integer, numerator double precision, denominator double precision,
      "sumOfSquares" double precision)`.execute(tx);
}

/** The month that is going on, as far as it has come, by measure. */
export async function runningResultsOf(
  db: Database,
  unitId: string,
): Promise<ReadonlyMap<string, UnitResult>> {
  const rows = await db
    .selectFrom('running_result')
    .selectAll()
    .where('unit_id', '=', unitId)
    .execute();
  return new Map(
    rows.map((row) => [
      row.measure_id,
      {
        ...{ unitId: row.unit_id, month: monthFromNumber(row.month) },
        ...{ numerator: row.numerator, denominator: row.denominator },
        sumOfSquares: row.sum_of_squares,
      },
    ]),
  );
}
