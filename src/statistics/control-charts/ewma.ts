import { isBeyondRange, requireFinite, requirePositive } from '../requirements.ts';
import type { ChartOptions } from './chart-request.ts';
import { fitIndividuals } from './individuals.ts';
import {
  ANY_NUMBER,
  type FittedLines,
  noBand,
  type PartSeries,
  varyingBand,
} from './part-series.ts';

export interface Ewma {
  readonly values: readonly number[];
  /** Standard deviation of each smoothed value. */
  readonly sigmas: readonly number[];
}

export interface EwmaRequest {
  readonly statistics: readonly number[];
  readonly centre: number;
  /** Standard deviation of each statistic, for instance σ/√nᵢ. */
  readonly standardErrors: readonly number[];
  /** Weight of the newest point, above 0 and up to 1. */
  readonly lambda: number;
}

/**
 * Exponentially weighted moving average with its exact, growing variance.
 *
 * zₜ = λ xₜ + (1 − λ) zₜ₋₁, z₀ = centre; Var zₜ = σₜ² λ/(2 − λ) (1 − (1 − λ)²ᵗ).
 *
 * @throws RangeError when λ is not above 0 and up to 1
 * @see Roberts SW. Control chart tests based on geometric moving averages. Technometrics 1959.
 * @see docs/methods/ewma-cusum.md
 */
export function ewma({ statistics, centre, standardErrors, lambda }: EwmaRequest): Ewma {
  if (!(lambda > 0 && lambda <= 1)) {
    throw new RangeError(`ewma: lambda is ${lambda}; it must lie above 0 and up to 1`);
  }
  requireFinite(statistics, 'ewma: statistics');
  let z = centre;
  const values = statistics.map((x) => {
    z = lambda * x + (1 - lambda) * z;
    return z;
  });
  const steady = lambda / (2 - lambda);
  const sigmas = standardErrors.map(
    (error, i) => error * Math.sqrt(steady * (1 - (1 - lambda) ** (2 * (i + 1)))),
  );
  return { values, sigmas };
}

export interface Cusum {
  /** Evidence for a shift upwards, in standard errors; never negative. */
  readonly high: readonly number[];
  /** Evidence for a shift downwards, in standard errors; never negative. */
  readonly low: readonly number[];
  readonly highSignals: readonly number[];
  readonly lowSignals: readonly number[];
}

export interface CusumRequest {
  readonly statistics: readonly number[];
  readonly centre: number;
  readonly standardErrors: readonly number[];
  /** Reference value k in standard errors: half the shift to detect, often 0.5. */
  readonly k: number;
  /** Decision interval h in standard errors, often 4 or 5. */
  readonly h: number;
}

/**
 * Two-sided tabular CUSUM of standardised points.
 *
 * C⁺ₜ = max(0, C⁺ₜ₋₁ + zₜ − k), C⁻ₜ = max(0, C⁻ₜ₋₁ − zₜ − k) with z = (x − centre)/σ; a signal when
 * either exceeds h. The sums are not reset.
 *
 * @returns signals as positions counted from 0
 * @see Page ES. Continuous inspection schemes. Biometrika 1954;41:100–15.
 * @see docs/methods/ewma-cusum.md
 */
export function cusum({ statistics, centre, standardErrors, k, h }: CusumRequest): Cusum {
  requireFinite(statistics, 'cusum: statistics');
  if (isBeyondRange(statistics)) throw new RangeError('cusum: statistics are too large to add up');
  requirePositive(h, 'cusum: h');
  const z = statistics.map((x, i) => standardised(x - centre, standardErrors[i]));
  const high = positiveSums(z.map((each) => each - k));
  const low = positiveSums(z.map((each) => -each - k));
  const above = (sums: readonly number[]): number[] =>
    sums.flatMap((value, i) => (value > h ? [i] : []));
  return { high, low, highSignals: above(high), lowSignals: above(low) };
}

function standardised(difference: number, error: number | undefined): number {
  if (difference === 0) return 0;
  if (error === undefined || !(error > 0)) {
    throw new RangeError(`cusum: standard error is ${error}; it must be above 0`);
  }
  return difference / error;
}

/** Running sums that never fall below 0. */
export function positiveSums(steps: readonly number[]): number[] {
  let total = 0;
  return steps.map((step) => {
    total = Math.max(0, total + step);
    return total;
  });
}

const DEFAULT_LAMBDA = 0.2;

/**
 * EWMA chart of single measurements: centre and σ̂ as in the I chart; a gap leaves the average where
 * it was.
 */
export function fitEwma(part: PartSeries, options: ChartOptions): FittedLines | null {
  const individuals = fitIndividuals(part, options);
  if (individuals === null) return null;
  const { centre, cautions } = individuals;
  const positions = part.values.flatMap((value, i) => (value === null ? [] : [i]));
  const sigma = (individuals.band(0, 1)?.upper ?? centre) - centre;
  const smoothed = ewma({
    statistics: part.values.filter((value) => value !== null),
    centre,
    standardErrors: positions.map(() => sigma),
    lambda: options.lambda ?? DEFAULT_LAMBDA,
  });
  const drawn: (number | null)[] = part.values.map(() => null);
  const sigmas: (number | null)[] = part.values.map(() => null);
  positions.forEach((position, i) => {
    drawn[position] = smoothed.values[i] ?? null;
    sigmas[position] = smoothed.sigmas[i] ?? null;
  });
  const hasLimits = individuals.band(0, 1) !== null;
  const band = hasLimits ? varyingBand(centre, (i) => sigmas[i] ?? null, ANY_NUMBER) : noBand;
  return { drawn, centre, band, cautions };
}
