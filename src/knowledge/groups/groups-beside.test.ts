import { describe, expect, test } from 'vitest';
import { groupsBeside } from './groups-beside.ts';

const share = { scoring: 'proportion', multiplier: 1 } as const;
const group = (id: string, numerator: number, denominator: number, sumOfSquares = 0) => ({
  ...{ group: id, numerator, denominator, sumOfSquares },
});
const reading = { comparisons: 1, maySeeSmall: false };

describe('groups of patients beside each other', () => {
  test('each is compared with all others of its grouping', () => {
    // Newcombe 1998, example (a): 56 of 70 against 48 of 80.
    const [first, second] = groupsBeside(share, [group('a', 56, 70), group('b', 48, 80)], reading);
    expect(first).toMatchObject({ group: 'a', numerator: 56, suppressed: false });
    expect(first?.value).toBeCloseTo(0.8, 12);
    expect(first?.othersValue).toBeCloseTo(0.6, 12);
    const { toOthers } = first ?? {};
    if (toOthers?.kind !== 'difference') throw new Error('not estimated');
    expect(toOthers.difference).toBeCloseTo(0.2, 12);
    expect(toOthers.lower).toBeCloseTo(0.0524, 4);
    expect(toOthers.upper).toBeCloseTo(0.3339, 4);
    expect(toOthers.isGap).toBe(true);
    expect(second?.toOthers).toMatchObject({ difference: expect.closeTo(-0.2, 12) });
  });
  test('the more comparisons are made, the more a gap must be', () => {
    const totals = [group('a', 56, 70), group('b', 48, 80)];
    const [first] = groupsBeside(share, totals, { ...reading, comparisons: 60 });
    expect(first?.toOthers).toMatchObject({ kind: 'difference', isGap: false });
  });
  test('a small group is hidden, and the next smallest with it', () => {
    const totals = [group('a', 5, 40), group('b', 48, 80), group('c', 90, 200)];
    const beside = groupsBeside(share, totals, reading);
    expect(beside.map(({ suppressed }) => suppressed)).toEqual([true, true, false]);
    expect(beside[0]).toMatchObject({ value: null, numerator: 0, denominator: 0 });
    for (const { toOthers, othersValue } of beside) {
      expect(toOthers).toEqual({ kind: 'not-estimable', reason: 'suppressed' });
      expect(othersValue).toBeNull();
    }
  });
  test('one who may read about the patients sees small groups too', () => {
    const totals = [group('a', 5, 40), group('b', 48, 80)];
    const [first] = groupsBeside(share, totals, { ...reading, maySeeSmall: true });
    expect(first).toMatchObject({ suppressed: false, numerator: 5 });
  });
  test('fewer than thirty on a side cannot be said', () => {
    const [first] = groupsBeside(share, [group('a', 15, 29), group('b', 48, 80)], reading);
    expect(first?.toOthers).toEqual({ kind: 'not-estimable', reason: 'too-few-cases' });
  });
  test('means are on the display scale', () => {
    const days = { scoring: 'continuous', multiplier: 10 } as const;
    // 50 times 1 and 3 alternating: mean 2, sum of squares 25 × 1 + 25 × 9; and the same shifted by 2.
    const totals = [group('a', 100, 50, 250), group('b', 200, 50, 25 * 9 + 25 * 25)];
    const [first] = groupsBeside(days, totals, reading);
    expect(first?.value).toBeCloseTo(20, 10);
    expect(first?.toOthers).toMatchObject({ difference: expect.closeTo(-20, 10) });
  });
});
