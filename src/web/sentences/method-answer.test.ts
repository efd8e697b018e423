import { expect, test } from 'vitest';
import { carePlan, chartOf, english, swedish } from '../../../test/harness/web-words.ts';
import { baselines, methodAnswer } from './method-answer.ts';

const limits = { centre: 0.7, lower3Sigma: 0.5, upper3Sigma: 0.9 };
const chart = chartOf([0.6, 0.7, 0.8], limits, {
  preset: 'nhs-making-data-count 1',
  last: { inBaseline: false },
});
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ');

test('says which kind of chart, from which months, by which rules', () => {
  expect(plain(methodAnswer(carePlan, chart, english))).toMatch(
    /^A P chart: .* Centre and limits come from Aug 2026 to Sep 2026\. Rules: NHS Making Data Count, version 1\.$/,
  );
  expect(plain(methodAnswer(carePlan, chart, swedish))).toMatch(
    /^Ett P-diagram: .* Mittlinje och gränser kommer från aug 2026 till sep 2026\./,
  );
});

test('each stretch of months that sets limits is named apart', () => {
  const points = chartOf([0.6, 0.7, 0.8, 0.7], limits).points.map((p, i) => ({
    ...p,
    inBaseline: i !== 2,
  }));
  expect(baselines(points)).toEqual([
    { first: '2026-07', last: '2026-08' },
    { first: '2026-10', last: '2026-10' },
  ]);
});
