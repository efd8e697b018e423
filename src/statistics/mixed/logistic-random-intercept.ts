import { binomialLogProbability } from '../distributions/binomial.ts';
import { at, positions } from '../element.ts';
import { invertPositiveDefinite } from '../linear-algebra/cholesky.ts';
import { pickRows, timesVector, transpose } from '../linear-algebra/matrix.ts';
import { qrDecomposition, solveUpper, thinQ } from '../linear-algebra/qr.ts';
import { dot, scaled } from '../linear-algebra/vector.ts';
import { hessian } from '../numerical/derivatives.ts';
import { gaussHermite } from '../numerical/quadrature.ts';
import { minimiseSmooth } from '../numerical/quasi-newton.ts';
import { cannotEstimate, estimated, type Outcome } from '../outcome.ts';
import { distinct, type Term } from '../regression/design.ts';
import {
  fitGeneralisedLinearModel,
  type GeneralisedLinearFit,
} from '../regression/generalised-linear-model.ts';
import { requireSameLength } from '../requirements.ts';
import { sum } from '../summary/sum.ts';
import { type GroupRows, type IntegratedModel, integratedModel } from './group-likelihood.ts';
import { lme4Laplace } from './lme4-laplace.ts';
import { type GroupEffect, noBetweenVariation } from './random-intercept.ts';

type Label = string | number;

/** A standard deviation between groups below this, on the log-odds scale, is zero for all purposes. */
const smallestDeviation = 1e-4;

export interface LogisticRandomInterceptInput {
  /** Cases with the event and all cases of each row; all cases ≥ 1. */
  readonly events: readonly number[];
  readonly cases: readonly number[];
  readonly terms: readonly Term[];
  readonly groups: readonly Label[];
  /** 1 is the Laplace approximation; 25 is enough for adaptive Gauss–Hermite quadrature. */
  readonly quadraturePoints: number;
  /** With one quadrature point, follow lme4's evaluation of it (`lme4Laplace`); no unless given. */
  readonly asLme4?: boolean;
}

export interface LogisticRandomInterceptFit {
  readonly names: readonly string[];
  readonly aliased: readonly string[];
  /** Log odds ratios given the group. */
  readonly coefficients: readonly number[];
  readonly covariance: readonly (readonly number[])[];
  /** Standard deviation of the group levels on the log-odds scale. */
  readonly standardDeviationBetween: number;
  readonly logLikelihood: number;
  /** Log-likelihood of a model that fits every row exactly, for a deviance. */
  readonly saturatedLogLikelihood: number;
  /** Most likely level of each group, in order of first appearance. */
  readonly groups: readonly GroupEffect[];
}

/**
 * Logistic model with a level of its own for every group, drawn from a normal distribution:
 * logit p = xᵀβ + τu_group, u ~ N(0, 1).
 *
 * Assumes groups that are exchangeable and cases that are independent given the group.
 * Coefficients are log odds ratios within a group.
 *
 * The likelihood of a group, ∫ exp(Σ ln Pr(y | u)) φ(u) du, has no closed form. With û the most likely
 * level and s its curvature scale, it is s Σₖ wₖ exp(h(û + s zₖ) + zₖ²/2) over Gauss–Hermite nodes zₖ of the standard
 * normal, h(u) = Σ ln Pr(y | u) − u²/2: adaptive quadrature, and with one node Laplace's approximation.
 * Maximised over (τ, β) by BFGS on orthogonal columns; standard errors from the Hessian at the maximum.
 *
 * @returns not estimable with one group, no events, only events, perfect separation or no convergence
 * @throws RangeError when lengths differ, events exceed cases or a value is not finite
 * @example six groups of 5 events in 20: no variation between them, level ln(1/3)
 * @see Pinheiro & Bates (1995); Bates et al. (2015); docs/methods/mixed-models.md
 */
export function fitLogisticRandomIntercept(
  input: LogisticRandomInterceptInput,
): Outcome<LogisticRandomInterceptFit> {
  requireInput(input);
  const groups = distinct(input.groups);
  if (groups.length < 2) {
    return cannotEstimate('too-few-groups', `${groups.length} groups; at least two are needed.`);
  }
  const fixed = fitGeneralisedLinearModel({
    family: 'binomial',
    response: input.events.map((events, i) => events / at(input.cases, i)),
    weights: input.cases,
    terms: input.terms,
  });
  if (fixed.kind === 'not-estimable') return fixed;
  const basis = orthogonalBasis(fixed.value);
  const data = groupsOf(input, basis.columns);
  const model =
    input.asLme4 === true && input.quadraturePoints === 1
      ? lme4Laplace(data)
      : integratedModel(data, gaussHermite(input.quadraturePoints));
  const peak = highestPoint(model, basis.start);
  if (peak.kind === 'not-estimable') return peak;
  const { deviation, coefficients, covariance, logLikelihood } = peak.value;
  const ways = sum(input.events.map((events, i) => logWays(events, at(input.cases, i))));
  return estimated(
    {
      names: fixed.value.names,
      aliased: fixed.value.aliased,
      coefficients: basis.toCoefficients(coefficients),
      covariance: basis.toCovariance(covariance),
      standardDeviationBetween: Math.abs(deviation),
      logLikelihood: logLikelihood + ways,
      saturatedLogLikelihood: saturatedLogLikelihood(input),
      groups: model(coefficients, deviation).levels.map(({ mode, scale }, i) => ({
        group: at(groups, i),
        size: sum(at(data, i).cases),
        effect: deviation * mode,
        standardError: Math.abs(deviation) * scale,
      })),
    },
    Math.abs(deviation) < smallestDeviation ? [noBetweenVariation] : [],
  );
}

