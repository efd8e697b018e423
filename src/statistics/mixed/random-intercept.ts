import { at, positions } from '../element.ts';
import type { Matrix } from '../linear-algebra/matrix.ts';
import { timesVector } from '../linear-algebra/matrix.ts';
import {
  inverseCrossProduct,
  logDeterminant,
  qrDecomposition,
  solveUpper,
  timesQTransposed,
} from '../linear-algebra/qr.ts';
import { dot, minus } from '../linear-algebra/vector.ts';
import { minimise } from '../numerical/minimise.ts';
import { type Caution, cannotEstimate, estimated, type Outcome, outOfRange } from '../outcome.ts';
import { distinct, requireDesign, type Term } from '../regression/design.ts';
import { withoutScatter } from '../regression/inference.ts';
import { requireSameLength } from '../requirements.ts';
import { sum } from '../summary/sum.ts';

type Label = string | number;

export interface RandomInterceptInput {
  readonly response: readonly number[];
  readonly terms: readonly Term[];
  /** Group of each row. */
  readonly groups: readonly Label[];
  /** REML allows for the terms estimated; ML lets models with different terms be compared. */
  readonly method: 'ML' | 'REML';
}

export interface GroupEffect {
  readonly group: Label;
  /** Rows in the group. */
  readonly size: number;
  /** Predicted distance of the group from the fixed part, shrunk towards 0. */
  readonly effect: number;
  /** Square root of the variance of the prediction error, given the variances. */
  readonly standardError: number;
}

export interface RandomInterceptFit {
  readonly names: readonly string[];
  readonly aliased: readonly string[];
  readonly coefficients: readonly number[];
  readonly covariance: readonly (readonly number[])[];
  /** Variance of the group levels, and of rows within a group. */
  readonly varianceBetween: number;
  readonly varianceWithin: number;
  /** varianceBetween / (varianceBetween + varianceWithin), 0…1. */
  readonly intraclassCorrelation: number;
  readonly logLikelihood: number;
  /** In order of first appearance. */
  readonly groups: readonly GroupEffect[];
}

/**
 * Linear model with a level of its own for every group, the levels drawn from a normal distribution:
 * y = xᵀβ + b_group + e, b ~ N(0, τ²), e ~ N(0, σ²).
 *
 * Assumes groups that are exchangeable, and normal levels and errors. A small group's level is shrunk
 * towards the fixed part: b̂ = (nτ²/(σ² + nτ²)) × mean residual.
 *
 * With γ = τ²/σ², a group of n rows has covariance σ²(I + γJ). The likelihood needs only the scatter within groups
 * and the group means weighted by n/(1 + nγ), so each trial value of γ costs a QR of one row per
 * group: ℓ(γ) = −½ [m ln(2π RSS/m) + m + Σ ln(1 + nᵢγ) (+ ln |X*ᵀX*|)], m = n for ML, n − k for REML.
 *
 * @returns not estimable with one group, a group for every row, too few rows or no scatter;
 *   caution `no-between-variation` where τ² is estimated as 0
 * @throws RangeError when lengths differ or a value is not finite
 * @example groups 1, 3 | 4, 6 | 7, 9 by REML: σ² 2, τ² (18 − 2)/2 = 8, levels shrunk by 8/9
 * @see Laird & Ware (1982); Bates et al. (2015); docs/methods/mixed-models.md
 */
export function fitRandomInterceptModel(input: RandomInterceptInput): Outcome<RandomInterceptFit> {
  const name = 'fitRandomInterceptModel';
  requireDesign(name, input.response, input.terms);
  requireSameLength(input.response, input.groups, `${name}: response and groups`);
  const data = compress(input);
  const blocked = reasonNotToFit(input, data);
  if (blocked !== null) return blocked;
  const ratio = mostLikelyRatio((gamma) => logLikelihoodOf(solve(data, gamma), input.method));
  const fit = describe(input, data, ratio);
  return estimated(fit, ratio === 0 ? [noBetweenVariation] : []);
}

