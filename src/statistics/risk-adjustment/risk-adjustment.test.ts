import { describe, expect, test } from 'vitest';
import { outcomeWeight, riskAdjustedCusum } from './risk-adjusted-cusum.ts';
import { averageRunLength, riskAdjustedThreshold } from './run-length.ts';
import { vlad } from './vlad.ts';

const doubled = { alternative: 2, unchanged: 1 };

describe('VLAD', () => {
  test('a survivor earns the risk, a death costs its complement', () => {
    const { lives, observed, expected, ratio } = vlad([0.1, 0.3, 0.2], [0, 1, 0]);
    expect(lives.map((value) => Math.round(value * 1000) / 1000)).toEqual([0.1, -0.6, -0.4]);
    expect(observed).toBe(1);
    expect(expected).toBeCloseTo(0.6, 12);
    expect(ratio).toBeCloseTo(1 / 0.6, 12);
  });

  test('no case, or nothing at risk, has no ratio', () => {
    expect(vlad([], [])).toEqual({ lives: [], observed: 0, expected: 0, ratio: null });
    expect(vlad([0, 0], [0, 0]).ratio).toBeNull();
    expect(vlad([1e-310], [1]).ratio).toBeNull();
  });

  test('impossible input is named', () => {
    expect(() => vlad([0.5], [2])).toThrow('an outcome is 2');
    expect(() => vlad([1.5], [0])).toThrow('risk is 1.5');
    expect(() => vlad([0.5], [])).toThrow('1 and 0 values');
  });
});

describe('risk-adjusted CUSUM', () => {
  test('doubled odds at a risk of a half: ln(2 × ⅔) for a death, ln ⅔ for a survivor', () => {
    expect(outcomeWeight(0.5, 1, doubled)).toBeCloseTo(Math.log(4 / 3), 12);
    expect(outcomeWeight(0.5, 0, doubled)).toBeCloseTo(Math.log(2 / 3), 12);
  });

  test('the sum never falls below 0 and signals at the threshold', () => {
    const chart = riskAdjustedCusum({
      risks: [0.5, 0.5, 0.5],
      outcomes: [0, 1, 1],
      oddsRatio: doubled,
      threshold: 2 * Math.log(4 / 3),
    });
    expect(chart.sums[0]).toBe(0);
    expect(chart.signals).toEqual([2]);
  });

  test('after a signal the sum can start again', () => {
    const request = { risks: [0.5, 0.5], outcomes: [1, 1], oddsRatio: doubled, threshold: 0.2 };
    expect(riskAdjustedCusum(request).sums[1]).toBeCloseTo(2 * Math.log(4 / 3), 12);
    expect(riskAdjustedCusum({ ...request, afterSignal: 'reset' }).sums[1]).toBeCloseTo(
      Math.log(4 / 3),
      12,
    );
  });

  test('certain outcomes and no case', () => {
    const certain = riskAdjustedCusum({
      risks: [0, 1],
      outcomes: [0, 1],
      oddsRatio: doubled,
      threshold: 1,
    });
    expect(certain.sums).toEqual([0, 0]);
    expect(
      riskAdjustedCusum({ risks: [], outcomes: [], oddsRatio: doubled, threshold: 1 }).sums,
    ).toEqual([]);
  });

  test('odds ratios that do not differ are refused', () => {
    const same = {
      risks: [0.5],
      outcomes: [1],
      oddsRatio: { alternative: 1, unchanged: 1 },
      threshold: 1,
    };
    expect(() => riskAdjustedCusum(same)).toThrow('must differ');
  });
});

describe('average run length', () => {
  test('a threshold below the first step up: cases until the first event, 1/p', () => {
    const length = averageRunLength({ risks: [0.1], oddsRatio: doubled, threshold: 1e-6 });
    expect(length.kind === 'estimate' && length.value).toBeCloseTo(10, 6);
  });

  test('doubled odds signal sooner, and the threshold found gives back its run length', () => {
    const risks = [0.05, 0.1, 0.2];
    const threshold = riskAdjustedThreshold({ risks, oddsRatio: doubled, runLength: 300 });
    if (threshold.kind === 'not-estimable') throw new Error(threshold.message);
    const at = (trueOddsRatio: number) =>
      averageRunLength({ risks, oddsRatio: doubled, trueOddsRatio, threshold: threshold.value });
    const [inControl, worse] = [at(1), at(2)];
    expect(inControl.kind === 'estimate' && Math.abs(inControl.value / 300 - 1)).toBeLessThan(0.01);
    expect(worse.kind === 'estimate' && worse.value).toBeLessThan(150);
  });

  test('agrees with following many charts to their signal', () => {
    // Marsaglia's 32-bit xorshift from a fixed seed, so that the test is the same every time
    let state = 2463534242;
    const draw = (): number => {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      return (state >>> 0) / 2 ** 32;
    };
    const follow = (): number => {
      let sum = 0;
      for (let cases = 1; ; cases += 1) {
        sum = Math.max(0, sum + outcomeWeight(0.2, draw() < 0.2 ? 1 : 0, doubled));
        if (sum >= 2) return cases;
      }
    };
    const charts = 4000;
    let total = 0;
    for (let i = 0; i < charts; i += 1) total += follow();
    const exact = averageRunLength({ risks: [0.2], oddsRatio: doubled, threshold: 2 });
    // standard error of the simulation about 1.6 %
    expect(exact.kind === 'estimate' && Math.abs(total / charts / exact.value - 1)).toBeLessThan(
      0.05,
    );
  });

  test('cases that cannot have the event never signal', () => {
    expect(averageRunLength({ risks: [0, 0], oddsRatio: doubled, threshold: 1 })).toMatchObject({
      reason: 'never-signals',
    });
    expect(riskAdjustedThreshold({ risks: [], oddsRatio: doubled, runLength: 100 })).toMatchObject({
      reason: 'never-signals',
    });
    // so rare that a case without the event has probability 1 to the last digit
    expect(averageRunLength({ risks: [1e-300], oddsRatio: doubled, threshold: 1 })).toMatchObject({
      reason: 'out-of-range',
    });
  });
});
