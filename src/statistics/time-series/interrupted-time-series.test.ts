import { describe, expect, test } from 'vitest';
import { type Outcome, requireEstimate } from '../outcome.ts';
import { interruptedTimeSeries } from './interrupted-time-series.ts';

/** Small scatter of period three that adds up to nothing. */
const ripple = (i: number): number => [0.2, -0.3, 0.1][i % 3] ?? 0;
const series = (count: number, meanAt: (i: number) => number) =>
  Array.from({ length: count }, (_, i) => meanAt(i) + ripple(i));
const codes = (outcome: Outcome<unknown>): string[] =>
  outcome.kind === 'estimate' ? outcome.cautions.map(({ code }) => code) : [];

describe('the level-only difference', () => {
  test('twelve points around 10 and nine around 13 differ by 3', () => {
    const values = series(21, (i) => (i < 12 ? 10 : 13));
    const { levelOnly } = requireEstimate(
      interruptedTimeSeries({ series: { kind: 'values', values }, interruptionIndex: 12 }),
    );
    const { meanBefore, meanAfter, difference } = requireEstimate(levelOnly);
    expect([meanBefore, meanAfter]).toEqual([expect.closeTo(10, 12), expect.closeTo(13, 12)]);
    expect(difference.estimate).toBeCloseTo(3, 12);
    expect(difference.lower).toBeGreaterThan(2.5);
    expect(difference.upper).toBeLessThan(3.5);
  });

  test('proportions are pooled by their cases: 30 of 100 before, 12 of 60 after', () => {
    const { levelOnly } = requireEstimate(
      interruptedTimeSeries({
        series: {
          kind: 'proportions',
          events: [10, 15, 5, 4, 4, 4],
          cases: [40, 40, 20, 10, 20, 30],
        },
        interruptionIndex: 3,
      }),
    );
    const { meanBefore, meanAfter } = requireEstimate(levelOnly);
    expect([meanBefore, meanAfter]).toEqual([expect.closeTo(0.3, 12), expect.closeTo(0.2, 12)]);
  });

  test('a trend that was there before is called out', () => {
    const values = series(20, (i) => 10 + 0.5 * i);
    const { levelOnly } = requireEstimate(
      interruptedTimeSeries({ series: { kind: 'values', values }, interruptionIndex: 12 }),
    );
    expect(codes(levelOnly)).toContain('pre-existing-trend');
    const flat = requireEstimate(
      interruptedTimeSeries({
        series: { kind: 'values', values: series(20, (i) => (i < 12 ? 10 : 13)) },
        interruptionIndex: 12,
      }),
    );
    expect(codes(flat.levelOnly)).not.toContain('pre-existing-trend');
  });
});

