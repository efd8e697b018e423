import { describe, expect, test } from 'vitest';
import { requireEstimate } from '../outcome.ts';
import { concordance } from './concordance.ts';
import { fitCoxModel } from './cox.ts';
import { cumulativeIncidence } from './cumulative-incidence.ts';
import { kaplanMeier } from './kaplan-meier.ts';
import { logRankTest } from './log-rank.ts';
import { restrictedMean, survivalQuantile } from './survival-summaries.ts';

const four = { time: [1, 2, 3, 4], event: [1, 0, 1, 0] };

describe('Kaplan–Meier', () => {
  test('one of four, then one of two: 0.75 and 0.375', () => {
    const { points, events, rows } = requireEstimate(kaplanMeier(four));
    expect(points.map(({ survival }) => survival)).toEqual([0.75, 0.75, 0.375, 0.375]);
    expect([rows, events]).toEqual([4, 2]);
    // Greenwood: 0.375² (1/(4 × 3) + 1/(2 × 1))
    expect(points[2]?.uncertainty).toMatchObject({
      value: { standardError: expect.closeTo(0.375 * Math.sqrt(1 / 12 + 1 / 2), 12) },
    });
  });

  test('rows censored at a time are still at risk at it', () => {
    const { points } = requireEstimate(kaplanMeier({ time: [2, 2, 2], event: [1, 0, 0] }));
    expect(points).toMatchObject([{ time: 2, atRisk: 3, events: 1, censored: 2 }]);
    expect(points[0]?.survival).toBeCloseTo(2 / 3, 12);
  });

  test('the three intervals at S = 0.75, h = √(1/12)', () => {
    const h = 1.959964 * Math.sqrt(1 / 12);
    const at = (interval: 'log' | 'log-log' | 'plain') =>
      requireEstimate(kaplanMeier(four, { interval })).points[0]?.uncertainty;
    const near = (lower: number, upper: number) => ({
      value: { lower: expect.closeTo(lower, 6), upper: expect.closeTo(upper, 6) },
    });
    expect(at('log')).toMatchObject(near(0.75 * Math.exp(-h), 1));
    expect(at('plain')).toMatchObject(near(0.75 * (1 - h), 1));
    const bend = h / Math.log(0.75);
    expect(at('log-log')).toMatchObject(near(0.75 ** Math.exp(-bend), 0.75 ** Math.exp(bend)));
  });

  test('once everyone has had the event the interval has no value, and says so', () => {
    const { points } = requireEstimate(kaplanMeier({ time: [1, 2], event: [1, 1] }));
    expect(points[1]).toMatchObject({ survival: 0, uncertainty: { reason: 'survival-is-zero' } });
  });

  test('no events: the curve stays at 1; no rows: not estimable; wrong input is refused', () => {
    const still = requireEstimate(kaplanMeier({ time: [1, 2], event: [0, 0] }));
    expect(still.points.map(({ survival }) => survival)).toEqual([1, 1]);
    expect(still.points[0]?.uncertainty).toMatchObject({ value: { lower: 1, upper: 1 } });
    expect(kaplanMeier({ time: [], event: [] })).toMatchObject({ reason: 'no-points' });
    expect(() => kaplanMeier({ time: [-1], event: [1] })).toThrow('time -1');
    expect(() => kaplanMeier({ time: [1], event: [2] })).toThrow('event 2');
    expect(() => kaplanMeier({ time: [Number.NaN], event: [1] })).toThrow(RangeError);
    expect(() => kaplanMeier({ time: [1], event: [] })).toThrow('paired');
  });
});

describe('summaries of a curve', () => {
  const curve = requireEstimate(kaplanMeier({ time: [1, 2, 3, 4], event: [1, 1, 1, 0] }));

  test('the median is where the curve first reaches a half; on a flat stretch at a half, its middle', () => {
    expect(survivalQuantile(curve, 0.6).time).toMatchObject({ value: 3 });
    expect(survivalQuantile(curve, 0.5).time).toMatchObject({ value: 2.5 }); // S = 0.5 from 2 to 3
    expect(survivalQuantile(curve, 0.9).time).toMatchObject({ reason: 'not-reached' });
    expect(() => survivalQuantile(curve, 1.5)).toThrow('probability');
  });

  test('the restricted mean is the area: 1 + 0.75 + 0.5 to time 3', () => {
    const { mean, standardError } = requireEstimate(restrictedMean(curve, 3));
    expect(mean).toBeCloseTo(2.25, 12);
    // areas to 3 from 1: 1.25, from 2: 0.5, from 3: 0
    expect(standardError).toBeCloseTo(Math.sqrt(1.25 ** 2 / 12 + 0.5 ** 2 / 6), 12);
  });

  test('a window beyond follow-up carries a caution, a window of nothing is refused', () => {
    expect(restrictedMean(curve, 10)).toMatchObject({ cautions: [{ code: 'beyond-follow-up' }] });
    expect(restrictedMean(curve, 4)).toMatchObject({ cautions: [] });
    expect(() => restrictedMean(curve, 0)).toThrow('tau is 0');
  });
});

