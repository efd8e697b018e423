import { describe, expect, test } from 'vitest';
import { requireEstimate } from '../outcome.ts';
import { intercept } from '../regression/design.ts';
import { fitGeneralisedLinearModel } from '../regression/generalised-linear-model.ts';
import { fitLogisticRandomIntercept } from './logistic-random-intercept.ts';
import { fitRandomInterceptModel } from './random-intercept.ts';

describe('linear model with group levels', () => {
  test('balanced groups: the REML variances are those of the analysis of variance', () => {
    // means 2, 5, 8, each with rows ± 1: MS within 2, MS between 2 × 9 = 18, between (18 − 2) / 2 = 8
    const fit = requireEstimate(
      fitRandomInterceptModel({
        response: [1, 3, 4, 6, 7, 9],
        groups: ['a', 'a', 'b', 'b', 'c', 'c'],
        terms: [intercept(6)],
        method: 'REML',
      }),
    );
    expect(fit.coefficients[0]).toBeCloseTo(5, 8);
    expect(fit.varianceWithin).toBeCloseTo(2, 5);
    expect(fit.varianceBetween).toBeCloseTo(8, 4);
    expect(fit.intraclassCorrelation).toBeCloseTo(0.8, 5);
    // shrinkage 2 × 8 / (2 + 2 × 8) = 8/9 of the distances −3, 0, 3
    expect(fit.groups.map(({ effect }) => effect)).toEqual(
      [-8 / 3, 0, 8 / 3].map((value) => expect.closeTo(value, 4)),
    );
    // error of the mean √(MS between / 6)
    expect(Math.sqrt(fit.covariance[0]?.[0] ?? 0)).toBeCloseTo(Math.sqrt(3), 4);
  });

  test('groups that differ no more than chance have variance 0 and a caution', () => {
    const outcome = fitRandomInterceptModel({
      response: [1, 3, 2, 2, 3, 1, 1, 3],
      groups: [1, 1, 2, 2, 3, 3, 4, 4],
      terms: [intercept(8)],
      method: 'REML',
    });
    expect(outcome).toMatchObject({
      value: { varianceBetween: 0, intraclassCorrelation: 0 },
      cautions: [{ code: 'no-between-variation' }],
    });
  });

  test('a large group speaks for itself, a small one is drawn to the middle', () => {
    const response = [9, 11, 9, 11, 9, 11, 9, 11, 14, 4, 6, 5, 5];
    const groups = [
      ...Array.from({ length: 8 }, () => 'large'),
      'small',
      ...Array.from({ length: 4 }, () => 'other'),
    ];
    const fit = requireEstimate(
      fitRandomInterceptModel({ response, groups, terms: [intercept(13)], method: 'REML' }),
    );
    const [large, small] = fit.groups;
    expect(small?.standardError).toBeGreaterThan(large?.standardError ?? 0);
  });

  test('one group, a group for every row, no scatter and too few rows have reasons', () => {
    const fit = (response: number[], groups: number[]) =>
      fitRandomInterceptModel({
        response,
        groups,
        terms: [intercept(response.length)],
        method: 'ML',
      });
    expect(fit([1, 2, 3], [1, 1, 1])).toMatchObject({ reason: 'too-few-groups' });
    expect(fit([1, 2, 3], [1, 2, 3])).toMatchObject({ reason: 'one-row-per-group' });
    expect(fit([4, 4, 4, 4], [1, 1, 2, 2])).toMatchObject({ reason: 'no-scatter' });
    expect(fit([], [])).toMatchObject({ reason: 'too-few-groups' });
    expect(() => fit([1, 2], [1])).toThrow('paired');
  });
});

describe('logistic model with group levels', () => {
  const cases = [20, 20, 20, 20, 20, 20];
  const model = {
    cases,
    terms: [intercept(6)],
    groups: ['a', 'b', 'c', 'd', 'e', 'f'],
    quadraturePoints: 25,
  };

  test('groups of 2, 5, 10, 12, 15 and 18 in 20 spread widely; each is drawn to the middle', () => {
    const events = [2, 5, 10, 12, 15, 18];
    const fit = requireEstimate(fitLogisticRandomIntercept({ ...model, events }));
    expect(fit.standardDeviationBetween).toBeGreaterThan(0.8);
    fit.groups.forEach(({ effect }, i) => {
      const raw = Math.log((events[i] ?? 0) / (20 - (events[i] ?? 0))) - (fit.coefficients[0] ?? 0);
      expect(Math.abs(effect)).toBeLessThan(Math.abs(raw));
      expect(Math.sign(effect)).toBe(Math.sign(raw));
    });
  });

  test('more nodes change little: 25 and 60 agree, Laplace is near', () => {
    const events = [2, 5, 10, 12, 15, 18];
    const at = (quadraturePoints: number) =>
      requireEstimate(fitLogisticRandomIntercept({ ...model, events, quadraturePoints }));
    expect(at(60).logLikelihood).toBeCloseTo(at(25).logLikelihood, 6);
    expect(Math.abs(at(1).logLikelihood - at(25).logLikelihood)).toBeLessThan(0.2);
  });

  test('equal groups have no variation between them and the odds of the pooled cases', () => {
    const outcome = fitLogisticRandomIntercept({ ...model, events: [5, 5, 5, 5, 5, 5] });
    const fit = requireEstimate(outcome);
    expect(fit.coefficients[0]).toBeCloseTo(Math.log(1 / 3), 4);
    expect(outcome).toMatchObject({ cautions: [{ code: 'no-between-variation' }] });
    const pooled = requireEstimate(
      fitGeneralisedLinearModel({
        family: 'binomial',
        response: cases.map(() => 0.25),
        weights: cases,
        terms: model.terms,
      }),
    );
    expect(fit.covariance[0]?.[0]).toBeCloseTo(pooled.bread[0]?.[0] ?? 0, 4);
  });

  test('no events, one group and impossible counts', () => {
    const none = cases.map(() => 0);
    expect(fitLogisticRandomIntercept({ ...model, events: none })).toMatchObject({
      reason: 'no-events',
    });
    const one = { ...model, events: [1, 2, 3, 4, 5, 6], groups: cases.map(() => 'only') };
    expect(fitLogisticRandomIntercept(one)).toMatchObject({ reason: 'too-few-groups' });
    expect(() => fitLogisticRandomIntercept({ ...model, events: [21, 0, 0, 0, 0, 0] })).toThrow(
      '21 events',
    );
    expect(() => fitLogisticRandomIntercept({ ...model, events: [-1, 0, 0, 0, 0, 0] })).toThrow(
      '-1 events',
    );
    expect(() =>
      fitLogisticRandomIntercept({ ...model, events: [1, 1, 1, 1, 1, 1], quadraturePoints: 0 }),
    ).toThrow('0 quadrature points');
  });
});
