import { expect, test } from 'vitest';
import { requireEstimate } from '../outcome.ts';
import { clusterCovariance, satterthwaiteDegreesOfFreedom } from './cluster-covariance.ts';
import { intercept } from './design.ts';
import { fitLinearModel } from './least-squares.ts';
import { heteroscedasticCovariance } from './robust-covariance.ts';

const mean = requireEstimate(fitLinearModel({ response: [1, 3, 8, 8], terms: [intercept(4)] }));
const pairs = ['a', 'a', 'b', 'b'];

test('CR0 of a mean is Σ (cluster sum of residuals)² / n²', () => {
  // mean 5: cluster sums −6 and 6; (36 + 36) / 16
  expect(clusterCovariance(mean, pairs, 'CR0')[0]?.[0]).toBeCloseTo(4.5, 12);
  // CR1: × 2/1 × 3/3
  expect(clusterCovariance(mean, pairs, 'CR1')[0]?.[0]).toBeCloseTo(9, 12);
});

test('CR2 of a mean of two equal clusters is the variance of the cluster means / 2', () => {
  // cluster means 2 and 8, variance 18, over 2 clusters
  expect(clusterCovariance(mean, pairs, 'CR2')[0]?.[0]).toBeCloseTo(9, 12);
  expect(satterthwaiteDegreesOfFreedom(mean, pairs, [1])).toBeCloseTo(1, 12);
});

test('with a cluster for every row CR0 is HC0, and the degrees of freedom of a mean are n − 1', () => {
  const rows = [1, 2, 3, 4];
  expect(clusterCovariance(mean, rows, 'CR0')[0]?.[0]).toBeCloseTo(
    heteroscedasticCovariance(mean, 'HC0')[0]?.[0] ?? 0,
    12,
  );
  expect(satterthwaiteDegreesOfFreedom(mean, rows, [1])).toBeCloseTo(3, 12);
});

test('one cluster, missing labels and a weighted fit are refused', () => {
  expect(() => clusterCovariance(mean, ['a', 'a', 'a', 'a'], 'CR0')).toThrow('at least 2');
  expect(() => clusterCovariance(mean, ['a'], 'CR0')).toThrow('paired');
  const weighted = requireEstimate(
    fitLinearModel({ response: [1, 3, 8], terms: [intercept(3)], weights: [1, 2, 1] }),
  );
  expect(() => clusterCovariance(weighted, [1, 2, 3], 'CR2')).toThrow('weighted');
});
