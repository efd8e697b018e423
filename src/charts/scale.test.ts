import { describe, expect, test } from 'vitest';
import { axisRange, roundTicks, scaleBetween } from './scale.ts';

const open = { least: null, greatest: null };
const share = { least: 0, greatest: 1 };

describe('an axis', () => {
  test('begins at zero when zero is near', () => {
    // 2…20 with 8 % air is 0.56…21.44; 0.56 is less than 0.35 × 21.44.
    expect(axisRange([2, 20], { least: 0, greatest: null })).toEqual({ low: 0, high: 21.44 });
  });
  test('does not begin at zero when zero is far', () => {
    // 80…90 with 8 % of 10 as air on either side
    expect(axisRange([80, 90], { least: 0, greatest: null })).toEqual({ low: 79.2, high: 90.8 });
  });
  test('never leaves what the measure can be', () => {
    expect(axisRange([0.5, 0.99], share).high).toBe(1);
    expect(axisRange([0.01, 0.5], share).low).toBe(0);
  });
  test('has room around values that are all equal, and around none', () => {
    expect(axisRange([50, 50], open)).toEqual({ low: 45, high: 55 }); // a tenth on either side
    expect(axisRange([0, 0], open)).toEqual({ low: -1, high: 1 });
    expect(axisRange([], share)).toEqual({ low: 0, high: 1 });
  });
  test('counts in steps of one, two or five', () => {
    expect(roundTicks(0, 1, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(roundTicks(18, 37, 5)).toEqual([20, 25, 30, 35]);
    expect(roundTicks(-3, 3, 3)).toEqual([-2, 0, 2]);
    expect(roundTicks(5, 5, 4)).toEqual([5]);
  });
  test('puts a scale without length in the middle', () => {
    expect(scaleBetween({ low: 3, high: 3 }, { from: 0, to: 100 }).at(3)).toBe(50);
  });
});
