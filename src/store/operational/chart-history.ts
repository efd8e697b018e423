import { type Month, monthFromNumber } from '#core';
import type { Database } from './database.ts';

/** What people have done to charts: where limits start anew, and where the first recorded change began. */
export interface ChartHistory {
  readonly recalculatedFrom: readonly Month[];
  readonly changedFrom: Month | null;
}

const untouched: ChartHistory = { recalculatedFrom: [], changedFrom: null };

/** The history of every chart, or of those of some units; looked up by unit and measure. */
export async function chartHistories(
  db: Database,
  unitIds?: readonly string[],
): Promise<(unitId: string, measureId: string) => ChartHistory> {
  let parts = db.selectFrom('chart_part').select(['unit_id', 'measure_id', 'from_month']);
  let changes = db
    .selectFrom('cycle')
    .select(({ fn }) => ['unit_id', 'measure_id', fn.min('start_month').as('from_month')])
    .where('start_month', 'is not', null)
    .groupBy(['unit_id', 'measure_id']);
  if (unitIds !== undefined) {
    parts = parts.where('unit_id', 'in', unitIds);
    changes = changes.where('unit_id', 'in', unitIds);
  }
  const [recalculated, changed] = await Promise.all([
    parts.orderBy('from_month').execute(),
    changes.execute(),
  ]);
  const histories = new Map<string, ChartHistory>();
  const update = (unitId: string, measureId: string, more: (now: ChartHistory) => ChartHistory) => {
    const key = keyOf(unitId, measureId);
    histories.set(key, more(histories.get(key) ?? untouched));
  };
  for (const { unit_id, measure_id, from_month } of recalculated)
    update(unit_id, measure_id, (now) => ({
      ...now,
      recalculatedFrom: [...now.recalculatedFrom, monthFromNumber(from_month)],
    }));
  for (const { unit_id, measure_id, from_month } of changed)
    if (from_month !== null)
      update(unit_id, measure_id, (now) => ({ ...now, changedFrom: monthFromNumber(from_month) }));
  return (unitId, measureId) => histories.get(keyOf(unitId, measureId)) ?? untouched;
}

const keyOf = (unitId: string, measureId: string): string => `${unitId}\n${measureId}`;
