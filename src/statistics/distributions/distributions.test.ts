import { describe, expect, test } from 'vitest';
import { betaCdf, betaQuantile, betaUpperTail } from './beta.ts';
import {
  binomialCdf,
  binomialProbability,
  binomialQuantile,
  binomialUpperTail,
} from './binomial.ts';
import { chiSquaredCdf, chiSquaredQuantile, chiSquaredUpperTail } from './chi-squared.ts';
import { fCdf, fQuantile, fUpperTail } from './f.ts';
import { gammaCdf, gammaQuantile, gammaUpperTail } from './gamma.ts';
import { digamma, logGamma, trigamma } from './log-gamma.ts';
import { negativeBinomialCdf, negativeBinomialProbability } from './negative-binomial.ts';
import { normalCdf, normalLogCdf, normalQuantile, normalUpperTail } from './normal.ts';
import { poissonCdf, poissonProbability, poissonQuantile } from './poisson.ts';
import { tCdf, tDensity, tQuantile, tUpperTail } from './student-t.ts';

/** Within a relative distance of 1e-12. */
function expectClose(got: number, wanted: number): void {
  expect(Math.abs(got - wanted)).toBeLessThanOrEqual(1e-12 * Math.abs(wanted));
}

describe('distributions with a closed form', () => {
  test('no event in two tosses of a fair coin has probability a quarter', () => {
    expectClose(binomialCdf(0, 2, 0.5), 0.25);
    expectClose(binomialCdf(1, 2, 0.5), 0.75);
  });

  test('a gamma variable of shape 1 is exponential', () => {
    expectClose(gammaCdf(2, 1), 1 - Math.exp(-2));
    expectClose(gammaUpperTail(50, 1), Math.exp(-50));
    expectClose(gammaQuantile(0.5, 1, 4), Math.LN2 / 4);
  });

  test('chi-squared with 2 degrees of freedom is exponential with mean 2', () => {
    expectClose(chiSquaredUpperTail(300, 2), Math.exp(-150));
    expectClose(chiSquaredQuantile(0.95, 2), -2 * Math.log(0.05));
  });

  test('t with 1 degree of freedom is the Cauchy distribution', () => {
    expectClose(tCdf(1, 1), 0.75);
    expectClose(tQuantile(0.75, 1), 1);
    expectClose(tDensity(0, 1), 1 / Math.PI);
    // far out the tail is 1/(πt)
    expectClose(tUpperTail(1e15, 1), 1 / (Math.PI * 1e15));
  });

  test('t with 2 degrees of freedom: ½ + t / (2√(2 + t²))', () => {
    expectClose(tCdf(3, 2), 0.5 + 3 / (2 * Math.sqrt(11)));
  });

  test('beta with shapes a and 1 is xᵃ', () => {
    expectClose(betaCdf(0.3, 4, 1), 0.3 ** 4);
    expectClose(betaQuantile(1e-12, 4, 1), 1e-3);
    expectClose(betaUpperTail(0.999, 1, 5), 0.001 ** 5);
  });

  test('F with 2 and 2 degrees of freedom: x / (1 + x)', () => {
    expectClose(fCdf(3, 2, 2), 0.75);
    expectClose(fUpperTail(1e9, 2, 2), 1 / (1 + 1e9));
    expectClose(fQuantile(0.75, 2, 2), 3);
  });

  test('negative binomial of size 1 is geometric: (1 − p)ᵏ p', () => {
    expectClose(negativeBinomialProbability(3, 1, 0.25), 0.75 ** 3 * 0.25);
    expectClose(negativeBinomialCdf(3, 1, 0.25), 1 - 0.75 ** 4);
  });

  test('Poisson with mean 2: e⁻², 2e⁻², 2e⁻²', () => {
    expectClose(poissonProbability(2, 2), 2 * Math.exp(-2));
    expectClose(poissonCdf(2, 2), 5 * Math.exp(-2));
  });
});

describe('where published functions fail', () => {
  test('large shapes near the mean: the median of a gamma lies a third below its shape', () => {
    // Pr(X ≤ a) = ½ + 1/(3√(2πa)) + O(a^-1.5): 0.50132980 at a = 10,000
    expect(gammaCdf(1e4, 1e4)).toBeCloseTo(0.5 + 1 / (3 * Math.sqrt(2 * Math.PI * 1e4)), 7);
    expect(chiSquaredCdf(1e4, 1e4)).toBeCloseTo(0.5 + 1 / (3 * Math.sqrt(2 * Math.PI * 5e3)), 7);
  });

  test('a million trials are counted as exactly as two', () => {
    const n = 1_000_000;
    expectClose(binomialCdf(499_999, n, 0.5), (1 - binomialProbability(500_000, n, 0.5)) / 2);
    expect(binomialQuantile(0.5, n, 0.5)).toBe(500_000);
  });

  test('millions of degrees of freedom tend to the normal distribution', () => {
    // Fisher: Φ(t) − φ(t)[(t³ + t)/(4ν) + (3t⁷ − 5t⁵ − 7t³ − 3t)/(96ν²)]
    const [t, df] = [-2.5, 5e6];
    const density = Math.exp(-(t * t) / 2) / Math.sqrt(2 * Math.PI);
    const first = (t ** 3 + t) / (4 * df);
    const second = (3 * t ** 7 - 5 * t ** 5 - 7 * t ** 3 - 3 * t) / (96 * df * df);
    expectClose(tCdf(t, df), normalCdf(t) - density * (first + second));
  });

  test('far tails keep their digits on the log scale', () => {
    // ln(φ(z)/z (1 − 1/z² + 3/z⁴ − 15/z⁶)) at z = 100
    const z = 100;
    const mills = 1 / z - 1 / z ** 3 + 3 / z ** 5 - 15 / z ** 7;
    expectClose(normalLogCdf(-z), -(z * z) / 2 - 0.5 * Math.log(2 * Math.PI) + Math.log(mills));
    expect(normalUpperTail(1e6)).toBe(0);
  });
});

