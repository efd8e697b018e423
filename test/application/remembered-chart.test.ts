import fc from 'fast-check';
import { expect, test } from 'vitest';
import { monthsFromTo } from '#core';
import { type ChartedSeries, readChart } from '#knowledge';
import { rememberedChart } from '../../src/application/pages/remembered-chart.ts';

const months = monthsFromTo('2024-01', '2025-12');
const month = fc.constantFrom(...months);
// Few different values, so that the same series comes again and ones that differ in a single place come often.
const series: fc.Arbitrary<ChartedSeries> = fc.record({
  measure: fc.record({
    chart: fc.constantFrom('p' as const, 'u' as const, 'xmr' as const),
    direction: fc.constantFrom('up' as const, 'down' as const),
    target: fc.constantFrom(null, 0.5),
    multiplier: fc.constant(1),
  }),
  results: fc.array(fc.constantFrom(2, 5, 9), { minLength: 10, maxLength: 24 }).map((events) =>
    events.map((numerator, i) => ({
      ...{ month: months[i] ?? '', numerator, denominator: 10, sumOfSquares: numerator },
    })),
  ),
  months: fc.constant(months),
  recalculatedFrom: fc.constantFrom([], ['2025-01']),
  changedFrom: fc.option(month, { nil: null, freq: 3 }),
});

test('what is remembered is what would be read', () => {
  fc.assert(
    fc.property(series, fc.nat(), (one, at) => {
      expect(rememberedChart(one)).toEqual(readChart(one));
      const { results } = one;
      const changed = results.map((result, i) =>
        i === at % results.length ? { ...result, numerator: result.numerator - 1 } : result,
      );
      const other = { ...one, results: changed };
      expect(rememberedChart(other)).toEqual(readChart(other));
      expect(rememberedChart(one)).toEqual(readChart(one));
    }),
    { seed: 20_260_401, numRuns: 100 },
  );
});
