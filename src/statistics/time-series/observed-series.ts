import { at, positions } from '../element.ts';
import { requireFinite, requirePositive, requireSameLength } from '../requirements.ts';

/** A measurement over time; null is a point that was not observed and keeps its place. */
export type ObservedSeries =
  /** One value per point, such as a mean or a score. */
  | { readonly kind: 'values'; readonly values: readonly (number | null)[] }
  /** Cases with the event among all cases; the value of a point is a proportion 0…1. */
  | {
      readonly kind: 'proportions';
      readonly events: readonly (number | null)[];
      readonly cases: readonly (number | null)[];
    }
  /** Events over an exposure (time, days, area); the value of a point is a rate per unit of exposure. */
  | {
      readonly kind: 'rates';
      readonly events: readonly (number | null)[];
      readonly exposure: readonly (number | null)[];
    };

/** The observed points of a series, with their places. */
export interface ObservedPoints {
  /** Length of the series with its gaps. */
  readonly length: number;
  /** Position of each observed point, from 0. */
  readonly places: readonly number[];
  /** Value, proportion or rate of each observed point. */
  readonly values: readonly number[];
  /** Cases or exposure behind each observed point; ones for plain values. */
  readonly sizes: readonly number[];
}

/**
 * Points with a value; a point without cases or exposure is a gap as well.
 *
 * @throws RangeError when lengths differ, a number is not finite, a count is negative or events exceed cases
 */
export function observedPoints(series: ObservedSeries): ObservedPoints {
  if (series.kind === 'values') {
    return keepObserved(
      series.values,
      series.values.map(() => 1),
    );
  }
  const sizes = series.kind === 'proportions' ? series.cases : series.exposure;
  requireSameLength(series.events, sizes, 'interruptedTimeSeries: events and cases or exposure');
  const values = series.events.map((events, i) => {
    const size = at(sizes, i);
    if (events === null || size === null) return null;
    requireCounts(series.kind, events, size, i);
    return size === 0 ? null : events / size;
  });
  return keepObserved(values, sizes);
}

/** The first observed points, as a series of their own. */
export const firstPoints = (points: ObservedPoints, count: number): ObservedPoints => ({
  length: count,
  places: points.places.slice(0, count),
  values: points.values.slice(0, count),
  sizes: points.sizes.slice(0, count),
});

function keepObserved(
  values: readonly (number | null)[],
  sizes: readonly (number | null)[],
): ObservedPoints {
  const points = positions(values.length).flatMap((place) => {
    const value = at(values, place);
    const size = at(sizes, place);
    return value === null || size === null ? [] : [{ place, value, size }];
  });
  const observed = points.map(({ value }) => value);
  requireFinite(observed, 'interruptedTimeSeries: values');
  return {
    length: values.length,
    places: points.map(({ place }) => place),
    values: observed,
    sizes: points.map(({ size }) => size),
  };
}

function requireCounts(
  kind: 'proportions' | 'rates',
  events: number,
  size: number,
  index: number,
): void {
  const where = `interruptedTimeSeries: point ${index + 1}`;
  requireFinite([events, size], where);
  if (events < 0) throw new RangeError(`${where} has ${events} events; a count is at least 0`);
  if (size !== 0) requirePositive(size, `${where}: cases or exposure`);
  if (size === 0 && events > 0) {
    throw new RangeError(`${where} has ${events} events in nothing; cases or exposure are missing`);
  }
  if (kind === 'proportions' && events > size) {
    throw new RangeError(
      `${where} has ${events} events in ${size} cases; events are among the cases`,
    );
  }
}