export const noBetweenVariation: Caution = {
  code: 'no-between-variation',
  message:
    'The groups differ no more than chance within them explains: the variance between groups is estimated as 0.',
};

/** All the likelihood needs: the scatter within groups as a small triangle, and one row of means per group. */
interface CompressedData {
  readonly rows: number;
  readonly groups: readonly Label[];
  readonly sizes: readonly number[];
  /** Terms then response, each as the first elements of Qᵀ(values − group mean). */
  readonly within: Matrix;
  /** Terms then response, each as group means. */
  readonly means: Matrix;
  readonly membership: readonly number[];
}

function compress(input: RandomInterceptInput): CompressedData {
  const groups = distinct(input.groups);
  const index = new Map(groups.map((group, i) => [group, i]));
  const membership = input.groups.map((group) => index.get(group) ?? 0);
  const sizes = groups.map(() => 0);
  for (const group of membership) sizes[group] = at(sizes, group) + 1;
  const columns = [...input.terms.map((term) => term.values), input.response];
  const means = columns.map((column) => groupMeans(column, membership, sizes));
  const deviations = columns.map((column, k) =>
    column.map((value, row) => value - at(at(means, k), at(membership, row))),
  );
  const qr = qrDecomposition(deviations);
  const within = deviations.map((column) =>
    Array.from(timesQTransposed(qr, column).subarray(0, qr.kept.length)),
  );
  return { rows: input.response.length, groups, sizes, within, means, membership };
}

function groupMeans(
  values: readonly number[],
  membership: readonly number[],
  sizes: readonly number[],
): number[] {
  const totals = sizes.map(() => 0);
  values.forEach((value, row) => {
    totals[at(membership, row)] = at(totals, at(membership, row)) + value;
  });
  return totals.map((total, group) => total / at(sizes, group));
}

interface Solution {
  readonly rows: number;
  readonly kept: readonly number[];
  readonly aliased: readonly number[];
  readonly coefficients: readonly number[];
  readonly inverse: readonly (readonly number[])[];
  readonly residualSumOfSquares: number;
  /** ½ ln |X*ᵀX*| */
  readonly logDeterminant: number;
  /** Σ ln(1 + nᵢγ) */
  readonly logShrinkage: number;
}

/** Generalised least squares for a given γ = τ²/σ². */
function solve(data: CompressedData, gamma: number): Solution {
  const roots = data.sizes.map((size) => Math.sqrt(size / (1 + size * gamma)));
  const stacked = data.within.map((part, k) => [
    ...Array.from(part),
    ...roots.map((root, group) => root * at(at(data.means, k), group)),
  ]);
  const response = at(stacked, stacked.length - 1);
  const columns = stacked.slice(0, -1);
  const qr = qrDecomposition(columns);
  const coefficients = solveUpper(qr.upper, timesQTransposed(qr, response));
  const fitted = timesVector(
    qr.kept.map((k) => at(columns, k)),
    coefficients,
  );
  const residuals = minus(response, fitted);
  return {
    rows: data.rows,
    kept: qr.kept,
    aliased: qr.aliased,
    coefficients,
    inverse: inverseCrossProduct(qr),
    residualSumOfSquares: dot(residuals, residuals),
    logDeterminant: logDeterminant(qr),
    logShrinkage: sum(data.sizes.map((size) => Math.log1p(size * gamma))),
  };
}

function logLikelihoodOf(solution: Solution, method: 'ML' | 'REML'): number {
  const rows = method === 'ML' ? solution.rows : solution.rows - solution.coefficients.length;
  const scatter = rows * (Math.log((2 * Math.PI * solution.residualSumOfSquares) / rows) + 1);
  const penalty = method === 'ML' ? 0 : 2 * solution.logDeterminant;
  return -(scatter + solution.logShrinkage + penalty) / 2;
}

