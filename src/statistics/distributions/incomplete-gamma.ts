import { continuedFraction } from './continued-fraction.ts';
import { logPoissonTerm } from './deviance.ts';
import { logGammaOnePlus } from './log-gamma.ts';

/** A probability and its complement, each with its own digits. */
export interface Tails {
  readonly lower: number;
  readonly upper: number;
}

/** Σₖ xᵏ / ((a + 1) … (a + k)): the series of the lower tail, for x < a + 1. */
function lowerSeries(a: number, x: number): number {
  let total = 1;
  let term = 1;
  for (let k = 1; ; k += 1) {
    term *= x / (a + k);
    total += term;
    if (term < total * 1e-17) return total;
  }
}

/** 1/(x + 1 − a − 1(1 − a)/(x + 3 − a − …)): the continued fraction of the upper tail. */
function upperFraction(a: number, x: number): number {
  const value = continuedFraction(x + 1 - a, (k, pair) => {
    pair[0] = -k * (k - a);
    pair[1] = x + 2 * k + 1 - a;
  });
  return 1 / value;
}

/**
 * Upper tail for shape below 1 and small x, where 1 − P would lose digits:
 * Q = −expm1(a ln x − ln Γ(1 + a)) − xᵃ/Γ(1 + a) · a Σₖ₌₁ (−x)ᵏ / ((a + k) k!).
 */
function smallShape(a: number, x: number): Tails {
  const logPower = a * Math.log(x) - logGammaOnePlus(a);
  let total = 0;
  let term = 1;
  for (let k = 1; k < 60; k += 1) {
    term *= -x / k;
    total += term / (a + k);
  }
  const correction = Math.exp(logPower) * a * total;
  return { lower: Math.exp(logPower) + correction, upper: -Math.expm1(logPower) - correction };
}

/**
 * Regularised incomplete gamma function: P(a, x) and Q(a, x) = 1 − P(a, x), for a > 0 and x ≥ 0.
 *
 * Below a + 1 by the series of P, above by the continued fraction of Q; both run until they settle,
 * so large shapes stay right. Relative error of either tail below 1e-12.
 *
 * @see Abramowitz M, Stegun IA. Handbook of Mathematical Functions, 6.5.29 and 6.5.31.
 */
export function incompleteGamma(a: number, x: number): Tails {
  if (x <= 0) return { lower: 0, upper: 1 };
  if (x === Infinity) return { lower: 1, upper: 0 };
  if (a < 1 && x < 1.5) return smallShape(a, x);
  const density = Math.exp(logPoissonTerm(a, x));
  if (x < a + 1) {
    const lower = Math.min(1, density * lowerSeries(a, x));
    return { lower, upper: 1 - lower };
  }
  const upper = Math.min(1, density * a * upperFraction(a, x));
  return { lower: 1 - upper, upper };
}
