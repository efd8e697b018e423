import { at, positions } from '../element.ts';
import { type Caution, cannotEstimate, estimated, type Outcome, outOfRange } from '../outcome.ts';
import { isBeyondRange, requireProbability } from '../requirements.ts';
import { sum } from '../summary/sum.ts';
import { greenwoodTerm, type SurvivalCurve, type SurvivalPoint } from './kaplan-meier.ts';

/** Probabilities closer than this count as equal: a flat stretch of the curve lies at the quantile. */
const sameProbability = Math.sqrt(Number.EPSILON);

export interface SurvivalQuantile {
  /** Share that has had the event, 0…1. */
  readonly probability: number;
  /** Time by which that share has had the event. */
  readonly time: Outcome<number>;
  readonly lower: Outcome<number>;
  readonly upper: Outcome<number>;
}

/**
 * Time by which a share of all has had the event, such as the median at 0.5.
 *
 * The first time at which 1 − S reaches the share; where the curve is flat exactly there, the middle
 * of the flat stretch. The limits are read off the limits of the curve in the same way (Brookmeyer–Crowley).
 *
 * @param probability 0…1
 * @returns each time, or not estimable (`not-reached`) where the curve or its limit does not come so far
 * @example events at 1, 2, 3 of four followed to 4: S = 0.5 from 2 to 3, so the median is 2.5
 * @see Brookmeyer & Crowley (1982); docs/methods/survival.md
 */
export function survivalQuantile(curve: SurvivalCurve, probability: number): SurvivalQuantile {
  requireProbability(probability, 'survivalQuantile: probability');
  const times = curve.points.map(({ time }) => time);
  const crossing = (heightOf: (point: SurvivalPoint) => number | null): Outcome<number> =>
    crossingTime(times, curve.points.map(heightOf), probability);
  return {
    probability,
    time: crossing(({ survival }) => survival),
    lower: crossing(({ uncertainty }) =>
      uncertainty.kind === 'estimate' ? uncertainty.value.lower : null,
    ),
    upper: crossing(({ uncertainty }) =>
      uncertainty.kind === 'estimate' ? uncertainty.value.upper : null,
    ),
  };
}

/** When 1 − height first reaches a share; heights that are not known are passed over. */
function crossingTime(
  times: readonly number[],
  heights: readonly (number | null)[],
  share: number,
): Outcome<number> {
  const steps = [{ time: 0, reached: 0 }];
  for (const i of positions(times.length)) {
    const height = at(heights, i);
    if (height === null || steps.some(({ reached }) => reached === 1 - height)) continue;
    steps.push({ time: at(times, i), reached: 1 - height });
  }
  const rising = steps.sort((a, b) => a.reached - b.reached);
  const start = rising.find(({ reached }) => reached + sameProbability >= share);
  if (start === undefined) return notReached;
  if (share === 0) return estimated(0);
  const beyond = rising.find(({ reached }) => reached - sameProbability >= share);
  if (beyond !== undefined) return estimated((start.time + beyond.time) / 2);
  const isFlatToTheEnd = at(heights, heights.length - 1) !== null;
  return isFlatToTheEnd ? estimated((start.time + at(times, times.length - 1)) / 2) : notReached;
}

const notReached: Outcome<number> = cannotEstimate(
  'not-reached',
  'Too few have had the event for the curve to come so far; choose a smaller share or wait.',
);

export interface RestrictedMean {
  /** End of the window. */
  readonly tau: number;
  /** Mean time free of the event within the window, in the unit of time. */
  readonly mean: number;
  readonly standardError: number;
}

/**
 * Restricted mean survival time: the area under the curve up to τ, "of the first τ days, how many
 * were free of the event on average?"
 *
 * Variance Σ A(tᵢ)² dᵢ/(nᵢ(nᵢ − dᵢ)) with A(tᵢ) the area under the curve from tᵢ to τ.
 *
 * @param tau end of the window, above 0, in the unit of time; choose it before looking at the data
 * @returns caution `beyond-follow-up` when the curve had to be carried on flat to reach τ
 * @example the same to τ = 3: 1 + 0.75 + 0.5 = 2.25
 * @see Royston & Parmar (2013); docs/methods/survival.md
 */
export function restrictedMean(curve: SurvivalCurve, tau: number): Outcome<RestrictedMean> {
  if (!(tau > 0 && Number.isFinite(tau))) {
    throw new RangeError(`restrictedMean: tau is ${tau}; a finite time above 0 is needed`);
  }
  if (isBeyondRange([tau])) return outOfRange();
  const points = curve.points.filter(({ time }) => time <= tau);
  const starts = [0, ...points.map(({ time }) => time)];
  const heights = [1, ...points.map(({ survival }) => survival)];
  const areas = starts.map((start, i) => {
    const end = i + 1 < starts.length ? at(starts, i + 1) : tau;
    return at(heights, i) * (end - start);
  });
  let areaAfter = sum(areas);
  const terms = points.map((point, i) => {
    areaAfter -= at(areas, i);
    return areaAfter ** 2 * greenwoodTerm(point);
  });
  return estimated(
    { tau, mean: sum(areas), standardError: Math.sqrt(sum(terms)) },
    beyondFollowUp(curve, tau),
  );
}

function beyondFollowUp(curve: SurvivalCurve, tau: number): Caution[] {
  const last = at(curve.points, curve.points.length - 1);
  return tau > last.time && last.survival > 0
    ? [
        {
          code: 'beyond-follow-up',
          message: `The window ends at ${tau}, observation at ${last.time}: the curve was carried on flat, which flatters it.`,
        },
      ]
    : [];
}
