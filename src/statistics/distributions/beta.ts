import { requirePositive, requireProbability } from '../requirements.ts';
import { logBinomialTerm } from './deviance.ts';
import { incompleteBeta } from './incomplete-beta.ts';
import { logBeta } from './log-gamma.ts';
import { continuousQuantile, fromLower, fromUpper } from './quantile-search.ts';
import type { Tails } from './tails.ts';

function requireShapes(a: number, b: number): void {
  requirePositive(a, 'beta: first shape');
  requirePositive(b, 'beta: second shape');
}

/** Pr(X ≤ x) for the beta distribution with shapes a and b. */
export function betaCdf(x: number, a: number, b: number): number {
  requireShapes(a, b);
  return incompleteBeta(a, b, x, 1 - x).lower;
}

/** Pr(X > x) for the beta distribution with shapes a and b. */
export function betaUpperTail(x: number, a: number, b: number): number {
  requireShapes(a, b);
  return incompleteBeta(a, b, x, 1 - x).upper;
}

/** Density of the beta distribution at 0 < x < 1. */
export function betaDensity(x: number, a: number, b: number): number {
  requireShapes(a, b);
  if (x <= 0 || x >= 1) return 0;
  return (Math.exp(logBinomialTerm(a, a + b, x, 1 - x)) * densityFactor(a, b)) / (x * (1 - x));
}

const densityFactor = (a: number, b: number): number => a * (b / (a + b));

const logistic = (u: number): number => 1 / (1 + Math.exp(-u));

/** ln x and ln(1 − x) of the quantile if only the leading term at either end mattered. */
function leadingTerms(a: number, b: number, wanted: Tails): Tails {
  const logScale = logBeta(a, b);
  return {
    lower: (Math.log(wanted.lower * a) + logScale) / a,
    upper: (Math.log(wanted.upper * b) + logScale) / b,
  };
}

/** Below this logarithm the leading term is the whole tail. */
const LEADING_TERM_ALONE = -700;

/** Where to begin: the leading term of either end, or the logit of the mean. */
function startOf(a: number, b: number, ends: Tails): number {
  const centre = Math.log(a / b);
  if (ends.lower < Math.min(-1, centre - 1)) return ends.lower;
  return ends.upper < Math.min(-1, -centre - 1) ? -ends.upper : centre;
}

/**
 * The logit ln(x / (1 − x)) of the beta quantile. Working on the logit keeps the digits of x and of
 * 1 − x at once; t and F quantiles are read off it without cancellation.
 */
export function betaLogitQuantile(wanted: Tails, a: number, b: number): number {
  requireShapes(a, b);
  const factor = densityFactor(a, b);
  const ends = leadingTerms(a, b, wanted);
  if (ends.lower < LEADING_TERM_ALONE) return ends.lower;
  if (ends.upper < LEADING_TERM_ALONE) return -ends.upper;
  return continuousQuantile({
    wanted,
    start: startOf(a, b, ends),
    evaluate: (u) => {
      const x = logistic(u);
      const y = logistic(-u);
      const density = Math.exp(logBinomialTerm(a, a + b, x, y)) * factor;
      return { ...incompleteBeta(a, b, x, y), density };
    },
  });
}

function quantileOf(wanted: Tails, a: number, b: number): number {
  requireShapes(a, b);
  if (wanted.lower === 0) return 0;
  if (wanted.upper === 0) return 1;
  return logistic(betaLogitQuantile(wanted, a, b));
}

/** The x with Pr(X ≤ x) = p for the beta distribution. */
export function betaQuantile(p: number, a: number, b: number): number {
  requireProbability(p, 'betaQuantile: p');
  return quantileOf(fromLower(p), a, b);
}

/** The x with Pr(X > x) = q for the beta distribution. */
export function betaUpperQuantile(q: number, a: number, b: number): number {
  requireProbability(q, 'betaUpperQuantile: q');
  return quantileOf(fromUpper(q), a, b);
}
