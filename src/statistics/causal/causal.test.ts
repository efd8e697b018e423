import { describe, expect, test } from 'vitest';
import { type Outcome, requireEstimate } from '../outcome.ts';
import { standardisedDifferences } from './balance.ts';
import { matchedDifference, matchingWeights, matchNearest } from './matching.ts';
import { doublyRobustEffect, standardisedEffect } from './outcome-model.ts';
import { balancingWeights, effectiveSampleSize, fitPropensity } from './propensity.ts';
import { weightedDifference } from './weighted-difference.ts';

const codes = (outcome: Outcome<unknown>): string[] =>
  outcome.kind === 'estimate' ? outcome.cautions.map(({ code }) => code) : [];

describe('propensity', () => {
  test('with one 0/1 covariate the propensity is the share treated in each half', () => {
    // x = 0: 1 of 4 treated; x = 1: 3 of 4
    const x = [0, 0, 0, 0, 1, 1, 1, 1];
    const treated = [1, 0, 0, 0, 1, 1, 1, 0];
    const { propensity } = requireEstimate(fitPropensity(treated, [{ name: 'x', values: x }]));
    propensity.forEach((p, row) => {
      expect(p).toBeCloseTo(x[row] === 1 ? 0.75 : 0.25, 6);
    });
  });

  test('a covariate that decides the arm, an empty arm and odd labels', () => {
    const x = { name: 'x', values: [1, 2, 3, 4] };
    expect(fitPropensity([0, 0, 1, 1], [x])).toMatchObject({ reason: 'separation' });
    expect(fitPropensity([0, 0, 0, 1], [x])).toMatchObject({ reason: 'too-few-points' });
    expect(fitPropensity([], [])).toMatchObject({ reason: 'too-few-points' });
    expect(() => fitPropensity([0, 2, 1, 1], [x])).toThrow('treated is 2 in row 2');
  });

  test('weights by estimand at p = 0.2', () => {
    expect(balancingWeights([0.2, 0.2], [1, 0], 'ate')).toEqual([5, 1.25]);
    expect(balancingWeights([0.2, 0.2], [1, 0], 'att')).toEqual([1, 0.25]);
    expect(balancingWeights([0.2, 0.2], [1, 0], 'overlap')).toEqual([0.8, 0.2]);
    expect(() => balancingWeights([0, 0.2], [1, 0], 'ate')).toThrow('propensity 0 in row 1');
  });

  test('weights 1, 1, 2 count as (4)²/6 rows', () => {
    expect(effectiveSampleSize([1, 1, 2])).toBeCloseTo(16 / 6, 12);
    expect(effectiveSampleSize([])).toBe(0);
  });
});

describe('the weighted difference', () => {
  test('weighted means 4 and 2 differ by 2', () => {
    const result = requireEstimate(
      weightedDifference({
        outcome: [3, 5, 1, 3],
        treated: [1, 1, 0, 0],
        weights: [1, 1, 2, 2],
      }),
    );
    expect([result.meanTreated, result.meanControl]).toEqual([4, 2]);
    expect(result.effect.estimate).toBeCloseTo(2, 12);
    // HC1 with n/(n − 2) = 2: within an arm Σ (w e)² / (Σ w)² = 1/2 each
    expect(result.effect.standardError).toBeCloseTo(Math.sqrt(2 * (0.5 + 0.5)), 12);
  });

  test('an arm carried by one row is called out', () => {
    const outcome = weightedDifference({
      outcome: [3, 5, 4, 6, 1, 3, 2, 2],
      treated: [1, 1, 1, 1, 0, 0, 0, 0],
      weights: [100, 1, 1, 1, 1, 1, 1, 1],
    });
    expect(codes(outcome)).toEqual(['few-rows-carry-it']);
  });

  test('equal outcomes leave no scatter; a weight of zero is refused', () => {
    const arms = { outcome: [2, 2, 2, 2], treated: [1, 1, 0, 0] };
    expect(weightedDifference({ ...arms, weights: [1, 1, 1, 1] })).toMatchObject({
      reason: 'no-scatter',
    });
    expect(() => weightedDifference({ ...arms, weights: [0, 1, 1, 1] })).toThrow('weight');
  });
});

describe('balance', () => {
  const comparison = {
    covariates: [{ name: 'age', values: [1, 3, 5, 2, 2, 5] }],
    treated: [1, 1, 1, 0, 0, 0],
    weights: [1, 1, 1, 1, 1, 1],
  };

  test('means 3 and 3 are balanced; the denominator is stated', () => {
    const table = requireEstimate(
      standardisedDifferences({ ...comparison, denominator: 'pooled' }),
    );
    expect(table.denominator).toBe('pooled');
    expect(table.rows[0]?.standardisedDifference).toMatchObject({ value: 0 });
  });

  test('the same gap is larger or smaller by what it is divided by', () => {
    const shifted = { ...comparison, weights: [1, 1, 2, 1, 1, 1] };
    const by = (denominator: 'pooled' | 'treated') => {
      const [row] = requireEstimate(standardisedDifferences({ ...shifted, denominator })).rows;
      return row?.standardisedDifference;
    };
    // treated mean (1 + 3 + 10)/4 = 3.5; variances 4 and 3: 0.5/√3.5 and 0.5/2
    expect(by('pooled')).toMatchObject({ value: expect.closeTo(0.5 / Math.sqrt(3.5), 12) });
    expect(by('treated')).toMatchObject({ value: expect.closeTo(0.25, 12) });
  });

  test('a 0/1 column may be measured by √(p (1 − p))', () => {
    const binary = { ...comparison, covariates: [{ name: 'b', values: [1, 1, 0, 0, 0, 1] }] };
    const [row] = requireEstimate(
      standardisedDifferences({ ...binary, denominator: 'treated-binary-aware' }),
    ).rows;
    // 2/3 − 1/3 over √(2/3 × 1/3)
    expect(row?.standardisedDifference).toMatchObject({
      value: expect.closeTo(1 / 3 / Math.sqrt(2 / 9), 12),
    });
  });

  test('a column without scatter has no standardised difference', () => {
    const flat = { ...comparison, covariates: [{ name: 'c', values: [1, 1, 1, 1, 1, 1] }] };
    const [row] = requireEstimate(standardisedDifferences({ ...flat, denominator: 'pooled' })).rows;
    expect(row?.standardisedDifference).toMatchObject({ reason: 'no-variation' });
  });
});

