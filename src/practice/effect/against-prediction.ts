import type { Caution, Month } from '#core';
import type { Prediction } from '../cycle.ts';

export type PredictionMet = 'met' | 'not-met' | 'cannot-say';

interface Estimated {
  readonly before: number;
  readonly difference: number;
  readonly lower95: number;
  readonly upper95: number;
}

export interface Judgement {
  readonly met: PredictionMet;
  readonly cautions: readonly Caution[];
}

/**
 * An estimate beside the value that was predicted for after the change.
 *
 * Met: the estimate reaches the predicted value and the interval excludes no change. Not met: the whole interval
 * falls short of it, and the month it was predicted for has come. Otherwise nobody can say, and the caution says why.
 *
 * @param estimated before, difference and its 95 % interval on the measure's display scale
 * @param lastMonth the last month with a number
 * @example before 0.40, difference 0.25 (0.18…0.32), predicted 0.60: met, since 0.65 ≥ 0.60 and 0.18 > 0
 */
export function againstPrediction(
  { value, byMonth }: Prediction,
  estimated: Estimated,
  lastMonth: Month,
): Judgement {
  if (value === null) return cannotSay(noNumber);
  const wanted = value - estimated.before;
  if (wanted === 0) return cannotSay(noChangePredicted);
  // Measured in the predicted direction, so that one comparison serves rising and falling.
  const sign = Math.sign(wanted);
  const reached = estimated.difference * sign;
  const [least, most] =
    sign > 0 ? [estimated.lower95, estimated.upper95] : [-estimated.upper95, -estimated.lower95];
  if (reached >= Math.abs(wanted) && least > 0) return { met: 'met', cautions: [] };
  if (byMonth !== null && lastMonth < byMonth) return cannotSay(tooEarly(byMonth, lastMonth));
  if (most < Math.abs(wanted)) return { met: 'not-met', cautions: [] };
  return cannotSay(tooWide);
}

const cannotSay = (caution: Caution): Judgement => ({ met: 'cannot-say', cautions: [caution] });

const noNumber: Caution = {
  code: 'prediction-without-number',
  message: 'The prediction names no value, so nothing can be compared with it.',
};
const noChangePredicted: Caution = {
  code: 'prediction-is-before',
  message: 'The predicted value is what the unit already had, so reaching it says nothing.',
};
const tooWide: Caution = {
  code: 'interval-holds-prediction',
  message: 'The interval holds both the predicted value and less than that; more months will tell.',
};
const tooEarly = (byMonth: Month, lastMonth: Month): Caution => ({
  code: 'prediction-not-due',
  message: `The prediction is for ${byMonth}; the numbers reach ${lastMonth}.`,
});
