import type { CyclePage } from '#api';
import type { Words } from '../words/words.ts';
import { numbersFor } from './measure-numbers.ts';

/** The prediction as it was written, and its numbers. */
export function predictionWords(
  cycle: Pick<CyclePage, 'prediction' | 'measure'>,
  words: Words,
): string {
  const { text, from, to, byMonth } = cycle.prediction;
  if (to === null) return text;
  const numbers = numbersFor(cycle.measure, from === null ? [to] : [from, to], words);
  const ends =
    from === null
      ? words.say('cycle.to', { to: numbers.value(to) })
      : words.say('cycle.numbers-from-to', { from: numbers.value(from), to: numbers.value(to) });
  const by = byMonth === null ? '' : ` ${words.say('cycle.by', { month: words.month(byMonth) })}`;
  return `${text} (${ends}${by})`;
}
