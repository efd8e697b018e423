import { at } from '../element.ts';
import { type Matrix, timesVector } from '../linear-algebra/matrix.ts';
import {
  inverseCrossProduct,
  leverages,
  type QrDecomposition,
  qrDecomposition,
  solveUpper,
  timesQTransposed,
} from '../linear-algebra/qr.ts';
import { dot, minus, times } from '../linear-algebra/vector.ts';
import { cannotEstimate, estimated, type Outcome, outOfRange } from '../outcome.ts';
import { requirePositive, requireSameLength } from '../requirements.ts';
import { weightedMean } from '../summary/moments.ts';
import { requireDesign, type Term } from './design.ts';

/** Residuals below this share of the response count as zero: what is left is rounding. */
const perfectFitShare = 1e-13;

export interface LinearModelInput {
  /** One value per row. */
  readonly response: readonly number[];
  /** Explanatory columns, the intercept among them. */
  readonly terms: readonly Term[];
  /** Positive weights, proportional to 1 / variance; all ones when absent. */
  readonly weights?: readonly number[];
  /** Number of columns already taken out by centring, counted as terms in the degrees of freedom. */
  readonly absorbed?: number;
}

/** What a robust covariance needs to know about a fit: X, the weighted residuals and (XᵀWX)⁻¹. */
export interface ScoredFit {
  readonly names: readonly string[];
  readonly columns: Matrix;
  /** wᵢ eᵢ: the score of row i is wᵢ eᵢ xᵢ. */
  readonly weightedResiduals: readonly number[];
  /** (XᵀWX)⁻¹ */
  readonly bread: Matrix;
  readonly coefficients: readonly number[];
}

export interface LinearFit extends ScoredFit {
  /** Terms that stand in the model, in the order given. */
  readonly names: readonly string[];
  /** Terms left out because earlier terms already say the same. */
  readonly aliased: readonly string[];
  readonly coefficients: readonly number[];
  readonly fitted: readonly number[];
  /** Exactly zero where the terms explain the response to the last digits. */
  readonly residuals: readonly number[];
  readonly weights: readonly number[];
  /** Of √W X. */
  readonly qr: QrDecomposition;
  /** Rows − terms kept − columns absorbed. */
  readonly degreesOfFreedom: number;
  /** Σ wᵢ eᵢ² */
  readonly residualSumOfSquares: number;
  /** √(Σ wᵢ eᵢ² / degrees of freedom), in the unit of the response. */
  readonly sigma: number;
}

/**
 * Weighted least squares: the coefficients that make Σ wᵢ (yᵢ − xᵢᵀβ)² least.
 *
 * Assumes a linear mean; standard errors from `classicalCovariance` further assume independent
 * rows with variance σ² / wᵢ. Solved by Householder QR of √W X, so covariates on very
 * different scales keep their digits; columns that repeat earlier ones are left out and named.
 *
 * @param input response in its own unit, terms of the same length, weights > 0
 * @returns the fit, or not estimable with fewer rows than terms plus one
 * @throws RangeError when lengths differ, a value is not finite or a weight is not positive
 * @example fitLinearModel({ response: [1, 3, 5], terms: [intercept(3), { name: 'x', values: [0, 1, 2] }] })
 *   // coefficients 1 and 2, residuals all zero
 * @see docs/methods/regression.md
 */
export function fitLinearModel(input: LinearModelInput): Outcome<LinearFit> {
  const { response, terms } = input;
  const weights = input.weights ?? response.map(() => 1);
  requireDesign('fitLinearModel', response, terms);
  requirePositiveWeights('fitLinearModel', response, weights);
  if (!Number.isFinite(dot(times(response, weights), response))) return outOfRange();
  const roots = weights.map(Math.sqrt);
  const qr = qrDecomposition(terms.map((term) => times(term.values, roots)));
  const degreesOfFreedom = response.length - qr.kept.length - (input.absorbed ?? 0);
  if (degreesOfFreedom < 1) return tooFewRows(response.length, response.length - degreesOfFreedom);
  const coefficients = solveUpper(qr.upper, timesQTransposed(qr, times(response, roots)));
  const kept = qr.kept.map((index) => at(terms, index));
  const columns = kept.map((term) => term.values);
  const fitted = timesVector(columns, coefficients);
  const residuals = withoutRounding(minus(response, fitted), response, weights);
  const weightedResiduals = times(residuals, weights);
  const residualSumOfSquares = dot(weightedResiduals, residuals);
  return estimated({
    names: kept.map((term) => term.name),
    aliased: qr.aliased.map((index) => at(terms, index).name),
    columns,
    coefficients,
    fitted,
    residuals,
    weights,
    weightedResiduals,
    qr,
    bread: inverseCrossProduct(qr),
    degreesOfFreedom,
    residualSumOfSquares,
    sigma: Math.sqrt(residualSumOfSquares / degreesOfFreedom),
  });
}

/** Residuals that are nothing but rounding become zero, so that a perfect fit does not pass for a precise one. */
function withoutRounding(
  residuals: readonly number[],
  response: readonly number[],
  weights: readonly number[],
): readonly number[] {
  const scatter = dot(times(residuals, weights), residuals);
  const size = dot(times(response, weights), response);
  return Math.sqrt(scatter) <= perfectFitShare * Math.sqrt(size)
    ? residuals.map(() => 0)
    : residuals;
}

const tooFewRows = (rows: number, terms: number): Outcome<LinearFit> =>
  cannotEstimate(
    'too-few-points',
    `${rows} points for a model with ${terms} terms; at least ${terms + 1} points are needed. Use more points or fewer terms.`,
  );

export function requirePositiveWeights(
  name: string,
  response: readonly number[],
  weights: readonly number[],
): void {
  requireSameLength(response, weights, `${name}: response and weights`);
  for (const weight of weights) requirePositive(weight, `${name}: weight`);
}

/** σ̂² (XᵀWX)⁻¹: valid when rows are independent with variance σ² / wᵢ. */
export const classicalCovariance = (fit: LinearFit): number[][] =>
  fit.bread.map((column) => Array.from(column, (value) => value * fit.sigma ** 2));

/** Diagonal of the hat matrix, one leverage (0…1) per row. */
export const leveragesOf = (fit: LinearFit): number[] => leverages(fit.qr);

/** R² = 1 − Σ w e² / Σ w (y − ȳ)², the share of the scatter that the terms explain. */
export function explainedShare(fit: LinearFit): Outcome<number> {
  const response = fit.fitted.map((value, i) => value + at(fit.residuals, i));
  const centre = weightedMean(response, fit.weights);
  const deviations = response.map((value) => value - centre);
  const total = dot(times(deviations, fit.weights), deviations);
  if (total === 0) {
    return cannotEstimate('no-variation', 'All values are equal: there is no scatter to explain.');
  }
  return estimated(1 - fit.residualSumOfSquares / total);
}
