import { isBeyondRange, requireSameLength } from '../requirements.ts';
import { mean, standardDeviation } from '../summary/moments.ts';
import { differenceBeyondRounding } from '../summary/rounding.ts';
import type { ChartData, Series } from './chart-request.ts';

/** What is plotted, before parts and baselines: values, the size behind each, spread within each. */
export interface Plotted {
  readonly values: Series;
  /** Events behind each point of a rate; null elsewhere. */
  readonly events: Series;
  readonly sizes: Series;
  readonly spreads: Series;
  readonly ranges: Series;
  readonly emptySubgroups: number;
}

/** Longest chart that is drawn; a longer series should be aggregated first. */
export const LARGEST_CHART = 100_000;

/**
 * Turns the request into points. A missing value, and a subgroup without cases, becomes a gap.
 *
 * @throws RangeError for values that cannot be: events above cases on P charts, negative counts or
 *   times, fractions of a geometric count, lists of different length, more than 100,000 points
 */
export function plot(data: ChartData): Plotted {
  const points = 'values' in data ? data.values : 'events' in data ? data.events : data.subgroups;
  if (points.length > LARGEST_CHART) {
    throw new RangeError(
      `control chart: ${points.length} points, at most ${LARGEST_CHART}; aggregate first`,
    );
  }
  if ('values' in data) return plotValues(data.kind, data.values);
  if ('events' in data) return plotRates(data.kind, data.events, data.cases);
  return plotSubgroups(data.kind, data.subgroups);
}

const noneOf = (series: readonly unknown[]): null[] => series.map(() => null);

function plotValues(kind: ChartData['kind'], values: Series): Plotted {
  const isCount = kind === 'c' || kind === 'g';
  requireEach(kind, values, (value) => Number.isFinite(value), 'a finite number');
  if (isCount) requireEach(kind, values, (value) => value >= 0, '0 or more');
  if (kind === 't') requireEach(kind, values, (value) => value > 0, 'above 0; record finer times');
  const drawn = kind === 'mr' ? rangesInPlace(values) : values;
  const none = noneOf(values);
  return {
    values: drawn,
    events: none,
    sizes: none,
    spreads: none,
    ranges: none,
    emptySubgroups: 0,
  };
}

function requireEach(
  kind: string,
  values: Series,
  isAllowed: (value: number) => boolean,
  allowed: string,
): void {
  const wrong = values.findIndex((value) => value !== null && !isAllowed(value));
  if (wrong >= 0) {
    throw new RangeError(
      `${kind} chart: point ${wrong + 1} is ${values[wrong]}; it must be ${allowed}`,
    );
  }
}

/** Moving range at each point; null at the first point and beside gaps. */
function rangesInPlace(values: Series): (number | null)[] {
  return values.map((value, i) => {
    const before = i === 0 ? null : values[i - 1];
    return value === null || typeof before !== 'number'
      ? null
      : Math.abs(differenceBeyondRounding(value, before));
  });
}

function plotRates(kind: ChartData['kind'], events: Series, cases: Series): Plotted {
  requireSameLength(events, cases, `${kind} chart: events and cases`);
  requireEach(kind, cases, (value) => value >= 0 && Number.isFinite(value), '0 cases or more');
  const isCounted = kind !== 'iPrime';
  requireEach(kind, events, (value) => Number.isFinite(value), 'a finite number');
  if (isCounted) requireEach(kind, events, (value) => value >= 0, '0 events or more');
  const isThere = events.map((value, i) => value !== null && (cases[i] ?? 0) > 0);
  const values = events.map((value, i) => ratio(kind, i, value, cases[i] ?? null));
  return {
    values,
    events: events.map((value, i) => (isThere[i] === true ? value : null)),
    sizes: cases.map((size, i) => (isThere[i] === true ? size : null)),
    spreads: noneOf(events),
    ranges: noneOf(events),
    emptySubgroups: cases.filter((size) => size === 0).length,
  };
}

function ratio(
  kind: string,
  i: number,
  events: number | null,
  cases: number | null,
): number | null {
  if (events === null || cases === null) return null;
  if ((kind === 'p' || kind === 'pPrime') && events > cases) {
    throw new RangeError(
      `${kind} chart: point ${i + 1} has ${events} events in ${cases} cases; events cannot exceed cases`,
    );
  }
  return cases === 0 ? null : events / cases;
}

function plotSubgroups(kind: ChartData['kind'], subgroups: readonly Series[]): Plotted {
  subgroups.forEach((group) => {
    requireEach(kind, group, (value) => Number.isFinite(value), 'made of finite numbers');
  });
  const groups = subgroups.map((group) => group.filter((value) => value !== null));
  const spreads = groups.map(spreadOf);
  const ranges = groups.map((group) => (group.length > 1 ? rangeOf(group) : null));
  return {
    values: groups.map((group, i) => statistic(kind, group, spreads[i] ?? null)),
    events: noneOf(groups),
    sizes: groups.map((group) => (group.length > 0 ? group.length : null)),
    spreads,
    ranges,
    emptySubgroups: groups.filter((group) => group.length === 0).length,
  };
}

function statistic(kind: string, group: readonly number[], spread: number | null): number | null {
  if (group.length === 0) return null;
  if (kind === 's') return spread;
  return kind === 'r' ? rangeOf(group) : mean(group);
}

/** Infinite, and so out of range, where squares would be. */
function spreadOf(group: readonly number[]): number | null {
  if (group.length < 2) return null;
  return isBeyondRange(group) ? Infinity : standardDeviation(group);
}

const rangeOf = (group: readonly number[]): number => Math.max(...group) - Math.min(...group);
