import { continuedFraction } from './continued-fraction.ts';
import { fromLower, fromUpper } from './quantile-search.ts';
import type { Tails } from './tails.ts';

const LOG_ROOT_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/** Density of the standard normal distribution; z² is split so that its rounding does not show. */
export function normalDensity(z: number): number {
  const coarse = Math.trunc(z * 16) / 16;
  const rest = (z - coarse) * (z + coarse);
  return (Math.exp(-coarse * coarse * 0.5) * Math.exp(-rest * 0.5)) / Math.sqrt(2 * Math.PI);
}

/** Φ(z) − ½ = φ(z) (z + z³/3 + z⁵/15 + …), for |z| up to about 3. */
function centralPart(z: number): number {
  let total = z;
  let term = z;
  for (let k = 1; ; k += 1) {
    term *= (z * z) / (2 * k + 1);
    total += term;
    if (Math.abs(term) <= Math.abs(total) * 1e-17) return normalDensity(z) * total;
  }
}

/** (1 − Φ(z)) / φ(z) = 1/(z + 1/(z + 2/(z + …))) for z > 0. */
const millsRatio = (z: number): number =>
  1 /
  continuedFraction(z, (k, pair) => {
    pair[0] = k;
    pair[1] = z;
  });

/** Both tails of the standard normal distribution; relative error below 1e-13. */
function normalTails(z: number): Tails {
  if (Math.abs(z) < 2.5) {
    const centre = centralPart(z);
    return { lower: 0.5 + centre, upper: 0.5 - centre };
  }
  const far = Math.abs(z) > 40 ? 0 : normalDensity(z) * millsRatio(Math.abs(z));
  return z < 0 ? { lower: far, upper: 1 - far } : { lower: 1 - far, upper: far };
}

/** Pr(Z ≤ z) for the standard normal distribution. */
export const normalCdf = (z: number): number => normalTails(z).lower;

/** Pr(Z > z) for the standard normal distribution. */
export const normalUpperTail = (z: number): number => normalTails(z).upper;

/** ln Pr(Z ≤ z), right also where the probability itself is too small to be held. */
export function normalLogCdf(z: number): number {
  if (z > -2.5) return z > 0 ? Math.log1p(-normalUpperTail(z)) : Math.log(normalCdf(z));
  return -0.5 * z * z - LOG_ROOT_TWO_PI + Math.log(millsRatio(-z));
}

/** Two-sided p-value of a standard normal statistic: Pr(|Z| > |z|). */
export const normalTwoSided = (z: number): number => Math.min(1, 2 * normalUpperTail(Math.abs(z)));

function centralQuantile(offset: number): number {
  let z = offset * Math.sqrt(2 * Math.PI);
  for (let step = 0; step < 60; step += 1) {
    const move = (centralPart(z) - offset) / normalDensity(z);
    z -= move;
    if (Math.abs(move) <= 1e-16 * Math.abs(z)) break;
  }
  return z;
}

/** The z with Pr(Z > z) = q, for small q: Newton on ln q from z = √(−2 ln q). */
function tailQuantile(q: number): number {
  const target = Math.log(q);
  let z = Math.sqrt(-2 * target - Math.log(-2 * target) - 2 * LOG_ROOT_TWO_PI + 1.8);
  for (let step = 0; step < 60; step += 1) {
    const logTail = normalLogCdf(-z);
    const move = (logTail - target) * Math.exp(logTail + 0.5 * z * z + LOG_ROOT_TWO_PI);
    z += move;
    if (Math.abs(move) <= 2e-16 * z) break;
  }
  return z;
}

function quantileOf({ lower, upper }: Tails): number {
  if (!(lower > 0 && upper > 0)) {
    throw new RangeError(
      `normalQuantile: probability ${lower} has no finite quantile; use 0 < p < 1`,
    );
  }
  if (lower > 0.05 && upper > 0.05) {
    return centralQuantile(lower < upper ? lower - 0.5 : 0.5 - upper);
  }
  return lower < upper ? -tailQuantile(lower) : tailQuantile(upper);
}

/**
 * The z with Pr(Z ≤ z) = p; relative error below 1e-14.
 *
 * @throws RangeError when p is not strictly within 0…1
 * @example normalQuantile(0.975) // 1.959963984540054
 */
export const normalQuantile = (p: number): number => quantileOf(fromLower(p));

/** The z with Pr(Z > z) = q. @throws RangeError when q is not strictly within 0…1 */
export const normalUpperQuantile = (q: number): number => quantileOf(fromUpper(q));
