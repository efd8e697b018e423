import { normalUpperQuantile } from '../distributions/normal.ts';
import { tUpperQuantile } from '../distributions/student-t.ts';
import type { Interval } from '../rates/intervals.ts';
import { requireFinite } from '../requirements.ts';
import type { Difference } from './proportion-difference.ts';

/** What single values add up to, where the values themselves are not kept. */
export interface SumOfValues {
  readonly count: number;
  readonly total: number;
  readonly sumOfSquares: number;
}

/**
 * Squared standard error of a mean from its sums: s²/n with s² = (Σx² − (Σx)²/n)/(n − 1).
 *
 * Where the values lie far from 0 compared with their spread the subtraction loses digits; rounding
 * never makes it negative.
 *
 * @throws RangeError for fewer than two values
 */
export function squaredErrorOfMean({ count, total, sumOfSquares }: SumOfValues): number {
  requireFinite([count, total, sumOfSquares], 'mean of sums');
  if (!(count >= 2)) {
    throw new RangeError(`mean of sums: ${count} values; at least two are needed for their spread`);
  }
  return Math.max(0, sumOfSquares - (total * total) / count) / (count - 1) / count;
}

/**
 * Student's interval for a mean: x̄ ± t √(s²/n), n − 1 degrees of freedom.
 *
 * @example meanInterval({ count: 2, total: 4, sumOfSquares: 10 }) // 1 and 3: 2 ± 12.706 × 1
 * @see docs/methods/units-beside.md
 */
export function meanInterval(sums: SumOfValues, level = 0.95): Interval {
  const error = Math.sqrt(squaredErrorOfMean(sums));
  const reach = tUpperQuantile((1 - level) / 2, sums.count - 1) * error;
  const mean = sums.total / sums.count;
  return { lower: mean - reach, upper: mean + reach };
}

/**
 * Difference of two means, first minus second, with the large-sample interval for unequal variances:
 * d ± z √(s₁²/n₁ + s₂²/n₂).
 *
 * Assumes enough values for the means to be about normal; thirty on either side are.
 *
 * @see docs/methods/group-gaps.md
 */
export function meanDifference(first: SumOfValues, second: SumOfValues, level = 0.95): Difference {
  const error = Math.sqrt(squaredErrorOfMean(first) + squaredErrorOfMean(second));
  const reach = normalUpperQuantile((1 - level) / 2) * error;
  const value = first.total / first.count - second.total / second.count;
  return { value, lower: value - reach, upper: value + reach };
}
