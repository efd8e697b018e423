import { describe, expect, test } from 'vitest';
import { type Outcome, requireEstimate } from '../outcome.ts';
import { differenceInDifferences } from './difference-in-differences.ts';
import type { Panel } from './panel.ts';
import { preTrendDifference, stackedDifferenceInDifferences } from './stacked-comparison.ts';
import { steppedWedgeByExposure, steppedWedgeEffect } from './stepped-wedge.ts';

/** Scatter without a pattern, the same in every run. */
const noise = (unit: number, period: number): number => ((unit * 7 + period * 13) % 11) / 10 - 0.5;

interface Truth {
  readonly units: number;
  readonly periods: number;
  /** First treated period of a unit, or Infinity. */
  readonly adopts: (unit: number) => number;
  readonly effect: (unit: number, since: number) => number;
  readonly trend?: (unit: number, period: number) => number;
}

function panelOf({ units, periods, adopts, effect, trend = () => 0 }: Truth): Panel {
  const rows = Array.from({ length: units }, (_, unit) =>
    Array.from({ length: periods }, (__, period) => ({ unit, period })),
  ).flat();
  const isTreated = ({ unit, period }: { unit: number; period: number }): boolean =>
    period >= adopts(unit);
  return {
    unit: rows.map(({ unit }) => `unit ${unit}`),
    period: rows.map(({ period }) => period),
    treated: rows.map((row) => (isTreated(row) ? 1 : 0)),
    outcome: rows.map(
      (row) =>
        10 +
        row.unit +
        0.3 * row.period +
        trend(row.unit, row.period) +
        noise(row.unit, row.period) +
        (isTreated(row) ? effect(row.unit, row.period - adopts(row.unit)) : 0),
    ),
  };
}

const codes = (outcome: Outcome<unknown>): string[] =>
  outcome.kind === 'estimate' ? outcome.cautions.map(({ code }) => code) : [];

describe('difference in differences', () => {
  test('two units, two periods: (6 − 3) − (4 − 2) would be exact, so it cannot be judged', () => {
    const outcome = differenceInDifferences({
      outcome: [2, 4, 3, 6],
      unit: ['a', 'a', 'b', 'b'],
      period: [1, 2, 1, 2],
      treated: [0, 0, 0, 1],
    });
    expect(outcome).toMatchObject({ kind: 'not-estimable', reason: 'too-few-points' });
  });

  test('the effect is the change of the changing units beyond that of the others', () => {
    // three changing and three steady units; mean change 5 against 2
    const outcome = differenceInDifferences({
      outcome: [1, 5, 2, 7, 3, 9, 4, 6, 5, 6, 6, 9],
      unit: ['a', 'a', 'b', 'b', 'c', 'c', 'd', 'd', 'e', 'e', 'f', 'f'],
      period: [1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2],
      treated: [0, 1, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0],
    });
    const { effect, units, changingUnits, standardErrors } = requireEstimate(outcome);
    expect(effect.estimate).toBeCloseTo(3, 12);
    expect([units, changingUnits]).toEqual([6, 3]);
    // with two periods CR2 is the two-sample error: changes 4, 5, 6 and 2, 1, 3, variance 1 each
    expect(standardErrors.CR2).toBeCloseTo(Math.sqrt(1 / 3 + 1 / 3), 10);
  });

  test('a planted effect of 2 in half of twenty units is covered', () => {
    const panel = panelOf({
      units: 20,
      periods: 10,
      adopts: (unit) => (unit % 2 === 0 ? 5 : Number.POSITIVE_INFINITY),
      effect: () => 2,
    });
    const outcome = differenceInDifferences(panel);
    const { effect } = requireEstimate(outcome);
    expect(effect.lower).toBeLessThan(2);
    expect(effect.upper).toBeGreaterThan(2);
    expect(codes(outcome)).toEqual([]);
  });

  test('one changing unit among many is called few, whatever the number of units', () => {
    const panel = panelOf({
      units: 12,
      periods: 8,
      adopts: (unit) => (unit === 0 ? 4 : Number.POSITIVE_INFINITY),
      effect: () => 2,
    });
    const outcome = differenceInDifferences(panel);
    expect(codes(outcome)).toEqual(['few-units']);
  });

  test('nobody changes, all change at once, or one unit: nothing to compare with', () => {
    const never = panelOf({ units: 4, periods: 4, adopts: () => 99, effect: () => 0 });
    expect(differenceInDifferences(never)).toMatchObject({ reason: 'nothing-to-compare' });
    const together = panelOf({ units: 4, periods: 4, adopts: () => 2, effect: () => 1 });
    expect(differenceInDifferences(together)).toMatchObject({ reason: 'nothing-to-compare' });
    const alone = panelOf({ units: 1, periods: 6, adopts: () => 3, effect: () => 1 });
    expect(differenceInDifferences(alone)).toMatchObject({ reason: 'too-few-units' });
  });

  test('columns of different length are refused', () => {
    expect(() =>
      differenceInDifferences({ outcome: [1], unit: [], period: [1], treated: [0] }),
    ).toThrow('paired');
  });
});