describe('the segmented effect', () => {
  const values = series(24, (i) => 10 + 0.5 * i - (i < 12 ? 0 : 4 + 0.25 * (i - 11)));
  const { segmented } = requireEstimate(
    interruptedTimeSeries({ series: { kind: 'values', values }, interruptionIndex: 12 }),
  );
  const effect = requireEstimate(segmented);

  test('finds a drop of 4 and a slope less by 0.25 on a rising line', () => {
    expect(effect.trendBefore.estimate).toBeCloseTo(0.5, 1);
    expect(effect.levelChange.estimate).toBeCloseTo(-4, 0);
    expect(effect.trendChange.estimate).toBeCloseTo(-0.25, 1);
  });

  test('the effect at the end is fitted minus counterfactual, −4 − 12 × 0.25', () => {
    const last = values.length - 1;
    const distance = (effect.fitted[last] ?? 0) - (effect.counterfactual[last] ?? 0);
    expect(effect.effectAtEnd.estimate).toBeCloseTo(distance, 10);
    expect(effect.effectAtEnd.estimate).toBeCloseTo(-7, 0);
  });

  test('fitted and counterfactual agree before the change', () => {
    expect(effect.counterfactual.slice(0, 12)).toEqual(effect.fitted.slice(0, 12));
  });

  test('rates halve: the rate ratio is near 0.5 and the difference in the unit of the rate', () => {
    const exposure = series(30, () => 1000).map(Math.round);
    const events = series(30, (i) => (i < 15 ? 40 : 20)).map((mean, i) =>
      Math.round(mean + 4 * ripple(i)),
    );
    const result = requireEstimate(
      interruptedTimeSeries({ series: { kind: 'rates', events, exposure }, interruptionIndex: 15 }),
    );
    const rates = requireEstimate(result.segmented);
    expect(rates.model).toBe('quasi-poisson');
    expect(rates.levelRatio?.estimate).toBeCloseTo(0.5, 1);
    expect(rates.averageEffect.estimate).toBeCloseTo(-0.02, 2);
  });

  test('a yearly wave left out shows as autocorrelation, and is gone once it is in the model', () => {
    const wavy = series(48, (i) => 50 + 6 * Math.sin((2 * Math.PI * i) / 12));
    const plain = { series: { kind: 'values' as const, values: wavy }, interruptionIndex: 30 };
    expect(codes(requireEstimate(interruptedTimeSeries(plain)).segmented)).toContain(
      'autocorrelation',
    );
    const seasonal = interruptedTimeSeries({ ...plain, seasonality: { period: 12, pairs: 1 } });
    expect(requireEstimate(requireEstimate(seasonal).segmented).levelChange.estimate).toBeCloseTo(
      0,
      0,
    );
  });

  test('the autoregressive model reports its correlation and needs no Newey–West error', () => {
    const result = requireEstimate(
      interruptedTimeSeries({
        series: { kind: 'values', values },
        interruptionIndex: 12,
        model: 'autoregressive',
      }),
    );
    const fit = requireEstimate(result.segmented);
    expect(fit.phi).not.toBeNull();
    expect(fit.standardErrorFrom).toBe('autoregressive');
  });
});

