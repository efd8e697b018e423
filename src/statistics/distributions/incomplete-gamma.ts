import { continuedFraction } from './continued-fraction.ts';
import { devianceTerm, logPoissonTerm } from './deviance.ts';
import { logGammaOnePlus } from './log-gamma.ts';
import { normalCdf, normalDensity, normalUpperTail } from './normal.ts';
import type { Tails } from './tails.ts';

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

/** From this shape on the series would need tens of thousands of terms, and the expansion needs four. */
const LARGE_SHAPE = 1e9;

/** Beyond this η either tail is 0 at every large shape. */
const FARTHEST_ETA = 0.01;

/**
 * Large shape: with ½η² = x/a − 1 − ln(x/a) and z = η√a, P = Φ(z) − φ(z) c₀(η)/√a, where
 * c₀ = −1/3 + η/12 − 2η²/135 + η³/864 − …
 *
 * @see Temme NM. The asymptotic expansion of the incomplete gamma functions. SIAM J Math Anal 1979;10:757–66.
 */
function largeShape(a: number, x: number): Tails {
  const z = Math.sign(x - a) * Math.sqrt(2 * devianceTerm(a, x));
  const eta = z / Math.sqrt(a);
  if (Math.abs(eta) > FARTHEST_ETA) return { lower: eta > 0 ? 1 : 0, upper: eta > 0 ? 0 : 1 };
  const c0 = -1 / 3 + eta * (1 / 12 + eta * (-2 / 135 + eta / 864));
  const correction = (normalDensity(z) * c0) / Math.sqrt(a);
  return { lower: normalCdf(z) - correction, upper: normalUpperTail(z) + correction };
}

/**
 * Regularised incomplete gamma function: P(a, x) and Q(a, x) = 1 − P(a, x), for a > 0 and x ≥ 0.
 *
 * Below a + 1 by the series of P, above by the continued fraction of Q; both run until they settle,
 * so large shapes stay right; from a = 10⁹ by Temme's expansion. Relative error of either tail below 1e-12.
 *
 * @see Abramowitz M, Stegun IA. Handbook of Mathematical Functions, 6.5.29 and 6.5.31.
 */
export function incompleteGamma(a: number, x: number): Tails {
  if (x <= 0) return { lower: 0, upper: 1 };
  if (x === Infinity) return { lower: 1, upper: 0 };
  if (a < 1 && x < 1.5) return smallShape(a, x);
  if (a >= LARGE_SHAPE) return largeShape(a, x);
  const density = Math.exp(logPoissonTerm(a, x));
  if (x < a + 1) {
    const lower = Math.min(1, density * lowerSeries(a, x));
    return { lower, upper: 1 - lower };
  }
  const upper = Math.min(1, density * a * upperFraction(a, x));
  return { lower: 1 - upper, upper };
}
