import {
  type ChartPoint,
  type IndividualsMethod,
  type Rule,
  type RulePreset,
  rebaseOnSustainedRuns,
} from '#statistics';
import {
  type Adapter,
  type Fields,
  fields,
  labels,
  number,
  numbersWithGaps,
  type StatisticsCase,
  text,
} from './case.ts';
import { drawn } from './control-charts.ts';

const methods: Readonly<Record<string, IndividualsMethod>> = {
  i: { centre: 'mean', range: 'mean', scale: 'three-sigma' },
  i_m: { centre: 'median', range: 'mean', scale: 'three-sigma' },
  i_mm: { centre: 'median', range: 'median', scale: 'three-sigma' },
};

/** Names such as i_screened and i_m_keep_outliers. */
function limitsNamed(name: string, input: Fields): unknown {
  const [, method = '', screening] = /^(i(?:_mm?)?)_(screened|keep_outliers)$/.exec(name) ?? [];
  const individuals = methods[method];
  if (individuals === undefined) throw new Error(`no limits ${name}`);
  const chart = drawn({
    kind: 'i',
    values: numbersWithGaps(input, 'y'),
    individuals,
    screenMovingRanges: screening === 'screened',
  });
  const centre = chart.points[0]?.centre ?? 0;
  const sigma = ((chart.points[0]?.upper3Sigma ?? 0) - centre) / 3;
  return {
    cl: centre,
    ll99: centre - 3 * sigma,
    ll95: centre - 2 * sigma,
    ll68: centre - sigma,
    ul68: centre + sigma,
    ul95: centre + 2 * sigma,
    ul99: centre + 3 * sigma,
  };
}

function twoInThree(marks: 'whole-pattern' | 'points-in-zone'): Rule {
  return {
    kind: 'zone',
    sigmas: 2,
    count: 2,
    of: 3,
    others: 'anywhere',
    outsideLimits: 'counts',
    marks,
  };
}

/** Names such as astronomical, shift7, trend5 and two_in_three_points_only. */
function ruleNamed(name: string): Rule {
  const [, kind, digits] = /^(shift|trend)(\d+)$/.exec(name) ?? [];
  const length = Number(digits);
  if (kind === 'shift') return { kind, length, onCentre: 'breaks', marks: 'whole-pattern' };
  if (kind === 'trend') return { kind, length, ties: 'breaks', marks: 'whole-pattern' };
  if (name === 'astronomical') return { kind: 'outside-limits' };
  if (name === 'two_in_three_points_only') return twoInThree('points-in-zone');
  if (name === 'two_in_three_whole_pattern') return twoInThree('whole-pattern');
  throw new Error(`no rule ${name}`);
}

function marksOf(name: string, input: Fields): string[] {
  const preset: RulePreset = { name, version: '1', runsTest: 'none', rules: [ruleNamed(name)] };
  const chart = drawn({ kind: 'i', values: numbersWithGaps(input, 'y'), preset });
  return chart.points.map(markOf);
}

function markOf({ hits }: ChartPoint): string {
  const [hit] = hits;
  if (hit === undefined) return 'none';
  return hit.side === 'high' ? 'upper' : 'lower';
}

/** The case names the limits and rules it wants by the fields it expects. */
function individualsRules({ input, expected }: StatisticsCase): unknown {
  const wanted = fields({ expected }, 'expected');
  const limitNames = Object.keys(fields(wanted, 'limits'));
  const ruleNames = Object.keys(fields(wanted, 'rules_on_i_screened'));
  return {
    limits: Object.fromEntries(limitNames.map((name) => [name, limitsNamed(name, input)])),
    rules_on_i_screened: Object.fromEntries(ruleNames.map((name) => [name, marksOf(name, input)])),
  };
}

interface Row {
  readonly date: string;
  readonly value: number | null;
}

interface Segment {
  readonly group: string;
  readonly round: number;
  readonly median: number;
  readonly start_date: string;
  readonly end_date: string;
  readonly run_type: string;
}

function runChartRebase({ options, input }: StatisticsCase): unknown {
  const values = numbersWithGaps(input, 'y');
  const dates = labels(input, 'date');
  const groups = labels(input, 'group');
  const names = [...new Set(groups)].sort((a, b) => (a < b ? -1 : 1));
  const segments = names.flatMap((group) => {
    const rows = dates
      .map((date, i) => ({ date, value: values[i] ?? null, group: groups[i] }))
      .filter((row) => row.group === group)
      .sort((a, b) => (a.date < b.date ? -1 : 1));
    return segmentsOf(group, rows, options);
  });
  const rounds = segments.sort((a, b) => a.round - b.round);
  const column = (name: keyof Segment): unknown[] => rounds.map((segment) => segment[name]);
  return {
    group: column('group'),
    median: column('median'),
    start_date: column('start_date'),
    end_date: column('end_date'),
    run_type: column('run_type'),
  };
}

function segmentsOf(group: string, rows: readonly Row[], options: Fields): Segment[] {
  const direction = text(options, 'direction');
  if (direction !== 'above' && direction !== 'below' && direction !== 'both') {
    throw new Error(`no direction ${direction}`);
  }
  const found = rebaseOnSustainedRuns({
    values: rows.map(({ value }) => value),
    baselinePoints: number(options, 'med_rows'),
    runLength: number(options, 'runlength'),
    direction,
  });
  if (found.kind === 'not-estimable') return [];
  return found.value.map((segment, round) => ({
    group,
    round,
    median: segment.median,
    start_date: rows[segment.start]?.date ?? '',
    end_date: rows[segment.end]?.date ?? '',
    run_type: segment.kind,
  }));
}

export const individualsRuleAdapters: Readonly<Record<string, Adapter>> = {
  'individuals-chart-rules': individualsRules,
  'run-chart-rebase': runChartRebase,
};
