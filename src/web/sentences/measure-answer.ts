import type { Annotation, Chart, ChartPoint, MeasurePage, MeasureRef } from '#api';
import type { MessageId } from '../words/en/index.ts';
import type { Words } from '../words/words.ts';
import { type MeasureNumbers, numbersFor, valuesOf } from './measure-numbers.ts';
import { cautionWords, reasonWords } from './reasons.ts';

export type ReadyChart = Extract<Chart, { kind: 'chart' }>;

/** The last month that has a value. */
export const lastPoint = (chart: ReadyChart): (ChartPoint & { value: number }) | null => {
  const last = chart.points.findLast((p) => p.value !== null);
  return last === undefined || last.value === null ? null : { ...last, value: last.value };
};

export type Change = 'improvement' | 'concern' | 'neutral' | 'steady';

export function changeOf(chart: ReadyChart): Change {
  const kind = chart.variation.split('-')[0];
  return kind === 'improvement' || kind === 'concern' || kind === 'neutral' ? kind : 'steady';
}

const isTrendUp = (chart: ReadyChart): boolean => chart.variation.endsWith('high');

/** What the change rests on, as the tail of a sentence: the run, the limits or the trend. */
export function evidence(chart: ReadyChart, numbers: MeasureNumbers, words: Words): string {
  const last = lastPoint(chart);
  if (last === null || last.centre === null) return '';
  const { rules, centre, value } = last;
  if (rules.includes('shift') || rules.length === 0) {
    const id = value >= centre ? 'answer.evidence-run-above' : 'answer.evidence-run-below';
    if (rules.length === 0 && chart.lastRunLength < 2) return '';
    return words.say(id, { count: chart.lastRunLength, centre: numbers.value(centre) });
  }
  if (rules.includes('outside-limits')) return outside(last, numbers, words);
  if (rules.includes('trend')) {
    const direction = isTrendUp(chart) ? 'up' : 'down';
    return words.say('answer.evidence-trend', { direction });
  }
  return words.say('answer.evidence-two-of-three');
}

function outside(point: ChartPoint, numbers: MeasureNumbers, words: Words): string {
  if (point.lower3Sigma === null || point.upper3Sigma === null) return '';
  return words.say('answer.evidence-outside', range(point.lower3Sigma, point.upper3Sigma, numbers));
}

const range = (low: number, high: number, numbers: MeasureNumbers) => ({
  low: numbers.bare(low),
  high: numbers.value(high),
});

function movement(chart: ReadyChart, numbers: MeasureNumbers, words: Words): string {
  const last = lastPoint(chart);
  if (last === null)
    return words.say('answer.cannot-say', { reason: words.say('reason.too-few-points') });
  const base = { value: numbers.value(last.value), month: words.month(last.month) };
  const change = changeOf(chart);
  if (change !== 'steady') {
    return words.say(`answer.${change}`, { ...base, evidence: evidence(chart, numbers, words) });
  }
  if (last.lower3Sigma !== null && last.upper3Sigma !== null)
    return words.say('answer.steady', {
      ...base,
      ...range(last.lower3Sigma, last.upper3Sigma, numbers),
    });
  return last.centre === null
    ? words.say('answer.cannot-say', { reason: words.say('reason.too-few-points') })
    : words.say('answer.steady-point', { ...base, centre: numbers.value(last.centre) });
}

const assuranceIds: Readonly<Record<ReadyChart['assurance'], MessageId | null>> = {
  pass: 'answer.target-pass',
  fail: 'answer.target-fail',
  inconsistent: 'answer.target-inconsistent',
  none: null,
};

function targetSentence(chart: ReadyChart, numbers: MeasureNumbers, words: Words): string[] {
  const id = assuranceIds[chart.assurance];
  if (id === null || chart.target === null) return [];
  return [words.say(id, { target: numbers.value(chart.target) })];
}

function lastChange(annotations: readonly Annotation[], words: Words): string[] {
  const change = annotations
    .filter((a) => a.kind === 'change')
    .toSorted((a, b) => a.month.localeCompare(b.month))
    .at(-1);
  if (change === undefined) return [];
  return [
    words.say('answer.last-change', { label: change.label, month: words.month(change.month) }),
  ];
}

/** The first line of a measure's page: what the numbers say, with period and certainty. */
export function measureAnswer(
  page: Pick<MeasurePage, 'chart' | 'annotations'> & { readonly measure: MeasureRef },
  words: Words,
): string {
  const { chart, measure } = page;
  if (chart.kind === 'no-chart')
    return words.say('answer.cannot-say', { reason: reasonWords(chart.reason, words) });
  const numbers = numbersFor(measure, valuesOf(chart), words);
  return [
    movement(chart, numbers, words),
    ...targetSentence(chart, numbers, words),
    ...lastChange(page.annotations, words),
    ...cautionWords(chart.cautions, words),
  ].join(' ');
}

export function measureQuestion(page: Pick<MeasurePage, 'measure' | 'unit'>, words: Words): string {
  return words.say(`measure.question.${page.measure.direction}`, {
    measure: words.text(page.measure.title),
    unit: words.text(page.unit.name),
  });
}
