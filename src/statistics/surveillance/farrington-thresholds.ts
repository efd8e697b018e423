import {
  negativeBinomialQuantile,
  negativeBinomialUpperTail,
} from '../distributions/negative-binomial.ts';
import { normalUpperQuantile, normalUpperTail } from '../distributions/normal.ts';
import { poissonQuantile, poissonUpperTail } from '../distributions/poisson.ts';

/** The power of the counts that is taken to be normal. */
export type CountPower = '2/3' | '1/2' | 'none';

export interface Prediction {
  /** Expected count on the log scale and the standard error of that mean. */
  readonly eta: number;
  readonly error: number;
  readonly phi: number;
}

export interface Threshold {
  readonly upper: number;
  /** Pr(count at least as high as observed) if nothing has changed. */
  readonly pValue: number;
}

const exponents: Readonly<Record<CountPower, number>> = { '2/3': 2 / 3, '1/2': 1 / 2, none: 1 };

/** Variance of the counts raised to the power, by the delta method: e² μ^(2e − 1) τ. */
const powerVariance = (mu: number, exponent: number, tau: number): number =>
  exponent * exponent * mu ** (2 * exponent - 1) * tau;

/**
 * Farrington's threshold: counts raised to a power are taken as normal.
 *
 * U = (μ^e + z √(e² μ^(2e−1) τ))^(1/e), τ = φ + se(μ)²/μ, e = ⅔ by default.
 *
 * @param tail one-sided tail probability
 */
export function normalPowerThreshold(
  { eta, error, phi }: Prediction,
  observed: number,
  choice: { readonly power: CountPower; readonly tail: number },
): Threshold {
  const mu = Math.exp(eta);
  const exponent = exponents[choice.power];
  const tau = phi + (error * mu * (error * mu)) / mu;
  const spread = Math.sqrt(powerVariance(mu, exponent, tau));
  const upper = (mu ** exponent + normalUpperQuantile(choice.tail) * spread) ** (1 / exponent);
  return { upper, pValue: normalUpperTail((observed ** exponent - mu ** exponent) / spread) };
}

/** With a dispersion this close to 1 the negative binomial is a Poisson distribution. */
const NEARLY_POISSON = 1e-9;

/**
 * Noufaily's thresholds: the 1 − α quantile of a negative binomial with mean μ and variance φμ
 * (Poisson when φ = 1).
 *
 * `plug-in` takes μ as predicted; `upper-mean` takes the 1 − α quantile of μ itself.
 *
 * @see Noufaily A et al. Stat Med 2013;32:1206–22.
 */
export function negativeBinomialThreshold(
  { eta, error, phi }: Prediction,
  observed: number,
  choice: { readonly mean: 'plug-in' | 'upper-mean'; readonly alpha: number },
): Threshold {
  const shift = choice.mean === 'plug-in' ? 0 : normalUpperQuantile(choice.alpha) * error;
  const mu = Math.exp(eta + shift);
  if (!Number.isFinite(mu)) return { upper: Infinity, pValue: 1 };
  if (phi - 1 < NEARLY_POISSON) {
    return {
      upper: poissonQuantile(1 - choice.alpha, mu),
      pValue: poissonUpperTail(observed - 1, mu),
    };
  }
  const size = mu / (phi - 1);
  return {
    upper: negativeBinomialQuantile(1 - choice.alpha, size, 1 / phi),
    pValue: negativeBinomialUpperTail(observed - 1, size, 1 / phi),
  };
}
