import { describe, expect, test } from 'vitest';
import {
  byarInterval,
  clopperPearsonInterval,
  exactRateInterval,
  wilsonInterval,
} from './intervals.ts';
import { directlyStandardisedRate, indirectlyStandardisedRatio } from './standardisation.ts';

describe('intervals', () => {
  test('Wilson at 0 of 10: upper z²/(n + z²)', () => {
    const z2 = 1.959963984540054 ** 2;
    expect(wilsonInterval(0, 10)).toEqual({ lower: 0, upper: expect.closeTo(z2 / (10 + z2), 12) });
    expect(wilsonInterval(10, 10).upper).toBe(1);
  });

  test('Clopper and Pearson at 0 of 10: upper 1 − 0.025^(1/10)', () => {
    expect(clopperPearsonInterval(0, 10).upper).toBeCloseTo(1 - 0.025 ** 0.1, 12);
    expect(clopperPearsonInterval(10, 10).lower).toBeCloseTo(0.025 ** 0.1, 12);
  });

  test('exact rate at 0 events: upper −ln 0.025 over the exposure', () => {
    expect(exactRateInterval(0, 100)).toEqual({
      lower: 0,
      upper: expect.closeTo(-Math.log(0.025) / 100, 12),
    });
  });

  test('Byar is close to exact from ten events on', () => {
    const [exact, byar] = [exactRateInterval(10, 1), byarInterval(10, 1)];
    expect(Math.abs(byar.lower / exact.lower - 1)).toBeLessThan(0.005);
    expect(Math.abs(byar.upper / exact.upper - 1)).toBeLessThan(0.005);
    expect(byarInterval(0, 1).lower).toBe(0);
  });

  test('a higher level is wider', () => {
    expect(wilsonInterval(3, 10, 0.998).upper).toBeGreaterThan(wilsonInterval(3, 10).upper);
  });

  test('billions of events: R, qchisq(0.025, 2 * 4e9)/2 and qchisq(0.975, 2 * (4e9 + 1))/2', () => {
    const { lower, upper } = exactRateInterval(4e9, 1e5);
    expect(lower).toBeCloseTo(39998.76041940695, 8);
    expect(upper).toBeCloseTo(40001.239609536264, 8);
  });

  test('impossible input is named', () => {
    expect(() => exactRateInterval(1e300, 1)).toThrow('give events of 0 to 2⁵³');
    expect(() => byarInterval(5, 1e-310)).toThrow('too large for a number');
    expect(() => wilsonInterval(5, 4)).toThrow('5 events in 4 cases');
    expect(() => wilsonInterval(0, 0)).toThrow('0 events in 0 cases');
    expect(() => clopperPearsonInterval(-1, 4)).toThrow('-1 events');
    expect(() => exactRateInterval(1, 0)).toThrow('1 events in 0 of exposure');
    expect(() => byarInterval(1, 1, 1)).toThrow('confidence level');
  });
});

describe('direct standardisation', () => {
  test('two strata weighted half and half: (10/100 + 10/50)/2', () => {
    const rate = directlyStandardisedRate({
      events: [10, 10],
      population: [100, 50],
      standard: [1, 1],
    });
    expect(rate).toMatchObject({ kind: 'estimate', value: { rate: expect.closeTo(0.15, 12) } });
    expect(rate.kind === 'estimate' && rate.value.crudeRate).toBeCloseTo(20 / 150, 12);
  });

  test('no events give a rate of 0 with an upper limit only', () => {
    const rate = directlyStandardisedRate({
      events: [0, 0],
      population: [10, 10],
      standard: [1, 1],
    });
    expect(rate).toMatchObject({ value: { rate: 0, interval: { lower: 0 } } });
    expect(rate.kind === 'estimate' && rate.value.interval.upper).toBeGreaterThan(0);
  });

  test('an empty stratum or standard cannot be estimated', () => {
    const request = { events: [1, 0], population: [10, 0], standard: [1, 1] };
    expect(directlyStandardisedRate(request)).toMatchObject({ reason: 'empty-stratum' });
    expect(directlyStandardisedRate({ ...request, standard: [0, 0] })).toMatchObject({
      reason: 'no-standard-population',
    });
    expect(directlyStandardisedRate({ events: [], population: [], standard: [] })).toMatchObject({
      kind: 'not-estimable',
    });
    expect(() => directlyStandardisedRate({ ...request, events: [-1, 0] })).toThrow('holds -1');
  });
});

describe('indirect standardisation', () => {
  test('30 observed against 100 × 0.1 + 50 × 0.2 = 20 expected', () => {
    const ratio = indirectlyStandardisedRatio({
      observed: 30,
      population: [100, 50],
      referenceRates: [0.1, 0.2],
    });
    expect(ratio).toMatchObject({ value: { expected: 20, ratio: 1.5 } });
  });

  test('nothing expected has no ratio', () => {
    const nothing = { observed: 1, population: [0], referenceRates: [0.5] };
    expect(indirectlyStandardisedRatio(nothing)).toMatchObject({ reason: 'no-expected-events' });
  });
});