describe('quantiles', () => {
  test('discrete quantiles are the smallest count that reaches the probability', () => {
    // Pr(X ≤ 1) of Binomial(2, ½) is exactly ¾
    expect(binomialQuantile(0.75, 2, 0.5)).toBe(1);
    expect(binomialQuantile(0.750001, 2, 0.5)).toBe(2);
    expect(poissonQuantile(Math.exp(-3), 3)).toBe(0);
  });

  test('tiny shapes end in quantiles too small to hold, not in a search without end', () => {
    expect(gammaQuantile(1e-9, 0.02)).toBe(0);
    expect(betaQuantile(1e-12, 0.01, 2)).toBe(0);
  });

  test.each([1e-300, 1e-10, 0.3, 0.5, 0.7])('the normal quantile of %s leads back to it', (p) => {
    expectClose(normalCdf(normalQuantile(p)), p);
  });
});

describe('special functions', () => {
  test('Γ(n) is a factorial and Γ(½) the root of π', () => {
    expectClose(logGamma(6), Math.log(120));
    expectClose(logGamma(0.5), Math.log(Math.PI) / 2);
    expect(logGamma(1)).toBe(0);
    expect(logGamma(2)).toBe(0);
  });

  test('ψ(1) = −γ and ψ′(1) = π²/6', () => {
    expectClose(digamma(1), -0.5772156649015329);
    expectClose(trigamma(1), Math.PI ** 2 / 6);
  });
});

describe('shapes of a thousand million and more', () => {
  test('R 4.2.2: pgamma(1e9 + 6e4, 1e9), pgamma(1e12 - 2e6, 1e12), pgamma(3e10, 3e10), either tail', () => {
    expectClose(gammaCdf(1e9 + 6e4, 1e9), 0.97110840716765112);
    expectClose(gammaUpperTail(1e9 + 6e4, 1e9), 0.028891592832348906);
    expectClose(gammaCdf(1e12 - 2e6, 1e12), 0.022750077957185703);
    expectClose(gammaUpperTail(3e10, 3e10), 0.49999923223522341);
  });

  test('the two ways of computing meet at 10⁹', () => {
    for (const z of [-6, -1, 0, 2, 6]) {
      const at = (shape: number): number => gammaCdf(shape + z * Math.sqrt(shape), shape);
      expect(at(1e9 - 1) / at(1e9)).toBeCloseTo(1, 10);
    }
  });

  test('far from the mean a tail is 0, not endless', () => {
    expect(gammaCdf(1e15, 2e15)).toBe(0);
    expect(gammaUpperTail(4e300, 2e300)).toBe(0);
    expect(gammaCdf(2e300, 2e300)).toBeCloseTo(0.5, 12);
  });
});

describe('degenerate input', () => {
  test('no spread and no trials', () => {
    expect(poissonCdf(0, 0)).toBe(1);
    expect(poissonQuantile(0.99, 0)).toBe(0);
    expect(binomialCdf(0, 0, 0.3)).toBe(1);
    expect(binomialUpperTail(0, 5, 0)).toBe(0);
    expect(binomialProbability(5, 5, 1)).toBe(1);
  });

  test('values outside the support have probability 0 or 1', () => {
    expect(betaCdf(-1, 2, 2)).toBe(0);
    expect(betaCdf(2, 2, 2)).toBe(1);
    expect(gammaCdf(-1, 2)).toBe(0);
    expect(binomialProbability(1.5, 3, 0.5)).toBe(0);
    expect(binomialCdf(-1, 3, 0.5)).toBe(0);
  });

  test('impossible parameters are named', () => {
    expect(() => gammaCdf(1, -1)).toThrow('gamma: shape is -1');
    expect(() => binomialCdf(1, 2.5, 0.5)).toThrow('2.5 trials');
    expect(() => poissonCdf(1, Number.NaN)).toThrow('mean is NaN');
    expect(() => normalQuantile(1)).toThrow('no finite quantile');
    expect(() => tQuantile(0, 3)).toThrow('no finite quantile');
  });
});
