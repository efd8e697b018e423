import { binomialCdf, binomialQuantile } from '../distributions/binomial.ts';
import { poissonCdf, poissonQuantile } from '../distributions/poisson.ts';

/**
 * Funnel limit for a proportion: the binomial quantile, interpolated between whole counts so that
 * the funnel is smooth in n.
 *
 * r is the smallest count with Pr(X ≤ r) ≥ p; α = (Pr(X ≤ r) − p) / Pr(X = r); limit (r − α)/n,
 * kept within 0…1.
 *
 * @param probability tail probability of the limit, for instance 0.001 or 0.975
 * @param cases denominator of the unit
 * @param proportion centre of the funnel, 0…1
 * @see Spiegelhalter DJ. Funnel plots for comparing institutional performance. Stat Med 2005;24:1185–202, A.1.
 * @see docs/methods/funnel-exact.md
 */
export function exactProportionLimit(
  probability: number,
  cases: number,
  proportion: number,
): number {
  const count = binomialQuantile(probability, cases, proportion);
  const reached = binomialCdf(count, cases, proportion);
  const before = binomialCdf(count - 1, cases, proportion);
  const surplus = (reached - probability) / (reached - before);
  return Math.min(1, Math.max(0, (count - surplus) / cases));
}

/** Funnel limit for a proportion as a whole count: the plain binomial quantile over n. */
export const plainProportionLimit = (
  probability: number,
  cases: number,
  proportion: number,
): number => binomialQuantile(probability, cases, proportion) / cases;

/**
 * Funnel limit for a ratio of observed to expected: the interpolated Poisson quantile over the
 * expected count, not below 0.
 *
 * @see docs/methods/funnel-exact.md
 */
export function exactRatioLimit(probability: number, expected: number): number {
  const count = poissonQuantile(probability, expected);
  const reached = poissonCdf(count, expected);
  const before = poissonCdf(count - 1, expected);
  const surplus = (reached - probability) / (reached - before);
  return Math.max(0, (count - surplus) / expected);
}
