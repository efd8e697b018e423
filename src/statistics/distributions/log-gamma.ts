import { at } from '../element.ts';
import { requirePositive } from '../requirements.ts';

const EULER_MASCHERONI = 0.5772156649015329;
const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/** B₂ⱼ / (2j)!: the weights of the Euler–Maclaurin correction. */
const BERNOULLI_WEIGHTS = [1 / 12, -1 / 720, 1 / 30240, -1 / 1209600];

/** ζ(n) − 1 for n ≥ 2: terms of Σ k⁻ⁿ up to 39, the rest by Euler and Maclaurin; error < 1e-16. */
function zetaMinusOne(n: number): number {
  const cut = 40;
  let total = cut ** (1 - n) / (n - 1) + cut ** -n / 2;
  let factor = n * cut ** (-n - 1);
  BERNOULLI_WEIGHTS.forEach((weight, j) => {
    total += weight * factor;
    factor *= ((n + 2 * j + 1) * (n + 2 * j + 2)) / (cut * cut);
  });
  for (let k = cut - 1; k >= 2; k -= 1) total += k ** -n;
  return total;
}

const ZETA_MINUS_ONE = Array.from({ length: 60 }, (_, i) => (i < 2 ? 0 : zetaMinusOne(i)));

/** ln Γ(2 + w) for |w| ≤ ½: w(1 − γ) + Σₙ₌₂ (−1)ⁿ (ζ(n) − 1) wⁿ / n. Keeps relative accuracy at w = 0. */
function logGammaNearTwo(w: number): number {
  let total = 0;
  for (let n = ZETA_MINUS_ONE.length - 1; n >= 2; n -= 1) {
    total = at(ZETA_MINUS_ONE, n) / n - w * total;
  }
  return w * (1 - EULER_MASCHERONI) + w * w * total;
}

/** The part of Stirling's formula beyond (x − ½) ln x − x + ½ ln 2π, for x ≥ 10; error < 1e-17. */
function stirlingSeries(x: number): number {
  const r = 1 / (x * x);
  const inner = 1 / 1188 - r * (691 / 360360 - r * (1 / 156 - (r * 3617) / 122400));
  return (1 / 12 - r * (1 / 360 - r * (1 / 1260 - r * (1 / 1680 - r * inner)))) / x;
}

/**
 * ln Γ(x) for x > 0.
 *
 * x ≥ 10 by Stirling's series; below, x is moved to 1.5…2.5 by Γ(x + 1) = x Γ(x) and summed there
 * as a power series. Relative error below 1e-14, also beside the zeros at 1 and 2.
 *
 * @see Abramowitz M, Stegun IA. Handbook of Mathematical Functions, 6.1.33 and 6.1.41.
 */
export function logGamma(x: number): number {
  requirePositive(x, 'logGamma: x');
  if (x >= 10) return (x - 0.5) * Math.log(x) - x + HALF_LOG_TWO_PI + stirlingSeries(x);
  if (x < 0.5) return logGammaNearTwo(x) - Math.log(x) - Math.log1p(x);
  if (x < 1.5) return logGammaNearTwo(x - 1) - Math.log1p(x - 1);
  let factor = 1;
  let y = x;
  while (y > 2.5) {
    y -= 1;
    factor *= y;
  }
  return logGammaNearTwo(y - 2) + Math.log(factor);
}

/** ln Γ(1 + x) for x ≥ 0 that keeps its digits when x is tiny. */
export const logGammaOnePlus = (x: number): number =>
  x < 0.5 ? logGammaNearTwo(x) - Math.log1p(x) : logGamma(1 + x);

/** Stirling's error: ln Γ(x + 1) − [(x + ½) ln x − x + ½ ln 2π]; tends to 1/(12x). */
export function stirlingError(x: number): number {
  if (x >= 10) return stirlingSeries(x);
  return logGammaOnePlus(x) - (x + 0.5) * Math.log(x) + x - HALF_LOG_TWO_PI;
}

/** ln B(a, b) = ln Γ(a) + ln Γ(b) − ln Γ(a + b). */
export const logBeta = (a: number, b: number): number =>
  logGamma(a) + logGamma(b) - logGamma(a + b);

/**
 * ψ(x) = d ln Γ(x) / dx for x > 0, by recurrence up to 10 and the asymptotic series
 * ln x − 1/(2x) − Σ B₂ₖ / (2k x²ᵏ). Absolute error below 1e-14 of the largest term.
 */
export function digamma(x: number): number {
  requirePositive(x, 'digamma: x');
  let shift = 0;
  let y = x;
  while (y < 10) {
    shift += 1 / y;
    y += 1;
  }
  const r = 1 / (y * y);
  const inner = 1 / 240 - r * (1 / 132 - r * (691 / 32760 - r / 12));
  const series = r * (1 / 12 - r * (1 / 120 - r * (1 / 252 - r * inner)));
  return Math.log(y) - 0.5 / y - series - shift;
}

/**
 * ψ′(x) for x > 0, by recurrence up to 10 and the asymptotic series
 * 1/x + 1/(2x²) + Σ B₂ₖ / x²ᵏ⁺¹.
 */
export function trigamma(x: number): number {
  requirePositive(x, 'trigamma: x');
  let shift = 0;
  let y = x;
  while (y < 10) {
    shift += 1 / (y * y);
    y += 1;
  }
  const r = 1 / (y * y);
  const inner = 1 / 30 - r * (5 / 66 - r * (691 / 2730 - (r * 7) / 6));
  const series = (r * (1 / 6 - r * (1 / 30 - r * (1 / 42 - r * inner)))) / y;
  return shift + 1 / y + r / 2 + series;
}
