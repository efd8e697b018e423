import { expect, test } from 'vitest';
import { requireEstimate } from '../outcome.ts';
import { durbinWatson, ljungBoxTest } from './autocorrelation.ts';

test('residuals 1, −1, 1, −1 alternate: Durbin–Watson is 3 × 4 / 4', () => {
  expect(requireEstimate(durbinWatson([1, -1, 1, -1]))).toBe(3);
});

test('residuals 1, 1, −1, −1 follow each other: Durbin–Watson is 4 / 4', () => {
  expect(requireEstimate(durbinWatson([1, 1, -1, -1]))).toBe(1);
});

test('Ljung–Box at lag 1 is n (n + 2) r² / (n − 1)', () => {
  // r = (1 − 1 + 1) / 4 = 1/4 for 1, 1, −1, −1; 4 × 6 × (1/16) / 3 = 0.5
  const { statistic, lags } = requireEstimate(ljungBoxTest([1, 1, -1, -1], 1));
  expect(lags).toBe(1);
  expect(statistic).toBeCloseTo(0.5, 12);
});

test('no scatter and too few points have reasons', () => {
  expect(durbinWatson([0, 0, 0])).toMatchObject({ reason: 'no-scatter' });
  expect(durbinWatson([])).toMatchObject({ reason: 'no-scatter' });
  expect(ljungBoxTest([0, 0, 0], 1)).toMatchObject({ reason: 'no-scatter' });
  expect(ljungBoxTest([1, 2], 2)).toMatchObject({ reason: 'too-few-points' });
});
