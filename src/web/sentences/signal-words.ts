import type { Signal, ThreadEntry, ThreadName, ThreadPage } from '#api';
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

/** What a thread is called: by the signal or dispute it began with, in the reader's language, or as the person who opened it wrote. */
export function threadTitle(thread: Named, words: Words): string {
  const { openingSignal: signal, openingDispute: dispute, measureTitle } = thread;
  if (dispute !== null) return disputeTitle(dispute, words);
  if (signal === null || measureTitle === null) return thread.title;
  return words.say(signal.firstMonth === signal.month ? 'signal.title-in' : 'signal.title-since', {
    measure: words.text(measureTitle),
    change: words.say(`signal.${signal.reading}`),
    first: words.month(signal.firstMonth),
  });
}

type Named = Pick<ThreadName, 'title' | 'measureTitle' | 'openingSignal' | 'openingDispute'>;

function disputeTitle(dispute: NonNullable<Named['openingDispute']>, words: Words): string {
  const { about, title, firstMonth, lastMonth } = dispute;
  const span = firstMonth === lastMonth ? 'in' : 'from-to';
  return words.say(`${about === 'measure' ? 'challenge' : 'quality'}.title-${span}`, {
    title: words.text(title),
    first: words.month(firstMonth),
    last: words.month(lastMonth),
  });
}

/** The same with its unit, for where the unit does not stand beside it. */
export function threadTitleAtUnit(thread: Named & Pick<ThreadName, 'unit'>, words: Words): string {
  const title = threadTitle(thread, words);
  if (thread.openingSignal === null && thread.openingDispute === null) return title;
  return words.say('signal.title-at', { title, unit: words.text(thread.unit.name) });
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
