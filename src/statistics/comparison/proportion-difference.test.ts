import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { proportionDifference } from './proportion-difference.ts';

const share = fc
  .tuple(fc.nat(500), fc.integer({ min: 1, max: 500 }))
  .map(([events, cases]) => ({ events: Math.min(events, cases), cases }));

describe('the difference of two proportions', () => {
  // Newcombe 1998, table II, method 10.
  test.each([
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [5, 56, 0, 29, -0.0381, 0.1926],
    [10, 10, 0, 10, 0.6075, 1],
  ])('%i of %i against %i of %i has the published interval', (a, m, b, n, lower, upper) => {
    const difference = proportionDifference({ events: a, cases: m }, { events: b, cases: n });
    expect(difference.lower).toBeCloseTo(lower, 4);
    expect(difference.upper).toBeCloseTo(upper, 4);
  });
  test('turns its sign when the groups change places', () => {
    fc.assert(
      fc.property(share, share, (a, b) => {
        const ab = proportionDifference(a, b);
        const ba = proportionDifference(b, a);
        expect(ab.lower).toBeCloseTo(-ba.upper, 12);
        expect(ab.lower >= -1 - 1e-12 && ab.upper <= 1 + 1e-12).toBe(true);
        expect(ab.lower <= ab.value && ab.value <= ab.upper).toBe(true);
      }),
    );
  });
  test('is refused for a group without cases', () => {
    expect(() => proportionDifference({ events: 0, cases: 0 }, { events: 1, cases: 2 })).toThrow(
      '0 events in 0 cases',
    );
  });
});
