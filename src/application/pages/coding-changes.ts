import { type Month, monthsBetween } from '#core';
import type { ChartReading } from '#knowledge';
import { subtree } from '#organisation';
import { codingChangesOf, type Database, type StoredCodingChange } from '#store';
import { codingChangeMonths } from '../evaluate/signals-to-keep.ts';
import type { Book } from './organisation-book.ts';

/** Changes of coding in a unit and everything under it: they move the numbers of every level above. */
export const codingChangesUnder = (
  db: Database,
  { organisation }: Book,
  unitId: string,
): Promise<readonly StoredCodingChange[]> =>
  codingChangesOf(
    db,
    subtree(organisation.tree, unitId).map(({ id }) => id),
  );

/**
 * The change of coding that may explain what the chart says now: the last one within two months of where its present run
 * begins; null when there is none.
 */
export function codingChangedIn(
  chart: ChartReading,
  measureId: string,
  changes: readonly StoredCodingChange[],
): Month | null {
  if (chart.kind === 'no-chart') return null;
  const runFrom = chart.points
    .filter(({ value }) => value !== null)
    .at(-chart.lastRunLength)?.month;
  if (runFrom === undefined || chart.variation === 'common-cause') return null;
  const near = changes.filter(
    ({ measureIds, month }) =>
      measureIds.includes(measureId) &&
      Math.abs(monthsBetween(month, runFrom)) <= codingChangeMonths,
  );
  return near.at(-1)?.month ?? null;
}