describe('adoption at different times', () => {
  const growing = panelOf({
    units: 18,
    periods: 12,
    adopts: (unit) => [3, 7, Number.POSITIVE_INFINITY][unit % 3] ?? 0,
    effect: (_, since) => 1 + since,
  });

  test('the two-way model carries a caution', () => {
    expect(codes(differenceInDifferences(growing))).toContain('staggered-adoption');
  });

  test('the stacked comparison finds a mean of the growing effects, cohort by cohort', () => {
    const { cohorts } = requireEstimate(stackedDifferenceInDifferences(growing));
    expect(cohorts.map(({ period }) => period)).toEqual([3, 7]);
    const effects = cohorts.map(({ outcome }) => requireEstimate(outcome).effect.estimate);
    // nine treated periods grow from 1 to 9, mean 5, and the early ones have more to compare with; five from 1 to 5
    expect(effects[0]).toBeGreaterThan(4);
    expect(effects[0]).toBeLessThan(5.2);
    expect(effects[1]).toBeCloseTo(3, 0);
  });

  test('without units that change, no cohort can be compared', () => {
    const never = panelOf({ units: 4, periods: 4, adopts: () => 99, effect: () => 0 });
    expect(stackedDifferenceInDifferences(never)).toMatchObject({ reason: 'nothing-to-compare' });
  });
});

describe('the time before', () => {
  const adopts = (unit: number): number => (unit % 2 === 0 ? 6 : Number.POSITIVE_INFINITY);

  test('parallel units show no difference in slope', () => {
    const panel = panelOf({ units: 16, periods: 10, adopts, effect: () => 2 });
    const { effect } = requireEstimate(preTrendDifference(panel));
    expect(effect.lower).toBeLessThan(0);
    expect(effect.upper).toBeGreaterThan(0);
  });

  test('units that were already rising by 0.5 a period are found out', () => {
    const panel = panelOf({
      units: 16,
      periods: 10,
      adopts,
      effect: () => 2,
      trend: (unit, period) => (unit % 2 === 0 ? 0.5 * period : 0),
    });
    const { effect } = requireEstimate(preTrendDifference(panel));
    expect(effect.estimate).toBeCloseTo(0.5, 0);
    expect(effect.lower).toBeGreaterThan(0);
  });

  test('one period before, or no steady units, cannot show a trend', () => {
    const late = panelOf({
      units: 6,
      periods: 4,
      adopts: (unit) => (unit < 3 ? 1 : 99),
      effect: () => 1,
    });
    expect(preTrendDifference(late)).toMatchObject({ reason: 'no-time-before' });
  });
});

describe('stepped wedge', () => {
  const wedge = panelOf({
    units: 12,
    periods: 5,
    adopts: (unit) => 1 + (unit % 4),
    effect: () => 1.5,
  });

  test('a planted effect of 1.5 is covered', () => {
    const { effect, clusters, periods } = requireEstimate(steppedWedgeEffect(wedge));
    expect([clusters, periods]).toEqual([12, 5]);
    expect(effect.lower).toBeLessThan(1.5);
    expect(effect.upper).toBeGreaterThan(1.5);
  });

  test('an effect that grows by 1 a period shows in the effects by exposure', () => {
    const growing = panelOf({
      units: 12,
      periods: 5,
      adopts: (unit) => 1 + (unit % 4),
      effect: (_, since) => 1 + since,
    });
    const effects = requireEstimate(steppedWedgeByExposure(growing));
    expect(effects.map(({ periodsSinceChange }) => periodsSinceChange)).toEqual([1, 2, 3, 4]);
    effects.forEach(({ effect, periodsSinceChange }) => {
      expect(effect.estimate).toBeCloseTo(periodsSinceChange, 0);
    });
  });

  test('clusters that all change at the same time cannot be told from time', () => {
    const together = panelOf({ units: 4, periods: 4, adopts: () => 2, effect: () => 1 });
    expect(steppedWedgeEffect(together)).toMatchObject({ reason: 'nothing-to-compare' });
    expect(steppedWedgeByExposure(together)).toMatchObject({ kind: 'not-estimable' });
  });
});
