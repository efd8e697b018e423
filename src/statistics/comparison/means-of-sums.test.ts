import { describe, expect, test } from 'vitest';
import { meanDifference, meanInterval, squaredErrorOfMean } from './means-of-sums.ts';

/** Sums of 4, 7, 8, 9, 12 and of 1, 2, 3, 6. */
const first = { count: 5, total: 40, sumOfSquares: 354 };
const second = { count: 4, total: 12, sumOfSquares: 50 };

describe('means of sums', () => {
  test('squared error: (354 − 40²/5)/4/5', () => {
    expect(squaredErrorOfMean(first)).toBeCloseTo(1.7, 12);
  });

  test('R 4.2.2: t.test(c(4, 7, 8, 9, 12))$conf.int', () => {
    const { lower, upper } = meanInterval(first);
    expect(lower).toBeCloseTo(4.37995848, 8);
    expect(upper).toBeCloseTo(11.62004152, 8);
  });

  test('difference: 8 − 3 ± 1.96 √(8.5/5 + 4.667/4)', () => {
    const { value, lower, upper } = meanDifference(first, second);
    const reach = 1.959963984540054 * Math.sqrt(8.5 / 5 + 14 / 3 / 4);
    expect(value).toBe(5);
    expect(lower).toBeCloseTo(5 - reach, 12);
    expect(upper).toBeCloseTo(5 + reach, 12);
  });

  test('equal values have no spread, even when rounding says less than none', () => {
    // 3 × 0.1² is 0.030000000000000006, (3 × 0.1)²/3 is 0.03000000000000001
    const equal = { count: 3, total: 0.1 * 3, sumOfSquares: 0.1 * 0.1 * 3 };
    expect(squaredErrorOfMean(equal)).toBeGreaterThanOrEqual(0);
    expect(meanInterval({ count: 3, total: 6, sumOfSquares: 12 })).toEqual({ lower: 2, upper: 2 });
  });

  test('one value has no spread to judge by', () => {
    expect(() => meanInterval({ count: 1, total: 3, sumOfSquares: 9 })).toThrow('at least two');
  });
});
