import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addUp, measuredValue, type UnitResult } from './monthly-result.ts';
import { rollUp } from './roll-up.ts';

const units = [
  { id: 'division', parentId: null },
  { id: 'department', parentId: 'division' },
  { id: 'ward', parentId: 'department' },
  { id: 'clinic', parentId: 'department' },
];
const result = (unitId: string, numerator: number, denominator: number): UnitResult => ({
  unitId,
  month: '2026-01',
  numerator,
  denominator,
  sumOfSquares: 0,
});

describe('rolling results up', () => {
  test('adds numerators and denominators, and averages nothing', () => {
    const { results } = rollUp([result('ward', 1, 2), result('clinic', 9, 90)], units);
    const division = results.find((r) => r.unitId === 'division');
    expect(division).toMatchObject({ numerator: 10, denominator: 92 });
    expect(measuredValue({ numerator: 10, denominator: 92 }, 1)).toBeCloseTo(10 / 92, 15); // not (1/2 + 9/90) / 2
  });
  test('keeps what belongs to no known unit aside', () => {
    const { results, unplaced } = rollUp([result('elsewhere', 1, 1)], units);
    expect(results).toEqual([]);
    expect(unplaced).toHaveLength(1);
  });
  test('a unit with its own events and units below has both', () => {
    const { results } = rollUp([result('department', 1, 1), result('ward', 1, 1)], units);
    expect(results.find((r) => r.unitId === 'department')).toMatchObject({ denominator: 2 });
  });
  test('refuses an organisation that is above itself', () => {
    const ring = [
      { id: 'a', parentId: 'b' },
      { id: 'b', parentId: 'a' },
    ];
    expect(() => rollUp([result('a', 1, 1)], ring)).toThrow('above itself');
  });
  test('the top holds exactly what its leaves hold, in any order', () => {
    const rows = fc.array(fc.tuple(fc.constantFrom('ward', 'clinic'), fc.nat(1000), fc.nat(1000)), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(rows, (list) => {
        const own = list.map(([unit, n, d]) => result(unit, n, d));
        const top = rollUp([...own].reverse(), units).results.filter(
          (r) => r.unitId === 'division',
        );
        const { numerator, denominator } = addUp(own);
        expect(addUp(top)).toMatchObject({ numerator, denominator });
      }),
    );
  });
  test('nothing at risk has no value', () => {
    expect(measuredValue({ numerator: 0, denominator: 0 }, 1000)).toBeNull();
  });
});
