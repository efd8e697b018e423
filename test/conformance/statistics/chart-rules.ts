import {
  type ChartPoint,
  type ChartRequest,
  type ControlChart,
  c4,
  cusum,
  ewma,
  mean,
  nelson,
  type RulePreset,
  rangeSigma,
  standardDeviation,
  westernElectric,
} from '#statistics';
import {
  type Adapter,
  type Fields,
  list,
  number,
  numbers,
  optionalNumbers,
  rowsOfNumbers,
  type StatisticsCase,
  text,
} from './case.ts';
import { drawn } from './control-charts.ts';

/** Both rule sets at once: entries 0…3 are WE1…4, entries 4…11 are N1…8. */
const bothSets: RulePreset = {
  name: 'western-electric-and-nelson',
  version: '1',
  runsTest: 'none',
  rules: [...westernElectric.rules, ...nelson.rules],
};

const ruleNames = ['WE1', 'WE2', 'WE3', 'WE4', 'N1', 'N2', 'N3', 'N4', 'N5', 'N6', 'N7', 'N8'];

/** Phase I sets the limits; phase II continues the chart. */
interface Phases {
  readonly phase1: number;
  readonly values: readonly number[];
  readonly sizes: readonly number[];
  readonly groups: readonly (readonly number[])[];
}

function phases(input: Fields, isGrouped: boolean): Phases {
  const first = list(input, 'data');
  const second = Array.isArray(input.newdata) ? input.newdata : [];
  const all = { all: [...first, ...second] };
  const sizes = [
    ...(optionalNumbers(input, 'sizes') ?? []),
    ...(optionalNumbers(input, 'newsizes') ?? []),
  ];
  return {
    phase1: first.length,
    values: isGrouped ? [] : numbers(all, 'all'),
    sizes,
    groups: isGrouped ? rowsOfNumbers(all, 'all') : [],
  };
}

function chartRequest(type: string, { phase1, values, sizes, groups }: Phases): ChartRequest {
  const shared = {
    freeze: phase1,
    preset: bothSets,
    screenMovingRanges: false,
    dependentPoints: 'every-rule',
  } as const;
  switch (type) {
    case 'xbar.one':
      return { ...shared, kind: 'i', values };
    case 'c':
      return { ...shared, kind: 'c', values };
    case 'p':
    case 'u':
      return { ...shared, kind: type, events: values, cases: sizes };
    case 'xbar':
      return { ...shared, kind: 'xbar', subgroups: groups, xbarSpread: 'range' };
    case 'S':
      return { ...shared, kind: 's', subgroups: groups };
    case 'R':
      return { ...shared, kind: 'r', subgroups: groups };
    default:
      throw new Error(`no chart type ${type}`);
  }
}

const rangeOf = (group: readonly number[]): number => Math.max(...group) - Math.min(...group);

const sigmaOfRanges = (groups: readonly (readonly number[])[]): number | null =>
  rangeSigma(groups.map((group) => ({ size: group.length, range: rangeOf(group) })));

/** The reference states a standard deviation of single values, or of the statistic for counts. */
function standardDeviations(
  type: string,
  chart: ControlChart,
  { phase1, groups, sizes }: Phases,
): unknown {
  const centre = chart.parts[0]?.centre ?? 0;
  const first = chart.points[0];
  const phase1Groups = groups.slice(0, phase1);
  switch (type) {
    case 'xbar':
    case 'R':
      return [sigmaOfRanges(phase1Groups)];
    case 'S':
      return [mean(phase1Groups.map((group) => standardDeviation(group) / c4(group.length)))];
    case 'xbar.one':
      return [((first?.upper3Sigma ?? 0) - centre) / 3];
    case 'p':
      return distinct(sizes.slice(0, phase1).map((n) => Math.sqrt((centre * (1 - centre)) / n)));
    default:
      return [Math.sqrt(centre)];
  }
}

const distinct = (values: readonly number[]): readonly number[] =>
  new Set(values).size === 1 ? values.slice(0, 1) : values;

function rulesCase({ options, input }: StatisticsCase): unknown {
  const type = text(options, 'type');
  const data = phases(input, type === 'xbar' || type === 'S' || type === 'R');
  const chart = drawn(chartRequest(type, data));
  const limits = chart.points.map(({ lower3Sigma, upper3Sigma }) => [lower3Sigma, upper3Sigma]);
  const isEven = type !== 'p' && new Set(limits.map(String)).size === 1;
  return {
    statistics: chart.points.map(({ value }) => value),
    center: chart.parts[0]?.centre ?? null,
    std_dev: standardDeviations(type, chart, data),
    limits: isEven ? limits.slice(0, 1) : limits,
    ...Object.fromEntries(ruleNames.map((name, rule) => [name, positionsOf(chart.points, rule)])),
  };
}

const positionsOf = (points: readonly ChartPoint[], rule: number): number[] =>
  points.flatMap(({ hits }, i) => (hits.some((hit) => hit.rule === rule) ? [i + 1] : []));

/** EWMA and CUSUM of subgroup means around the phase I centre. */
function ewmaCusum({ options, input }: StatisticsCase): unknown {
  const groups = rowsOfNumbers(input, 'groups');
  const phase1 = groups.slice(0, number(input, 'phase1'));
  const xbar = groups.map(mean);
  const total = phase1.flat();
  const sigma = groupSigma(phase1);
  const shared = {
    statistics: xbar,
    centre: mean(total),
    standardErrors: groups.map((group) => sigma / Math.sqrt(group.length)),
  };
  const smoothed = ewma({ ...shared, lambda: number(options, 'lambda') });
  const sums = cusum({ ...shared, k: number(options, 'k'), h: number(options, 'h') });
  const limits = smoothed.sigmas.map((s) => {
    const width = number(options, 'nsigmas') * s;
    return [shared.centre - width, shared.centre + width] as const;
  });
  return {
    center: shared.centre,
    std_dev: sigma,
    xbar,
    ewma: smoothed.values,
    ewma_sigma: smoothed.sigmas,
    ewma_limits: limits,
    ewma_violations: smoothed.values.flatMap((value, i) => {
      const [lower, upper] = limits[i] ?? [value, value];
      return value < lower || value > upper ? [i + 1] : [];
    }),
    cusum_pos: sums.high,
    cusum_neg: sums.low.map((value) => -value),
    cusum_violations_up: sums.highSignals.map((i) => i + 1),
    cusum_violations_low: sums.lowSignals.map((i) => i + 1),
  };
}

/** Within-group spread: ranges, single values by moving ranges. */
function groupSigma(groups: readonly (readonly number[])[]): number {
  const sigma = groups.every((group) => group.length > 1)
    ? sigmaOfRanges(groups)
    : individualSigma(groups.flat());
  if (sigma === null) throw new Error('no spread within subgroups');
  return sigma;
}

function individualSigma(values: readonly number[]): number | null {
  const chart = drawn({ kind: 'i', values, screenMovingRanges: false });
  const first = chart.points[0];
  if (!first || first.upper3Sigma === null || first.centre === null) return null;
  return (first.upper3Sigma - first.centre) / 3;
}

export const chartRuleAdapters: Readonly<Record<string, Adapter>> = {
  'western-electric-nelson-rules': rulesCase,
  'ewma-cusum': ewmaCusum,
};
