import type { Month } from '#core';
import { adoptionsBegun, changesBegun, type Database } from '#store';

/** A change on a chart: by a cycle, or by an adoption outside any cycle. */
interface ChangeOnChart {
  readonly cycleId: string | null;
  readonly adoptionId: string | null;
  readonly startMonth: Month;
}

/** Every change that shows on a unit's chart of a measure. */
export async function changesOnChart(
  db: Database,
  chart: { readonly unitId: string; readonly measureId: string },
): Promise<readonly ChangeOnChart[]> {
  const cycles = await changesBegun(db, chart);
  const adoptions = await adoptionsBegun(db, chart.measureId, [chart.unitId]);
  return [
    ...cycles.flatMap(({ id, startMonth }) =>
      startMonth === null ? [] : [{ cycleId: id, adoptionId: null, startMonth }],
    ),
    ...adoptions.flatMap(({ adoptionId, cycleId, startMonth }) =>
      cycleId === null ? [{ cycleId, adoptionId, startMonth }] : [],
    ),
  ];
}
