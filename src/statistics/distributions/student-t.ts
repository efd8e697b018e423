import { requirePositive } from '../requirements.ts';
import { betaLogitQuantile } from './beta.ts';
import { logBinomialTerm } from './deviance.ts';
import { incompleteBeta } from './incomplete-beta.ts';
import { fromLower, fromUpper } from './quantile-search.ts';
import type { Tails } from './tails.ts';

/** Pr(|T| > |t|) and its complement: I of ν/(ν + t²) at (ν/2, ½). */
function twoSidedTails(t: number, df: number): Tails {
  requirePositive(df, 't: degrees of freedom');
  const ratio = (t / df) * t;
  const both = incompleteBeta(df / 2, 0.5, 1 / (1 + ratio), ratio / (1 + ratio));
  return Number.isFinite(ratio) ? both : { lower: 0, upper: 1 };
}

/** Pr(T ≤ t) for Student's t distribution; df > 0 may be a fraction. */
export function tCdf(t: number, df: number): number {
  const { lower, upper } = twoSidedTails(t, df);
  return t > 0 ? 0.5 + upper / 2 : lower / 2;
}

/** Pr(T > t) for Student's t distribution. */
export const tUpperTail = (t: number, df: number): number => tCdf(-t, df);

/** Two-sided p-value Pr(|T| > |t|). */
export const tTwoSided = (t: number, df: number): number => twoSidedTails(t, df).lower;

/** Density of Student's t distribution. */
export function tDensity(t: number, df: number): number {
  requirePositive(df, 't: degrees of freedom');
  const ratio = (t / df) * t;
  if (!Number.isFinite(ratio)) return 0;
  const half = df / 2;
  const term = logBinomialTerm(half, half + 0.5, 1 / (1 + ratio), ratio / (1 + ratio));
  return t === 0 ? densityAtZero(df) : (Math.exp(term) * half * 0.5) / (half + 0.5) / Math.abs(t);
}

/** Γ((ν + 1)/2) / (√(νπ) Γ(ν/2)), read off the binomial term so that large ν keeps its digits. */
function densityAtZero(df: number): number {
  const half = df / 2;
  const peak = logBinomialTerm(half, half + 0.5, half / (half + 0.5), 0.5 / (half + 0.5));
  const kernel = half * Math.log1p(0.5 / half) + 0.5 * Math.log1p(2 * half);
  return (Math.exp(peak + kernel) * 0.5 * half) / (half + 0.5) / Math.sqrt(df);
}

function quantileOf({ lower, upper }: Tails, df: number): number {
  requirePositive(df, 't: degrees of freedom');
  if (!(lower > 0 && upper > 0)) {
    throw new RangeError(`tQuantile: probability ${lower} has no finite quantile; use 0 < p < 1`);
  }
  if (lower === upper) return 0;
  const smaller = Math.min(lower, upper);
  const wanted = { lower: 2 * smaller, upper: 2 * (0.5 - smaller) };
  const size = Math.sqrt(df) * Math.exp(-betaLogitQuantile(wanted, df / 2, 0.5) / 2);
  if (size === Infinity) {
    throw new RangeError(
      `tQuantile: the quantile of ${smaller} at ${df} df is too large for a number`,
    );
  }
  return lower < upper ? -size : size;
}

/** The t with Pr(T ≤ t) = p. @throws RangeError when p is not strictly within 0…1 */
export const tQuantile = (p: number, df: number): number => quantileOf(fromLower(p), df);

/** The t with Pr(T > t) = q. @throws RangeError when q is not strictly within 0…1 */
export const tUpperQuantile = (q: number, df: number): number => quantileOf(fromUpper(q), df);
