import type { overview } from '#application';

type Overview = Awaited<ReturnType<typeof overview>>;
type Chart = Overview['measures'][number]['chart'];
type ReadyChart = Extract<Chart, { kind: 'chart' }>;

const remembered = new WeakMap<ReadyChart, ReturnType<typeof inColumns>>();

/** A chart as it travels; made once for as long as the same chart is answered. Numbers keep seven digits. */
export function chartInColumns(chart: Chart) {
  if (chart.kind === 'no-chart') return chart;
  const made = remembered.get(chart) ?? inColumns(chart);
  remembered.set(chart, made);
  return made;
}

const inColumns = ({ points, ...more }: ReadyChart) => ({ ...more, columns: columnsOf(points) });

function columnsOf(points: ReadyChart['points']) {
  const numbers = (of: (point: ReadyChart['points'][number]) => number | null) =>
    points.map(of).map(sevenDigits);
  return {
    month: points.map(({ month }) => month),
    value: numbers(({ value }) => value),
    numerator: points.map(({ numerator }) => numerator),
    denominator: points.map(({ denominator }) => denominator),
    centre: numbers(({ centre }) => centre),
    lower3Sigma: numbers(({ lower3Sigma }) => lower3Sigma),
    upper3Sigma: numbers(({ upper3Sigma }) => upper3Sigma),
    lower2Sigma: numbers(({ lower2Sigma }) => lower2Sigma),
    upper2Sigma: numbers(({ upper2Sigma }) => upper2Sigma),
    told: points.flatMap(({ rules, reading }, at) =>
      rules.length === 0 && reading === 'none' ? [] : [{ at, rules, reading }],
    ),
    notInBaseline: points.flatMap(({ inBaseline }, at) => (inBaseline ? [] : [at])),
  };
}

/** More than any picture or number on a page shows. */
const sevenDigits = (value: number | null): number | null =>
  value === null ? null : Number(value.toPrecision(7));
