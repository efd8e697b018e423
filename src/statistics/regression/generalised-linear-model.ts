import { at } from '../element.ts';
import { inverseCrossProduct } from '../linear-algebra/qr.ts';
import { dot, times } from '../linear-algebra/vector.ts';
import { type Caution, cannotEstimate, estimated, type Outcome } from '../outcome.ts';
import { requireFinite, requireSameLength } from '../requirements.ts';
import { sum } from '../summary/sum.ts';
import { intercept, interceptName, requireDesign, type Term } from './design.ts';
import { type Family, type FamilyName, families } from './families.ts';
import { requirePositiveWeights, type ScoredFit } from './least-squares.ts';
import {
  devianceAt,
  type Iteration,
  iterate,
  maximumIterations,
  type WeightedModel,
} from './reweighted-least-squares.ts';

/** The iterations stop when the deviance changes by less than this share. */
const defaultTolerance = 1e-8;
/** A fitted probability this close to 0 or 1 is a coefficient on its way to infinity. */
const certainProbability = 1e-7;

export interface GeneralisedLinearModelInput {
  readonly family: FamilyName;
  /** Counts (0, 1, 2 …) for the Poisson families, proportions (0…1) for the binomial ones. */
  readonly response: readonly number[];
  readonly terms: readonly Term[];
  /** Number of trials behind each proportion in the binomial families; ones when absent. */
  readonly weights?: readonly number[];
  /** Known part of the linear predictor, for counts usually the logarithm of the exposure. */
  readonly offset?: readonly number[];
  /** Relative change of deviance at which to stop, 1e-8 unless given. */
  readonly tolerance?: number;
}

export interface GeneralisedLinearFit extends ScoredFit {
  readonly family: FamilyName;
  readonly aliased: readonly string[];
  readonly linearPredictor: readonly number[];
  /** Expected counts or probabilities. */
  readonly fitted: readonly number[];
  readonly weights: readonly number[];
  /** Working weights of the last least squares step: weight (dμ/dη)² / V(μ). */
  readonly workingWeights: readonly number[];
  readonly deviance: number;
  readonly nullDeviance: number;
  /** 1 for Poisson and binomial; Σ working weight × working residual² / df for the quasi families. */
  readonly dispersion: number;
  /** Σ weight (y − μ)² / V(μ) / df, well above 1 when counts scatter more than the family allows. */
  readonly pearsonDispersion: number;
  readonly degreesOfFreedom: number;
  /** Log-likelihood and AIC, absent by nature from the quasi families. */
  readonly likelihood: { readonly logLikelihood: number; readonly aic: number } | null;
  readonly iterations: number;
}

/**
 * Generalised linear model with its canonical link (log for counts, logit for proportions),
 * by iteratively reweighted least squares.
 *
 * Assumes independent rows and a linear predictor η = Xβ + offset. In the Poisson and binomial
 * families the mean fixes the variance; the quasi families multiply it by the dispersion.
 *
 * Each step regresses z = η − offset + (y − μ) dη/dμ on X with weights w (dμ/dη)² / V(μ), by QR,
 * until the deviance changes by less than 1e-8 of itself. Standard errors use the weights of the last
 * step, as R's `glm` does, which can differ from full convergence in the sixth digit.
 *
 * @returns the fit; not estimable when there are no events, too few rows, no convergence or, for
 *   proportions, when a term separates the events from the rest completely
 * @throws RangeError when lengths differ, a value is not finite, a count is negative or a proportion outside 0…1
 * @example 6 events in 20 days against 30 in 40, family poisson, offset ln(days): coefficient ln 2.5, error √(1/6 + 1/30)
 * @see McCullagh & Nelder, Generalized Linear Models (1989); docs/methods/regression.md
 */
export function fitGeneralisedLinearModel(
  input: GeneralisedLinearModelInput,
): Outcome<GeneralisedLinearFit> {
  const model = requireModel(input);
  const blocked = reasonNotToFit(model);
  if (blocked !== null) return blocked;
  const state = iterate(model);
  const degreesOfFreedom = model.response.length - state.qr.kept.length;
  if (degreesOfFreedom < 1) {
    return cannotEstimate(
      'too-few-points',
      `${model.response.length} points for a model with ${state.qr.kept.length} terms; use more points or fewer terms.`,
    );
  }
  if (!state.converged) return notConverged(model.family.name);
  const fit = describe(model, state, degreesOfFreedom);
  return isSeparated(fit) ? separated() : estimated(fit, certaintyCautions(fit));
}

function requireModel(input: GeneralisedLinearModelInput): WeightedModel {
  const name = 'fitGeneralisedLinearModel';
  const family = families[input.family];
  const weights = input.weights ?? input.response.map(() => 1);
  const offset = input.offset ?? input.response.map(() => 0);
  requireDesign(name, input.response, input.terms);
  requirePositiveWeights(name, input.response, weights);
  requireSameLength(input.response, offset, `${name}: response and offset`);
  requireFinite(offset, `${name}: offset`);
  requireResponseRange(name, family, input.response);
  const tolerance = input.tolerance ?? defaultTolerance;
  return { family, response: input.response, terms: input.terms, weights, offset, tolerance };
}

