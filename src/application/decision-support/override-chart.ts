import { groupBy, type Month, monthsFromTo } from '#core';
import type { ChartedSeries } from '#knowledge';
import type { ExposureCount } from '#store';

/** Cards not followed, as a share of those shown: fewer is wanted, and there is no target. */
const overrides = { chart: 'p', direction: 'down', target: null, multiplier: 1 } as const;

/** The share of shown cards that were overridden, month by month, up to a month; a rule that people stop following shows here. */
export function overrideSeries(counts: readonly ExposureCount[], until?: Month): ChartedSeries {
  const shown = counts.filter(
    ({ arm, month }) => arm === 'shown' && (until === undefined || month <= until),
  );
  const results = [...groupBy(shown, ({ month }) => month)]
    .map(([month, inMonth]) => {
      const numerator = inMonth.reduce((sum, { overridden }) => sum + overridden, 0);
      const denominator = inMonth.reduce((sum, { cards }) => sum + cards, 0);
      return { month, numerator, denominator, sumOfSquares: numerator };
    })
    .toSorted((a, b) => (a.month < b.month ? -1 : 1));
  const [first, last] = [results[0], results.at(-1)];
  return {
    measure: overrides,
    results,
    months: first === undefined || last === undefined ? [] : monthsFromTo(first.month, last.month),
    ...{ recalculatedFrom: [], changedFrom: null },
  };
}
