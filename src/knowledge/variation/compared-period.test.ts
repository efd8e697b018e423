import { expect, test } from 'vitest';
import { monthsFromTo } from '#core';
import { firstComparedMonth } from './compared-period.ts';

const series = (unitId: string, casesAMonth: number) =>
  monthsFromTo('2022-01', '2025-12').map((month) => ({ unitId, month, denominator: casesAMonth }));

test.each([
  ['5 a month: 60 in twelve months', 5, '2025-01'],
  ['4 a month: 48 in twelve months are too few, 96 in 24 are enough', 4, '2024-01'],
  ['2 a month: 48 in 24 months are too few, 72 in 36 are enough', 2, '2023-01'],
  ['1 a month: never enough, so the longest', 1, '2023-01'],
])('%s', (_, casesAMonth, first) => {
  expect(firstComparedMonth(series('a', casesAMonth), '2025-12')).toBe(first);
});

test('the middle unit decides, not the busiest; units without cases do not count', () => {
  const results = [...series('a', 90), ...series('b', 4), ...series('c', 1), ...series('d', 0)];
  expect(firstComparedMonth(results, '2025-12')).toBe('2024-01');
});

test('without cases the longest period is looked at', () => {
  expect(firstComparedMonth([], '2025-12')).toBe('2023-01');
});
