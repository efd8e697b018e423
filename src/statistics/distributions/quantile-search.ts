import type { Tails } from './tails.ts';

/** A probability with its complement: whichever is smaller carries the digits. */
export const fromLower = (p: number): Tails => ({ lower: p, upper: 1 - p });
export const fromUpper = (q: number): Tails => ({ lower: 1 - q, upper: q });

interface Continuous {
  readonly wanted: Tails;
  readonly start: number;
  /** Both tails at u, and the density with respect to u. */
  readonly evaluate: (u: number) => Tails & { readonly density: number };
}

/**
 * The u at which the tails take the wanted values, by Newton steps on the logarithm of the smaller
 * tail, kept inside a bracket that bisection shrinks whenever a step would leave it.
 */
export function continuousQuantile({ wanted, start, evaluate }: Continuous): number {
  const byLower = wanted.lower <= wanted.upper;
  const target = Math.log(byLower ? wanted.lower : wanted.upper);
  let low = -Infinity;
  let high = Infinity;
  let u = start;
  for (let step = 0; step < 200; step += 1) {
    const here = evaluate(u);
    const tail = byLower ? here.lower : here.upper;
    const gap = Math.log(tail) - target;
    const tooHigh = byLower ? gap > 0 : gap < 0;
    if (tooHigh) high = u;
    else low = u;
    const move = ((byLower ? -1 : 1) * gap * tail) / here.density;
    if (Math.abs(move) <= 2e-16 * Math.abs(u)) return u + move;
    const next = insideBracket(u + move, u, low, high);
    if (next === u) return u;
    u = next;
  }
  return u;
}

/** The Newton point when it is usable, otherwise a bisection or an outward doubling. */
function insideBracket(newton: number, u: number, low: number, high: number): number {
  const wide = 2 * Math.abs(u) + 2;
  if (newton > low && newton < high && Math.abs(newton - u) <= wide) return newton;
  if (low > -Infinity && high < Infinity) return (low + high) / 2;
  return low === -Infinity ? Math.min(u, high) - wide : Math.max(u, low) + wide;
}

interface Discrete {
  readonly wanted: Tails;
  readonly start: number;
  readonly largest: number;
  /** Both tails at k: Pr(X ≤ k) and Pr(X > k). */
  readonly evaluate: (k: number) => Tails;
}

/** Probabilities are rounded numbers: 64 roundings of slack keep exact steps on their own side. */
const SLACK = 64 * Number.EPSILON;

/** The smallest whole k with Pr(X ≤ k) ≥ p, by doubling steps from the start and then bisection. */
export function discreteQuantile({ wanted, start, largest, evaluate }: Discrete): number {
  const reached = (k: number): boolean => {
    const here = evaluate(k);
    return wanted.lower <= wanted.upper
      ? here.lower >= wanted.lower * (1 - SLACK)
      : here.upper <= wanted.upper * (1 + SLACK);
  };
  let high = Math.min(largest, Math.max(0, Math.floor(start)));
  let low = high - 1;
  for (let stride = 1; high < largest && !reached(high); stride *= 2) {
    low = high;
    high = Math.min(largest, high + stride);
  }
  for (let stride = 1; low >= 0 && reached(low); stride *= 2) {
    high = low;
    low = Math.max(-1, low - stride);
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (reached(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** Two terms of Cornish and Fisher: where a skewed distribution's quantile lies, roughly. */
export const cornishFisher = (
  z: number,
  shape: { readonly mean: number; readonly sd: number; readonly skewness: number },
): number => shape.mean + shape.sd * (z + (shape.skewness * (z * z - 1)) / 6);
