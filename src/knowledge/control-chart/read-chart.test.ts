import { describe, expect, test } from 'vitest';
import { monthsFromTo } from '#core';
import type { MonthlyResult } from '../results/monthly-result.ts';
import { findSignals } from '../signals/find-signals.ts';
import { type ChartedMeasure, readChart } from './read-chart.ts';

const months = monthsFromTo('2022-11', '2026-10'); // 48
const measure: ChartedMeasure = { chart: 'p', direction: 'up', target: 0.9, multiplier: 1 };

/** Alternates around 50 of 100, then stays at `later` of 100 from the given month on. */
const series = (later: number, from: number): MonthlyResult[] =>
  months.map((month, i) => ({
    month,
    numerator: i >= from ? later : 50 + (i % 2 === 0 ? 3 : -3),
    denominator: 100,
    sumOfSquares: 0,
  }));

describe('a chart', () => {
  test('is read against a baseline of its first 24 months, which later months do not move', () => {
    const chart = readChart({
      measure,
      results: series(70, 30),
      months,
      recalculatedFrom: [],
      changedFrom: null,
    });
    if (chart.kind !== 'chart') throw new Error('no chart');
    expect(chart.points[47]?.centre).toBeCloseTo(0.5, 12); // 12 × 53 + 12 × 47 of 2400
    expect(chart.points[47]?.upper3Sigma).toBeCloseTo(0.65, 12); // 0.5 + 3 √(0.25 / 100)
    expect(chart.points.filter(({ inBaseline }) => inBaseline)).toHaveLength(24);
    expect(chart.variation).toBe('improvement-high');
    expect(chart.assurance).toBe('fail');
    expect(chart.suggestedRecalculationFrom).toBe(months[30]);
    expect(chart.lastRunLength).toBe(18);
  });
  test('starts anew where a person recalculated', () => {
    const recalculatedFrom = [months[30] ?? ''];
    const chart = readChart({
      measure,
      results: series(70, 30),
      months,
      recalculatedFrom,
      changedFrom: null,
    });
    if (chart.kind !== 'chart') throw new Error('no chart');
    expect(chart.points[47]?.centre).toBeCloseTo(0.7, 12);
    expect(chart.variation).toBe('common-cause');
    expect(chart.recalculatedFrom).toEqual(recalculatedFrom);
  });
  test('lets a recorded change end the baseline before it', () => {
    const results = series(70, 14);
    const changedFrom = months[14] ?? '';
    const chart = readChart({ measure, results, months, recalculatedFrom: [], changedFrom });
    expect(chart.kind === 'chart' && chart.points[47]?.centre).toBeCloseTo(0.5, 12);
    const early = readChart({
      measure,
      results,
      months,
      recalculatedFrom: [],
      changedFrom: months[7] ?? '',
    });
    expect(early.kind === 'chart' && early.points.filter((p) => p.inBaseline)).toHaveLength(24);
  });
  test('keeps a month without cases as a gap', () => {
    const results = series(50, 48).filter((_, i) => i !== 10);
    const chart = readChart({ measure, results, months, recalculatedFrom: [], changedFrom: null });
    expect(chart.kind === 'chart' && chart.points[10]?.value).toBeNull();
  });
  test('of a unit that opened later begins with it', () => {
    const results = series(50, 48).slice(12);
    const chart = readChart({ measure, results, months, recalculatedFrom: [], changedFrom: null });
    expect(chart.kind === 'chart' && chart.points[0]?.month).toBe(months[12]);
  });
  test('is none without data, and says so', () => {
    expect(
      readChart({ measure, results: [], months, recalculatedFrom: [], changedFrom: null }),
    ).toEqual({
      kind: 'no-chart',
      reason: 'no-data',
    });
    const few = series(50, 48).slice(0, 5);
    expect(
      readChart({ measure, results: few, months, recalculatedFrom: [], changedFrom: null }),
    ).toEqual({
      kind: 'no-chart',
      reason: 'too-few-months',
    });
  });
  test('of a rate is drawn per multiplier', () => {
    const rate: ChartedMeasure = { chart: 'u', direction: 'down', target: null, multiplier: 1000 };
    const results = months.map((month, i) => ({
      month,
      numerator: 8 + (i % 3),
      denominator: 900,
      sumOfSquares: 0,
    }));
    const chart = readChart({
      measure: rate,
      results,
      months,
      recalculatedFrom: [],
      changedFrom: null,
    });
    expect(chart.kind === 'chart' && chart.points[0]?.value).toBeCloseTo(8 / 0.9, 12);
  });
});

describe('the signals of a chart', () => {
  test('tell a lasting shift once, known at its first complete rule', () => {
    const found = findSignals({
      measure,
      results: series(70, 30),
      months,
      recalculatedFrom: [],
      changedFrom: null,
    });
    expect(found).toEqual([
      {
        month: months[30], // 0.7 lies outside 0.65 at once
        firstMonth: months[30],
        lastMonth: months[47],
        rule: 'outside-limits',
        side: 'high',
        reading: 'improvement',
      },
    ]);
  });
  test('a small lasting fall is known at its seventh month', () => {
    const found = findSignals({
      measure,
      results: series(46, 30),
      months,
      recalculatedFrom: [],
      changedFrom: null,
    });
    // The month before, 47 of 100, lies on the same side: the run began there.
    expect(found).toMatchObject([
      { firstMonth: months[29], month: months[35], rule: 'shift', reading: 'concern' },
    ]);
  });
  test('are neither good nor bad where nobody said which way is good', () => {
    const neutral: ChartedMeasure = { ...measure, direction: 'neutral' };
    const input = {
      measure: neutral,
      results: series(70, 30),
      months,
      recalculatedFrom: [],
      changedFrom: null,
    };
    expect(findSignals(input)).toMatchObject([{ reading: 'neutral', side: 'high' }]);
  });
});
