import type { Caution } from '../outcome.ts';
import { sum } from '../summary/sum.ts';
import type { ChartOptions, Series } from './chart-request.ts';

/** The points of one part, ready for limits: what is plotted, how large each point is, what counts. */
export interface PartSeries {
  readonly values: Series;
  /** Events behind each point of a rate; null elsewhere. */
  readonly events: Series;
  /** Cases, days or subgroup size behind each point; null at a gap. */
  readonly sizes: Series;
  /** Standard deviation and range within each subgroup; null elsewhere. */
  readonly spreads: Series;
  readonly ranges: Series;
  /** Does the point shape the limits? Gaps, exclusions and points after the freeze do not. */
  readonly inBaseline: readonly boolean[];
}

export interface Band {
  readonly lower: number;
  readonly upper: number;
}

/** Centre line and limits of one part. */
export interface FittedLines {
  /** What is drawn when it is not the series itself: the smoothed values of an EWMA chart. */
  readonly drawn?: Series;
  readonly centre: number;
  /** Limits at a number of sigmas for one point; null when the chart has none there. */
  readonly band: (position: number, sigmas: number) => Band | null;
  readonly cautions: readonly Caution[];
}

/** Draws the lines of one chart kind; null when the baseline holds no point. */
export type LineFitter = (part: PartSeries, options: ChartOptions) => FittedLines | null;

/** The values that shape the limits. */
export function baselineValues(part: PartSeries): number[] {
  const kept: number[] = [];
  part.values.forEach((value, i) => {
    if (value !== null && part.inBaseline[i] === true) kept.push(value);
  });
  return kept;
}

/** Σ events / Σ cases over the baseline; null when the baseline is empty. */
export function pooledRate(part: PartSeries): number | null {
  const events: number[] = [];
  const cases: number[] = [];
  part.events.forEach((count, i) => {
    const size = part.sizes[i];
    if (count === null || typeof size !== 'number' || part.inBaseline[i] !== true) return;
    events.push(count);
    cases.push(size);
  });
  return cases.length === 0 ? null : sum(events) / sum(cases);
}

export const noBand = (): null => null;

/** Symmetric limits centre ± k σ, the same for every point, kept within what the unit allows. */
export function evenBand(centre: number, sigma: number, within: Band) {
  // Every point asks for the same three bands: each is made once.
  const made = new Map<number, Band>();
  return (_position: number, sigmas: number): Band => {
    const held = made.get(sigmas);
    if (held !== undefined) return held;
    const band = {
      lower: Math.max(within.lower, centre - sigmas * sigma),
      upper: Math.min(within.upper, centre + sigmas * sigma),
    };
    made.set(sigmas, band);
    return band;
  };
}

/** Symmetric limits whose sigma differs from point to point; null where the point has no sigma. */
export const varyingBand =
  (centre: number, sigmaAt: (position: number) => number | null, within: Band) =>
  (position: number, sigmas: number): Band | null => {
    const sigma = sigmaAt(position);
    if (sigma === null) return null;
    return {
      lower: Math.max(within.lower, centre - sigmas * sigma),
      upper: Math.min(within.upper, centre + sigmas * sigma),
    };
  };

export const ANY_NUMBER: Band = { lower: -Infinity, upper: Infinity };
export const NOT_NEGATIVE: Band = { lower: 0, upper: Infinity };
export const PROPORTION: Band = { lower: 0, upper: 1 };
