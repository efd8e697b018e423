import { describe, expect, test } from 'vitest';
import { addMonths, monthsFromTo } from '#core';
import type { MonthlyResult } from '#knowledge';
import { type EffectInput, effectOfChange } from './effect-of-change.ts';

const share = { scoring: 'proportion', direction: 'up', multiplier: 1 } as const;
const noPrediction = { text: 'It will help.', value: null, byMonth: null };

/** Month by month from January 2024: how many of how many. */
const results = (numerators: readonly number[], denominator = 100): MonthlyResult[] =>
  numerators.map((numerator, i) => ({
    month: addMonths('2024-01', i),
    numerator,
    denominator,
    sumOfSquares: 0,
  }));

const input = (different: Partial<EffectInput>): EffectInput => ({
  measure: share,
  results: results([...around(40, 12), ...around(60, 12)]),
  startMonth: '2025-01',
  prediction: noPrediction,
  otherChanges: [],
  ...different,
});

/** Alternates two above and two below, so that the mean is exact. */
const around = (level: number, months: number): number[] =>
  Array.from({ length: months }, (_, i) => level + (i % 2 === 0 ? 2 : -2));

const estimateOf = (different: Partial<EffectInput>) => {
  const effect = effectOfChange(input(different));
  if (effect.kind === 'not-estimable') throw new Error(effect.reason);
  return effect;
};
const codes = (different: Partial<EffectInput>) =>
  estimateOf(different).cautions.map(({ code }) => code);

describe('the effect of a change', () => {
  test('is the difference of levels where nothing moved before', () => {
    const effect = estimateOf({});
    expect(effect.method).toBe('its-level');
    expect(effect.difference).toBeCloseTo(0.2, 12); // 0.60 − 0.40
    expect(effect.before).toBeCloseTo(0.4, 12);
    expect(effect.after).toBeCloseTo(0.6, 12);
    expect(effect).toMatchObject({ monthsBefore: 12, monthsAfter: 12, reading: 'better' });
    expect(codes({})).toEqual(['prediction-without-number']);
  });
  test('is on the display scale: a rate per thousand', () => {
    const rate = { scoring: 'ratio', direction: 'down', multiplier: 1000 } as const;
    const events = [...around(9, 12), ...around(5, 12)];
    const effect = estimateOf({ measure: rate, results: results(events, 1000) });
    expect(effect.difference).toBeCloseTo(-4, 10); // 5 − 9 per 1 000
    expect(effect.reading).toBe('better');
  });
  test('of a mean compares the monthly means', () => {
    const days = { scoring: 'continuous', direction: 'down', multiplier: 1 } as const;
    const sums = [...around(27, 12), ...around(19, 12)].map((mean) => mean * 10);
    const effect = estimateOf({ measure: days, results: results(sums, 10) });
    expect(effect.difference).toBeCloseTo(-8, 10); // 19 − 27 days
  });
  test('is worse, better or only changed, by what the measure wants', () => {
    const measure = (direction: 'up' | 'down' | 'neutral') => ({ ...share, direction });
    expect(estimateOf({ measure: measure('up') }).reading).toBe('better');
    expect(estimateOf({ measure: measure('down') }).reading).toBe('worse');
    expect(estimateOf({ measure: measure('neutral') }).reading).toBe('changed');
    const same = results([...around(40, 12), ...around(40, 12)]);
    expect(estimateOf({ results: same }).reading).toBe('uncertain');
  });
  test('where the numbers already moved is the distance from that trend carried on', () => {
    // One percentage point a month all along, and ten more from the change on.
    const moving = Array.from({ length: 24 }, (_, i) => 20 + i + (i >= 12 ? 10 : 0) + (i % 2));
    const effect = estimateOf({ results: results(moving) });
    expect(effect.method).toBe('its-level-and-trend');
    expect(codes({ results: results(moving) })).toContain('trend-before');
    // Plain means would say 12 + 10 points; the trend accounts for twelve of them.
    expect(effect.difference).toBeGreaterThan(0.05);
    expect(effect.difference).toBeLessThan(0.15);
  });
  test('looks two years to either side at most', () => {
    const long = [...around(90, 24), ...around(40, 24), ...around(60, 24), ...around(10, 24)];
    const effect = estimateOf({ results: results(long), startMonth: '2028-01' });
    expect(effect).toMatchObject({ monthsBefore: 24, monthsAfter: 24 });
    expect(effect.difference).toBeCloseTo(0.2, 12);
  });
  test('does not reach into another change', () => {
    const long = [...around(10, 12), ...around(40, 12), ...around(60, 12), ...around(90, 12)];
    const effect = estimateOf({
      results: results(long),
      startMonth: '2026-01',
      otherChanges: ['2025-01', '2027-01'],
    });
    expect(effect.difference).toBeCloseTo(0.2, 12);
    expect(codes({ otherChanges: ['2025-01'] })).toContain('other-change-same-month');
  });
  test('of a change younger than a year is told with a caution', () => {
    const young = results([...around(40, 12), ...around(60, 4)]);
    expect(codes({ results: young })).toEqual(
      expect.arrayContaining(['part-of-a-year', 'few-after']),
    );
  });
  test('leaves months without cases out', () => {
    const gap = results([...around(40, 12), ...around(60, 12)]).map((one, i) =>
      i === 3 ? { ...one, numerator: 0, denominator: 0 } : one,
    );
    expect(estimateOf({ results: gap })).toMatchObject({ monthsBefore: 11, monthsAfter: 12 });
    expect(codes({ results: gap })).toContain('missing-points');
  });
  test.each([
    ['nothing at all', [], '2025-01', 'no-months-after'],
    ['nothing after the change', around(40, 12), '2025-01', 'no-months-after'],
    ['nothing before the change', around(40, 12), '2024-01', 'no-months-before'],
    ['two months after the change', around(40, 14), '2025-01', 'too-few-months-on-a-side'],
    ['a change before everything', around(40, 12), '2020-01', 'no-months-before'],
    ['months that are all alike', Array(24).fill(40), '2025-01', 'no-scatter'],
  ])('cannot be estimated from %s, and says why', (_, numerators, startMonth, reason) => {
    const effect = effectOfChange(input({ results: results(numerators), startMonth }));
    expect(effect).toEqual({ kind: 'not-estimable', reason });
  });
  test('does not change what it is given', () => {
    const frozen = Object.freeze(results(around(40, 24)).map((one) => Object.freeze(one)));
    expect(() => effectOfChange(input({ results: frozen }))).not.toThrow();
  });
});

