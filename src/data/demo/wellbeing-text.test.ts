import { expect, test } from 'vitest';
import { wellbeingLines } from './wellbeing-text.ts';

test.each([
  [0, 0],
  [12, 50], // 12/25 of 20 steps = 9.6, so 10 steps of 5
  [25, 100],
])(
  'a WHO-5 of %i raw points is a score of %i, and the five answers add up to it',
  (who5Raw, total) => {
    const { response, score } = wellbeingLines({
      ...{ suffix: '1-1', who5Raw, about: '"subject":{"reference":"Patient/p-1"}' },
      ...{ authored: '"2026-03-01T09:00:00+01:00"', unitId: 'u-1' },
    });
    expect(JSON.parse(score)).toMatchObject({ valueInteger: total, id: 'w-1-1-total' });
    const { item } = JSON.parse(response);
    const points = item[0].item.map(
      ({ answer }: { answer: { valueCoding: { extension: { valueDecimal: number }[] } }[] }) =>
        answer[0]?.valueCoding.extension[0]?.valueDecimal,
    );
    expect(points.reduce((sum: number, one: number) => sum + one, 0) * 5).toBe(total);
  },
);
