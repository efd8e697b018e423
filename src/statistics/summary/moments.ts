import { sum } from './sum.ts';

/** Arithmetic mean. @throws RangeError for an empty list */
export function mean(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('mean: no values; at least one is needed');
  const total = sum(values);
  // The sum of numbers near the largest there is may leave the range, their mean cannot.
  return Number.isFinite(total)
    ? total / values.length
    : sum(values.map((value) => value / values.length));
}

/**
 * Mean with weights: Σ wᵢ xᵢ / Σ wᵢ.
 *
 * @throws RangeError when the lengths differ or the weights do not add up to more than 0
 */
export function weightedMean(values: readonly number[], weights: readonly number[]): number {
  const total = sum(weights);
  if (values.length !== weights.length || !(total > 0)) {
    throw new RangeError(
      `weightedMean: ${values.length} values, ${weights.length} weights adding up to ${total}`,
    );
  }
  return sum(values.map((value, i) => value * (weights[i] ?? 0))) / total;
}

/**
 * Sample variance: Σ (xᵢ − x̄)² / (n − 1).
 *
 * @throws RangeError for fewer than two values, or when it is too large for a number
 */
export function variance(values: readonly number[]): number {
  if (values.length < 2) {
    throw new RangeError(`variance: ${values.length} values; at least two are needed`);
  }
  const centre = mean(values);
  const scatter = sum(values.map((value) => (value - centre) ** 2));
  if (!Number.isFinite(scatter))
    throw new RangeError('variance: the values are too large to square');
  return scatter / (values.length - 1);
}

/** Square root of the sample variance. @throws RangeError for fewer than two values */
export const standardDeviation = (values: readonly number[]): number => Math.sqrt(variance(values));
