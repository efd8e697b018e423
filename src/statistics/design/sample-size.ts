import { normalUpperQuantile } from '../distributions/normal.ts';
import { tUpperQuantile } from '../distributions/student-t.ts';
import { findRoot } from '../numerical/root.ts';
import { requirePositive, requireProbability } from '../requirements.ts';
import { noncentralTUpperTail } from './noncentral-t.ts';

/** Chance of a false alarm accepted (two-sided), and of finding the effect when it is there. */
export interface ErrorRates {
  /** Above 0 and below 1; 0.05 unless given. */
  readonly alpha?: number;
  /** Above alpha and below 1; 0.8 unless given. */
  readonly power?: number;
}

interface Rates {
  readonly alpha: number;
  readonly power: number;
}

const mostPerArm = 1e10;

function ratesOf(name: string, { alpha = 0.05, power = 0.8 }: ErrorRates): Rates {
  if (!(alpha > 0 && power < 1 && alpha < power)) {
    throw new RangeError(
      `${name}: alpha ${alpha} and power ${power}; 0 < alpha < power < 1 is needed`,
    );
  }
  return { alpha, power };
}

/**
 * Size of each arm to tell two proportions apart (not rounded: round up).
 *
 * n = [z_{α/2} √(2 p̄ (1 − p̄)) + z_{1−power} √(p₁(1 − p₁) + p₂(1 − p₂))]² / (p₁ − p₂)², p̄ = (p₁ + p₂)/2.
 *
 * @param first, second proportions 0…1 that differ
 * @example sampleSizeForProportions(0.5, 0.65) // 169.3: 170 in each arm
 * @see Fleiss, Statistical Methods for Rates and Proportions (1981); docs/methods/sample-size.md
 */
export function sampleSizeForProportions(
  first: number,
  second: number,
  rates: ErrorRates = {},
): number {
  const { alpha, power } = ratesOf('sampleSizeForProportions', rates);
  requireProbability(first, 'sampleSizeForProportions: first proportion');
  requireProbability(second, 'sampleSizeForProportions: second proportion');
  requirePositive(Math.abs(first - second), 'sampleSizeForProportions: difference');
  const pooled = (first + second) / 2;
  const underNull = normalUpperQuantile(alpha / 2) * Math.sqrt(2 * pooled * (1 - pooled));
  const underEffect =
    normalUpperQuantile(1 - power) * Math.sqrt(first * (1 - first) + second * (1 - second));
  return ((underNull + underEffect) / (first - second)) ** 2;
}

/**
 * Size of each arm to tell two means apart by a two-sample t test (not rounded: round up).
 *
 * The n at which Pr(T′ > t_{α/2, ν}) = power, T′ noncentral t with ν = 2(n − 1) degrees of freedom and noncentrality
 * (difference / SD) √(n/2).
 *
 * @param difference of the means, not 0
 * @param standardDeviation within each arm, above 0, in the same unit
 * @example sampleSizeForMeans(0.5, 1) // 63.8: 64 in each arm
 * @see Cohen, Statistical Power Analysis (1988); docs/methods/sample-size.md
 */
export function sampleSizeForMeans(
  difference: number,
  standardDeviation: number,
  rates: ErrorRates = {},
): number {
  const { alpha, power } = ratesOf('sampleSizeForMeans', rates);
  requirePositive(standardDeviation, 'sampleSizeForMeans: standard deviation');
  const effect = Math.abs(difference) / standardDeviation;
  requirePositive(effect, 'sampleSizeForMeans: difference');
  const powerAt = (n: number): number => powerForMeans(n, effect, alpha);
  if (powerAt(2) >= power) return 2;
  let high = 4;
  while (powerAt(high) < power && high < mostPerArm) high *= 2;
  if (high >= mostPerArm) {
    throw new RangeError(
      `sampleSizeForMeans: a difference of ${effect} standard deviations needs more than ${mostPerArm} per arm`,
    );
  }
  return findRoot((n) => powerAt(n) - power, { low: high / 2, high, tolerance: 1e-12 });
}

/** Power of a two-sided, two-sample t test with n in each arm and an effect in standard deviations (one tail). */
export function powerForMeans(n: number, effect: number, alpha = 0.05): number {
  const degreesOfFreedom = 2 * (n - 1);
  const critical = tUpperQuantile(alpha / 2, degreesOfFreedom);
  return noncentralTUpperTail(critical, degreesOfFreedom, Math.sqrt(n / 2) * effect);
}

/**
 * How many times more are needed when whole clusters are assigned: 1 + ((cv² + 1) m − 1) ICC.
 *
 * @param meanSize mean cluster size m, above 0
 * @param intraclassCorrelation ICC, 0…1
 * @param sizeVariation cv, standard deviation of the cluster sizes / their mean; 0 for equal sizes
 * @example designEffect(20, 0.03, 0.5) // 1.72
 * @see Eldridge, Ashby & Kerry (2006); docs/methods/sample-size.md
 */
export function designEffect(
  meanSize: number,
  intraclassCorrelation: number,
  sizeVariation = 0,
): number {
  requirePositive(meanSize, 'designEffect: mean size');
  requireProbability(intraclassCorrelation, 'designEffect: intraclass correlation');
  if (!(sizeVariation >= 0)) {
    throw new RangeError(`designEffect: size variation ${sizeVariation}; at least 0 is needed`);
  }
  return 1 + ((sizeVariation ** 2 + 1) * meanSize - 1) * intraclassCorrelation;
}

/** Clusters for each arm: the individual sample size × design effect / mean size, rounded up. */
export const clustersPerArm = (perArm: number, effect: number, meanSize: number): number => {
  requirePositive(meanSize, 'clustersPerArm: mean size');
  return Math.ceil((perArm * effect) / meanSize);
};
