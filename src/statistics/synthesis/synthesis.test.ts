import { describe, expect, test } from 'vitest';
import { requireEstimate } from '../outcome.ts';
import { poolEstimates, predictionInterval, shrunkenEstimates } from './pooled-estimate.ts';
import { rankUncertainty } from './rank-uncertainty.ts';

const three = { estimates: [1, 3, 8], variances: [1, 1, 1] };

describe('pooling', () => {
  test('equal variances: the mean is plain, and all random-effects methods but ML find s² − v', () => {
    // mean 4, s² = (9 + 1 + 16)/2 = 13, τ² = 12; ML divides by 3: 26/3 − 1
    const tau2 = (method: 'DerSimonian-Laird' | 'Paule-Mandel' | 'REML' | 'ML'): number =>
      requireEstimate(poolEstimates({ ...three, method })).tau2;
    expect(tau2('DerSimonian-Laird')).toBeCloseTo(12, 10);
    expect(tau2('Paule-Mandel')).toBeCloseTo(12, 10);
    expect(tau2('REML')).toBeCloseTo(12, 5);
    expect(tau2('ML')).toBeCloseTo(26 / 3 - 1, 5);
    expect(requireEstimate(poolEstimates(three)).mean.estimate).toBeCloseTo(4, 12);
  });

  test('Q = 26 on two degrees of freedom; I² = 12/13', () => {
    const pooled = requireEstimate(poolEstimates({ ...three, method: 'DerSimonian-Laird' }));
    expect([pooled.q, pooled.qDegreesOfFreedom]).toEqual([expect.closeTo(26, 10), 2]);
    expect(pooled.inconsistency).toBeCloseTo(12 / 13, 10);
    expect(pooled.h2).toBeCloseTo(13, 10);
  });

  test('Knapp–Hartung with equal variances is the t interval of the mean', () => {
    const { mean } = requireEstimate(poolEstimates({ ...three, method: 'Paule-Mandel' }));
    expect(mean.standardError).toBeCloseTo(Math.sqrt(13 / 3), 8);
    expect(mean.upper).toBeCloseTo(4 + 4.302653 * Math.sqrt(13 / 3), 4); // t(0.975, 2)
  });

  test('equal effects weigh by precision', () => {
    const pooled = requireEstimate(
      poolEstimates({ estimates: [0, 3], variances: [1, 2], method: 'equal-effects' }),
    );
    // (0 × 1 + 3 × ½)/1.5 = 1, error √(1/1.5)
    expect(pooled.mean.estimate).toBeCloseTo(1, 12);
    expect(pooled.mean.standardError).toBeCloseTo(Math.sqrt(2 / 3), 12);
    expect(pooled.tau2).toBe(0);
  });

  test('units that agree more than chance have no variance between them', () => {
    const alike = { estimates: [1, 1.1, 0.9], variances: [1, 1, 1] };
    for (const method of ['DerSimonian-Laird', 'Paule-Mandel', 'REML', 'ML'] as const) {
      expect(requireEstimate(poolEstimates({ ...alike, method })).tau2).toBe(0);
    }
  });

  test('one unit, no units, a variance of zero and estimates that are all equal', () => {
    expect(poolEstimates({ estimates: [1], variances: [1] })).toMatchObject({
      reason: 'too-few-units',
    });
    expect(poolEstimates({ estimates: [], variances: [] })).toMatchObject({
      reason: 'too-few-units',
    });
    expect(() => poolEstimates({ estimates: [1, 2], variances: [1, 0] })).toThrow('variance');
    const equal = { estimates: [2, 2, 2], variances: [1, 2, 3] };
    expect(poolEstimates(equal)).toMatchObject({ reason: 'no-scatter' });
    expect(
      requireEstimate(poolEstimates({ ...equal, interval: 'normal' })).mean.estimate,
    ).toBeCloseTo(2, 12);
  });
});

test('the next unit is less certain than the mean: t with k − 2, variance SE² + τ²', () => {
  const pooled = requireEstimate(
    poolEstimates({ ...three, method: 'DerSimonian-Laird', interval: 'normal' }),
  );
  const { lower, upper } = requireEstimate(predictionInterval(pooled));
  const reach = 12.706205 * Math.sqrt(13 / 3 + 12); // t(0.975, 1)
  expect([lower, upper]).toEqual([expect.closeTo(4 - reach, 3), expect.closeTo(4 + reach, 3)]);
  const two = requireEstimate(
    poolEstimates({ estimates: [1, 2], variances: [1, 1], interval: 'normal' }),
  );
  expect(predictionInterval(two)).toMatchObject({ reason: 'too-few-units' });
  expect(predictionInterval(two, { multiplier: 'normal' }).kind).toBe('estimate');
});

test('shrunken estimates lie between the unit and the mean, by 12/13 here', () => {
  const pooled = requireEstimate(poolEstimates({ ...three, method: 'DerSimonian-Laird' }));
  const shrunken = shrunkenEstimates(three, pooled);
  expect(shrunken.map(({ estimate }) => estimate)).toEqual(
    [1, 3, 8].map((y) => expect.closeTo((12 * y + 4) / 13, 10)),
  );
});

describe('ranks', () => {
  test('units far apart have certain ranks, overlapping ones share them', () => {
    const ranks = requireEstimate(
      rankUncertainty({ estimates: [0, 100, 101], variances: [1, 1, 1] }),
    );
    expect(ranks.map(({ lowestRank, highestRank }) => [lowestRank, highestRank])).toEqual([
      [1, 1],
      [2, 3],
      [2, 3],
    ]);
    expect(ranks[0]?.expectedRank).toBeCloseTo(1, 10);
  });

  test('equal units each have the middle rank expected', () => {
    const ranks = requireEstimate(rankUncertainty({ estimates: [5, 5, 5], variances: [1, 4, 9] }));
    ranks.forEach(({ expectedRank }) => {
      expect(expectedRank).toBeCloseTo(2, 12);
    });
    expect(rankUncertainty({ estimates: [1], variances: [1] })).toMatchObject({
      reason: 'too-few-units',
    });
  });
});
