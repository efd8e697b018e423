import { at } from '../element.ts';
import { timesVector } from '../linear-algebra/matrix.ts';
import {
  type QrDecomposition,
  qrDecomposition,
  solveUpper,
  timesQTransposed,
} from '../linear-algebra/qr.ts';
import { plus, times } from '../linear-algebra/vector.ts';
import { sum } from '../summary/sum.ts';
import type { Term } from './design.ts';
import type { Family } from './families.ts';

export const maximumIterations = 25;
const aliasedShare = 1e-11;

/** A generalised linear model with every choice made. */
export interface WeightedModel {
  readonly family: Family;
  readonly response: readonly number[];
  readonly terms: readonly Term[];
  readonly weights: readonly number[];
  readonly offset: readonly number[];
  /** Relative change of deviance at which the iterations stop. */
  readonly tolerance: number;
}

/** Where the iterations ended. */
export interface Iteration {
  readonly qr: QrDecomposition;
  readonly coefficients: readonly number[];
  readonly linearPredictor: readonly number[];
  /** Weights of the last least squares step. */
  readonly workingWeights: readonly number[];
  readonly deviance: number;
  readonly iterations: number;
  readonly converged: boolean;
}

type Step = Omit<Iteration, 'iterations' | 'converged'>;

/** Iteratively reweighted least squares from the family's starting means. */
export function iterate(model: WeightedModel): Iteration {
  let before = devianceAt(model, startingPredictor(model));
  let step = leastSquaresStep(model, startingPredictor(model));
  for (let iterations = 1; iterations < maximumIterations; iterations++) {
    if (!Number.isFinite(step.deviance)) return { ...step, iterations, converged: false };
    if (isSettled(before, step.deviance, model.tolerance)) {
      return { ...step, iterations, converged: true };
    }
    before = step.deviance;
    step = leastSquaresStep(model, step.linearPredictor);
  }
  const converged = isSettled(before, step.deviance, model.tolerance);
  return { ...step, iterations: maximumIterations, converged };
}

const isSettled = (before: number, after: number, tolerance: number): boolean =>
  Math.abs(after - before) / (Math.abs(after) + 0.1) < tolerance;

const startingPredictor = (model: WeightedModel): number[] =>
  model.response.map((y, i) =>
    model.family.link(model.family.startingMean(y, at(model.weights, i))),
  );

/** Regresses z = η − offset + (y − μ) dη/dμ with weights w (dμ/dη)² / V(μ). */
function leastSquaresStep(model: WeightedModel, eta: readonly number[]): Step {
  const { family, response, weights, offset, terms } = model;
  const slopes = eta.map(family.slope);
  const means = eta.map(family.inverseLink);
  const working = eta.map(
    (value, i) => value - at(offset, i) + (at(response, i) - at(means, i)) / at(slopes, i),
  );
  const workingWeights = slopes.map(
    (slope, i) => (at(weights, i) * slope * slope) / family.variance(at(means, i)),
  );
  const roots = workingWeights.map(Math.sqrt);
  const weightedColumns = terms.map((term) => times(term.values, roots));
  const qr = qrDecomposition(weightedColumns, aliasedShare);
  const coefficients = solveUpper(qr.upper, timesQTransposed(qr, times(working, roots)));
  const columns = qr.kept.map((index) => at(terms, index).values);
  const linearPredictor = plus(timesVector(columns, coefficients), offset);
  const deviance = devianceAt(model, linearPredictor);
  return { qr, coefficients, linearPredictor, workingWeights, deviance };
}

/** Twice the distance of the log-likelihood from a model that fits every row exactly. */
export const devianceAt = (model: WeightedModel, linearPredictor: readonly number[]): number =>
  sum(
    linearPredictor.map((eta, i) => {
      const mean = model.family.inverseLink(eta);
      return at(model.weights, i) * model.family.deviance(at(model.response, i), mean);
    }),
  );
