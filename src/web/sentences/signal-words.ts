import type { Signal, ThreadEntry, ThreadPage } from '#api';
import type { Words } from '../words/words.ts';

type Line = Pick<Signal, 'measureTitle' | 'month' | 'firstMonth' | 'rule' | 'reading'>;

/** A signal in one line: the measure, better or worse, since when, and by which pattern. */
export function signalLine(signal: Line, words: Words): string {
  return words.say(signal.firstMonth === signal.month ? 'signal.in' : 'signal.since', {
    measure: words.text(signal.measureTitle),
    change: words.say(`signal.${signal.reading}`),
    first: words.month(signal.firstMonth),
    pattern: words.say(`pattern.${signal.rule}`),
  });
}

/** The same without the pattern, short enough for a title. */
export function signalTitle(signal: Line, words: Words): string {
  return words.say(signal.firstMonth === signal.month ? 'signal.title-in' : 'signal.title-since', {
    measure: words.text(signal.measureTitle),
    change: words.say(`signal.${signal.reading}`),
    first: words.month(signal.firstMonth),
  });
}

const rules: readonly Signal['rule'][] = ['outside-limits', 'shift', 'trend', 'two-of-three'];
const readings: readonly Signal['reading'][] = ['improvement', 'concern', 'neutral'];

/** The signal an entry tells of, as it was when it was found; null when the entry tells of none. */
export function signalOf(entry: ThreadEntry, page: Pick<ThreadPage, 'measure'>): Line | null {
  const { rule, reading, month, firstMonth } = entry.words;
  const knownRule = rules.find((r) => r === rule);
  const knownReading = readings.find((r) => r === reading);
  if (entry.kind !== 'signal' || page.measure === null || month === undefined) return null;
  if (knownRule === undefined || knownReading === undefined) return null;
  return {
    measureTitle: page.measure.title,
    month,
    firstMonth: firstMonth ?? month,
    rule: knownRule,
    reading: knownReading,
  };
}