interface Peak {
  readonly deviation: number;
  readonly coefficients: readonly number[];
  readonly covariance: readonly (readonly number[])[];
  readonly logLikelihood: number;
}

/** The point of greatest likelihood over (τ, β), with the inverse of its Hessian in β. */
function highestPoint(model: IntegratedModel, start: readonly number[]): Outcome<Peak> {
  const objective = ([deviation = 0, ...coefficients]: readonly number[]): number =>
    -model(coefficients, deviation).logLikelihood;
  const best = minimiseSmooth(objective, [1, ...start]);
  if (!best.converged) {
    return cannotEstimate('no-convergence', 'The model did not settle; use fewer terms.');
  }
  const [deviation = 0, ...coefficients] = best.point;
  const isFlat = Math.abs(deviation) < smallestDeviation;
  const inverse = invertPositiveDefinite(
    isFlat
      ? hessian((point) => objective([0, ...point]), coefficients)
      : hessian(objective, best.point),
  );
  if (inverse === null) {
    return cannotEstimate(
      'flat-likelihood',
      'The data do not fix all the coefficients; use fewer terms or more groups.',
    );
  }
  const covariance = isFlat ? inverse : inverse.slice(1).map((column) => column.slice(1));
  return estimated({ deviation, coefficients, covariance, logLikelihood: -best.value });
}

function requireInput({ events, cases, groups, quadraturePoints }: LogisticRandomInterceptInput) {
  const name = 'fitLogisticRandomIntercept';
  requireSameLength(events, cases, `${name}: events and cases`);
  requireSameLength(events, groups, `${name}: events and groups`);
  const row = events.findIndex((y, i) => !(Number.isInteger(y) && y >= 0 && y <= at(cases, i)));
  if (row >= 0) {
    throw new RangeError(
      `${name}: ${events[row]} events among ${cases[row]} cases in row ${row + 1}; whole numbers from 0 to the cases are needed`,
    );
  }
  if (!(Number.isInteger(quadraturePoints) && quadraturePoints >= 1 && quadraturePoints <= 100)) {
    throw new RangeError(`${name}: ${quadraturePoints} quadrature points; 1 to 100 are allowed`);
  }
}

/** Columns of the same span with unit mean square, so that all coefficients are searched on one scale. */
function orthogonalBasis(fit: GeneralisedLinearFit) {
  const qr = qrDecomposition(fit.columns);
  const size = Math.sqrt(qr.rows);
  const columns = thinQ(qr).map((column) => scaled(column, size));
  const predictor = timesVector(fit.columns, fit.coefficients);
  const toCoefficients = (point: readonly number[]): number[] =>
    solveUpper(qr.upper, scaled(point, size));
  return {
    columns,
    start: columns.map((column) => dot(column, predictor) / qr.rows),
    toCoefficients,
    toCovariance: (covariance: readonly (readonly number[])[]): number[][] =>
      transpose(covariance.map(toCoefficients)).map(toCoefficients),
  };
}

/** The rows of every group, in order of first appearance. */
function groupsOf(
  input: LogisticRandomInterceptInput,
  columns: readonly (readonly number[])[],
): GroupRows[] {
  return distinct(input.groups).map((group) => {
    const rows = positions(input.groups.length).filter((row) => input.groups[row] === group);
    return {
      events: rows.map((row) => at(input.events, row)),
      cases: rows.map((row) => at(input.cases, row)),
      columns: pickRows(columns, rows),
    };
  });
}

/** ln of the number of ways to choose the events among the cases. */
const logWays = (events: number, cases: number): number =>
  binomialLogProbability(events, cases, 0.5) + cases * Math.LN2;

const saturatedLogLikelihood = ({ events, cases }: LogisticRandomInterceptInput): number =>
  sum(events.map((y, i) => binomialLogProbability(y, at(cases, i), y / at(cases, i))));
