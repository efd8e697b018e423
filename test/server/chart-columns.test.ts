import { expect, test } from 'vitest';
import { type Chart, chartInColumnsSchema } from '#api';
import { readChart } from '#knowledge';
import { chartInColumns } from '../../src/server/chart-columns.ts';
import { chartOf } from '../../src/web/request/chart-points.ts';

const months = Array.from(
  { length: 30 },
  (_, i) => `20${20 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}`,
);
/** A share of about 1/3, that falls in the last months; the sixth month is missing. */
const results = months.flatMap((month, i) =>
  i === 5
    ? []
    : [{ month, numerator: i < 22 ? 31 + (i % 3) : 12, denominator: 97, sumOfSquares: 0 }],
);

const asSent = (chart: Parameters<typeof chartInColumns>[0]): Chart =>
  chartOf(chartInColumnsSchema.parse(JSON.parse(JSON.stringify(chartInColumns(chart)))));

test('a chart that travels in columns is the same chart, to seven digits', () => {
  const chart = readChart({
    measure: { chart: 'p', direction: 'up', target: 0.3, multiplier: 1 },
    ...{ results, months, recalculatedFrom: [], changedFrom: null },
  });
  if (chart.kind !== 'chart') throw new Error('thirty months make a chart');
  expect(chart.points.some(({ rules }) => rules.length > 0)).toBe(true);
  const sent = asSent(chart);
  if (sent.kind !== 'chart') throw new Error('a chart stays a chart');
  for (const [at, point] of sent.points.entries())
    for (const [part, value] of Object.entries(point)) {
      const meant = Object.entries(chart.points[at] ?? {}).find(([name]) => name === part)?.[1];
      if (typeof value === 'number' && typeof meant === 'number')
        expect(value).toBeCloseTo(meant, 6);
      else expect([part, value]).toEqual([part, meant]);
    }
  const { points: _, ...more } = chart;
  expect(sent).toMatchObject(more);
});

test('why there is no chart travels as it is', () => {
  expect(asSent({ kind: 'no-chart', reason: 'no-data' })).toEqual({
    ...{ kind: 'no-chart', reason: 'no-data' },
  });
});
