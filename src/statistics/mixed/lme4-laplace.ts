import { at } from '../element.ts';
import { solvePositiveDefinite } from '../linear-algebra/cholesky.ts';
import { addMatrices, crossProduct, scaleMatrix, timesVector } from '../linear-algebra/matrix.ts';
import { minus, plus, scaled, times } from '../linear-algebra/vector.ts';
import { minimise } from '../numerical/minimise.ts';
import { logistic } from '../regression/families.ts';
import { sum } from '../summary/sum.ts';
import { exponentOf, type GroupRows, type IntegratedModel } from './group-likelihood.ts';

/** lme4 stops its steps when the penalised deviance changes by less than this share. */
const tolerance = 1e-7;
const maximumSteps = 30;
/** Bounds of the standard deviation between groups in the first stage, on the log-odds scale. */
const smallestDeviation = 1e-3;
const largestDeviation = 20;

/**
 * Laplace's approximation as lme4 1.1 evaluates it, for comparison with its printed results.
 *
 * It takes reweighted least squares steps for the levels from a fixed linear predictor (that of a first
 * stage in which coefficients and levels are fitted together) until the penalised deviance settles to 1e-7,
 * usually two steps, and takes the curvature from where the last step began. The log-likelihood is right to
 * about 3e-4, but its second derivatives are not, so standard errors come out up to a few per cent
 * smaller than those of the approximation itself.
 */
export function lme4Laplace(data: readonly GroupRows[]): IntegratedModel {
  const reference = firstStagePredictors(data);
  return (coefficients, deviation) => {
    const fixed = data.map((group) => timesVector(group.columns, coefficients));
    let predictors = reference;
    let before = Number.POSITIVE_INFINITY;
    for (let count = 0; ; count++) {
      const steps = data.map((group, g) =>
        levelStep(group, { fixed: at(fixed, g), deviation, predictor: at(predictors, g) }),
      );
      const penalised = sum(
        data.map((group, g) => exponentOf(group, at(fixed, g), deviation)(at(steps, g).mode)),
      );
      const deviance = 2 * (saturated(data) - penalised);
      if (Math.abs(before - deviance) < tolerance * deviance || count === maximumSteps) {
        const curvature = sum(steps.map(({ scale }) => Math.log(scale)));
        return { logLikelihood: penalised + curvature, levels: steps };
      }
      before = deviance;
      predictors = steps.map(({ mode }, g) => at(fixed, g).map((eta) => eta + deviation * mode));
    }
  };
}

/** Weights n p(1 − p) and working response η + (y − n p)/weight of one group at a linear predictor. */
function working(group: GroupRows, predictor: readonly number[]) {
  const probabilities = predictor.map(logistic);
  const weights = probabilities.map((p, i) => at(group.cases, i) * p * (1 - p));
  const response = predictor.map(
    (eta, i) =>
      eta + (at(group.events, i) - at(group.cases, i) * at(probabilities, i)) / at(weights, i),
  );
  return { weights, response };
}

/** One penalised least squares step for the level of a group, the coefficients given. */
function levelStep(
  group: GroupRows,
  from: {
    readonly fixed: readonly number[];
    readonly deviation: number;
    readonly predictor: readonly number[];
  },
): { readonly mode: number; readonly scale: number } {
  const { weights, response } = working(group, from.predictor);
  const curvature = 1 + from.deviation ** 2 * sum(weights);
  const distance = sum(times(weights, minus(response, from.fixed)));
  return { mode: (from.deviation * distance) / curvature, scale: 1 / Math.sqrt(curvature) };
}

/** Σ y ln(y/n) + (n − y) ln((n − y)/n): the exponent of a model that fits every row. */
const saturated = (data: readonly GroupRows[]): number =>
  sum(
    data.flatMap(({ events, cases }) =>
      events.map((y, i) => part(y, at(cases, i)) + part(at(cases, i) - y, at(cases, i))),
    ),
  );

const part = (count: number, cases: number): number =>
  count > 0 ? count * Math.log(count / cases) : 0;

/** Linear predictors of the first stage, at the deviation between groups that suits it best. */
function firstStagePredictors(data: readonly GroupRows[]): readonly (readonly number[])[] {
  const best = minimise((deviation) => jointFit(data, deviation).criterion, {
    low: smallestDeviation,
    high: largestDeviation,
  });
  return jointFit(data, best.x).predictors;
}

/** Coefficients and levels together by penalised reweighted least squares. */
function jointFit(data: readonly GroupRows[], deviation: number) {
  let predictors = data.map(({ events, cases }) =>
    events.map((y, i) => Math.log((y + 0.5) / (at(cases, i) - y + 0.5))),
  );
  let before = Number.POSITIVE_INFINITY;
  for (let count = 0; ; count++) {
    const step = jointStep(data, deviation, predictors);
    const deviance = 2 * (saturated(data) - step.penalised);
    predictors = step.predictors;
    if (Math.abs(before - deviance) < tolerance * deviance || count === maximumSteps) {
      return { predictors, criterion: deviance + step.logCurvature };
    }
    before = deviance;
  }
}

/** Levels are eliminated group by group, so that only the coefficients are solved for together. */
function jointStep(
  data: readonly GroupRows[],
  deviation: number,
  predictors: readonly (readonly number[])[],
) {
  const pieces = data.map((group, g) => {
    const { weights, response } = working(group, at(predictors, g));
    const weighted = group.columns.map((column) => times(column, weights));
    const curvature = 1 + deviation ** 2 * sum(weights);
    const tie = weighted.map((column) => deviation * sum(column));
    const pull = deviation * sum(times(weights, response));
    const left = crossProduct(group.columns, weighted);
    const correction = tie.map((a) => tie.map((b) => (a * b) / curvature));
    const right = weighted.map((column) => sum(times(column, response)));
    return {
      curvature,
      matrix: addMatrices(left, scaleMatrix(correction, -1)),
      vector: minus(right, scaled(tie, pull / curvature)),
    };
  });
  const matrix = pieces.map((piece) => piece.matrix).reduce(addMatrices);
  const vector = pieces.map((piece) => piece.vector).reduce((a, b) => plus(a, b));
  const coefficients = solvePositiveDefinite(matrix, vector) ?? vector.map(() => 0);
  const fixed = data.map((group) => timesVector(group.columns, coefficients));
  const levels = data.map(
    (group, g) =>
      levelStep(group, { fixed: at(fixed, g), deviation, predictor: at(predictors, g) }).mode,
  );
  return {
    predictors: fixed.map((etas, g) => etas.map((eta) => eta + deviation * at(levels, g))),
    penalised: sum(
      data.map((group, g) => exponentOf(group, at(fixed, g), deviation)(at(levels, g))),
    ),
    logCurvature: sum(pieces.map(({ curvature }) => Math.log(curvature))),
  };
}
