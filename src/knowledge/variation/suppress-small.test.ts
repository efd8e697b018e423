import { describe, expect, test } from 'vitest';
import { suppressSmall } from './suppress-small.ts';
import { type UnitTotal, unitsBeside } from './units-beside.ts';

const unit = (unitId: string, numerator: number, denominator: number): UnitTotal => ({
  unitId,
  numerator,
  denominator,
  sumOfSquares: 0,
});
const beside = (...units: UnitTotal[]) =>
  unitsBeside({ scoring: 'proportion', multiplier: 1 }, units).units;
const hiddenIn = (units: ReturnType<typeof suppressSmall>) =>
  units.filter(({ suppressed }) => suppressed).map(({ unitId }) => unitId);
const nobody = () => false;

describe('small counts', () => {
  test('are hidden with the next smallest unit, so that subtraction does not find them', () => {
    const units = suppressSmall(
      beside(unit('a', 5, 50), unit('b', 20, 40), unit('c', 40, 90)),
      nobody,
    );
    expect(hiddenIn(units)).toEqual(['a', 'b']);
    expect(units[0]).toMatchObject({ value: null, numerator: 0, lower95: null });
  });
  test('are shown to those they belong to', () => {
    const units = suppressSmall(beside(unit('a', 5, 50), unit('b', 20, 40)), (id) => id === 'a');
    expect(hiddenIn(units)).toEqual([]);
  });
  test('count also where nearly all have the event', () => {
    expect(hiddenIn(suppressSmall(beside(unit('a', 45, 50), unit('b', 4, 9)), nobody))).toEqual([
      'a',
      'b',
    ]);
  });
  test('none and eight are not small', () => {
    expect(hiddenIn(suppressSmall(beside(unit('a', 0, 50), unit('b', 8, 50)), nobody))).toEqual([]);
  });
});
