import { describe, expect, test } from 'vitest';
import type { Effect } from '#api';
import { carePlan, english, swedish, waiting } from '../../../test/harness/web-words.ts';
import { cycleAnswer, effectAnswer, predictedDifference } from './effect-answer.ts';

const effect: Extract<Effect, { kind: 'estimate' }> = {
  kind: 'estimate',
  method: 'its-level',
  difference: 0.16,
  lower95: 0.1,
  upper95: 0.23,
  monthsBefore: 24,
  monthsAfter: 8,
  before: 0.62,
  after: 0.78,
  reading: 'better',
  predictionMet: 'met',
  cautions: [],
  dataVersion: '1',
  estimatedAt: '2026-11-03T00:00:00Z',
};
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ');

describe('an effect in words', () => {
  test('gives the difference, its interval, the levels and the prediction', () => {
    expect(plain(effectAnswer(effect, carePlan, english))).toBe(
      'Yes: 16 percentage points better than without the change (between 10 and 23, 95 % interval). From 62 % over 24 months before to 78 % over 8 months after. The prediction came true.',
    );
    expect(plain(effectAnswer(effect, carePlan, swedish))).toBe(
      'Ja: 16 procentenheter bättre än utan förändringen (mellan 10 och 23, 95 % intervall). Från 62 % under 24 månader före till 78 % under 8 månader efter. Förutsägelsen slog in.',
    );
  });

  test('gives sizes, the smaller first, when fewer is better', () => {
    const fewer = { ...effect, difference: -8, lower95: -12, upper95: -4, before: 27, after: 19 };
    expect(plain(effectAnswer(fewer, waiting, english))).toMatch(
      /^Yes: 8\.0 days better .*between 4\.0 and 12\.0/,
    );
  });

  test('says that it cannot tell when the interval holds no difference', () => {
    const unsure: Effect = {
      ...effect,
      difference: 0.03,
      lower95: -0.02,
      upper95: 0.08,
      reading: 'uncertain',
      predictionMet: 'cannot-say',
    };
    expect(plain(effectAnswer(unsure, carePlan, english))).toMatch(
      /^We cannot tell: \+3 percentage points, but anything between −2 and \+8 fits the numbers/,
    );
  });

  test('carries its cautions', () => {
    const early: Effect = {
      ...effect,
      cautions: [{ code: 'part-of-a-year', message: '8 months' }],
    };
    expect(effectAnswer(early, carePlan, swedish)).toMatch(
      /Tänk på: mindre än ett år efter förändringen/,
    );
  });

  test('gives the reason when there is none', () => {
    expect(
      effectAnswer({ kind: 'not-estimable', reason: 'change-not-started' }, carePlan, english),
    ).toBe('We cannot say yet: the change has not begun.');
  });
});

describe('the first line of a cycle', () => {
  const cycle = {
    effect,
    measure: carePlan,
    verdict: null,
    verdictReason: null,
    startMonth: '2026-03',
  };
  test('begins with the verdict once there is one', () => {
    const closed = {
      ...cycle,
      state: 'closed',
      verdict: 'kept',
      verdictReason: 'It holds',
    } as const;
    expect(cycleAnswer(closed, english)).toMatch(/^Kept: It holds\. Yes: 16/);
  });
  test('says that nothing has begun while it is planned', () => {
    expect(cycleAnswer({ ...cycle, state: 'planned' }, swedish)).toBe(
      'Planerad: förändringen har inte börjat.',
    );
  });
  test('says since when it runs', () => {
    expect(plain(cycleAnswer({ ...cycle, state: 'running' }, english))).toMatch(
      /^Running since Mar 2026\. Yes/,
    );
  });
});

test('a prediction without a number predicts no difference to compare with', () => {
  const prediction = { text: '', from: 0.62, to: null, byMonth: null };
  expect(predictedDifference({ prediction })).toBeNull();
  expect(predictedDifference({ prediction: { ...prediction, to: 0.8 } })).toBeCloseTo(0.18, 10);
});
