import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { smallCountMax } from '../variation/suppress-small.ts';
import { roundedTo, suppressCounts } from './suppress-counts.ts';

describe('Counts that leave a unit', () => {
  test.each([
    ['a small count is hidden', [[200, 120, 3]], [[200, 120, null]]],
    ['zero is told', [[200, 0, 0]], [[200, 0, 0]]],
    ['a count close to another tells on it and is hidden', [[200, 195, 40]], [[200, null, 40]]],
    ['counts are rounded to the nearest 5', [[203, 118]], [[205, 120]]],
    ['eight is told, as 10', [[100, 8]], [[100, 10]]],
    [
      'of strata, one hidden could be had by subtraction: the next smallest goes with it',
      [[100], [3], [40], [57]],
      [[100], [null], [null], [55]],
    ],
    ['two hidden strata hide each other', [[100], [3], [4], [93]], [[100], [null], [null], [95]]],
    ['where nothing else can hide it, the whole is hidden', [[3], [3], [0]], [[null], [null], [0]]],
    ['with only one other part, both go', [[60], [5], [55]], [[60], [null], [null]]],
  ])('%s', (_, rows, expected) => {
    expect(suppressCounts(rows)).toEqual(expected);
  });

  const row = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 3, maxLength: 3 });
  const tables = fc.array(row, { minLength: 1, maxLength: 4 }).map((strata) => {
    const whole = [0, 1, 2].map((i) => strata.reduce((sum, one) => sum + (one[i] ?? 0), 0));
    return Object.freeze([whole, ...strata]);
  });
  const runs = { seed: 7, numRuns: 300 };

  test('no told count is small, and each is near the true one', () => {
    const property = fc.property(tables, (rows) => {
      const counts = rows.flat();
      for (const [i, said] of suppressCounts(rows).flat().entries()) {
        if (said === null) continue;
        const count = counts[i] ?? Number.NaN;
        expect(count === 0 || count > smallCountMax).toBe(true);
        expect(said % roundedTo).toBe(0);
        expect(Math.abs(said - count)).toBeLessThanOrEqual(roundedTo / 2);
      }
    });
    fc.assert(property, runs);
  });

  test('no single hidden part can be had from a told whole', () => {
    const property = fc.property(tables, (rows) => {
      const [whole = [], ...parts] = suppressCounts(rows);
      for (const [i, count] of whole.entries()) {
        const hidden = parts.filter((part) => part[i] === null).length;
        expect(count !== null && hidden === 1).toBe(false);
      }
    });
    fc.assert(property, runs);
  });
});
