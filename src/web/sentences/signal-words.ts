import type { Signal } from '#api';
import type { Words } from '../words/words.ts';

/** A signal in one line: the measure, better or worse, since when, and by which pattern. */
export function signalLine(signal: Signal, words: Words): string {
  return words.say(signal.firstMonth === signal.month ? 'signal.in' : 'signal.since', {
    measure: words.text(signal.measureTitle),
    change: words.say(`signal.${signal.reading}`),
    first: words.month(signal.firstMonth),
    pattern: words.say(`pattern.${signal.rule}`),
  });
}
