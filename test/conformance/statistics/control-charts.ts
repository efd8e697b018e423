import {
  anhoej,
  anhoejBestBox,
  anhoejCutBox,
  type ChartOptions,
  type ChartPartSummary,
  type ChartPoint,
  type ChartRequest,
  type ControlChart,
  controlChart,
  type RulePreset,
  type Series,
} from '#statistics';
import {
  type Adapter,
  type Fields,
  numbersWithGaps,
  optionalFlag,
  optionalNumber,
  optionalNumbers,
  type StatisticsCase,
  text,
} from './case.ts';

const presets: Readonly<Record<string, RulePreset>> = {
  anhoej,
  bestbox: anhoejBestBox,
  cutbox: anhoejCutBox,
};

/** One plotted subgroup: rows of the data that share an x. */
interface Subgroup {
  readonly values: Series;
  readonly events: number | null;
  readonly cases: number;
}

function controlChartCase({ options, input }: StatisticsCase): unknown {
  const groups = subgroups(options, input);
  const chart = drawn(request(options, groups, hasDenominator(input)));
  return {
    value: chart.points.map(({ value }) => value),
    n: groups.map((group) => (hasDenominator(input) ? group.cases : null)),
    subgroup_n: groups.map((group) => group.values.filter((value) => value !== null).length),
    cl: chart.points.map(({ centre }) => centre),
    lcl: chart.points.map(({ lower3Sigma }) => lower3Sigma),
    ucl: chart.points.map(({ upper3Sigma }) => upper3Sigma),
    lcl2: chart.points.map(({ lower2Sigma }) => lower2Sigma),
    ucl2: chart.points.map(({ upper2Sigma }) => upper2Sigma),
    sigma_signal: chart.points.map(isBeyondLimits),
    part: chart.points.map(({ part }) => part + 1),
    runs_by_part: Object.fromEntries(
      chart.parts.map((part, i) => [
        String(i + 1),
        runsOf(chart, part, isCategorical(labelsOf(options))),
      ]),
    ),
  };
}

export function drawn(chartRequest: ChartRequest): ControlChart {
  const chart = controlChart(chartRequest);
  if (chart.kind === 'not-estimable') throw new Error(`no chart: ${chart.reason}`);
  return chart.value;
}

const hasDenominator = (input: Fields): boolean => Array.isArray(input.n);

/** The reference judges excluded points by the limits too. */
const isBeyondLimits = ({ value, upper3Sigma, lower3Sigma }: ChartPoint): boolean =>
  value !== null &&
  ((upper3Sigma !== null && value > upper3Sigma) || (lower3Sigma !== null && value < lower3Sigma));

/** The reference counts gaps as observed but leaves excluded points out; categories have no runs. */
function runsOf(
  { points }: ControlChart,
  { start, end, runs }: ChartPartSummary,
  hasNoOrder: boolean,
): unknown {
  const observed = points.slice(start, end).filter(({ isExcluded }) => !isExcluded).length;
  return {
    'n.obs': observed,
    'n.useful': runs?.usefulPoints ?? 0,
    'longest.run': runs?.longestRun ?? null,
    'longest.run.max': runs?.longestRunLimit ?? null,
    'n.crossings': runs?.crossings ?? null,
    'n.crossings.min': runs?.crossingsLimit ?? null,
    'runs.signal': !hasNoOrder && (runs?.isSignal ?? false),
  };
}

/** Rows grouped by x, in the order of x; every row is its own subgroup when no x is given. */
function subgroups(options: Fields, input: Fields): Subgroup[] {
  const y = numbersWithGaps(input, 'y');
  const n = hasDenominator(input) ? numbersWithGaps(input, 'n') : null;
  const x = Array.isArray(options.x) ? options.x.map(String) : y.map((_, i) => String(i));
  const rows = new Map<string, number[]>();
  x.forEach((label, i) => {
    rows.set(label, [...(rows.get(label) ?? []), i]);
  });
  return [...rows.entries()].sort(byLabel).map(([, members]) => {
    const complete = members.filter(
      (i) => typeof y[i] === 'number' && (n === null || typeof n[i] === 'number'),
    );
    return {
      values: members.map((i) => y[i] ?? null),
      events: complete.length === 0 ? null : total(complete.map((i) => y[i] ?? 0)),
      cases: n === null ? complete.length : total(complete.map((i) => n[i] ?? 0)),
    };
  });
}

const total = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

const isNumeric = (label: string): boolean => label !== '' && Number.isFinite(Number(label));

/** Names of categories, which have no order in time; numbers and dates have one. */
const isCategorical = (labels: readonly string[]): boolean =>
  labels.some((label) => !isNumeric(label) && !/^\d{4}-\d{2}-\d{2}/.test(label));

const labelsOf = (options: Fields): string[] =>
  Array.isArray(options.x) ? options.x.map(String) : [];

function byLabel([a]: [string, unknown], [b]: [string, unknown]): number {
  if (isNumeric(a) && isNumeric(b)) return Number(a) - Number(b);
  return a < b ? -1 : a > b ? 1 : 0;
}

function request(options: Fields, groups: readonly Subgroup[], hasCases: boolean): ChartRequest {
  const shared = chartOptions(options, groups);
  const chart = text(options, 'chart');
  const events = groups.map((group) => group.events);
  const cases = groups.map((group) => group.cases);
  const means = groups.map(({ events: sum, cases: size }) => (sum === null ? null : sum / size));
  switch (chart) {
    case 'xbar':
    case 's':
      return { ...shared, kind: chart, subgroups: groups.map(({ values }) => values) };
    case 'p':
    case 'u':
      return { ...shared, kind: chart, events, cases };
    case 'pp':
      return { ...shared, kind: 'pPrime', events, cases };
    case 'up':
      return { ...shared, kind: 'uPrime', events, cases };
    case 'ip':
      return { ...shared, kind: 'iPrime', events, cases };
    case 'c':
      return { ...shared, kind: 'c', values: events };
    case 'run':
    case 'i':
    case 'mr':
    case 'g':
    case 't':
      return { ...shared, kind: chart, values: means };
    default:
      throw new Error(`no chart ${chart}${hasCases ? ' with denominators' : ''}`);
  }
}

/** Like the reference: in order, once each, and only where another point follows. */
function partStarts(options: Fields, count: number): number[] {
  const starts = new Set(optionalNumbers(options, 'part_after') ?? []);
  return [...starts].filter((start) => start > 0 && start < count).sort((a, b) => a - b);
}

function chartOptions(options: Fields, groups: readonly Subgroup[]): ChartOptions {
  return {
    freeze: optionalNumber(options, 'freeze'),
    parts: partStarts(options, groups.length).map((start) => ({ start })),
    exclude: optionalNumbers(options, 'exclude')
      ?.map((position) => position - 1)
      .filter((position) => position < groups.length),
    screenMovingRanges: optionalFlag(options, 'screen_moving_ranges'),
    centre: optionalNumber(options, 'cl'),
    iPrimeSpread: 'every-point',
    zSpread: isCategorical(labelsOf(options)) ? 'standard-deviation' : 'moving-range',
    preset: presets[text(options, 'runs_method')],
  };
}

export const controlChartAdapters: Readonly<Record<string, Adapter>> = {
  'control-chart': controlChartCase,
};
