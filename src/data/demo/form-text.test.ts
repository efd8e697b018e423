import { describe, expect, test } from 'vitest';
import { formPlans, formText, formTextIndex } from './form-text.ts';
import { formVariants } from './visit.ts';

interface Item {
  readonly linkId: string;
  readonly answer: readonly { readonly valueInteger: number }[];
}
const itemsOf = (text: string | undefined): readonly Item[] => JSON.parse(`[${text}]`);
const pointsOf = (item: Item | undefined): number => item?.answer[0]?.valueInteger ?? Number.NaN;

describe.each(['phq9', 'gad7', 'who5'] as const)('the text of %s', (kind) => {
  test('has items that add up to its total, for every score and variant', () => {
    const { complete } = formText(kind);
    const { items, itemMax, scoreMax, totalFactor } = formPlans[kind];
    for (let score = 0; score <= scoreMax; score++)
      for (let variant = 0; variant < formVariants; variant++) {
        const written = itemsOf(complete[formTextIndex(score, variant)]);
        const answers = written.slice(0, items).map(pointsOf);
        expect(answers.reduce((a, b) => a + b, 0)).toBe(score);
        expect(Math.max(...answers)).toBeLessThanOrEqual(itemMax);
        expect(written.map((item) => item.linkId).at(-1)).toBe('total');
        expect(pointsOf(written.at(-1))).toBe(score * totalFactor);
      }
  });
});

test('the text of the experience form ends with the overall answer and has no total', () => {
  const written = itemsOf(formText('experience').complete[formTextIndex(8, 3)]);
  expect(written).toHaveLength(6);
  expect(written.at(-1)).toEqual({ linkId: 'experience-6', answer: [{ valueInteger: 8 }] });
});

test('an unfinished form has fewer answers and no total', () => {
  const written = itemsOf(formText('phq9').unfinished[formTextIndex(12, 0)]);
  expect(written.map((item) => item.linkId)).toEqual(['phq9-1', 'phq9-2', 'phq9-3']);
});
