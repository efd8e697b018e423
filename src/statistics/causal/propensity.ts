import { at } from '../element.ts';
import { estimated, type Outcome } from '../outcome.ts';
import { intercept, type Term } from '../regression/design.ts';
import {
  fitGeneralisedLinearModel,
  type GeneralisedLinearFit,
} from '../regression/generalised-linear-model.ts';
import { requireSameLength } from '../requirements.ts';
import { sum } from '../summary/sum.ts';
import { requireArms, tooFewInAnArm } from './arms.ts';

export interface PropensityFit {
  /** Probability of being treated given the covariates, 0…1, one per row. */
  readonly propensity: readonly number[];
  readonly model: GeneralisedLinearFit;
}

/**
 * Propensity score: the probability of being treated given the covariates, by main-effects logistic regression.
 *
 * Assumes that the covariates hold everything that influences both treatment and outcome. Judge the
 * result by the balance it brings (`standardisedDifferences`), not by how well it predicts.
 *
 * @param treated 0 or 1 per row
 * @param covariates columns without an intercept; categories as 0/1 columns
 * @returns not estimable with too few rows in an arm, or when a covariate tells the arms apart perfectly
 * @example one 0/1 covariate, 1 of 4 treated at 0 and 3 of 4 at 1: propensities 0.25 and 0.75
 * @see Rosenbaum & Rubin (1983); docs/methods/propensity-weighting.md
 */
export function fitPropensity(
  treated: readonly number[],
  covariates: readonly Term[],
): Outcome<PropensityFit> {
  requireArms('fitPropensity', treated);
  const outcome =
    tooFewInAnArm<GeneralisedLinearFit>(treated) ??
    fitGeneralisedLinearModel({
      family: 'binomial',
      response: treated,
      terms: [intercept(treated.length), ...covariates],
    });
  if (outcome.kind === 'not-estimable') return outcome;
  const model = outcome.value;
  return estimated({ propensity: model.fitted, model }, outcome.cautions);
}

/**
 * Whom the effect is about:
 * - ate: everyone; weights 1/p for treated, 1/(1 − p) for untreated.
 * - att: those treated; weights 1 and p/(1 − p).
 * - overlap: those who could as well have been the other; weights 1 − p and p. Never extreme, and
 *   means of the covariates balance exactly.
 */
export type Estimand = 'ate' | 'att' | 'overlap';

/**
 * Balancing weight of every row; not normalised.
 *
 * @param propensity above 0 and below 1
 * @throws RangeError when a propensity is 0 or 1, or treated is not 0/1
 * @example balancingWeights([0.2, 0.2], [1, 0], 'ate') // [5, 1.25]
 */
export function balancingWeights(
  propensity: readonly number[],
  treated: readonly number[],
  estimand: Estimand,
): number[] {
  requireSameLength(propensity, treated, 'balancingWeights: propensity and treated');
  requireArms('balancingWeights', treated);
  requireInside('balancingWeights', propensity);
  return propensity.map((p, row) => weightOf(p, at(treated, row) === 1, estimand));
}

function weightOf(p: number, isTreated: boolean, estimand: Estimand): number {
  switch (estimand) {
    case 'ate':
      return isTreated ? 1 / p : 1 / (1 - p);
    case 'att':
      return isTreated ? 1 : p / (1 - p);
    case 'overlap':
      return isTreated ? 1 - p : p;
    default:
      return estimand satisfies never;
  }
}

/** @throws RangeError when a propensity is 0 or 1: such a row has no counterpart */
export function requireInside(name: string, propensity: readonly number[]): void {
  const row = propensity.findIndex((p) => !(p > 0 && p < 1));
  if (row >= 0) {
    throw new RangeError(
      `${name}: propensity ${propensity[row]} in row ${row + 1}; above 0 and below 1 is needed`,
    );
  }
}

/** Kish's effective sample size (Σw)² / Σw²: how many equally weighted rows carry as much. */
export const effectiveSampleSize = (weights: readonly number[]): number =>
  weights.length === 0 ? 0 : sum(weights) ** 2 / sum(weights.map((weight) => weight * weight));
