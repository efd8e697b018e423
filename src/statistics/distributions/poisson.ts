import { requireProbability } from '../requirements.ts';
import { logPoissonTerm } from './deviance.ts';
import { incompleteGamma } from './incomplete-gamma.ts';
import { normalQuantile, normalUpperQuantile } from './normal.ts';
import { cornishFisher, discreteQuantile, fromLower, fromUpper } from './quantile-search.ts';
import type { Tails } from './tails.ts';

function requireMean(mean: number): void {
  if (!(mean >= 0 && Number.isFinite(mean))) {
    throw new RangeError(`Poisson: mean is ${mean}; it must be a finite number of 0 or more`);
  }
}

/** Pr(X ≤ k) is the upper tail of a gamma variable with shape k + 1. */
function poissonTails(k: number, mean: number): Tails {
  requireMean(mean);
  if (k < 0) return { lower: 0, upper: 1 };
  const { lower, upper } = incompleteGamma(Math.floor(k) + 1, mean);
  return { lower: upper, upper: lower };
}

/** Pr(X ≤ k) for the Poisson distribution. */
export const poissonCdf = (k: number, mean: number): number => poissonTails(k, mean).lower;

/** Pr(X > k) for the Poisson distribution. */
export const poissonUpperTail = (k: number, mean: number): number => poissonTails(k, mean).upper;

/** ln Pr(X = k); k must be a count with a positive probability. */
export function poissonLogProbability(k: number, mean: number): number {
  requireMean(mean);
  if (mean === 0 && k === 0) return 0;
  if (!Number.isInteger(k) || k < 0 || mean === 0) {
    throw new RangeError(
      `Poisson: ${k} has probability 0 at mean ${mean}; its logarithm is not finite`,
    );
  }
  return logPoissonTerm(k, mean);
}

/** Pr(X = k) for the Poisson distribution; 0 when k is not a count. */
export function poissonProbability(k: number, mean: number): number {
  requireMean(mean);
  if (!Number.isInteger(k) || k < 0) return 0;
  if (mean === 0) return k === 0 ? 1 : 0;
  return Math.exp(logPoissonTerm(k, mean));
}

function quantileOf(wanted: Tails, mean: number): number {
  requireMean(mean);
  if (wanted.lower === 0 || mean === 0) return 0;
  if (wanted.upper === 0) throw new RangeError('Poisson: probability 1 has no finite quantile');
  const z =
    wanted.lower < wanted.upper ? normalQuantile(wanted.lower) : normalUpperQuantile(wanted.upper);
  return discreteQuantile({
    wanted,
    start: cornishFisher(z, { mean, sd: Math.sqrt(mean), skewness: 1 / Math.sqrt(mean) }),
    largest: Number.MAX_SAFE_INTEGER,
    evaluate: (k) => poissonTails(k, mean),
  });
}

/** The smallest k with Pr(X ≤ k) ≥ p. @throws RangeError for p = 1 with a positive mean */
export function poissonQuantile(p: number, mean: number): number {
  requireProbability(p, 'poissonQuantile: p');
  return quantileOf(fromLower(p), mean);
}

/** The smallest k with Pr(X > k) ≤ q. @throws RangeError for q = 0 with a positive mean */
export function poissonUpperQuantile(q: number, mean: number): number {
  requireProbability(q, 'poissonUpperQuantile: q');
  return quantileOf(fromUpper(q), mean);
}
