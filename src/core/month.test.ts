import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addMonths,
  isMonth,
  monthFromNumber,
  monthNumber,
  monthsBetween,
  monthsFromTo,
} from './month.ts';

const months = fc.integer({ min: 1, max: 119_987 }).map(monthFromNumber);

describe('months', () => {
  test('count across a new year', () => {
    expect(addMonths('2025-11', 3)).toBe('2026-02');
    expect(monthsFromTo('2025-11', '2026-01')).toEqual(['2025-11', '2025-12', '2026-01']);
    expect(monthsBetween('2026-01', '2025-11')).toBe(-2);
  });
  test('say which text is not a month', () => {
    expect(isMonth('2026-13')).toBe(false);
    expect(() => monthNumber('2026-13')).toThrow("'2026-13' is not a month like 2026-03");
  });
  test('none lie between a month and an earlier one', () => {
    expect(monthsFromTo('2026-01', '2025-11')).toEqual([]);
  });
  test('come back from their number, in order as text', () => {
    fc.assert(
      fc.property(months, months, (a, b) => {
        expect(monthFromNumber(monthNumber(a))).toBe(a);
        expect(addMonths(a, monthsBetween(a, b))).toBe(b);
        expect(a < b).toBe(monthNumber(a) < monthNumber(b));
      }),
    );
  });
});
