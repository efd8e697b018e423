import { describe, expect, test } from 'vitest';
import { at } from '../element.ts';
import { gradient, hessian } from './derivatives.ts';
import { minimise } from './minimise.ts';
import { gaussHermite, gaussLegendre, integrate } from './quadrature.ts';
import { minimiseSmooth } from './quasi-newton.ts';
import { findRoot } from './root.ts';

test('the minimum of cosh(x − 1.2) is found, also when it lies at a bound', () => {
  expect(minimise((x) => Math.cosh(x - 1.2), { low: -5, high: 9 }).x).toBeCloseTo(1.2, 7);
  expect(minimise((x) => x, { low: 2, high: 3 }).x).toBeCloseTo(2, 8);
});

test('the root of eˣ = 5 is found to the last digit, and no sign change is refused', () => {
  expect(findRoot((x) => Math.exp(x) - 5, { low: 0, high: 100 })).toBeCloseTo(Math.log(5), 14);
  expect(findRoot((x) => x, { low: 0, high: 1 })).toBe(0);
  expect(() => findRoot(() => 1, { low: 0, high: 1 })).toThrow('no sign change');
});

test('derivatives of x²y at (3, 2): gradient (12, 9), second derivatives 4, 6 and 0', () => {
  const f = ([x = 0, y = 0]: readonly number[]): number => x * x * y;
  expect(gradient(f, [3, 2])).toEqual([expect.closeTo(12, 6), expect.closeTo(9, 6)]);
  expect(hessian(f, [3, 2]).flat()).toEqual([4, 6, 6, 0].map((value) => expect.closeTo(value, 6)));
});

test('Rosenbrock’s valley leads to (1, 1)', () => {
  const valley = ([x = 0, y = 0]: readonly number[]): number =>
    100 * (y - x * x) ** 2 + (1 - x) ** 2;
  const { point, converged } = minimiseSmooth(valley, [-1.2, 1]);
  expect(converged).toBe(true);
  expect(point).toEqual([expect.closeTo(1, 6), expect.closeTo(1, 6)]);
});

describe('quadrature', () => {
  test('three panels of twenty Gauss–Legendre nodes give e − 1', () => {
    const got = integrate(Math.exp, { low: 0, high: 1, panels: 3 }, gaussLegendre(20));
    expect(got).toBeCloseTo(Math.E - 1, 14);
  });

  test.each([2, 7, 25, 100])(
    '%d Gauss–Hermite nodes give the moments 1, 0, 1 of a normal',
    (count) => {
      const { nodes, weights } = gaussHermite(count);
      const moment = (power: number): number =>
        nodes.reduce((sum, z, k) => sum + at(weights, k) * z ** power, 0);
      expect([0, 1, 2].map(moment)).toEqual([1, 0, 1].map((value) => expect.closeTo(value, 12)));
    },
  );

  test('one Gauss–Hermite node is the mean itself', () => {
    expect(gaussHermite(1)).toEqual({ nodes: [0], weights: [1] });
  });
});
