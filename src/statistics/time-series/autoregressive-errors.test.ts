import { expect, test } from 'vitest';
import { requireEstimate } from '../outcome.ts';
import { intercept } from '../regression/design.ts';
import { fitAutoregressiveModel, fitFirstOrderAutoregression } from './autoregressive-errors.ts';

const level = (count: number) => [intercept(count)];
const wave = [3, 4, 6, 5, 3, 2, 1, 2, 4, 5, 6, 6, 4, 3, 2, 2];

test('a slow wave has a positive correlation, an alternating series a negative one', () => {
  const slow = fitAutoregressiveModel({ response: wave, terms: level(16), method: 'ML' });
  expect(requireEstimate(slow).phi).toBeGreaterThan(0.5);
  const alternating = [1, -1, 1.2, -0.9, 1.1, -1, 0.8, -1.1];
  const fast = fitAutoregressiveModel({ response: alternating, terms: level(8), method: 'ML' });
  expect(requireEstimate(fast).phi).toBeLessThan(-0.8);
});

test('regression with ARIMA(1,0,0) errors is the ML fit, with the noise variance σ² (1 − φ²)', () => {
  const gls = requireEstimate(
    fitAutoregressiveModel({ response: wave, terms: level(16), method: 'ML' }),
  );
  const arima = requireEstimate(fitFirstOrderAutoregression({ response: wave, terms: level(16) }));
  expect(arima.coefficients).toEqual(gls.coefficients);
  expect(arima.innovationVariance).toBeCloseTo(gls.sigma ** 2 * (1 - gls.phi ** 2), 12);
  expect(arima.phiStandardError).toBeGreaterThan(0);
});

test('points far apart are as good as unrelated', () => {
  const response = [1, 5, 2, 6, 3, 4];
  const times = response.map((_, i) => 1000 * (i + 1));
  const fit = requireEstimate(
    fitAutoregressiveModel({ response, terms: level(6), times, method: 'REML' }),
  );
  // mean 3.5, Σ (y − 3.5)² = 17.5, its error √(17.5 / 5 / 6)
  expect(fit.coefficients[0]).toBeCloseTo(3.5, 4);
  expect(Math.sqrt(fit.covariance[0]?.[0] ?? 0)).toBeCloseTo(Math.sqrt(17.5 / 30), 2);
});

test('too few points, no scatter and times that do not rise', () => {
  const fit = (response: number[], times?: number[]) =>
    fitAutoregressiveModel({
      response,
      terms: level(response.length),
      method: 'ML',
      ...(times === undefined ? {} : { times }),
    });
  expect(fit([1, 2])).toMatchObject({ reason: 'too-few-points' });
  expect(fit([2, 2, 2, 2])).toMatchObject({ reason: 'no-scatter' });
  expect(() => fit([1, 2, 3], [1, 1, 2])).toThrow('must be whole numbers that rise');
});
