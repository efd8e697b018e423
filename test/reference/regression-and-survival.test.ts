// Synthetic numbers only; regression-and-survival.R beside this file made them and R's answers.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  classicalCovariance,
  cumulativeIncidence,
  fitAutoregressiveModel,
  fitCoxModel,
  fitGeneralisedLinearModel,
  fitLinearModel,
  fitRandomInterceptModel,
  intercept,
  kaplanMeier,
  leveragesOf,
  logRankTest,
  modelCovariance,
  type Outcome,
  requireEstimate,
  restrictedMean,
  sampleSizeForMeans,
  sampleSizeForProportions,
  survivalQuantile,
} from '#statistics';

type Json = { readonly [name: string]: Json } & readonly number[] & readonly string[] & number;

const reference: Json = JSON.parse(
  readFileSync(new URL('./regression-and-survival.json', import.meta.url), 'utf8'),
);

const part = (name: string): Json => {
  const found = reference[name];
  if (found === undefined) throw new Error(`no ${name} in the reference`);
  return found;
};

const numbers = (from: Json, name: string): number[] => [...(from[name] ?? [])].map(Number);
const errors = (covariance: readonly (readonly number[])[]): number[] =>
  covariance.map((column, k) => Math.sqrt(column[k] ?? Number.NaN));

function expectClose(got: readonly number[], expected: readonly number[], relative: number): void {
  expect(got).toHaveLength(expected.length);
  got.forEach((each, i) => {
    const right = expected[i] ?? Number.NaN;
    const miss = Math.abs(each - right);
    expect(miss, `${i}: ${each} for ${right}`).toBeLessThanOrEqual(
      relative * Math.abs(right) + 1e-12,
    );
  });
}

describe('least squares beside R', () => {
  const scales = part('scales');
  const response = numbers(scales, 'y');
  const terms = [
    intercept(response.length),
    { name: 'small', values: numbers(scales, 'small') },
    { name: 'large', values: numbers(scales, 'large') },
  ];

  test('covariates of 1e-5 and 3e6 keep nine digits', () => {
    const fit = requireEstimate(fitLinearModel({ response, terms }));
    expectClose(fit.coefficients, numbers(scales, 'coefficients'), 1e-9);
    expectClose(errors(classicalCovariance(fit)), numbers(scales, 'errors'), 1e-9);
    expectClose(leveragesOf(fit), numbers(scales, 'hat'), 1e-9);
  });

  test('weights count as in lm', () => {
    const fit = requireEstimate(
      fitLinearModel({ response, terms, weights: numbers(scales, 'weights') }),
    );
    expectClose(fit.coefficients, numbers(scales, 'weightedCoefficients'), 1e-9);
    expectClose(errors(classicalCovariance(fit)), numbers(scales, 'weightedErrors'), 1e-9);
  });
});

describe('binomial counts beside R', () => {
  const counts = part('counts');
  const cases = numbers(counts, 'cases');
  const model = {
    response: numbers(counts, 'events').map((events, i) => events / (cases[i] ?? 0)),
    weights: cases,
    terms: [intercept(cases.length), { name: 'x', values: numbers(counts, 'x') }],
  };

  test('coefficients, errors, deviance and likelihood agree', () => {
    const fit = requireEstimate(fitGeneralisedLinearModel({ ...model, family: 'binomial' }));
    expectClose(fit.coefficients, numbers(counts, 'coefficients'), 1e-9);
    expectClose(errors(modelCovariance(fit)), numbers(counts, 'errors'), 1e-9);
    expect(fit.deviance).toBeCloseTo(Number(counts.deviance), 9);
    expect(fit.nullDeviance).toBeCloseTo(Number(counts.nullDeviance), 9);
    expect(fit.likelihood?.logLikelihood).toBeCloseTo(Number(counts.logLikelihood), 9);
    expect(fit.likelihood?.aic).toBeCloseTo(Number(counts.aic), 9);
  });

  test('the quasi family widens the errors by the dispersion', () => {
    const fit = requireEstimate(fitGeneralisedLinearModel({ ...model, family: 'quasi-binomial' }));
    expectClose(errors(modelCovariance(fit)), numbers(counts, 'quasiErrors'), 1e-9);
    expect(fit.likelihood).toBeNull();
  });
});

describe('autoregressive errors with gaps in time, beside nlme corCAR1', () => {
  const gaps = part('gaps');
  const response = numbers(gaps, 'y');
  const times = numbers(gaps, 'time');
  const terms = [intercept(response.length), { name: 'time', values: times }];

  test.each(['ML', 'REML'] as const)('%s', (method) => {
    const fit = requireEstimate(fitAutoregressiveModel({ response, terms, times, method }));
    const expected = gaps[method];
    if (expected === undefined) throw new Error(`no ${method}`);
    expectClose(fit.coefficients, numbers(expected, 'coefficients'), 1e-5);
    expectClose(errors(fit.covariance), numbers(expected, 'errors'), 1e-5);
    expect(fit.phi).toBeCloseTo(Number(expected.phi), 5);
    expect(fit.sigma).toBeCloseTo(Number(expected.sigma), 5);
    expect(fit.logLikelihood).toBeCloseTo(Number(expected.logLikelihood), 7);
  });
});

