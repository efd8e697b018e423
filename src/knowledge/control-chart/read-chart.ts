import { type Caution, type Month, monthNumber } from '#core';
import type { Measure } from '#cql';
import {
  type ChartPoint,
  type ChartRequest,
  type ControlChart,
  controlChart,
  nhsMakingDataCount,
  type RuleHit,
} from '#statistics';
import { type MonthlyResult, measuredValue } from '../results/monthly-result.ts';
import type {
  AssuranceIcon,
  ChartReading,
  Reading,
  ReadPoint,
  RuleName,
  VariationIcon,
} from './chart-reading.ts';

/** What a chart needs to know of its measure. */
export type ChartedMeasure = Pick<Measure, 'chart' | 'direction' | 'target' | 'multiplier'>;

export interface ChartedSeries {
  readonly measure: ChartedMeasure;
  /** Any order; a month without a result is a gap. */
  readonly results: readonly MonthlyResult[];
  /** Every month the chart shows, in order. */
  readonly months: readonly Month[];
  /** Months in which a person let centre and limits start anew. */
  readonly recalculatedFrom: readonly Month[];
  /** The first month of the first recorded change of a way of working; null where none is recorded. */
  readonly changedFrom: Month | null;
}

/** The rules every chart is read with, by name and version. */
export const presetInUse = `${nhsMakingDataCount.name} ${nhsMakingDataCount.version}`;
/** Months that set centre and limits; later months do not move them until a person recalculates. */
export const baselineMonths = 24;
/** A recorded change ends the baseline before it, as long as this many months are left to set the limits. */
export const monthsBeforeChangeMin = 8;
/** Fewer months with a value than this make no chart. */
export const chartMonthsMin = 6;

/** The chart of one measure for one unit, read with the named preset, or the reason why there is none. */
export function readChart(series: ChartedSeries): ChartReading {
  const shown = withoutEmptyStart(series);
  const withValue = shown.results.filter(({ denominator }) => denominator > 0).length;
  if (withValue === 0) return { kind: 'no-chart', reason: 'no-data' };
  if (withValue < chartMonthsMin) return { kind: 'no-chart', reason: 'too-few-months' };
  const charted = controlChart(chartRequest(shown));
  if (charted.kind === 'not-estimable') return { kind: 'no-chart', reason: charted.reason };
  return reading(shown, charted.value, charted.cautions);
}

/** The chart as the statistics room takes it: events and cases for P and U, values for XmR. */
export function chartRequest(series: ChartedSeries): ChartRequest {
  const { measure, results, months, recalculatedFrom } = series;
  const byMonth = new Map(results.map((result) => [result.month, result]));
  const inOrder = months.map((month) => byMonth.get(month));
  const first = monthNumber(months[0] ?? '');
  const starts = recalculatedFrom.map((month) => monthNumber(month) - first);
  const options = {
    freeze: baselineLength(series),
    parts: [0, ...starts.filter((start) => start > 0 && start < months.length)].map((start) => ({
      start,
    })),
    direction: direction(measure),
    preset: nhsMakingDataCount,
    ...(measure.target === null ? {} : { target: measure.target }),
  } as const;
  if (measure.chart === 'xmr') {
    const values = inOrder.map((r) =>
      r === undefined ? null : measuredValue(r, measure.multiplier),
    );
    return { kind: 'i', values, ...options };
  }
  const events = inOrder.map((r) => (r === undefined || r.denominator === 0 ? null : r.numerator));
  const cases = inOrder.map((r) =>
    r === undefined || r.denominator === 0 ? null : r.denominator / measure.multiplier,
  );
  return { kind: measure.chart, events, cases, ...options };
}

/** Limits must not be set by what a change has already moved. */
function baselineLength({ months, changedFrom }: ChartedSeries): number {
  const before =
    changedFrom === null ? baselineMonths : months.filter((month) => month < changedFrom).length;
  return before < monthsBeforeChangeMin ? baselineMonths : Math.min(baselineMonths, before);
}

const direction = ({ direction: wanted }: ChartedMeasure) =>
  wanted === 'up' ? 'increase' : wanted === 'down' ? 'decrease' : 'neutral';

/** A unit that opened last year has no years of gaps before it. */
function withoutEmptyStart(series: ChartedSeries): ChartedSeries {
  const first = series.results
    .filter(({ denominator }) => denominator > 0)
    .reduce<Month | null>(
      (least, { month }) => (least === null || month < least ? month : least),
      null,
    );
  return first === null
    ? series
    : { ...series, months: series.months.filter((month) => month >= first) };
}

function reading(
  series: ChartedSeries,
  chart: ControlChart,
  cautions: readonly Caution[],
): ChartReading {
  const byMonth = new Map(series.results.map((result) => [result.month, result]));
  const points = chart.points.map((point, i) => {
    const month = series.months[i] ?? '';
    return readPoint(point, month, byMonth.get(month));
  });
  const suggested = chart.suggestedRecalculation;
  return {
    kind: 'chart',
    points,
    variation: variationIcon(chart),
    assurance: assuranceIcon(chart),
    target: series.measure.target,
    preset: presetInUse,
    cautions,
    recalculatedFrom: series.recalculatedFrom.filter((month) => series.months.includes(month)),
    lastRunLength: lastRun(chart.points),
    suggestedRecalculationFrom:
      suggested === null ? null : (series.months[suggested.start] ?? null),
  };
}

function readPoint(point: ChartPoint, month: Month, result: MonthlyResult | undefined): ReadPoint {
  return {
    month,
    value: point.value,
    numerator: result?.numerator ?? 0,
    denominator: result?.denominator ?? 0,
    centre: point.centre,
    lower3Sigma: point.lower3Sigma,
    upper3Sigma: point.upper3Sigma,
    lower2Sigma: point.lower2Sigma,
    upper2Sigma: point.upper2Sigma,
    rules: [...new Set(point.hits.flatMap(ruleName))],
    reading: readingOf(point),
    inBaseline: point.isInBaseline,
  };
}

/** Our names for the rules of the preset in use; a rule of another preset has none here. */
export function ruleName({ kind }: RuleHit): readonly RuleName[] {
  switch (kind) {
    case 'outside-limits':
    case 'shift':
    case 'trend':
      return [kind];
    case 'zone':
      return ['two-of-three'];
    default:
      return [];
  }
}

function readingOf({ meaning }: ChartPoint): Reading {
  if (meaning === 'common-cause') return 'none';
  return meaning === 'special-cause' ? 'neutral' : meaning;
}

function variationIcon({ variation }: ControlChart): VariationIcon {
  if (variation === null || variation.side === 'neither') return 'common-cause';
  const { meaning, side } = variation;
  if (meaning === 'common-cause') return 'common-cause';
  return `${meaning === 'special-cause' ? 'neutral' : meaning}-${side}`;
}

function assuranceIcon({ assurance }: ControlChart): AssuranceIcon {
  switch (assurance) {
    case 'consistently-meets':
      return 'pass';
    case 'consistently-fails':
      return 'fail';
    case 'hit-or-miss':
      return 'inconsistent';
    case null:
      return 'none';
  }
}

/** How many points up to the last lie on the same side of the centre; a gap is passed over. */
function lastRun(points: readonly ChartPoint[]): number {
  let length = 0;
  let side = 0;
  for (const { value, centre } of points.toReversed()) {
    if (value === null || centre === null) continue;
    const here = Math.sign(value - centre);
    if (here === 0 || (side !== 0 && here !== side)) break;
    side = here;
    length += 1;
  }
  return length;
}
