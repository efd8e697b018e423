import {
  type ChartPoint,
  type ControlChart,
  cumulativeSum,
  type Direction,
  TRIAL_LIMIT_POINTS,
} from '#statistics';
import {
  type Adapter,
  labels,
  numbersWithGaps,
  optionalFlag,
  optionalNumber,
  type StatisticsCase,
  text,
} from './case.ts';
import { drawn } from './control-charts.ts';

const typeNames: Readonly<Record<string, readonly [string, string]>> = {
  'outside-limits': ['Above UCL', 'Below LCL'],
  trend: ['7 Point Trend (Increasing)', '7 Point Trend (Decreasing)'],
  zone: ['2 in 3 Above CL', '2 in 3 Below CL'],
  shift: ['7 Points Above CL', '7 Points Below CL'],
};

function typeName({ hits }: ChartPoint): string {
  const [first] = hits;
  const names = first === undefined ? undefined : typeNames[first.kind];
  if (first === undefined || names === undefined) return 'Common Cause';
  return first.side === 'high' ? names[0] : names[1];
}

function pointType({ hits, meaning }: ChartPoint): string {
  if (meaning === 'common-cause') return 'common_cause';
  if (meaning !== 'special-cause') return `special_cause_${meaning}`;
  return `special_cause_neutral_${hits[0]?.side ?? 'high'}`;
}

const assuranceNames = {
  'consistently-meets': 'consistent_pass',
  'consistently-fails': 'consistent_fail',
  'hit-or-miss': 'inconsistent',
} as const;

function directionOf(name: string): Direction {
  if (name === 'increase' || name === 'decrease' || name === 'neutral') return name;
  throw new Error(`no direction ${name}`);
}

function nhsXmr({ options, input }: StatisticsCase): unknown {
  const dates = labels(input, 'date');
  const rebases = Array.isArray(options.rebase_dates) ? options.rebase_dates.map(String) : [];
  const chart = drawn({
    kind: 'i',
    values: numbersWithGaps(input, 'y'),
    individuals: { centre: 'mean', range: 'mean', scale: '2.66' },
    freeze: optionalNumber(options, 'fix_after_n_points'),
    parts: dates.flatMap((date, start) => (rebases.includes(date) ? [{ start }] : [])),
    screenMovingRanges: optionalFlag(options, 'screen_outliers'),
    direction: directionOf(text(options, 'improvement_direction')),
    target: optionalNumber(options, 'target'),
  });
  const rebased = dates.map((date) => (rebases.includes(date) ? 1 : 0));
  return { ...pointColumns(chart), rebase_group: cumulativeSum(rebased), ...icons(chart) };
}

function pointColumns({ points, parts }: ControlChart): object {
  const isShort = (part: number): boolean => {
    const bounds = parts[part];
    return bounds !== undefined && bounds.end - bounds.start < TRIAL_LIMIT_POINTS;
  };
  return {
    mean: points.map(({ centre }) => centre),
    lpl: points.map(({ lower3Sigma }) => lower3Sigma),
    upl: points.map(({ upper3Sigma }) => upper3Sigma),
    short_group_warning: points.map(({ part }) => isShort(part)),
    outside_limits: points.map(({ hits }) => hits.some(({ kind }) => kind === 'outside-limits')),
    close_to_limits: points.map(isCloseToLimits),
    special_cause_type: points.map(typeName),
    point_type: points.map(pointType),
  };
}

function isCloseToLimits({
  value,
  upper2Sigma,
  lower2Sigma,
  upper3Sigma,
  lower3Sigma,
}: ChartPoint): boolean {
  if (value === null || upper2Sigma === null || lower2Sigma === null) return false;
  if (upper3Sigma === null || lower3Sigma === null) return false;
  const isOutside = value > upper3Sigma || value < lower3Sigma;
  return !isOutside && (value > upper2Sigma || value < lower2Sigma);
}

function icons({ points, assurance }: ControlChart): object {
  const last = points.at(-1);
  return {
    variation_of_last_point: last === undefined ? null : pointType(last),
    assurance: assurance === null ? null : assuranceNames[assurance],
  };
}

export const nhsChartAdapters: Readonly<Record<string, Adapter>> = { 'nhs-xmr': nhsXmr };
