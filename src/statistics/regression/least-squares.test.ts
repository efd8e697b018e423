import { expect, test } from 'vitest';
import { requireEstimate } from '../outcome.ts';
import { indicators, intercept } from './design.ts';
import { coefficientTable, judgeEffect, linearCombination } from './inference.ts';
import { classicalCovariance, explainedShare, fitLinearModel } from './least-squares.ts';
import {
  heteroscedasticCovariance,
  neweyWestCovariance,
  neweyWestLag,
} from './robust-covariance.ts';

const line = (x: readonly number[]) => [intercept(x.length), { name: 'x', values: x }];

test('the line through (1, 2), (2, 3), (3, 5) has slope 1.5 and level 1/3', () => {
  const fit = requireEstimate(fitLinearModel({ response: [2, 3, 5], terms: line([1, 2, 3]) }));
  expect(fit.coefficients).toEqual([expect.closeTo(1 / 3, 12), expect.closeTo(1.5, 12)]);
  // residuals 1/6, −1/3, 1/6: Σ e² = 1/6 on one degree of freedom; slope error √(1/6 / 2)
  expect(fit.sigma).toBeCloseTo(Math.sqrt(1 / 6), 12);
  expect(Math.sqrt(classicalCovariance(fit)[1]?.[1] ?? 0)).toBeCloseTo(Math.sqrt(1 / 12), 12);
  // R² = 1 − (1/6) / (14/3)
  expect(requireEstimate(explainedShare(fit))).toBeCloseTo(1 - 1 / 28, 12);
});

test('a weight of two counts like the row twice', () => {
  const weighted = requireEstimate(
    fitLinearModel({ response: [1, 4, 2], terms: line([0, 1, 2]), weights: [1, 2, 1] }),
  );
  const twice = requireEstimate(
    fitLinearModel({ response: [1, 4, 4, 2], terms: line([0, 1, 1, 2]) }),
  );
  weighted.coefficients.forEach((value, k) => {
    expect(value).toBeCloseTo(twice.coefficients[k] ?? 0, 12);
  });
});

test('a column that repeats another is left out by name', () => {
  const x = [1, 2, 3, 4];
  const fit = requireEstimate(
    fitLinearModel({
      response: [1, 3, 2, 5],
      terms: [...line(x), { name: 'twice x', values: x.map((value) => 2 * value) }],
    }),
  );
  expect(fit.names).toEqual(['(Intercept)', 'x']);
  expect(fit.aliased).toEqual(['twice x']);
});

test('points that lie on the line leave no scatter to judge by', () => {
  const fit = requireEstimate(
    fitLinearModel({ response: [1, 3, 5, 7], terms: line([0, 1, 2, 3]) }),
  );
  expect(fit.residuals).toEqual([0, 0, 0, 0]);
  const table = coefficientTable(fit, classicalCovariance(fit), { reference: 2 });
  expect(table).toMatchObject({ kind: 'not-estimable', reason: 'no-scatter' });
});

test('all values equal: the level is known, its share explained is not', () => {
  const fit = requireEstimate(fitLinearModel({ response: [4, 4, 4], terms: [intercept(3)] }));
  expect(fit.coefficients).toEqual([expect.closeTo(4, 14)]);
  expect(explainedShare(fit)).toMatchObject({ kind: 'not-estimable', reason: 'no-variation' });
});

test('too few rows are not estimable; wrong input is refused', () => {
  expect(fitLinearModel({ response: [1, 2], terms: line([1, 2]) })).toMatchObject({
    reason: 'too-few-points',
  });
  expect(fitLinearModel({ response: [], terms: [intercept(0)] })).toMatchObject({
    reason: 'too-few-points',
  });
  expect(() => fitLinearModel({ response: [1, Number.NaN], terms: line([1, 2]) })).toThrow(
    RangeError,
  );
  expect(() => fitLinearModel({ response: [1, 2], terms: line([1]) })).toThrow('paired');
  expect(() => fitLinearModel({ response: [1, 2], terms: [] })).toThrow('no terms');
  expect(() => fitLinearModel({ response: [1], terms: line([1]), weights: [0] })).toThrow('weight');
});

test('indicators take the first level as reference', () => {
  expect(indicators('ward', ['b', 'a', 'b', 'c'])).toEqual([
    { name: 'warda', values: [0, 1, 0, 0] },
    { name: 'wardc', values: [0, 0, 0, 1] },
  ]);
});

test('HC0 of a mean is Σe²/n², HC1 that times n/(n − 1)', () => {
  const fit = requireEstimate(fitLinearModel({ response: [1, 2, 6], terms: [intercept(3)] }));
  // mean 3, residuals −2, −1, 3: Σ e² = 14
  expect(heteroscedasticCovariance(fit, 'HC0')[0]?.[0]).toBeCloseTo(14 / 9, 12);
  expect(heteroscedasticCovariance(fit, 'HC1')[0]?.[0]).toBeCloseTo((14 / 9) * 1.5, 12);
});

test('Newey–West with lag 1 adds half the products of neighbours, twice', () => {
  const fit = requireEstimate(fitLinearModel({ response: [1, 2, 6], terms: [intercept(3)] }));
  // neighbours: (−2)(−1) + (−1)(3) = −1; weight 1 − 1/2; (14 + 2 · ½ · (−1)) / 9
  const plain = neweyWestCovariance(fit, { lag: 1, adjust: false });
  expect(plain[0]?.[0]).toBeCloseTo(13 / 9, 12);
  const zero = neweyWestCovariance(fit, { lag: 0, adjust: false });
  expect(zero[0]?.[0]).toBeCloseTo(14 / 9, 12);
  // with a gap between the second and third point only the first pair are neighbours
  const gap = neweyWestCovariance(fit, { lag: 1, adjust: false, times: [1, 2, 4] });
  expect(gap[0]?.[0]).toBeCloseTo((14 + 2) / 9, 12);
  expect(() => neweyWestCovariance(fit, { lag: 1.5, adjust: true })).toThrow('lag 1.5');
});

test('the usual lag is ⌊4 (n/100)^(2/9)⌋', () => {
  expect(neweyWestLag(100)).toBe(4);
  expect(neweyWestLag(24)).toBe(2); // 4 × 0.728
});

test('an effect of 2 ± 1 is judged by the normal: interval 0.04 to 3.96, p 0.0455', () => {
  const judged = requireEstimate(judgeEffect(2, 1, { reference: 'normal' }));
  expect(judged.lower).toBeCloseTo(2 - 1.959964, 6);
  expect(judged.upper).toBeCloseTo(2 + 1.959964, 6);
  expect(judged.pValue).toBeCloseTo(0.0455, 4);
  // a t quantile with 3 degrees of freedom is 3.182446
  expect(requireEstimate(judgeEffect(2, 1, { reference: 3 })).upper).toBeCloseTo(5.182446, 6);
  expect(judgeEffect(2, 0, { reference: 3 })).toMatchObject({ reason: 'no-scatter' });
});

test('the error of a difference of two coefficients counts their covariance', () => {
  const fit = { names: ['a', 'b'], coefficients: [5, 3] };
  const covariance = [
    [4, 1],
    [1, 9],
  ];
  const { estimate, standardError } = linearCombination(fit, covariance, [1, -1]);
  expect(estimate).toBe(2);
  expect(standardError).toBeCloseTo(Math.sqrt(4 + 9 - 2), 12);
});
