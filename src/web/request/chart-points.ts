import type { Chart, ChartInColumns, ChartPoint, Overview, OverviewAnswer } from '#api';

/** A unit's page with its charts as points, from the columns in which they travel. */
export const overviewOf = (answer: OverviewAnswer): Overview => ({
  ...answer,
  measures: answer.measures.map((one) => ({ ...one, chart: chartOf(one.chart) })),
});

export function chartOf(chart: ChartInColumns): Chart {
  if (chart.kind === 'no-chart') return chart;
  const { columns, ...more } = chart;
  return { ...more, points: pointsOf(columns) };
}

type Columns = Extract<ChartInColumns, { kind: 'chart' }>['columns'];

function pointsOf(columns: Columns): ChartPoint[] {
  const told = new Map(columns.told.map(({ at, rules, reading }) => [at, { rules, reading }]));
  const notInBaseline = new Set(columns.notInBaseline);
  return columns.month.map((month, at) => ({
    month,
    value: columns.value[at] ?? null,
    numerator: columns.numerator[at] ?? 0,
    denominator: columns.denominator[at] ?? 0,
    centre: columns.centre[at] ?? null,
    lower3Sigma: columns.lower3Sigma[at] ?? null,
    upper3Sigma: columns.upper3Sigma[at] ?? null,
    lower2Sigma: columns.lower2Sigma[at] ?? null,
    upper2Sigma: columns.upper2Sigma[at] ?? null,
    ...(told.get(at) ?? { rules: [], reading: 'none' as const }),
    inBaseline: !notInBaseline.has(at),
  }));
}
