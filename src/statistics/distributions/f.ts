import { requirePositive, requireProbability } from '../requirements.ts';
import { betaLogitQuantile } from './beta.ts';
import { logBinomialTerm } from './deviance.ts';
import { incompleteBeta } from './incomplete-beta.ts';
import { fromLower, fromUpper } from './quantile-search.ts';
import type { Tails } from './tails.ts';

function requireDegrees(df1: number, df2: number): void {
  requirePositive(df1, 'F: numerator degrees of freedom');
  requirePositive(df2, 'F: denominator degrees of freedom');
}

function fTails(x: number, df1: number, df2: number): Tails {
  requireDegrees(df1, df2);
  if (x <= 0) return { lower: 0, upper: 1 };
  const ratio = (df1 / df2) * x;
  return incompleteBeta(df1 / 2, df2 / 2, 1 / (1 + 1 / ratio), 1 / (1 + ratio));
}

/** Pr(X ≤ x) for the F distribution. */
export const fCdf = (x: number, df1: number, df2: number): number => fTails(x, df1, df2).lower;

/** Pr(X > x) for the F distribution. */
export const fUpperTail = (x: number, df1: number, df2: number): number =>
  fTails(x, df1, df2).upper;

/** Density of the F distribution at x > 0. */
export function fDensity(x: number, df1: number, df2: number): number {
  requireDegrees(df1, df2);
  if (x <= 0) return 0;
  const ratio = (df1 / df2) * x;
  const [a, b] = [df1 / 2, df2 / 2];
  const term = logBinomialTerm(a, a + b, 1 / (1 + 1 / ratio), 1 / (1 + ratio));
  return (Math.exp(term) * a * (b / (a + b))) / x;
}

function quantileOf(wanted: Tails, df1: number, df2: number): number {
  requireDegrees(df1, df2);
  if (wanted.lower === 0) return 0;
  if (wanted.upper === 0) throw new RangeError('F: probability 1 has no finite quantile');
  return (df2 / df1) * Math.exp(betaLogitQuantile(wanted, df1 / 2, df2 / 2));
}

/** The x with Pr(X ≤ x) = p. @throws RangeError for p = 1 or outside 0…1 */
export function fQuantile(p: number, df1: number, df2: number): number {
  requireProbability(p, 'fQuantile: p');
  return quantileOf(fromLower(p), df1, df2);
}

/** The x with Pr(X > x) = q. @throws RangeError for q = 0 or outside 0…1 */
export function fUpperQuantile(q: number, df1: number, df2: number): number {
  requireProbability(q, 'fUpperQuantile: q');
  return quantileOf(fromUpper(q), df1, df2);
}
