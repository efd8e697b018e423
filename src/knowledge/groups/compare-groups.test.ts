import { describe, expect, test } from 'vitest';
import { compareGroup, type GroupTotal, isGap } from './compare-groups.ts';

const total = (numerator: number, denominator: number, sumOfSquares = 0): GroupTotal => ({
  group: 'interpreter',
  numerator,
  denominator,
  sumOfSquares,
});
const asProportion = { scoring: 'proportion', comparisons: 1 } as const;

describe('one group against the others', () => {
  test('gives the difference with its interval', () => {
    const gap = compareGroup(total(56, 70), total(48, 80), asProportion);
    expect(gap).toMatchObject({ kind: 'estimate', value: { value: 0.8, othersValue: 0.6 } });
    if (gap.kind === 'estimate') expect(gap.value.lower).toBeCloseTo(0.0524, 4); // Newcombe 1998, table II
  });
  test('a wider interval allows for many comparisons', () => {
    const gap = compareGroup(total(56, 70), total(48, 80), {
      scoring: 'proportion',
      comparisons: 45,
    });
    expect(gap.kind === 'estimate' && isGap(gap.value)).toBe(false);
  });
  test('means are compared by their sums', () => {
    // 100 values of 10 and 14 in equal parts: mean 12, variance 4 × 100 / 99; against mean 10 with the same spread.
    const first = total(1200, 100, 50 * 100 + 50 * 196);
    const second = total(1000, 100, 50 * 64 + 50 * 144);
    const gap = compareGroup(first, second, { scoring: 'continuous', comparisons: 1 });
    const error = Math.sqrt((2 * (400 / 99)) / 100);
    expect(gap.kind === 'estimate' && gap.value.lower).toBeCloseTo(2 - 1.959964 * error, 5);
  });
  test('says that it cannot with too few cases', () => {
    expect(compareGroup(total(1, 29), total(400, 800), asProportion)).toEqual({
      kind: 'not-estimable',
      reason: 'too-few-cases',
    });
  });
});
