import { requirePositive, requireProbability } from '../requirements.ts';
import { logBinomialTerm } from './deviance.ts';
import { incompleteBeta } from './incomplete-beta.ts';
import { normalQuantile, normalUpperQuantile } from './normal.ts';
import { cornishFisher, discreteQuantile, fromLower, fromUpper } from './quantile-search.ts';
import type { Tails } from './tails.ts';

function requireParameters(size: number, p: number): void {
  requirePositive(size, 'negative binomial: size');
  if (!(p > 0 && p <= 1)) {
    throw new RangeError(`negative binomial: probability is ${p}; it must lie above 0 and up to 1`);
  }
}

/** Pr(X ≤ k) is the beta distribution function at p with shapes size and k + 1. */
function negativeBinomialTails(k: number, size: number, p: number): Tails {
  requireParameters(size, p);
  if (k < 0) return { lower: 0, upper: 1 };
  return incompleteBeta(size, Math.floor(k) + 1, p, 1 - p);
}

/**
 * Pr(X ≤ k): at most k failures before the size-th success, each success with probability p.
 * The mean is size (1 − p)/p; size may be a fraction.
 */
export const negativeBinomialCdf = (k: number, size: number, p: number): number =>
  negativeBinomialTails(k, size, p).lower;

/** Pr(X > k) for the negative binomial distribution. */
export const negativeBinomialUpperTail = (k: number, size: number, p: number): number =>
  negativeBinomialTails(k, size, p).upper;

/** Pr(X = k) for the negative binomial distribution; 0 when k is not a count. */
export function negativeBinomialProbability(k: number, size: number, p: number): number {
  requireParameters(size, p);
  if (!Number.isInteger(k) || k < 0) return 0;
  if (p === 1) return k === 0 ? 1 : 0;
  return (size / (size + k)) * Math.exp(logBinomialTerm(size, size + k, p, 1 - p));
}

function quantileOf(wanted: Tails, size: number, p: number): number {
  requireParameters(size, p);
  if (wanted.lower === 0 || p === 1) return 0;
  if (wanted.upper === 0) {
    throw new RangeError('negative binomial: probability 1 has no finite quantile');
  }
  const mean = (size * (1 - p)) / p;
  const sd = Math.sqrt(mean / p);
  const z =
    wanted.lower < wanted.upper ? normalQuantile(wanted.lower) : normalUpperQuantile(wanted.upper);
  return discreteQuantile({
    wanted,
    start: cornishFisher(z, { mean, sd, skewness: (2 - p) / (sd * p) }),
    largest: Number.MAX_SAFE_INTEGER,
    evaluate: (k) => negativeBinomialTails(k, size, p),
  });
}

/** The smallest k with Pr(X ≤ k) ≥ probability. */
export function negativeBinomialQuantile(probability: number, size: number, p: number): number {
  requireProbability(probability, 'negativeBinomialQuantile: probability');
  return quantileOf(fromLower(probability), size, p);
}

/** The smallest k with Pr(X > k) ≤ q. */
export function negativeBinomialUpperQuantile(q: number, size: number, p: number): number {
  requireProbability(q, 'negativeBinomialUpperQuantile: q');
  return quantileOf(fromUpper(q), size, p);
}
