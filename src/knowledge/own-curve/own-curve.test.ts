import { expect, test } from 'vitest';
import { changeMargin, ownChange } from './own-curve.ts';

const source = { en: 's', sv: 's' };
const measured = {
  kind: 'reliability',
  reliability: 0.84,
  standardDeviation: 6,
  source,
  assumed: false,
} as const;
const points = (...values: number[]) =>
  values.map((value, i) => ({ at: `2026-0${i + 1}-01`, value }));

test('the margin follows from reliability and spread, or is as published', () => {
  // SEM = 6 √0.16 = 2.4; 1.96 √2 × 2.4 = 6.652.
  expect(changeMargin(measured)).toBeCloseTo(6.652, 3);
  expect(changeMargin({ kind: 'published', points: 6, source })).toBe(6);
});

test('a change beyond the margin is better or worse by the direction of the score, a smaller one is neither', () => {
  const lower = { change: measured, higherIsBetter: false };
  expect(ownChange(points(20, 18, 13), lower)).toMatchObject({ reading: 'better', points: -7 });
  expect(ownChange(points(13, 20), lower)).toMatchObject({ reading: 'worse', points: 7 });
  expect(ownChange(points(20, 14), lower)).toMatchObject({ reading: 'within-margin' });
  expect(ownChange(points(13, 20), { ...lower, higherIsBetter: true })).toMatchObject({
    reading: 'better',
  });
});

test('a published margin counts from exactly so many points', () => {
  const change = { kind: 'published', points: 6, source } as const;
  expect(ownChange(points(15, 9), { change, higherIsBetter: false })).toMatchObject({
    reading: 'better',
  });
  expect(ownChange(points(15, 10), { change, higherIsBetter: false })).toMatchObject({
    reading: 'within-margin',
  });
});

test('one score is no change, and without a known margin no change is called reliable', () => {
  expect(ownChange(points(15), { change: measured, higherIsBetter: true })).toEqual({
    kind: 'too-few',
  });
  expect(ownChange(points(15, 30), { change: null, higherIsBetter: true })).toEqual({
    kind: 'no-margin',
    points: 15,
  });
});
