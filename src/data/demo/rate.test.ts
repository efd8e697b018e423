import { describe, expect, test } from 'vitest';
import { changeAt, rateAt } from './rate.ts';

describe('a planted change', () => {
  test('as a step is there from its first day', () => {
    const step = { kind: 'step', fromDay: 10, size: 0.2 } as const;
    expect([9, 10, 500].map((day) => changeAt(step, day))).toEqual([0, 0.2, 0.2]);
  });
  test('as a ramp rises evenly and stays', () => {
    const ramp = { kind: 'ramp', fromDay: 10, untilDay: 20, size: 5 } as const;
    expect([9, 10, 15, 20, 99].map((day) => changeAt(ramp, day))).toEqual([0, 0, 2.5, 5, 5]);
  });
  test('as a pulse ends', () => {
    const pulse = { kind: 'pulse', fromDay: 10, untilDay: 20, size: 5 } as const;
    expect([9, 10, 19, 20].map((day) => changeAt(pulse, day))).toEqual([0, 5, 5, 0]);
  });
  test('is added to the base; without one the rate is constant', () => {
    expect(rateAt({ base: 3, change: { kind: 'step', fromDay: 1, size: 2 } }, 1)).toBe(5);
    expect(rateAt({ base: 3, change: null }, 1)).toBe(3);
  });
});
