import { positions } from '../element.ts';
import { intercept, type Term } from '../regression/design.ts';

/** A wave of a known length, for seasons. */
export interface Seasonality {
  /** Points in one cycle, 12 for months in a year. */
  readonly period: number;
  /** Number of sine and cosine pairs; 1 is one smooth peak a cycle. */
  readonly pairs: number;
}

/**
 * Terms of a segmented regression over points 1…n with a change before one of them:
 * time = 1…n, level = 1 from the change on, trend = 1, 2, … from the first point after the change on.
 *
 * @param count number of points n
 * @param interruptionIndex position, from 0, of the first point after the change
 */
export function segmentedTerms(count: number, interruptionIndex: number): Term[] {
  const points = positions(count);
  return [
    intercept(count),
    { name: 'time', values: points.map((i) => i + 1) },
    { name: 'level', values: points.map((i) => (i >= interruptionIndex ? 1 : 0)) },
    { name: 'trend', values: points.map((i) => Math.max(0, i - interruptionIndex + 1)) },
  ];
}

/** Pairs sin(2πjt/period), cos(2πjt/period) for j = 1…pairs and t = 1…n, named s1, c1, s2, … */
export function harmonicTerms(count: number, seasonality: Seasonality): Term[] {
  return positions(seasonality.pairs).flatMap((k) => {
    const angles = positions(count).map(
      (i) => (2 * Math.PI * (k + 1) * (i + 1)) / seasonality.period,
    );
    return [
      { name: `s${k + 1}`, values: angles.map(Math.sin) },
      { name: `c${k + 1}`, values: angles.map(Math.cos) },
    ];
  });
}

/** The rows of every term that belong to the given positions. */
export const pickTermRows = (terms: readonly Term[], rows: readonly number[]): Term[] =>
  terms.map(({ name, values }) => ({
    name,
    values: rows.flatMap((row) => values.slice(row, row + 1)),
  }));
