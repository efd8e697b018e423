import type { OverviewMeasure } from '#api';
import type { Words } from '../words/words.ts';
import { lastPoint } from './measure-answer.ts';
import { numbersFor, valuesOf } from './measure-numbers.ts';
import { reasonWords } from './reasons.ts';

/** What a measure says in a few words, for a card or a table row. */
export interface Glance {
  readonly title: string;
  readonly value: string;
  /** The value and its unit apart, for where the number is written large. */
  readonly bare: string;
  readonly unit: string;
  readonly month: string;
  readonly change: string;
  readonly target: string;
}

export function glanceOf(overview: OverviewMeasure, words: Words): Glance {
  const { measure, chart, codingChangedIn } = overview;
  const title = words.text(measure.title);
  const none = words.say('number.not-known');
  if (chart.kind === 'no-chart') {
    const reason = reasonWords(chart.reason, words);
    const change = words.say('answer.cannot-say', { reason });
    return { title, value: none, bare: none, unit: '', month: '', change, target: none };
  }
  const numbers = numbersFor(measure, valuesOf(chart), words);
  const last = lastPoint(chart);
  return {
    title,
    value: last === null ? none : numbers.value(last.value),
    bare: last === null ? none : numbers.bare(last.value),
    unit: last === null ? '' : numbers.withUnit(''),
    month: last === null ? '' : words.month(last.month),
    change:
      codingChangedIn === null
        ? words.say(`variation.${chart.variation}`)
        : words.say('recording.card', { month: words.month(codingChangedIn) }),
    target: chart.target === null ? none : numbers.value(chart.target),
  };
}
