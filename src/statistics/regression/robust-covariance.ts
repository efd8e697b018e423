import { at, positions } from '../element.ts';
import {
  addMatrices,
  crossProduct,
  type Matrix,
  sandwich,
  scaleMatrix,
  transpose,
} from '../linear-algebra/matrix.ts';
import { times } from '../linear-algebra/vector.ts';
import type { ScoredFit } from './least-squares.ts';

/** The rows' scores wᵢ eᵢ xᵢ as columns. */
export const scores = (fit: ScoredFit): number[][] =>
  fit.columns.map((column) => times(column, fit.weightedResiduals));

/**
 * Covariance of the coefficients that stays valid when the scatter differs between rows
 * (heteroscedasticity): B (Σ wᵢ² eᵢ² xᵢ xᵢᵀ) B with B = (XᵀWX)⁻¹.
 *
 * Assumes independent rows. HC0 is that sum; HC1 multiplies it by n / (n − k), which matters
 * in small samples. With weights from a propensity model the robust form is not a refinement but required.
 *
 * @returns k × k matrix in squared units of the coefficients
 * @example residuals −2, −1, 3 around a mean: HC0 14/9, HC1 14/9 × 3/2
 * @see White (1980); MacKinnon & White (1985); docs/methods/regression.md
 */
export function heteroscedasticCovariance(fit: ScoredFit, kind: 'HC0' | 'HC1'): number[][] {
  const rows = fit.weightedResiduals.length;
  const rowScores = scores(fit);
  const covariance = sandwich(fit.bread, crossProduct(rowScores, rowScores));
  return kind === 'HC0' ? covariance : scaleMatrix(covariance, smallSampleFactor(fit, rows));
}

/** n / (n − k) */
const smallSampleFactor = (fit: ScoredFit, rows: number): number =>
  rows / (rows - fit.coefficients.length);

export interface NeweyWestOptions {
  /** Largest distance in time at which residuals may still be related; 0 is HC0. */
  readonly lag: number;
  /** Multiply by n / (n − k). */
  readonly adjust: boolean;
  /** Place of each row in time (whole numbers, rising); 1…n when absent. Gaps keep their distance. */
  readonly times?: readonly number[];
}

/**
 * Newey–West covariance: valid when neighbouring points in time are related and the scatter differs.
 *
 * With scores sₜ = wₜ eₜ xₜ and Bartlett weights: meat = Γ₀ + Σₗ (1 − l/(L+1)) (Γₗ + Γₗᵀ),
 * Γₗ = Σₜ sₜ sₜ₋ₗᵀ, for l = 1…L; covariance = B meat B. No prewhitening. State the lag L with the
 * result: `neweyWestLag` gives the usual rule.
 *
 * @returns k × k matrix
 * @throws RangeError when the lag is not a whole number of at least 0
 * @example residuals −2, −1, 3 around a mean, lag 1: (14 + 2 × ½ × (2 − 3)) / 9 = 13/9
 * @see Newey & West (1987); docs/methods/interrupted-time-series.md
 */
export function neweyWestCovariance(fit: ScoredFit, options: NeweyWestOptions): number[][] {
  if (!Number.isInteger(options.lag) || options.lag < 0) {
    throw new RangeError(`neweyWestCovariance: lag ${options.lag} is not a whole number ≥ 0`);
  }
  const rowScores = transpose(scores(fit));
  const moments = positions(options.lag + 1).map((lag) => {
    const weight = lag === 0 ? 1 : 1 - lag / (options.lag + 1);
    return scaleMatrix(laggedMoment(rowScores, lag, options.times), weight);
  });
  const size = fit.coefficients.length;
  const meat = moments.reduce(addMatrices, zeros(size));
  const covariance = sandwich(fit.bread, meat);
  return options.adjust
    ? scaleMatrix(covariance, smallSampleFactor(fit, rowScores.length))
    : covariance;
}

const zeros = (size: number): number[][] => positions(size).map(() => positions(size).map(() => 0));

/** Γ₀, or Γₗ + Γₗᵀ for l > 0, over the pairs of rows that lie exactly `lag` apart. */
function laggedMoment(
  rowScores: readonly (readonly number[])[],
  lag: number,
  times: readonly number[] = positions(rowScores.length),
): number[][] {
  const rowAtTime = new Map(times.map((time, row) => [time, row]));
  const pairs = times.flatMap((time, row) => {
    const earlier = rowAtTime.get(time - lag);
    return earlier === undefined ? [] : [{ row, earlier }];
  });
  const now = transpose(pairs.map(({ row }) => at(rowScores, row)));
  const before = transpose(pairs.map(({ earlier }) => at(rowScores, earlier)));
  if (pairs.length === 0) return zeros(rowScores[0]?.length ?? 0);
  const moment: Matrix = crossProduct(now, before);
  return lag === 0
    ? moment.map((column) => Array.from(column))
    : addMatrices(moment, transpose(moment));
}

/** The rule of thumb L = ⌊4 (n/100)^(2/9)⌋ of Newey & West (1994). */
export const neweyWestLag = (rows: number): number => Math.floor(4 * (rows / 100) ** (2 / 9));
