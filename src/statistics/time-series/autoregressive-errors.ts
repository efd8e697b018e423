import { at } from '../element.ts';
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
import { cannotEstimate, estimated, type Outcome, outOfRange } from '../outcome.ts';
import { requireDesign, type Term } from '../regression/design.ts';
import { withoutScatter } from '../regression/inference.ts';
import { sum } from '../summary/sum.ts';

/** φ is looked for within ±this; beyond it a level cannot be told from a random walk. */
const largestCorrelation = 0.9999;
/** Places where the search for φ begins, so that a second, lower peak of the likelihood is not taken. */
const startingPoints = 40;
const perfectFitShare = 1e-13;

export interface AutoregressiveInput {
  readonly response: readonly number[];
  readonly terms: readonly Term[];
  /** Place of each row in time (whole numbers, rising); 1…n when absent. A gap weakens the tie: φ^distance. */
  readonly times?: readonly number[];
  /** REML allows for the terms estimated and suits short series; ML lets models be compared. */
  readonly method: 'ML' | 'REML';
}

export interface AutoregressiveFit {
  readonly names: readonly string[];
  readonly coefficients: readonly number[];
  /** (RSS* / (n − k)) (X*ᵀX*)⁻¹ */
  readonly covariance: readonly (readonly number[])[];
  /** Correlation of neighbouring errors, −1…1. */
  readonly phi: number;
  /** Standard deviation of one error: divisor n for ML, n − k for REML. */
  readonly sigma: number;
  readonly logLikelihood: number;
  readonly residuals: readonly number[];
  readonly degreesOfFreedom: number;
}

/**
 * Linear model for a series whose errors follow eₜ = φ eₜ₋₁ + noise, by generalised least squares.
 *
 * Assumes a constant error variance and a relation that fades as φ, φ², φ³ …
 * For a given φ each row is freed from its neighbour, y*ₜ = (yₜ − φᵈ yₜ₋₁)/√(1 − φ²ᵈ) with d the distance in
 * time, and ordinary least squares follows; φ maximises the (restricted) likelihood
 * −½ [m ln(2π RSS/m) + m + Σ ln(1 − φ²ᵈ) (+ ln |X*ᵀX*|)], m = n for ML, n − k for REML.
 *
 * @returns not estimable with fewer than two rows more than terms, or when nothing is left to explain
 * @throws RangeError when lengths differ, a value is not finite or times do not rise
 * @example a series 3, 4, 6, 5, 3, 2, 1, 2, … around its mean has φ above 0.5; points 1,000 apart have the errors of least squares
 * @see Pinheiro & Bates, Mixed-Effects Models in S and S-PLUS (2000) chapter 5; docs/methods/interrupted-time-series.md
 */
export function fitAutoregressiveModel(input: AutoregressiveInput): Outcome<AutoregressiveFit> {
  const name = 'fitAutoregressiveModel';
  requireDesign(name, input.response, input.terms);
  const distances = requireDistances(name, input);
  const plain = whitenedFit(input, distances, 0);
  if (input.response.length - plain.rank < 2) {
    return cannotEstimate(
      'too-few-points',
      `${input.response.length} points for ${plain.rank} terms and a correlation; at least ${plain.rank + 2} are needed.`,
    );
  }
  const size = dot(input.response, input.response);
  if (!Number.isFinite(size)) return outOfRange();
  if (plain.residualSumOfSquares <= perfectFitShare ** 2 * size) {
    return withoutScatter();
  }
  const phi = mostLikely((candidate) =>
    logLikelihoodOf(whitenedFit(input, distances, candidate), input.method),
  );
  return estimated(describe(input, whitenedFit(input, distances, phi), phi));
}

interface WhitenedFit {
  readonly rows: number;
  readonly rank: number;
  readonly kept: readonly number[];
  readonly coefficients: readonly number[];
  readonly inverse: readonly (readonly number[])[];
  readonly residualSumOfSquares: number;
  /** ½ ln |X*ᵀX*| */
  readonly logDeterminant: number;
  /** Σ ln(1 − φ²ᵈ) */
  readonly logShrinkage: number;
}

/** Distance of each row from the one before; 0 for the first. */
function requireDistances(name: string, input: AutoregressiveInput): number[] {
  const { times } = input;
  if (times === undefined) return input.response.map((_, i) => Math.min(i, 1));
  return times.map((time, i) => {
    const distance = i === 0 ? 0 : time - at(times, i - 1);
    if (i > 0 && !(Number.isInteger(distance) && distance > 0)) {
      throw new RangeError(`${name}: times must be whole numbers that rise; row ${i + 1} does not`);
    }
    return distance;
  });
}

/** Least squares after every row is freed from its neighbour, for a given φ. */
function whitenedFit(
  input: AutoregressiveInput,
  distances: readonly number[],
  phi: number,
): WhitenedFit {
  const whiten = (values: readonly number[]): number[] =>
    values.map((value, i) => {
      if (i === 0) return value;
      const tie = phi ** at(distances, i);
      return (value - tie * at(values, i - 1)) / Math.sqrt(1 - tie * tie);
    });
  const response = whiten(input.response);
  const columns = input.terms.map((term) => whiten(term.values));
  const qr = qrDecomposition(columns);
  const coefficients = solveUpper(qr.upper, timesQTransposed(qr, response));
  const fitted = timesVector(
    qr.kept.map((index) => at(columns, index)),
    coefficients,
  );
  const residuals = minus(response, fitted);
  return {
    rows: response.length,
    rank: qr.kept.length,
    kept: qr.kept,
    coefficients,
    inverse: inverseCrossProduct(qr),
    residualSumOfSquares: dot(residuals, residuals),
    logDeterminant: logDeterminant(qr),
    logShrinkage: sum(distances.slice(1).map((d) => Math.log1p(-(phi ** (2 * d))))),
  };
}

