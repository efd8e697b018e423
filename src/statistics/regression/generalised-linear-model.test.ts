import { expect, test } from 'vitest';
import { requireEstimate } from '../outcome.ts';
import { intercept } from './design.ts';
import { fitGeneralisedLinearModel, modelCovariance } from './generalised-linear-model.ts';

const group = { name: 'group', values: [0, 0, 1, 1] };
const terms = [intercept(4), group];

test('two rates: the coefficient is the logarithm of their ratio, its error √(1/a + 1/b)', () => {
  // 6 events in 20 against 30 in 40: ratio 0.75 / 0.3 = 2.5
  const fit = requireEstimate(
    fitGeneralisedLinearModel({
      family: 'poisson',
      response: [2, 4, 10, 20],
      terms,
      offset: [10, 10, 20, 20].map(Math.log),
    }),
  );
  expect(fit.coefficients[1]).toBeCloseTo(Math.log(2.5), 8);
  expect(Math.sqrt(modelCovariance(fit)[1]?.[1] ?? 0)).toBeCloseTo(Math.sqrt(1 / 6 + 1 / 30), 6);
});

test('two proportions: the coefficient is the logarithm of the odds ratio', () => {
  // 5 of 20 against 15 of 20: odds 1/3 and 3
  const fit = requireEstimate(
    fitGeneralisedLinearModel({
      family: 'binomial',
      response: [0.2, 0.3, 0.7, 0.8],
      weights: [10, 10, 10, 10],
      terms,
    }),
  );
  expect(fit.coefficients[1]).toBeCloseTo(Math.log(9), 8);
  // Pearson: (0.2 − 0.25)² × 10 / (0.25 × 0.75), four times alike, on two degrees of freedom
  expect(fit.pearsonDispersion).toBeCloseTo((4 * 0.025) / 0.1875 / 2, 6);
});

test('no events, only events and no rows have reasons', () => {
  const fit = (family: 'poisson' | 'binomial', response: number[]) =>
    fitGeneralisedLinearModel({ family, response, terms: [intercept(response.length)] });
  expect(fit('poisson', [0, 0, 0])).toMatchObject({ reason: 'no-events' });
  expect(fit('binomial', [1, 1, 1])).toMatchObject({ reason: 'only-events' });
  expect(fit('poisson', [])).toMatchObject({ reason: 'no-points' });
  expect(fit('poisson', [3])).toMatchObject({ reason: 'too-few-points' });
});

test('a term that tells events apart perfectly is separation, not an odds ratio', () => {
  const outcome = fitGeneralisedLinearModel({
    family: 'binomial',
    response: [0, 0, 1, 1, 1],
    terms: [intercept(5), { name: 'x', values: [1, 2, 3, 4, 5] }],
  });
  expect(outcome).toMatchObject({ kind: 'not-estimable', reason: 'separation' });
});

test('a term that tells only some events apart carries a caution', () => {
  const outcome = fitGeneralisedLinearModel({
    family: 'binomial',
    response: [0, 1, 0, 1, 1, 1],
    terms: [intercept(6), { name: 'x', values: [1, 1, 1, 2, 2, 2] }],
  });
  expect(outcome).toMatchObject({ cautions: [{ code: 'certain-fit' }] });
});

test('negative counts and proportions above 1 are refused', () => {
  const refuse = (family: 'poisson' | 'binomial', response: number[]) =>
    expect(() => fitGeneralisedLinearModel({ family, response, terms: [intercept(2)] }));
  refuse('poisson', [-1, 2]).toThrow('a count of at least 0');
  refuse('binomial', [0.5, 1.2]).toThrow('a proportion from 0 to 1');
  refuse('poisson', [Number.NaN, 2]).toThrow(RangeError);
});