describe('outcome models', () => {
  // y = 1 + 2 z + x exactly in expectation, scatter ± 0.1
  const treated = [0, 1, 0, 1, 0, 1, 0, 1];
  const x = [1, 2, 3, 4, 2, 1, 4, 3];
  const scatter = [0.1, -0.1, -0.1, 0.1, -0.1, 0.1, 0.1, -0.1];
  const outcome = treated.map((z, row) => 1 + 2 * z + (x[row] ?? 0) + (scatter[row] ?? 0));
  const linear = {
    outcome,
    treated,
    covariates: [{ name: 'x', values: x }],
    outcomeModel: 'linear',
  } as const;

  test('the standardised and the doubly robust effect find the 2 that was planted', () => {
    expect(requireEstimate(standardisedEffect(linear)).estimate).toBeCloseTo(2, 1);
    const robust = doublyRobustEffect(
      linear,
      treated.map(() => 0.5),
    );
    expect(requireEstimate(robust).estimate).toBeCloseTo(2, 1);
  });

  test('a logistic model standardises to a difference of probabilities', () => {
    // no covariate that matters: 3 of 4 against 1 of 4
    const effect = requireEstimate(
      standardisedEffect({
        outcome: [1, 1, 1, 0, 1, 0, 0, 0],
        treated: [1, 1, 1, 1, 0, 0, 0, 0],
        covariates: [],
        outcomeModel: 'logistic',
      }),
    );
    expect(effect.estimate).toBeCloseTo(0.5, 8);
    // influence of the two proportions alone: √(0.75 × 0.25 / 4 × 2)
    expect(effect.standardError).toBeCloseTo(Math.sqrt((0.1875 / 4) * 2), 6);
  });

  test('treatment given away by a covariate, an empty arm, a propensity of 1', () => {
    const opposite = { name: 'not treated', values: treated.map((z) => 1 - z) };
    expect(standardisedEffect({ ...linear, covariates: [opposite] })).toMatchObject({
      reason: 'aliased',
    });
    expect(standardisedEffect({ ...linear, treated: treated.map(() => 1) })).toMatchObject({
      reason: 'too-few-points',
    });
    expect(() =>
      doublyRobustEffect(
        linear,
        treated.map(() => 1),
      ),
    ).toThrow('propensity 1');
  });
});

describe('matching', () => {
  test('the highest treated row chooses first', () => {
    const { pairs } = requireEstimate(matchNearest([1, 1, 0, 0], [0.5, 0.6, 0.55, 0.2]));
    expect(pairs).toEqual([
      { treated: 0, control: 3 },
      { treated: 1, control: 2 },
    ]);
  });

  test('equal distances go to the earlier row', () => {
    const { pairs } = requireEstimate(matchNearest([0, 1, 0], [0.4, 0.5, 0.6]));
    expect(pairs).toEqual([{ treated: 1, control: 0 }]);
  });

  test('from below takes a control that is further away but lower', () => {
    const distance = [0.3, 0.5, 0.51];
    const below = requireEstimate(matchNearest([0, 1, 0], distance, { choice: 'from-below' }));
    expect(below.pairs).toEqual([{ treated: 1, control: 0 }]);
    const nearest = requireEstimate(matchNearest([0, 1, 0], distance));
    expect(nearest.pairs).toEqual([{ treated: 1, control: 2 }]);
  });

  test('a caliper leaves rows unmatched, as does running out of controls', () => {
    const strict = requireEstimate(matchNearest([1, 0], [0.9, 0.1], { caliper: 0.2 }));
    expect(strict).toEqual({ pairs: [], unmatched: [0] });
    const scarce = requireEstimate(matchNearest([1, 1, 0], [0.5, 0.4, 0.45]));
    expect(scarce.unmatched).toEqual([1]);
    expect(matchingWeights(scarce, 3)).toEqual([1, 0, 1]);
  });

  test('pairs that differ by 1, 2 and 3 have effect 2, error 1/√3', () => {
    const matching = {
      pairs: [0, 1, 2].map((treated) => ({ treated, control: treated + 3 })),
      unmatched: [],
    };
    const effect = requireEstimate(matchedDifference([2, 4, 6, 1, 2, 3], matching));
    expect(effect.estimate).toBe(2);
    expect(effect.standardError).toBeCloseTo(1 / Math.sqrt(3), 12);
    expect(matchedDifference([1, 1], { pairs: [], unmatched: [] })).toMatchObject({
      reason: 'too-few-points',
    });
  });

  test('an empty arm cannot be matched', () => {
    expect(matchNearest([1, 1], [0.1, 0.2])).toMatchObject({ reason: 'empty-arm' });
    expect(matchNearest([], [])).toMatchObject({ reason: 'empty-arm' });
  });
});