describe('random intercepts in unequal groups, beside nlme', () => {
  const mixed = part('mixed');
  const response = numbers(mixed, 'y');
  const groups = [...(mixed.group ?? [])].map(String);
  const terms = [intercept(response.length), { name: 'dose', values: numbers(mixed, 'dose') }];

  test.each(['ML', 'REML'] as const)('%s', (method) => {
    const fit = requireEstimate(fitRandomInterceptModel({ response, terms, groups, method }));
    const expected = mixed[method];
    if (expected === undefined) throw new Error(`no ${method}`);
    expectClose(fit.coefficients, numbers(expected, 'coefficients'), 1e-5);
    expect(fit.varianceBetween).toBeCloseTo(Number(expected.between), 4);
    expect(fit.varianceWithin).toBeCloseTo(Number(expected.within), 5);
    expect(fit.logLikelihood).toBeCloseTo(Number(expected.logLikelihood), 7);
    expectClose(
      fit.groups.map(({ effect }) => effect),
      numbers(expected, 'levels'),
      1e-4,
    );
  });
});

describe('follow-up with many ties, beside the survival package', () => {
  const followUp = part('followUp');
  const data = { time: numbers(followUp, 'time'), event: numbers(followUp, 'status') };
  const arms = [...(followUp.arm ?? [])].map(String);
  const curve = requireEstimate(kaplanMeier(data));

  test('curve and limits', () => {
    expect(curve.points.map(({ time }) => time)).toEqual(numbers(followUp, 'times'));
    expectClose(
      curve.points.map(({ survival }) => survival),
      numbers(followUp, 'survival'),
      1e-12,
    );
    const known = curve.points.flatMap(({ uncertainty }) =>
      uncertainty.kind === 'estimate' ? [uncertainty.value] : [],
    );
    expectClose(
      known.map(({ lower }) => lower),
      numbers(followUp, 'lower').slice(0, known.length),
      1e-10,
    );
    expectClose(
      known.map(({ upper }) => upper),
      numbers(followUp, 'upper').slice(0, known.length),
      1e-10,
    );
  });

  test('quantiles, flat stretches and limits that are not reached', () => {
    const got = [0.1, 0.25, 0.5, 0.75, 0.9].map((share) => survivalQuantile(curve, share));
    const shown = (outcome: Outcome<number>): number | null =>
      outcome.kind === 'estimate' ? outcome.value : null;
    expect(got.map(({ time }) => shown(time))).toEqual([...(followUp.quantileTimes ?? [])]);
    expect(got.map(({ lower }) => shown(lower))).toEqual([...(followUp.quantileLower ?? [])]);
    expect(got.map(({ upper }) => shown(upper))).toEqual([...(followUp.quantileUpper ?? [])]);
  });

  test.each([5, 40])('restricted mean to %d', (tau) => {
    const { mean, standardError } = requireEstimate(restrictedMean(curve, tau));
    expectClose([mean, standardError], numbers(followUp, `restrictedMean${tau}`), 1e-10);
  });

  test('log-rank and Peto tests of three groups', () => {
    expect(requireEstimate(logRankTest(data, arms)).statistic).toBeCloseTo(
      Number(followUp.logRank),
      9,
    );
    expect(requireEstimate(logRankTest(data, arms, 'peto')).statistic).toBeCloseTo(
      Number(followUp.peto),
      9,
    );
  });

  test.each(['efron', 'breslow'] as const)('Cox regression by %s', (ties) => {
    const covariates = [
      { name: 'severity', values: numbers(followUp, 'severity') },
      { name: 'C', values: arms.map((arm) => (arm === 'C' ? 1 : 0)) },
    ];
    const fit = requireEstimate(fitCoxModel({ ...data, covariates, ties }));
    const expected = followUp[ties];
    if (expected === undefined) throw new Error(`no ${ties}`);
    expectClose(fit.coefficients, numbers(expected, 'coefficients'), 1e-8);
    expectClose(errors(fit.covariance), numbers(expected, 'errors'), 1e-8);
    expectClose(
      [fit.nullLogLikelihood, fit.logLikelihood],
      numbers(expected, 'logLikelihood'),
      1e-10,
    );
    expect(requireEstimate(fit.concordance)).toBeCloseTo(Number(expected.concordance), 10);
  });
});

test('three competing causes with censoring, beside the survival package', () => {
  const causes = part('causes');
  const data = { time: numbers(causes, 'time'), cause: numbers(causes, 'cause') };
  const points = requireEstimate(cumulativeIncidence(data, 3));
  const at = numbers(causes, 'times').map((time) => points.filter((p) => p.time <= time).at(-1));
  const incidence = (k: number): number[] => at.map((point) => point?.incidence[k] ?? 0);
  const error = (k: number): number[] => at.map((point) => point?.incidenceStandardErrors[k] ?? 0);
  expectClose(
    at.map((point) => point?.eventFree ?? 1),
    numbers(causes, 'eventFree'),
    1e-9,
  );
  expectClose(incidence(0), numbers(causes, 'first'), 1e-10);
  expectClose(incidence(1), numbers(causes, 'second'), 1e-10);
  expectClose(incidence(2), numbers(causes, 'third'), 1e-10);
  expectClose(error(0), numbers(causes, 'firstError'), 1e-9);
  expectClose(error(2), numbers(causes, 'thirdError'), 1e-9);
  expectClose(
    at.map((p) => p?.eventFreeStandardError ?? 0),
    numbers(causes, 'eventFreeError'),
    1e-9,
  );
});

test('sample sizes agree with R solved to ten digits', () => {
  const power = part('power');
  expectClose(
    [
      sampleSizeForMeans(0.5, 1, { power: 0.9 }),
      sampleSizeForMeans(2, 1, { alpha: 0.01 }),
      sampleSizeForMeans(0.05, 1),
      sampleSizeForProportions(0.5, 0.65),
    ],
    ['halfSd', 'large', 'small', 'proportions'].map((name) => Number(power[name])),
    1e-8,
  );
});
