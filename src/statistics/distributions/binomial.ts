import { requireProbability } from '../requirements.ts';
import { logBinomialTerm } from './deviance.ts';
import { incompleteBeta } from './incomplete-beta.ts';
import { normalQuantile, normalUpperQuantile } from './normal.ts';
import { cornishFisher, discreteQuantile, fromLower, fromUpper } from './quantile-search.ts';
import type { Tails } from './tails.ts';

function requireTrials(n: number, p: number): void {
  if (!Number.isInteger(n) || n < 0) {
    throw new RangeError(`binomial: ${n} trials; a whole number of 0 or more is needed`);
  }
  requireProbability(p, 'binomial: probability');
}

/** Pr(X > k) is the beta distribution function with shapes k + 1 and n − k. */
function binomialTails(k: number, n: number, p: number): Tails {
  requireTrials(n, p);
  if (k < 0) return { lower: 0, upper: 1 };
  if (k >= n) return { lower: 1, upper: 0 };
  const whole = Math.floor(k);
  const { lower, upper } = incompleteBeta(whole + 1, n - whole, p, 1 - p);
  return { lower: upper, upper: lower };
}

/** Pr(X ≤ k) for k events in n trials with probability p. */
export const binomialCdf = (k: number, n: number, p: number): number =>
  binomialTails(k, n, p).lower;

/** Pr(X > k) for k events in n trials with probability p. */
export const binomialUpperTail = (k: number, n: number, p: number): number =>
  binomialTails(k, n, p).upper;

const isPossible = (k: number, n: number, p: number): boolean =>
  Number.isInteger(k) && k >= 0 && k <= n && (p > 0 || k === 0) && (p < 1 || k === n);

/** ln Pr(X = k); k must be a count with a positive probability. */
export function binomialLogProbability(k: number, n: number, p: number): number {
  requireTrials(n, p);
  if (!isPossible(k, n, p)) {
    throw new RangeError(
      `binomial: ${k} of ${n} has probability 0 at p = ${p}; no finite logarithm`,
    );
  }
  return p === 0 || p === 1 ? 0 : logBinomialTerm(k, n, p, 1 - p);
}

/** Pr(X = k) for k events in n trials; 0 when k is not a possible count. */
export function binomialProbability(k: number, n: number, p: number): number {
  requireTrials(n, p);
  return isPossible(k, n, p) ? Math.exp(binomialLogProbability(k, n, p)) : 0;
}

function quantileOf(wanted: Tails, n: number, p: number): number {
  requireTrials(n, p);
  if (wanted.lower === 0 || p === 0 || n === 0) return 0;
  if (wanted.upper === 0 || p === 1) return n;
  const sd = Math.sqrt(n * p * (1 - p));
  const z =
    wanted.lower < wanted.upper ? normalQuantile(wanted.lower) : normalUpperQuantile(wanted.upper);
  return discreteQuantile({
    wanted,
    start: cornishFisher(z, { mean: n * p, sd, skewness: (1 - 2 * p) / sd }),
    largest: n,
    evaluate: (k) => binomialTails(k, n, p),
  });
}

/** The smallest k with Pr(X ≤ k) ≥ probability. */
export function binomialQuantile(probability: number, n: number, p: number): number {
  requireProbability(probability, 'binomialQuantile: probability');
  return quantileOf(fromLower(probability), n, p);
}

/** The smallest k with Pr(X > k) ≤ q. */
export function binomialUpperQuantile(q: number, n: number, p: number): number {
  requireProbability(q, 'binomialUpperQuantile: q');
  return quantileOf(fromUpper(q), n, p);
}