describe('the prediction', () => {
  const predicted = (value: number | null, byMonth: string | null = null) =>
    estimateOf({ prediction: { text: 'prediction', value, byMonth } }).predictionMet;
  test('is met when the estimate reaches it and is no chance', () => {
    expect(predicted(0.55)).toBe('met'); // 0.60 came
  });
  test('is not met when the whole interval falls short of it', () => {
    expect(predicted(0.9)).toBe('not-met');
    expect(predicted(0.2)).toBe('not-met'); // it went the other way
  });
  test('cannot be judged where the interval holds both', () => {
    const effect = estimateOf({ prediction: { text: '', value: 0.605, byMonth: null } });
    expect(effect.upper95).toBeGreaterThan(0.205);
    expect(effect.predictionMet).toBe('cannot-say');
    expect(effect.cautions.map(({ code }) => code)).toEqual(['interval-holds-prediction']);
  });
  test('is not failed before its month', () => {
    expect(predicted(0.9, '2026-06')).toBe('cannot-say');
    expect(predicted(0.9, '2025-12')).toBe('not-met');
    expect(predicted(0.55, '2026-06')).toBe('met');
  });
  test('without a number cannot be judged, and says so', () => {
    expect(predicted(null)).toBe('cannot-say');
  });
});

test('95 % intervals hold the true effect about 95 times of 100, with effect and without', () => {
  const random = generator(7);
  const draw = (cases: number, p: number) =>
    Array.from({ length: cases }).filter(() => random() < p).length;
  const months = monthsFromTo('2024-01', '2025-12');
  for (const truth of [0, 0.15]) {
    const held = Array.from({ length: 200 }).filter(() => {
      const simulated = months.map((month, i) => ({
        month,
        numerator: draw(60, i < 12 ? 0.5 : 0.5 + truth),
        denominator: 60,
        sumOfSquares: 0,
      }));
      const effect = effectOfChange(input({ results: simulated }));
      return effect.kind === 'estimate' && effect.lower95 <= truth && truth <= effect.upper95;
    }).length;
    // 200 × 0.95 = 190, give or take 3 √(200 × 0.95 × 0.05) = 9; wider than promised is allowed.
    expect(held).toBeGreaterThanOrEqual(181);
  }
});

/** Park and Miller's generator: the same numbers on every machine. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
