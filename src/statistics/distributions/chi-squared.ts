import {
  gammaCdf,
  gammaDensity,
  gammaQuantile,
  gammaUpperQuantile,
  gammaUpperTail,
} from './gamma.ts';

/** Pr(X ≤ x) for the chi-squared distribution; df > 0 may be a fraction. */
export const chiSquaredCdf = (x: number, df: number): number => gammaCdf(x / 2, df / 2);

/** Pr(X > x) for the chi-squared distribution. */
export const chiSquaredUpperTail = (x: number, df: number): number => gammaUpperTail(x / 2, df / 2);

export const chiSquaredDensity = (x: number, df: number): number => gammaDensity(x / 2, df / 2) / 2;

/** The x with Pr(X ≤ x) = p. */
export const chiSquaredQuantile = (p: number, df: number): number => 2 * gammaQuantile(p, df / 2);

/** The x with Pr(X > x) = q. */
export const chiSquaredUpperQuantile = (q: number, df: number): number =>
  2 * gammaUpperQuantile(q, df / 2);