const isBinomial = (family: Family): boolean =>
  family.name === 'binomial' || family.name === 'quasi-binomial';

function requireResponseRange(name: string, family: Family, response: readonly number[]): void {
  const highest = isBinomial(family) ? 1 : Number.POSITIVE_INFINITY;
  const row = response.findIndex((value) => value < 0 || value > highest);
  if (row < 0) return;
  const allowed = isBinomial(family) ? 'a proportion from 0 to 1' : 'a count of at least 0';
  throw new RangeError(
    `${name}: response ${response[row]} in row ${row + 1}; ${allowed} is needed`,
  );
}

/** Nothing to learn from: no rows, no events at all, or nothing but events. */
function reasonNotToFit(model: WeightedModel): Outcome<GeneralisedLinearFit> | null {
  const { response } = model;
  if (response.length === 0) return cannotEstimate('no-points', 'There are no points.');
  if (response.every((value) => value === 0)) {
    return cannotEstimate(
      'no-events',
      'No events at all: a rate of zero has no logarithm to model.',
    );
  }
  if (isBinomial(model.family) && response.every((value) => value === 1)) {
    return cannotEstimate('only-events', 'Every case has the event: there is no odds to model.');
  }
  return null;
}

function describe(
  model: WeightedModel,
  state: Iteration,
  degreesOfFreedom: number,
): GeneralisedLinearFit {
  const { family, response, weights } = model;
  const kept = state.qr.kept.map((index) => at(model.terms, index));
  const fitted = state.linearPredictor.map(family.inverseLink);
  const workingResiduals = response.map(
    (y, i) => (y - at(fitted, i)) / family.slope(at(state.linearPredictor, i)),
  );
  const weightedResiduals = times(state.workingWeights, workingResiduals);
  const isQuasi = family.logProbability === null;
  return {
    family: family.name,
    names: kept.map((term) => term.name),
    aliased: state.qr.aliased.map((index) => at(model.terms, index).name),
    columns: kept.map((term) => term.values),
    coefficients: state.coefficients,
    linearPredictor: state.linearPredictor,
    fitted,
    weights,
    workingWeights: state.workingWeights,
    weightedResiduals,
    bread: inverseCrossProduct(state.qr),
    deviance: state.deviance,
    nullDeviance: nullDeviance(model),
    dispersion: isQuasi ? dot(weightedResiduals, workingResiduals) / degreesOfFreedom : 1,
    pearsonDispersion: pearsonSum(model, fitted) / degreesOfFreedom,
    degreesOfFreedom,
    likelihood: likelihood(model, fitted, kept.length),
    iterations: state.iterations,
  };
}

/** Deviance of the model with only an intercept (and the offset), or of the offset alone without one. */
function nullDeviance(model: WeightedModel): number {
  const rows = model.response.length;
  if (!model.terms.some((term) => term.name === interceptName)) {
    return devianceAt(model, model.offset);
  }
  return iterate({ ...model, terms: [intercept(rows)] }).deviance;
}

const pearsonSum = (model: WeightedModel, fitted: readonly number[]): number =>
  sum(
    fitted.map(
      (mean, i) =>
        (at(model.weights, i) * (at(model.response, i) - mean) ** 2) / model.family.variance(mean),
    ),
  );

function likelihood(
  model: WeightedModel,
  fitted: readonly number[],
  terms: number,
): GeneralisedLinearFit['likelihood'] {
  const { logProbability } = model.family;
  if (logProbability === null) return null;
  const logLikelihood = sum(
    fitted.map((mean, i) => logProbability(at(model.response, i), mean, at(model.weights, i))),
  );
  return { logLikelihood, aic: 2 * terms - 2 * logLikelihood };
}

/** φ (XᵀWX)⁻¹, the usual covariance of the coefficients. */
export const modelCovariance = (fit: GeneralisedLinearFit): number[][] =>
  fit.bread.map((column) => Array.from(column, (value) => value * fit.dispersion));

const notConverged = (family: FamilyName): Outcome<GeneralisedLinearFit> =>
  cannotEstimate(
    'no-convergence',
    `The ${family} model did not settle in ${maximumIterations} steps; use fewer terms.`,
  );

/** Every proportion fitted as 0 or 1 and the deviance nothing: a term tells events and non-events apart perfectly. */
const isSeparated = (fit: GeneralisedLinearFit): boolean =>
  fit.family.endsWith('binomial') && fit.deviance < 1e-6 && fit.nullDeviance > 1e-3;

const separated = (): Outcome<GeneralisedLinearFit> =>
  cannotEstimate(
    'separation',
    'The terms tell events and non-events apart perfectly, so no finite odds ratio fits. Use fewer or coarser terms.',
  );

function certaintyCautions(fit: GeneralisedLinearFit): Caution[] {
  const isSure = (mean: number): boolean =>
    mean < certainProbability || (fit.family.endsWith('binomial') && mean > 1 - certainProbability);
  return fit.fitted.some(isSure)
    ? [
        {
          code: 'certain-fit',
          message:
            'Some fitted probabilities or rates are as good as 0 or 1: a term tells part of the events apart, and its coefficient has no meaning.',
        },
      ]
    : [];
}
