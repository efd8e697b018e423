import { describe, expect, test } from 'vitest';
import { funnelOfMeans } from './funnel-of-means.ts';

/** A hundred values with a given mean and variance 4 (sum of squares 99 × 4 + 100 mean²). */
const unit = (mean: number) => ({
  count: 100,
  total: 100 * mean,
  sumOfSquares: 99 * 4 + 100 * mean * mean,
});

function funnelOf(means: readonly number[]) {
  const funnel = funnelOfMeans(means.map(unit));
  if (funnel.kind === 'not-estimable') throw new Error(funnel.message);
  return funnel.value;
}

describe('funnel of means', () => {
  test('units no further apart than chance: limits ± 3.09 × 2/√100', () => {
    const { centre, tau2, units } = funnelOf([10, 10.1, 9.9, 10, 10]);
    expect(centre).toBeCloseTo(10, 12);
    expect(tau2).toBe(0);
    expect(units[0]?.upper998).toBeCloseTo(10 + 3.090232306167813 * 0.2, 9);
  });

  test('units far apart widen the limits for all', () => {
    const { tau2, units } = funnelOf([8, 9, 10, 11, 12]);
    // z = −10, −5, 0, 5, 10 pulled to ±8 (10 % and 90 % quantiles): φ = 178/5, τ² = (178 − 4)/(125 − 25)
    expect(tau2).toBeCloseTo(1.74, 9);
    expect(units[0]?.lower998).toBeCloseTo(10 - 3.090232306167813 * Math.sqrt(0.04 + 1.74), 9);
  });

  test('no unit, a unit without spread, a unit of one value', () => {
    expect(funnelOfMeans([])).toMatchObject({ reason: 'no-units' });
    expect(funnelOfMeans([unit(3), { count: 2, total: 4, sumOfSquares: 8 }])).toMatchObject({
      reason: 'no-variation',
    });
    expect(() => funnelOfMeans([{ count: 1, total: 4, sumOfSquares: 16 }])).toThrow('two');
  });
});