/** The γ ≥ 0 of greatest likelihood: a grid over ln γ, golden sections around its best, and γ = 0 itself. */
function mostLikelyRatio(logLikelihood: (gamma: number) => number): number {
  const grid = positions(41).map((k) => k - 20);
  const values = grid.map((log) => logLikelihood(Math.exp(log)));
  const best = at(grid, values.indexOf(Math.max(...values)));
  const peak = minimise((log) => -logLikelihood(Math.exp(log)), { low: best - 1, high: best + 1 });
  return logLikelihood(0) >= -peak.value - 1e-9 ? 0 : Math.exp(peak.x);
}

function reasonNotToFit(
  input: RandomInterceptInput,
  data: CompressedData,
): Outcome<RandomInterceptFit> | null {
  const groups = data.groups.length;
  if (groups < 2) {
    return cannotEstimate('too-few-groups', `${groups} groups; at least two are needed.`);
  }
  if (groups === data.rows) {
    return cannotEstimate(
      'one-row-per-group',
      'Every group has a single row, so its level cannot be told from the error. Use summaries with standard errors instead.',
    );
  }
  const plain = solve(data, 1);
  const needed = plain.coefficients.length + 2;
  if (data.rows < needed) {
    return cannotEstimate('too-few-points', `${data.rows} rows; at least ${needed} are needed.`);
  }
  const size = dot(input.response, input.response);
  if (!Number.isFinite(size)) return outOfRange();
  return withinScatter(data) <= 1e-26 * size ? withoutScatter() : null;
}

/** Sum of squares of what the terms leave of the response within groups. */
function withinScatter(data: CompressedData): number {
  const response = at(data.within, data.within.length - 1);
  const qr = qrDecomposition(data.within.slice(0, -1));
  const rest = timesQTransposed(qr, response).subarray(qr.kept.length);
  return dot(rest, rest);
}

function describe(
  input: RandomInterceptInput,
  data: CompressedData,
  gamma: number,
): RandomInterceptFit {
  const solution = solve(data, gamma);
  const terms = solution.kept.map((k) => at(input.terms, k));
  const divisor = input.method === 'ML' ? data.rows : data.rows - terms.length;
  const varianceWithin = solution.residualSumOfSquares / divisor;
  const covariance = solution.inverse.map((column) =>
    column.map((value) => value * varianceWithin),
  );
  return {
    names: terms.map((term) => term.name),
    aliased: solution.aliased.map((k) => at(input.terms, k).name),
    coefficients: solution.coefficients,
    covariance,
    varianceBetween: gamma * varianceWithin,
    varianceWithin,
    intraclassCorrelation: gamma / (1 + gamma),
    logLikelihood: logLikelihoodOf(solution, input.method),
    groups: groupEffects(data, solution, { gamma, varianceWithin, covariance }),
  };
}

/** b̂ = s (ȳ − x̄ᵀβ̂) with s = nγ/(1 + nγ), and variance (1 − s) τ² + s² x̄ᵀ cov(β̂) x̄ of its error. */
function groupEffects(
  data: CompressedData,
  solution: Solution,
  variances: {
    readonly gamma: number;
    readonly varianceWithin: number;
    readonly covariance: Matrix;
  },
): GroupEffect[] {
  const { gamma, varianceWithin, covariance } = variances;
  const responseMeans = at(data.means, data.means.length - 1);
  return data.groups.map((group, i) => {
    const size = at(data.sizes, i);
    const shrinkage = (size * gamma) / (1 + size * gamma);
    const termMeans = solution.kept.map((k) => at(at(data.means, k), i));
    const distance = at(responseMeans, i) - dot(termMeans, solution.coefficients);
    const ownVariance = (1 - shrinkage) * gamma * varianceWithin;
    const fixedVariance = dot(termMeans, timesVector(covariance, termMeans));
    return {
      group,
      size,
      effect: shrinkage * distance,
      standardError: Math.sqrt(ownVariance + shrinkage ** 2 * fixedVariance),
    };
  });
}
