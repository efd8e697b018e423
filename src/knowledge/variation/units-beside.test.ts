import { describe, expect, test } from 'vitest';
import { type UnitTotal, unitsBeside } from './units-beside.ts';

const unit = (
  unitId: string,
  numerator: number,
  denominator: number,
  sumOfSquares = 0,
): UnitTotal => ({
  unitId,
  numerator,
  denominator,
  sumOfSquares,
});
const proportion = { scoring: 'proportion', multiplier: 1 } as const;
const mean = { scoring: 'continuous', multiplier: 1 } as const;
const rate = { scoring: 'ratio', multiplier: 1000 } as const;
const others = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].map((id, i) =>
  unit(id, 48 + (i % 5), 100),
);

describe('units beside each other', () => {
  test('keep their order and have Wilson intervals', () => {
    const { units, centre } = unitsBeside(proportion, [unit('z', 8, 10), unit('a', 5, 10)]);
    expect(units.map(({ unitId }) => unitId)).toEqual(['z', 'a']);
    expect(units[0]?.lower95).toBeCloseTo(0.4902, 4); // Wilson, 8 of 10: (p + z²/2n ± …)/(1 + z²/n)
    expect(units[0]?.upper95).toBeCloseTo(0.9433, 4);
    expect(centre).toBeCloseTo(0.65, 12);
  });
  test('one that differs more than units do from each other is named', () => {
    const { units } = unitsBeside(proportion, [...others, unit('good', 80, 100)]);
    expect(units.at(-1)?.funnel).toBe('above');
    expect(units.slice(0, -1).every(({ funnel }) => funnel === 'within')).toBe(true);
  });
  test('none is named where all differ widely', () => {
    const spread = [20, 30, 40, 50, 60, 70, 80, 45, 55, 65].map((events, i) =>
      unit(`u${i}`, events, 100),
    );
    expect(unitsBeside(proportion, spread).units.some(({ funnel }) => funnel !== 'within')).toBe(
      false,
    );
  });
  test('means are compared by their sums', () => {
    // 50 observations each, half 9 and half 11: sum of squares 25 × 81 + 25 × 121
    const alike = ['a', 'b', 'c', 'd', 'e', 'f'].map((id, i) => {
      const shift = (i - 2.5) / 50;
      return unit(id, 50 * (10 + shift), 50, 25 * (9 + shift) ** 2 + 25 * (11 + shift) ** 2);
    });
    const { units } = unitsBeside(mean, [...alike, unit('long', 50 * 14, 50, 25 * 169 + 25 * 225)]);
    expect(units.at(-1)?.funnel).toBe('above');
  });
  test('rates have exact intervals per multiplier', () => {
    const { units } = unitsBeside(rate, [unit('a', 0, 1000), unit('b', 4, 2000)]);
    expect(units[0]?.lower95).toBe(0);
    expect(units[0]?.upper95).toBeCloseTo(3.6889, 4); // −ln 0.025 per 1000 days
    expect(units[1]?.value).toBe(2);
  });
  test('few units make no funnel, and a unit without cases no value', () => {
    const { units } = unitsBeside(proportion, [unit('a', 5, 10), unit('b', 0, 0)]);
    expect(units).toMatchObject([
      { funnel: 'none' },
      { funnel: 'none', value: null, lower95: null },
    ]);
  });
});
