import { at } from '../element.ts';
import { type Caution, estimated, type Outcome } from '../outcome.ts';
import { intercept } from '../regression/design.ts';
import { type EffectEstimate, judgeEffect } from '../regression/inference.ts';
import {
  fitLinearModel,
  type LinearFit,
  requirePositiveWeights,
} from '../regression/least-squares.ts';
import { heteroscedasticCovariance } from '../regression/robust-covariance.ts';
import { weightedMean } from '../summary/moments.ts';
import { pick, requireComparison, rowsOfArm, tooFewInAnArm } from './arms.ts';
import { effectiveSampleSize } from './propensity.ts';

/** Below this share of an arm's rows, a few rows carry the estimate; our judgement. */
const smallEffectiveShare = 0.5;

export interface WeightedDifference {
  readonly meanTreated: number;
  readonly meanControl: number;
  /** meanTreated − meanControl with the robust standard error asked for. */
  readonly effect: EffectEstimate;
  readonly effectiveTreated: number;
  readonly effectiveControl: number;
}

interface WeightedComparison {
  readonly outcome: readonly number[];
  /** 0 or 1 per row. */
  readonly treated: readonly number[];
  /** Positive; only their proportions within an arm matter. */
  readonly weights: readonly number[];
  /** HC1 (times n/(n − 2)) unless given. */
  readonly standardError?: 'HC0' | 'HC1';
  readonly confidence?: number;
}

/**
 * Difference between the weighted means of the two arms (Hájek's estimator): each arm's weights are
 * divided by their own sum.
 *
 * Weighted least squares of the outcome on a 0/1 column. The standard error must be robust: the classical one
 * would read weights as numbers of observations. It treats the weights as known, which for weights
 * from a fitted propensity is on the safe side for the whole population.
 *
 * @returns not estimable with fewer than two rows in an arm or without scatter; caution `few-rows-carry-it`
 *   where the effective sample size of an arm is less than half its rows
 * @example outcomes 3, 5 treated (weights 1, 1) and 1, 3 untreated (weights 2, 2): 4 − 2 = 2
 * @see Lunceford & Davidian (2004); docs/methods/propensity-weighting.md
 */
export function weightedDifference(comparison: WeightedComparison): Outcome<WeightedDifference> {
  const { outcome, treated, weights } = comparison;
  requireComparison('weightedDifference', outcome, treated);
  requirePositiveWeights('weightedDifference', outcome, weights);
  const column = { name: 'treated', values: treated };
  const fitted =
    tooFewInAnArm<LinearFit>(treated) ??
    fitLinearModel({ response: outcome, terms: [intercept(outcome.length), column], weights });
  if (fitted.kind === 'not-estimable') return fitted;
  const fit = fitted.value;
  const covariance = heteroscedasticCovariance(fit, comparison.standardError ?? 'HC1');
  const judged = judgeEffect(at(fit.coefficients, 1), Math.sqrt(at(at(covariance, 1), 1)), {
    reference: fit.degreesOfFreedom,
    confidence: comparison.confidence ?? 0.95,
  });
  if (judged.kind === 'not-estimable') return judged;
  const [control, changed] = [rowsOfArm(treated, 0), rowsOfArm(treated, 1)];
  const sizes = [changed, control].map((rows) => ({
    rows: rows.length,
    effective: effectiveSampleSize(pick(weights, rows)),
  }));
  return estimated(
    {
      meanTreated: weightedMean(pick(outcome, changed), pick(weights, changed)),
      meanControl: weightedMean(pick(outcome, control), pick(weights, control)),
      effect: judged.value,
      effectiveTreated: at(sizes, 0).effective,
      effectiveControl: at(sizes, 1).effective,
    },
    sizes.flatMap(({ rows, effective }) => effectiveSizeCaution(rows, effective)),
  );
}

const effectiveSizeCaution = (rows: number, effective: number): Caution[] =>
  effective < smallEffectiveShare * rows
    ? [
        {
          code: 'few-rows-carry-it',
          message: `${rows} rows of an arm count as ${Math.round(effective)}: the arms overlap little. Look at overlap weights.`,
        },
      ]
    : [];
