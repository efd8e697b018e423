import { chiSquaredUpperTail } from '../distributions/chi-squared.ts';
import { positions } from '../element.ts';
import { dot, minus } from '../linear-algebra/vector.ts';
import { cannotEstimate, estimated, type Outcome, outOfRange } from '../outcome.ts';
import { isBeyondRange } from '../requirements.ts';
import { mean } from '../summary/moments.ts';
import { sum } from '../summary/sum.ts';

/**
 * Durbin–Watson statistic of residuals in time order: Σ (eₜ − eₜ₋₁)² / Σ eₜ².
 *
 * About 2 when neighbours are unrelated, towards 0 when a high point tends to follow a high one,
 * towards 4 when they alternate.
 *
 * @returns not estimable when all residuals are zero or there are fewer than two
 * @example durbinWatson([1, -1, 1, -1]) // 12 / 4 = 3
 * @see Durbin & Watson (1950)
 */
export function durbinWatson(residuals: readonly number[]): Outcome<number> {
  const scatter = dot(residuals, residuals);
  if (isBeyondRange(residuals)) return outOfRange();
  if (residuals.length < 2 || scatter === 0) return noScatter();
  const steps = minus(residuals.slice(1), residuals.slice(0, -1));
  return estimated(dot(steps, steps) / scatter);
}

export interface PortmanteauTest {
  readonly lags: number;
  readonly statistic: number;
  readonly pValue: number;
}

/**
 * Ljung–Box test that residuals are unrelated up to a lag:
 * Q = n (n + 2) Σₖ rₖ² / (n − k), judged by χ² with as many degrees of freedom as lags.
 *
 * @param lags largest distance looked at, less than the number of residuals
 * @returns not estimable with too few residuals or no scatter
 * @example ljungBoxTest([1, 1, -1, -1], 1) // r = 1/4: 4 × 6 / 16 / 3 = 0.5
 * @see Ljung & Box (1978)
 */
export function ljungBoxTest(residuals: readonly number[], lags: number): Outcome<PortmanteauTest> {
  const count = residuals.length;
  if (lags < 1 || lags >= count) {
    return cannotEstimate(
      'too-few-points',
      `${count} points cannot show a relation over ${lags} lags; at least ${lags + 1} are needed.`,
    );
  }
  if (isBeyondRange(residuals)) return outOfRange();
  const centre = mean(residuals);
  const deviations = residuals.map((value) => value - centre);
  const scatter = dot(deviations, deviations);
  if (scatter === 0) return noScatter();
  const terms = positions(lags).map((k) => {
    const lag = k + 1;
    const correlation = dot(deviations.slice(lag), deviations.slice(0, -lag)) / scatter;
    return correlation ** 2 / (count - lag);
  });
  const statistic = count * (count + 2) * sum(terms);
  return estimated({ lags, statistic, pValue: chiSquaredUpperTail(statistic, lags) });
}

const noScatter = <T>(): Outcome<T> =>
  cannotEstimate(
    'no-scatter',
    'The residuals are all zero: there is no pattern in time to look for.',
  );
