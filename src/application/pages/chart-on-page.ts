import { type Month, monthsFromTo } from '#core';
import type { Measure } from '#cql';
import { type ChartReading, readChart } from '#knowledge';
import { chartHistories, type Database, lastEvaluation, monthlyResults } from '#store';

/** One unit's control chart of one measure, as the results say now. */
export async function chartOnPage(
  db: Database,
  { measure, unitId }: { readonly measure: Measure; readonly unitId: string },
): Promise<ChartReading> {
  const [months, results, historyOf] = await Promise.all([
    monthsEvaluated(db),
    monthlyResults(db, measure.id, unitId),
    chartHistories(db, [unitId]),
  ]);
  return readChart({ measure, results, months, ...historyOf(unitId, measure.id) });
}

async function monthsEvaluated(db: Database): Promise<readonly Month[]> {
  const evaluation = await lastEvaluation(db);
  return evaluation === null ? [] : monthsFromTo(evaluation.firstMonth, evaluation.lastMonth);
}
