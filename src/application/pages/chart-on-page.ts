import { type Month, monthsFromTo } from '#core';
import type { Measure } from '#cql';
import { type ChartReading, readChart } from '#knowledge';
import { chartPartsOf, type Database, lastEvaluation, monthlyResults } from '#store';

/** One unit's control chart of one measure, as the results say now. */
export async function chartOnPage(
  db: Database,
  { measure, unitId }: { readonly measure: Measure; readonly unitId: string },
): Promise<ChartReading> {
  const [months, results, parts] = await Promise.all([
    monthsEvaluated(db),
    monthlyResults(db, measure.id, unitId),
    chartPartsOf(db, { unitId, measureId: measure.id }),
  ]);
  const recalculatedFrom = parts.map(({ fromMonth }) => fromMonth);
  return readChart({ measure, results, months, recalculatedFrom });
}

async function monthsEvaluated(db: Database): Promise<readonly Month[]> {
  const evaluation = await lastEvaluation(db);
  return evaluation === null ? [] : monthsFromTo(evaluation.firstMonth, evaluation.lastMonth);
}
