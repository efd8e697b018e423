import { cannotEstimate, estimated, type Outcome, outOfRange } from '../outcome.ts';
import { intervalMultiplier } from '../regression/inference.ts';
import { isBeyondRange } from '../requirements.ts';
import { type FollowUp, type RiskSet, requireFollowUp, riskTable } from './risk-table.ts';

/**
 * How the interval around a survival probability S with cumulative hazard error h is formed:
 * - log: S exp(±z h), kept below 1.
 * - log-log: S^exp(±z h / ln S), always within 0…1.
 * - plain: S ± z S h, kept within 0…1.
 */
export type SurvivalInterval = 'log' | 'log-log' | 'plain';

export interface SurvivalPoint extends RiskSet {
  /** Probability of being free of the event just after this time, 0…1. */
  readonly survival: number;
  /** Greenwood's error on the probability scale with its interval; not estimable once survival is 0. */
  readonly uncertainty: Outcome<{
    readonly standardError: number;
    readonly lower: number;
    readonly upper: number;
  }>;
}

export interface SurvivalCurve {
  readonly rows: number;
  readonly events: number;
  readonly interval: SurvivalInterval;
  readonly confidence: number;
  /** One point per time at which something happened, censoring included. */
  readonly points: readonly SurvivalPoint[];
}

interface CurveOptions {
  readonly interval?: SurvivalInterval;
  readonly confidence?: number;
}

/**
 * Kaplan–Meier curve: the probability of being free of an event over time, when some are followed for
 * a shorter time than others.
 *
 * Assumes that those who leave early have the same prospects as those who stay.
 * S(t) = Π (1 − dᵢ/nᵢ) over event times up to t; Greenwood's error S √Σ dᵢ/(nᵢ(nᵢ − dᵢ)).
 *
 * @param data time ≥ 0 and event 0/1 per row
 * @returns not estimable without rows; with no event at all, a curve that stays at 1
 * @throws RangeError when lengths differ, a time is negative or an event is neither 0 nor 1
 * @example kaplanMeier({ time: [1, 2, 3, 4], event: [1, 0, 1, 0] }) // 0.75 after 1, 0.375 after 3
 * @see Kaplan & Meier (1958); docs/methods/survival.md
 */
export function kaplanMeier(data: FollowUp, options: CurveOptions = {}): Outcome<SurvivalCurve> {
  requireFollowUp('kaplanMeier', data);
  const { interval = 'log', confidence = 0.95 } = options;
  if (data.time.length === 0) return cannotEstimate('no-points', 'There are no rows to follow.');
  if (isBeyondRange(data.time)) return outOfRange();
  const multiplier = intervalMultiplier('normal', confidence);
  let survival = 1;
  let hazardVariance = 0;
  const points = riskTable(data).map((set) => {
    survival *= 1 - set.events / set.atRisk;
    hazardVariance += greenwoodTerm(set);
    const hazardError = Math.sqrt(hazardVariance);
    return {
      ...set,
      survival,
      uncertainty:
        survival > 0
          ? estimated({
              standardError: survival * hazardError,
              ...limits(survival, multiplier * hazardError, interval),
            })
          : survivalIsZero,
    };
  });
  const events = points.reduce((total, point) => total + point.events, 0);
  return estimated({ rows: data.time.length, events, interval, confidence, points });
}

const survivalIsZero: SurvivalPoint['uncertainty'] = cannotEstimate(
  'survival-is-zero',
  'Everyone left has had the event: Greenwood’s formula has no value there.',
);

/** d / (n (n − d)), the term one time adds to the variance of the cumulative hazard; 0 when all have the event. */
export const greenwoodTerm = ({ events, atRisk }: RiskSet): number =>
  events === atRisk ? 0 : events / (atRisk * (atRisk - events));

/** Limits of S when its cumulative hazard is known to ± reach. */
function limits(survival: number, reach: number, interval: SurvivalInterval) {
  if (survival === 1) return { lower: 1, upper: 1 };
  switch (interval) {
    case 'log':
      return {
        lower: survival * Math.exp(-reach),
        upper: Math.min(1, survival * Math.exp(reach)),
      };
    case 'log-log': {
      const hazard = -Math.log(survival);
      return {
        lower: Math.exp(-hazard * Math.exp(reach / hazard)),
        upper: Math.exp(-hazard * Math.exp(-reach / hazard)),
      };
    }
    case 'plain':
      return {
        lower: Math.max(0, survival * (1 - reach)),
        upper: Math.min(1, survival * (1 + reach)),
      };
    default:
      return interval satisfies never;
  }
}
