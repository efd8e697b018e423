import { at } from '../element.ts';
import { cannotEstimate, estimated, type Outcome } from '../outcome.ts';
import { intercept } from '../regression/design.ts';
import { type EffectEstimate, judgeEffect } from '../regression/inference.ts';
import { classicalCovariance, fitLinearModel } from '../regression/least-squares.ts';
import { neweyWestLag } from '../regression/robust-covariance.ts';
import { cautiousErrors, positiveCorrelation, type StandardErrorSource } from './cautious-error.ts';
import type { ObservedPoints } from './observed-series.ts';

/** With fewer points than this a side has next to no scatter around its own mean to judge by. */
export const fewestPointsOnASide = 3;

export interface LevelDifference {
  /** Mean before and after; for proportions and rates weighted by cases or exposure. */
  readonly meanBefore: number;
  readonly meanAfter: number;
  /** After − before, in the unit of the series. */
  readonly difference: EffectEstimate;
  /** Which standard error was the larger and is used. */
  readonly standardErrorFrom: StandardErrorSource;
  /** Lag of the Newey–West error, in points. */
  readonly lag: number;
}

interface LevelOptions {
  /** Position, from 0, of the first point after the change. */
  readonly interruptionIndex: number;
  /** Of the interval, 0.95 for 95 %. */
  readonly confidence: number;
  /** Of the Newey–West error; `neweyWestLag` of the number of points when absent. */
  readonly lag?: number | undefined;
}

/**
 * The average difference after a change against before, with no trend in the model.
 *
 * Answers "how much higher or lower was it on average?", not "did the change cause it?": a trend
 * that was there before the change becomes part of the difference.
 *
 * Weighted least squares of the points on a 0/1 step, weights = cases or exposure (ones for plain
 * values), so that the difference is that of the pooled proportions, rates or means. Standard
 * error: the larger of Newey–West and the classical one widened for the relation of neighbours
 * (`cautiousErrors`); interval by Student's t with n − 2 degrees of freedom.
 *
 * @returns not estimable with fewer than three observed points on a side, or without scatter
 * @example values [9, 11, 9, 11, 11, 13, 11, 13] with a change before the fifth: 10 before, 12 after, difference 2
 * @see docs/methods/interrupted-time-series.md
 */
export function levelDifference(
  points: ObservedPoints,
  options: LevelOptions,
): Outcome<LevelDifference> {
  const steps = points.places.map((place) => (place >= options.interruptionIndex ? 1 : 0));
  const tooFew = tooFewOnASide<LevelDifference>(steps);
  if (tooFew !== null) return tooFew;
  const terms = [intercept(steps.length), { name: 'level', values: steps }];
  const outcome = fitLinearModel({ response: points.values, terms, weights: points.sizes });
  if (outcome.kind === 'not-estimable') return outcome;
  const fit = outcome.value;
  const lag = options.lag ?? neweyWestLag(steps.length);
  const errorOf = cautiousErrors(fit, classicalCovariance(fit), {
    lag,
    times: points.places,
    phi: positiveCorrelation(points, terms),
  });
  const { standardError, from } = errorOf([0, 1]);
  const [meanBefore, step] = [at(fit.coefficients, 0), at(fit.coefficients, 1)];
  const judged = judgeEffect(step, standardError, {
    reference: fit.degreesOfFreedom,
    confidence: options.confidence,
  });
  if (judged.kind === 'not-estimable') return judged;
  return estimated({
    meanBefore,
    meanAfter: meanBefore + step,
    difference: judged.value,
    standardErrorFrom: from,
    lag,
  });
}

/** Not estimable when either side of the change has fewer than three points. */
export function tooFewOnASide<T>(steps: readonly (0 | 1)[]): Outcome<T> | null {
  const after = steps.filter((step) => step === 1).length;
  const before = steps.length - after;
  if (Math.min(before, after) >= fewestPointsOnASide) return null;
  return cannotEstimate(
    'too-few-points',
    `${before} points before and ${after} after the change; at least ${fewestPointsOnASide} are needed on either side. Wait for more points.`,
  );
}
