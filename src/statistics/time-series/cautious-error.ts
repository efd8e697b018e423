import type { Matrix } from '../linear-algebra/matrix.ts';
import type { Term } from '../regression/design.ts';
import { linearCombination } from '../regression/inference.ts';
import type { ScoredFit } from '../regression/least-squares.ts';
import { neweyWestCovariance } from '../regression/robust-covariance.ts';
import { fitAutoregressiveModel } from './autoregressive-errors.ts';
import type { ObservedPoints } from './observed-series.ts';

/** A short series with a closer tie cannot be told from one that wanders; our judgement. */
const closestTie = 0.9;

/**
 * Where a standard error comes from: Newey–West, the classical one, the classical one widened for a
 * positive relation between neighbours, or the autoregressive model itself.
 */
export type StandardErrorSource = 'newey-west' | 'classical' | 'widened' | 'autoregressive';

export interface ChosenError {
  readonly standardError: number;
  readonly from: StandardErrorSource;
}

/** Standard error of a linear combination cᵀβ. */
export type ErrorOf = (contrast: readonly number[]) => ChosenError;

/**
 * The larger of the Newey–West standard error and the classical one × √((1 + φ)/(1 − φ)).
 *
 * Residuals after a change sum to nearly zero, so with few points there the robust error runs too
 * small: three points and lag 2 give about half of what it should be. The classical error does not
 * shrink that way, and φ, the correlation of neighbours (0 when negative), widens it as it
 * widens the error of a mean.
 *
 * @see Angrist & Pischke, Mostly Harmless Econometrics (2009) section 8.1: report the larger of robust and classical
 */
export function cautiousErrors(
  fit: ScoredFit,
  classical: Matrix,
  options: { readonly lag: number; readonly times: readonly number[]; readonly phi: number },
): ErrorOf {
  const robust = neweyWestCovariance(fit, { lag: options.lag, times: options.times, adjust: true });
  const widening = Math.sqrt((1 + options.phi) / (1 - options.phi));
  return (contrast) => {
    const byModel = widening * linearCombination(fit, classical, contrast).standardError;
    const byRobust = linearCombination(fit, robust, contrast).standardError;
    if (byRobust > byModel) return { standardError: byRobust, from: 'newey-west' };
    return { standardError: byModel, from: options.phi > 0 ? 'widened' : 'classical' };
  };
}

/** Correlation of neighbouring errors around the terms (REML), held within 0…0.9; 0 when it cannot be told. */
export function positiveCorrelation(points: ObservedPoints, terms: readonly Term[]): number {
  const { values: response, places: times } = points;
  const outcome = fitAutoregressiveModel({ response, terms, times, method: 'REML' });
  return outcome.kind === 'estimate' ? Math.min(closestTie, Math.max(0, outcome.value.phi)) : 0;
}
