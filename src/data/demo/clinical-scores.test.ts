import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawExperience, drawPhq9, drawPhq9Baseline } from './clinical-scores.ts';
import { openStream } from './random.ts';

const seeds = fc.nat();
const fromSixWeeks = fc.integer({ min: 42, max: 200 });
const baselines = fc.integer({ min: 10, max: 27 });

describe('depression scores', () => {
  test('of one who responds are at most half the first from six weeks on', () => {
    fc.assert(
      fc.property(seeds, baselines, fromSixWeeks, (seed, baseline, days) => {
        const score = drawPhq9(openStream(seed, 0), { baseline, responds: true }, days);
        expect(score * 2).toBeLessThanOrEqual(baseline);
        expect(score).toBeGreaterThanOrEqual(0);
      }),
    );
  });
  test('of one who does not respond are more than half the first', () => {
    fc.assert(
      fc.property(seeds, baselines, fromSixWeeks, (seed, baseline, days) => {
        const score = drawPhq9(openStream(seed, 0), { baseline, responds: false }, days);
        expect(score * 2).toBeGreaterThan(baseline);
        expect(score).toBeLessThanOrEqual(27);
      }),
    );
  });
  test('begin between 0 and 27 points', () => {
    fc.assert(
      fc.property(seeds, fc.boolean(), (seed, isDepression) => {
        const score = drawPhq9Baseline(openStream(seed, 0), isDepression);
        expect(Number.isInteger(score) && score >= 0 && score <= 27).toBe(true);
      }),
    );
  });
});

test('one who felt involved answers 8 to 10, another less', () => {
  const random = openStream(3, 0);
  for (let i = 0; i < 500; i++) {
    expect(drawExperience(random, true)).toBeGreaterThanOrEqual(8);
    expect(drawExperience(random, false)).toBeLessThan(8);
  }
});
