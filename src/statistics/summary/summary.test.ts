import { describe, expect, test } from 'vitest';
import { mean, standardDeviation, variance, weightedMean } from './moments.ts';
import { ascending, median, quantile, ranks } from './order.ts';
import { cumulativeSum, sum } from './sum.ts';

describe('sums', () => {
  test('large terms that cancel leave the small ones', () => {
    expect(sum([1, 1e100, 1, -1e100])).toBe(2);
    expect(sum([])).toBe(0);
  });

  test('running totals', () => {
    expect(cumulativeSum([1, 2, 3])).toEqual([1, 3, 6]);
  });
});

describe('moments', () => {
  test('mean and variance of 2, 4, 9', () => {
    expect(mean([2, 4, 9])).toBe(5);
    // (9 + 1 + 16) / 2
    expect(variance([2, 4, 9])).toBe(13);
    expect(standardDeviation([2, 4, 9])).toBe(Math.sqrt(13));
  });

  test('a constant has itself as mean, to the last digit', () => {
    expect(mean(Array.from({ length: 7 }, () => 0.1))).toBe(0.1);
  });

  test('weights', () => {
    // (1 × 1 + 4 × 3) / 4
    expect(weightedMean([1, 4], [1, 3])).toBe(3.25);
    expect(() => weightedMean([1], [0])).toThrow('adding up to 0');
  });

  test('too few values are refused', () => {
    expect(() => mean([])).toThrow('no values');
    expect(() => variance([1])).toThrow('1 values');
  });
});

describe('order', () => {
  test('quantiles interpolate between order statistics', () => {
    expect(quantile([4, 1, 3, 2], 0.25)).toBe(1.75);
    expect(median([5, 1])).toBe(3);
    expect(quantile([7], 0.9)).toBe(7);
    expect(() => quantile([], 0.5)).toThrow('no values');
    expect(() => quantile([1], 1.5)).toThrow('0…1');
  });

  test('ties share their rank', () => {
    expect(ranks([30, 10, 30])).toEqual([2.5, 1, 2.5]);
  });

  test('the caller’s list keeps its order', () => {
    const values = Object.freeze([3, 1, 2]);
    expect(ascending(values)).toEqual([1, 2, 3]);
    expect(values).toEqual([3, 1, 2]);
  });
});
