import { expect, test } from 'vitest';
import { weightedScore } from './weighted-score.ts';

const part = (score: number | null, weight = 1, isReversed = false) => ({
  ...{ score, weight, isReversed },
});

test("the guide's example: 0.8, 0.8 and 0.2 that is better the less it is", () => {
  // (0.8 + 0.8 + (1 − 0.2)) / 3
  expect(weightedScore([part(0.8), part(0.8), part(0.2, 1, true)])).toBeCloseTo(0.8, 12);
});

test('weights need not add up to 1', () => {
  // (2 × 0.5 + 1 × 0.8) / 3
  expect(weightedScore([part(0.5, 2), part(0.8, 1)])).toBeCloseTo(0.6, 12);
});

test('a component without a score leaves none, unless it weighs nothing', () => {
  expect(weightedScore([part(0.5), part(null)])).toBeNull();
  expect(weightedScore([part(0.5), part(null, 0)])).toBe(0.5);
  expect(weightedScore([])).toBeNull();
});