describe('log-rank', () => {
  test('two groups of two: observed and expected by hand', () => {
    // a: events at 1 and 3; b: at 2, censored 4. E_a = 2/4 + 1/3 + 1/2 = 4/3
    const result = requireEstimate(
      logRankTest({ time: [1, 3, 2, 4], event: [1, 1, 1, 0] }, ['a', 'a', 'b', 'b']),
    );
    expect(result.groups[0]).toMatchObject({ observed: 2, expected: expect.closeTo(4 / 3, 12) });
    // V = 1/4 + 2/9 + 1/4 = 13/18; (2/3)² / V
    expect(result.statistic).toBeCloseTo(4 / 9 / (13 / 18), 10);
    expect(result.degreesOfFreedom).toBe(1);
  });

  test('one group or no events cannot be compared', () => {
    expect(logRankTest(four, ['a', 'a', 'a', 'a'])).toMatchObject({ reason: 'nothing-to-compare' });
    const none = { time: [1, 2], event: [0, 0] };
    expect(logRankTest(none, ['a', 'b'])).toMatchObject({ reason: 'nothing-to-compare' });
    expect(logRankTest({ time: [], event: [] }, [])).toMatchObject({
      reason: 'nothing-to-compare',
    });
  });
});

describe('Cox regression', () => {
  test('three rows by hand: e^β solves 2/(1 + …) as the score is zero', () => {
    // times 1, 2, 3 all events, x = 1, 0, 1: L = r/(2r + 1) × 1/(1 + r), r = e^β; maximum at r = 1/√2
    const fit = requireEstimate(
      fitCoxModel({
        time: [1, 2, 3],
        event: [1, 1, 1],
        covariates: [{ name: 'x', values: [1, 0, 1] }],
      }),
    );
    expect(fit.coefficients[0]).toBeCloseTo(-Math.log(2) / 2, 6);
    expect(fit.nullLogLikelihood).toBeCloseTo(-Math.log(6), 12);
  });

  test('a covariate that orders the events perfectly has no finite hazard ratio', () => {
    const outcome = fitCoxModel({
      time: [1, 2, 3, 4, 5],
      event: [1, 1, 1, 1, 1],
      covariates: [{ name: 'x', values: [5, 4, 3, 2, 1] }],
    });
    expect(outcome).toMatchObject({ reason: 'separation' });
  });

  test('no events, covariates that do not vary or repeat each other', () => {
    const x = { name: 'x', values: [1, 0, 1, 0] };
    expect(fitCoxModel({ time: [1, 2, 3, 4], event: [0, 0, 0, 0], covariates: [x] })).toMatchObject(
      {
        reason: 'no-events',
      },
    );
    const constant = { name: 'one', values: [1, 1, 1, 1] };
    expect(fitCoxModel({ ...four, covariates: [constant] })).toMatchObject({
      reason: 'no-variation',
    });
    const repeated = { name: 'minus x', values: [-1, 0, -1, 0] };
    const data = { time: [1, 2, 3, 4], event: [1, 1, 1, 1] };
    const fit = requireEstimate(fitCoxModel({ ...data, covariates: [x, repeated] }));
    expect(fit.aliased).toEqual(['minus x']);
  });

  test('concordance counts ties of prediction as half and needs comparable pairs', () => {
    expect(
      requireEstimate(concordance({ time: [1, 2, 3], event: [1, 1, 0] }, [3, 1, 1])),
    ).toBeCloseTo(2.5 / 3, 12);
    expect(concordance({ time: [1, 2], event: [0, 0] }, [1, 2])).toMatchObject({
      reason: 'no-pairs',
    });
  });
});

describe('competing causes', () => {
  test('probabilities sum to 1, and each cause gets its share', () => {
    const points = requireEstimate(
      cumulativeIncidence({ time: [1, 2, 3, 4], cause: [1, 2, 0, 1] }, 2),
    );
    // 1/4; 3/4 × 1/3; then the last: 1/2 × 1
    expect(points.map(({ incidence }) => incidence[0])).toEqual(
      [0.25, 0.25, 0.75].map((v) => expect.closeTo(v, 12)),
    );
    points.forEach(({ eventFree, incidence }) => {
      expect(eventFree + incidence.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
    });
  });

  test('with one cause and no censoring the error is that of a proportion', () => {
    const [first] = requireEstimate(
      cumulativeIncidence({ time: [1, 2, 3, 4], cause: [1, 1, 1, 1] }, 1),
    );
    expect(first?.incidenceStandardErrors[0]).toBeCloseTo(Math.sqrt((0.25 * 0.75) / 4), 12);
  });

  test('no rows, unknown causes and negative times', () => {
    expect(cumulativeIncidence({ time: [], cause: [] }, 1)).toMatchObject({ reason: 'no-points' });
    expect(requireEstimate(cumulativeIncidence({ time: [1], cause: [0] }, 1))).toEqual([]);
    expect(() => cumulativeIncidence({ time: [1], cause: [3] }, 2)).toThrow('cause 3');
    expect(() => cumulativeIncidence({ time: [-1], cause: [1] }, 1)).toThrow('time -1');
    expect(() => cumulativeIncidence({ time: [1], cause: [1] }, 0)).toThrow('0 causes');
  });
});