describe('cautions and reasons', () => {
  test('five points before and six after are both called short', () => {
    const outcome = interruptedTimeSeries({
      series: { kind: 'values', values: series(11, (i) => i % 2) },
      interruptionIndex: 5,
    });
    expect(codes(outcome)).toEqual(['short-before', 'few-after']);
  });

  test('gaps keep their place and are counted', () => {
    const values: (number | null)[] = series(24, (i) => (i < 12 ? 10 : 12));
    values[4] = null;
    values[20] = null;
    const outcome = interruptedTimeSeries({
      series: { kind: 'values', values },
      interruptionIndex: 12,
    });
    const result = requireEstimate(outcome);
    expect(codes(outcome)).toEqual(['missing-points']);
    expect([result.pointsBefore, result.pointsAfter, result.pointsMissing]).toEqual([11, 11, 2]);
    expect(requireEstimate(result.segmented).fitted).toHaveLength(24);
  });

  test('a month without cases is a gap, not a zero', () => {
    const result = requireEstimate(
      interruptedTimeSeries({
        series: {
          kind: 'proportions',
          events: [1, 0, 3, 2, 2, 1, 2],
          cases: [9, 0, 9, 9, 9, 9, 9],
        },
        interruptionIndex: 4,
      }),
    );
    expect(result.pointsMissing).toBe(1);
    expect(result.pointsBefore).toBe(3);
  });

  test('two points after: neither reading is estimable and both say why', () => {
    const result = requireEstimate(
      interruptedTimeSeries({
        series: { kind: 'values', values: series(14, (i) => i) },
        interruptionIndex: 12,
      }),
    );
    expect(result.levelOnly).toMatchObject({ reason: 'too-few-points' });
    expect(result.segmented).toMatchObject({ reason: 'too-few-points' });
  });

  test('a series that never moves has no scatter; one without events no odds', () => {
    const still = requireEstimate(
      interruptedTimeSeries({
        series: { kind: 'values', values: Array.from({ length: 20 }, () => 100) },
        interruptionIndex: 10,
      }),
    );
    expect(still.levelOnly).toMatchObject({ reason: 'no-scatter' });
    expect(still.segmented).toMatchObject({ reason: 'no-scatter' });
    const zeros = Array.from({ length: 20 }, () => 0);
    const none = requireEstimate(
      interruptedTimeSeries({
        series: { kind: 'proportions', events: zeros, cases: zeros.map(() => 30) },
        interruptionIndex: 10,
      }),
    );
    expect(none.segmented).toMatchObject({ reason: 'no-events' });
  });

  test('no events before and some after: the difference is known, a ratio is not', () => {
    const events = [0, 0, 0, 0, 0, 0, 0, 0, 2, 3, 1, 2, 3, 2];
    const result = requireEstimate(
      interruptedTimeSeries({
        series: { kind: 'proportions', events, cases: events.map(() => 20) },
        interruptionIndex: 8,
      }),
    );
    expect(result.segmented).toMatchObject({ reason: 'separation' });
    expect(requireEstimate(result.levelOnly).meanAfter).toBeCloseTo(13 / 120, 12);
  });

  test('a change at the very end leaves no points on one side', () => {
    const outcome = interruptedTimeSeries({
      series: { kind: 'values', values: [1, 2, 3] },
      interruptionIndex: 3,
    });
    expect(outcome).toMatchObject({ reason: 'no-points-on-a-side' });
    expect(
      interruptedTimeSeries({ series: { kind: 'values', values: [] }, interruptionIndex: 0 }),
    ).toMatchObject({ reason: 'no-points-on-a-side' });
  });

  test('impossible counts and places are refused', () => {
    const proportions = (events: number[], cases: number[]) => () =>
      interruptedTimeSeries({
        series: { kind: 'proportions', events, cases },
        interruptionIndex: 1,
      });
    expect(proportions([5, 1], [4, 4])).toThrow('5 events in 4 cases');
    expect(proportions([-1, 1], [4, 4])).toThrow('-1 events');
    expect(proportions([1, 1], [0, 4])).toThrow('in nothing');
    expect(proportions([1], [4, 4])).toThrow('paired');
    expect(() =>
      interruptedTimeSeries({ series: { kind: 'values', values: [1, 2] }, interruptionIndex: 7 }),
    ).toThrow('position 7');
  });
});

describe('intervals hold the truth about as often as they claim', () => {
  /** Repeatable normal draws. */
  function normals(seed: number): () => number {
    let state = seed;
    const uniform = (): number => {
      state = (state * 48_271) % 2_147_483_647;
      return state / 2_147_483_647;
    };
    return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  }

  /** Of 300 series with a step of 2 before the 25th of 32 points, how many level-only intervals hold it. */
  function held(phi: number): number {
    const next = normals(2026);
    const runs = Array.from({ length: 300 }, () => {
      let error = next() / Math.sqrt(1 - phi ** 2);
      const values = Array.from({ length: 32 }, (_, i) => {
        const value = 10 + (i >= 24 ? 2 : 0) + error;
        error = phi * error + next();
        return value;
      });
      const { levelOnly } = requireEstimate(
        interruptedTimeSeries({ series: { kind: 'values', values }, interruptionIndex: 24 }),
      );
      const { lower, upper } = requireEstimate(levelOnly).difference;
      return lower <= 2 && upper >= 2;
    });
    return runs.filter((isHeld) => isHeld).length;
  }

  test('unrelated points: at least 280 of 300', () => {
    expect(held(0)).toBeGreaterThanOrEqual(280); // 285 expected, standard deviation 3.8
  });

  test('neighbours tied by 0.4: at least 265 of 300', () => {
    expect(held(0.4)).toBeGreaterThanOrEqual(265);
  });
});
