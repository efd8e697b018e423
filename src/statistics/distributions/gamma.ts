import { requirePositive, requireProbability } from '../requirements.ts';
import { logPoissonTerm } from './deviance.ts';
import { incompleteGamma } from './incomplete-gamma.ts';
import { logGammaOnePlus } from './log-gamma.ts';
import { normalQuantile, normalUpperQuantile } from './normal.ts';
import { continuousQuantile, fromLower, fromUpper } from './quantile-search.ts';
import type { Tails } from './tails.ts';

function gammaTails(x: number, shape: number, rate: number): Tails {
  requirePositive(shape, 'gamma: shape');
  requirePositive(rate, 'gamma: rate');
  return incompleteGamma(shape, x * rate);
}

/** Pr(X ≤ x) for the gamma distribution with the given shape and rate (mean = shape / rate). */
export const gammaCdf = (x: number, shape: number, rate = 1): number =>
  gammaTails(x, shape, rate).lower;

/** Pr(X > x) for the gamma distribution. */
export const gammaUpperTail = (x: number, shape: number, rate = 1): number =>
  gammaTails(x, shape, rate).upper;

/** Density of the gamma distribution at x > 0. */
export function gammaDensity(x: number, shape: number, rate = 1): number {
  requirePositive(shape, 'gamma: shape');
  requirePositive(rate, 'gamma: rate');
  return x <= 0 ? 0 : (Math.exp(logPoissonTerm(shape, x * rate)) * shape) / x;
}

/** ln x of the quantile if only the leading term of the lower tail mattered: xᵃ / Γ(a + 1) = p. */
const leadingTerm = (shape: number, wanted: Tails): number =>
  (Math.log(wanted.lower) + logGammaOnePlus(shape)) / shape;

/** Below this logarithm the leading term is the whole lower tail. */
const LEADING_TERM_ALONE = -700;

/** Where to begin: the leading term in the lower tail, otherwise Wilson and Hilferty's cube. */
function startOf(shape: number, wanted: Tails): number {
  const leading = leadingTerm(shape, wanted);
  if (leading < Math.log(shape + 1) - 1 || shape < 0.3) return Math.min(leading, 5);
  const z =
    wanted.lower < wanted.upper ? normalQuantile(wanted.lower) : normalUpperQuantile(wanted.upper);
  const cube = 1 - 1 / (9 * shape) + z / (3 * Math.sqrt(shape));
  return cube > 0 ? Math.log(shape) + 3 * Math.log(cube) : leading;
}

function quantileOf(wanted: Tails, shape: number, rate: number): number {
  requirePositive(shape, 'gamma: shape');
  requirePositive(rate, 'gamma: rate');
  if (wanted.lower === 0) return 0;
  if (wanted.upper === 0) throw new RangeError('gamma: probability 1 has no finite quantile');
  const leading = leadingTerm(shape, wanted);
  if (leading < LEADING_TERM_ALONE) return Math.exp(leading) / rate;
  const u = continuousQuantile({
    wanted,
    start: startOf(shape, wanted),
    evaluate: (logX) => {
      const x = Math.exp(logX);
      return { ...incompleteGamma(shape, x), density: gammaDensity(x, shape) * x };
    },
  });
  return Math.exp(u) / rate;
}

/** The x with Pr(X ≤ x) = p for the gamma distribution. @throws RangeError for p = 1 or outside 0…1 */
export function gammaQuantile(p: number, shape: number, rate = 1): number {
  requireProbability(p, 'gammaQuantile: p');
  return quantileOf(fromLower(p), shape, rate);
}

/** The x with Pr(X > x) = q for the gamma distribution. @throws RangeError for q = 0 or outside 0…1 */
export function gammaUpperQuantile(q: number, shape: number, rate = 1): number {
  requireProbability(q, 'gammaUpperQuantile: q');
  return quantileOf(fromUpper(q), shape, rate);
}
