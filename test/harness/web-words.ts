import type { Chart, ChartPoint, MeasureRef } from '#api';
import { addMonths } from '#core';
import { en } from '../../src/web/words/en/index.ts';
import { sv } from '../../src/web/words/sv/index.ts';
import { type Words, wordsIn } from '../../src/web/words/words.ts';

const fail = (error: Error): never => {
  throw error;
};

export const english: Words = wordsIn('en', en, fail);
export const swedish: Words = wordsIn('sv', sv, fail);

/** Invented measures for sentences to speak about. */
export const waiting: MeasureRef = {
  id: 'waiting-days',
  version: '1',
  title: { en: 'Waiting for a first visit', sv: 'Väntan på ett första besök' },
  sentence: { en: '', sv: '' },
  interest: 'management',
  kind: 'process',
  scoring: 'continuous',
  direction: 'down',
  chart: 'xmr',
  target: null,
  unitLabel: { en: 'days', sv: 'dagar' },
  multiplier: 1,
};

export const carePlan: MeasureRef = {
  ...waiting,
  id: 'care-plan',
  title: { en: 'Care plan within 14 days', sv: 'Vårdplan inom 14 dagar' },
  interest: 'front-line',
  scoring: 'proportion',
  direction: 'up',
  chart: 'p',
  target: 0.8,
  unitLabel: { en: '%', sv: '%' },
};

type Ready = Extract<Chart, { kind: 'chart' }>;

/** A chart that ends in October 2026 with these values. */
export function chartOf(
  values: readonly (number | null)[],
  limits: Pick<ChartPoint, 'centre' | 'lower3Sigma' | 'upper3Sigma'>,
  more: Partial<Ready> & { readonly last?: Partial<ChartPoint> } = {},
): Ready {
  const { last, ...chart } = more;
  const points = values.map(
    (value, i): ChartPoint => ({
      month: addMonths('2026-10', i + 1 - values.length),
      value,
      numerator: 8,
      denominator: 10,
      ...limits,
      lower2Sigma: null,
      upper2Sigma: null,
      rules: [],
      reading: 'none',
      inBaseline: true,
      ...(i === values.length - 1 ? last : {}),
    }),
  );
  return {
    kind: 'chart',
    points,
    variation: 'common-cause',
    assurance: 'none',
    target: null,
    preset: 'nhs 1',
    cautions: [],
    recalculatedFrom: [],
    lastRunLength: 1,
    suggestedRecalculationFrom: null,
    ...chart,
  };
}
