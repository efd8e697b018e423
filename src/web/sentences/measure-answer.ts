import type { Annotation, Chart, ChartPoint, MeasurePage, MeasureRef } from '#api';
import type { MessageId } from '../words/en/index.ts';
import type { Words } from '../words/words.ts';
import { apartFrom, type MeasureNumbers, numbersFor, valuesOf } from './measure-numbers.ts';
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

/** A change said in numbers: the last value, and the tail of the sentence that says what the change rests on. */
export interface Evidence {
  readonly value: string;
  readonly evidence: string;
}

/** What a change rests on: the run, the limits or the trend, in numbers that can be told apart. */
export function evidence(chart: ReadyChart, numbers: MeasureNumbers, words: Words): Evidence {
  const last = lastPoint(chart);
  if (last === null) return { value: '', evidence: '' };
  const { rules, centre, value } = last;
  const plain = (tail: string): Evidence => ({ value: numbers.value(value), evidence: tail });
  if (rules.includes('shift')) return run(last, chart.lastRunLength, numbers, words);
  if (rules.includes('outside-limits')) return outside(last, numbers, words);
  if (rules.includes('trend')) {
    const direction = isTrendUp(chart) ? 'up' : 'down';
    return plain(words.say('answer.evidence-trend', { direction }));
  }
  if (rules.includes('two-of-three')) return plain(words.say('answer.evidence-two-of-three'));
  const isRun = centre !== null && chart.lastRunLength > 1;
  return isRun ? run(last, chart.lastRunLength, numbers, words) : plain('');
}

type Last = ChartPoint & { readonly value: number };

function run(last: Last, count: number, numbers: MeasureNumbers, words: Words): Evidence {
  const { value, centre } = last;
  if (centre === null) return { value: numbers.value(value), evidence: '' };
  const say = apartFrom(value, [centre], numbers);
  const id = value >= centre ? 'answer.evidence-run-above' : 'answer.evidence-run-below';
  return {
    value: numbers.withUnit(say(value)),
    evidence: words.say(id, { count, centre: numbers.withUnit(say(centre)) }),
  };
}

function outside(last: Last, numbers: MeasureNumbers, words: Words): Evidence {
  const { value, lower3Sigma, upper3Sigma } = last;
  if (lower3Sigma === null || upper3Sigma === null)
    return { value: numbers.value(value), evidence: '' };
  const say = apartFrom(value, [lower3Sigma, upper3Sigma], numbers);
  return {
    value: numbers.withUnit(say(value)),
    evidence: words.say('answer.evidence-outside', {
      low: say(lower3Sigma),
      high: numbers.withUnit(say(upper3Sigma)),
    }),
  };
}

interface Charted {
  readonly chart: ReadyChart;
  /** Month of a change of coding that may explain what the chart says. */
  readonly codingChangedIn: string | null;
}

function movement(charted: Charted, numbers: MeasureNumbers, words: Words): string {
  const { chart, codingChangedIn } = charted;
  const last = lastPoint(chart);
  const tooFew = () =>
    words.say('answer.cannot-say', { reason: words.say('reason.too-few-points') });
  if (last === null) return tooFew();
  const month = words.month(last.month);
  const change = changeOf(chart);
  const said = { month, ...evidence(chart, numbers, words) };
  if (change !== 'steady' && codingChangedIn !== null)
    return words.say('answer.recording', { ...said, changed: words.month(codingChangedIn) });
  if (change !== 'steady') return words.say(`answer.${change}`, said);
  const { lower3Sigma, upper3Sigma, centre } = last;
  const base = { month, value: numbers.value(last.value) };
  if (lower3Sigma !== null && upper3Sigma !== null) {
    const usual = { low: numbers.bare(lower3Sigma), high: numbers.value(upper3Sigma) };
    return words.say('answer.steady', { ...base, ...usual });
  }
  if (centre === null) return tooFew();
  return words.say('answer.steady-point', { ...base, centre: numbers.value(centre) });
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
  page: Pick<MeasurePage, 'chart' | 'annotations' | 'codingChangedIn'> & {
    readonly measure: MeasureRef;
  },
  words: Words,
): string {
  const { chart, measure, codingChangedIn } = page;
  if (chart.kind === 'no-chart')
    return words.say('answer.cannot-say', { reason: reasonWords(chart.reason, words) });
  const numbers = numbersFor(measure, valuesOf(chart), words);
  return [
    movement({ chart, codingChangedIn }, numbers, words),
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