function logLikelihoodOf(fit: WhitenedFit, method: 'ML' | 'REML'): number {
  const rows = method === 'ML' ? fit.rows : fit.rows - fit.rank;
  const scatter = rows * (Math.log((2 * Math.PI * fit.residualSumOfSquares) / rows) + 1);
  const penalty = method === 'ML' ? 0 : 2 * fit.logDeterminant;
  return -(scatter + fit.logShrinkage + penalty) / 2;
}

/** The φ of greatest likelihood: a coarse grid, then golden sections around its best point. */
function mostLikely(logLikelihood: (phi: number) => number): number {
  const width = (2 * largestCorrelation) / startingPoints;
  let best = { phi: 0, value: Number.NEGATIVE_INFINITY };
  for (let k = 0; k <= startingPoints; k++) {
    const phi = -largestCorrelation + k * width;
    const value = logLikelihood(phi);
    if (value > best.value) best = { phi, value };
  }
  return minimise((phi) => -logLikelihood(phi), {
    low: Math.max(-largestCorrelation, best.phi - width),
    high: Math.min(largestCorrelation, best.phi + width),
  }).x;
}

function describe(input: AutoregressiveInput, fit: WhitenedFit, phi: number): AutoregressiveFit {
  const degreesOfFreedom = fit.rows - fit.rank;
  const variance = fit.residualSumOfSquares / degreesOfFreedom;
  const kept = fit.kept.map((index) => at(input.terms, index));
  const fitted = timesVector(
    kept.map((term) => term.values),
    fit.coefficients,
  );
  const divisor = input.method === 'ML' ? fit.rows : degreesOfFreedom;
  return {
    names: kept.map((term) => term.name),
    coefficients: fit.coefficients,
    covariance: fit.inverse.map((column) => column.map((value) => value * variance)),
    phi,
    sigma: Math.sqrt(fit.residualSumOfSquares / divisor),
    logLikelihood: logLikelihoodOf(fit, input.method),
    residuals: minus(input.response, fitted),
    degreesOfFreedom,
  };
}

export interface FirstOrderAutoregression extends AutoregressiveFit {
  readonly phiStandardError: number;
  /** Variance of the noise between points, σ² (1 − φ²). */
  readonly innovationVariance: number;
  /** −2 log-likelihood + 2 × (terms + φ + variance) */
  readonly aic: number;
}

const curvatureStep = 1e-3;

/**
 * Regression with ARIMA(1,0,0) errors by exact maximum likelihood: the same fit as
 * `fitAutoregressiveModel` with ML, with standard errors from the observed information.
 *
 * With ℓ(φ) the profile log-likelihood: var φ̂ = −1/ℓ″(φ̂); the covariance of β̂ is
 * σ̂² (X*ᵀX*)⁻¹ + (dβ̂/dφ)(dβ̂/dφ)ᵀ var φ̂ with the divisor n, as R's `arima(method = "ML")` reports.
 *
 * @see Box & Jenkins, Time Series Analysis (1970); docs/methods/interrupted-time-series.md
 */
export function fitFirstOrderAutoregression(
  input: Omit<AutoregressiveInput, 'method'>,
): Outcome<FirstOrderAutoregression> {
  const model: AutoregressiveInput = { ...input, method: 'ML' };
  const outcome = fitAutoregressiveModel(model);
  if (outcome.kind === 'not-estimable') return outcome;
  const fit = outcome.value;
  const distances = requireDistances('fitFirstOrderAutoregression', model);
  const h = Math.min(curvatureStep, (1 - Math.abs(fit.phi)) / 4);
  const ahead = whitenedFit(model, distances, fit.phi + h);
  const behind = whitenedFit(model, distances, fit.phi - h);
  const curvature =
    (logLikelihoodOf(ahead, 'ML') - 2 * fit.logLikelihood + logLikelihoodOf(behind, 'ML')) / h ** 2;
  if (!(curvature < 0)) {
    return cannotEstimate(
      'correlation-at-its-bound',
      'The errors follow each other so closely that their correlation has no standard error.',
    );
  }
  const variance = -1 / curvature;
  const shift = minus(ahead.coefficients, behind.coefficients).map((value) => value / (2 * h));
  const rows = input.response.length;
  return estimated({
    ...fit,
    covariance: fit.covariance.map((column, j) =>
      column.map(
        (value, i) =>
          (value * fit.degreesOfFreedom) / rows + at(shift, i) * at(shift, j) * variance,
      ),
    ),
    phiStandardError: Math.sqrt(variance),
    innovationVariance: fit.sigma ** 2 * (1 - fit.phi ** 2),
    aic: -2 * fit.logLikelihood + 2 * (fit.coefficients.length + 2),
  });
}
