import { stirlingError } from './log-gamma.ts';

/** With |v| up to 0.1 each term is a hundredth of the one before: ten settle every double. */
const MOST_TERMS = 20;

/**
 * Deviance part d(x, m) = x ln(x/m) + m − x, without cancellation when x is close to m.
 *
 * Close by: with v = (x − m)/(x + m), d = (x − m) v + 2x Σₖ₌₁ v²ᵏ⁺¹/(2k + 1).
 *
 * @see Loader C. Fast and accurate computation of binomial probabilities. 2000.
 */
export function devianceTerm(x: number, m: number): number {
  if (x === 0) return m;
  const difference = x - m;
  if (Math.abs(difference) > 0.1 * (x + m)) return x * Math.log(x / m) - difference;
  const v = difference / (x + m);
  let total = difference * v;
  let term = 2 * x * v;
  for (let k = 1; k <= MOST_TERMS; k += 1) {
    term *= v * v;
    const next = total + term / (2 * k + 1);
    if (next === total) return total;
    total = next;
  }
  return total;
}

/**
 * ln of mˣ e⁻ᵐ / Γ(x + 1): the Poisson probability of x at mean m, for real x ≥ 0 and m > 0.
 * Saddle-point form −d(x, m) − δ(x) − ½ ln(2πx), which keeps its digits for large x and m.
 */
export function logPoissonTerm(x: number, m: number): number {
  if (x === 0) return -m;
  return -devianceTerm(x, m) - stirlingError(x) - 0.5 * Math.log(2 * Math.PI * x);
}

/**
 * ln of Γ(n + 1)/(Γ(x + 1) Γ(n − x + 1)) pˣ qⁿ⁻ˣ: the binomial probability, for real 0 ≤ x ≤ n.
 * Both p and q = 1 − p are given, so that neither loses digits.
 */
export function logBinomialTerm(x: number, n: number, p: number, q: number): number {
  const rest = n - x;
  if (x === 0) return p < 0.1 ? n * Math.log1p(-p) : n * Math.log(q);
  if (rest === 0) return q < 0.1 ? n * Math.log1p(-q) : n * Math.log(p);
  const corrections = stirlingError(n) - stirlingError(x) - stirlingError(rest);
  const deviance = devianceTerm(x, n * p) + devianceTerm(rest, n * q);
  return corrections - deviance - 0.5 * Math.log((2 * Math.PI * x * rest) / n);
}
