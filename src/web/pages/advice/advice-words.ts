import type { AdvicePage } from '#api';
import type { Words } from '../../words/words.ts';

/** Whether a rule helps, in a sentence. */
export function effectSentence({ effect }: AdvicePage, words: Words): string {
  if (effect.kind === 'not-estimable') return words.say(`advice.${effect.reason}`);
  const points = (share: number) => words.decimal(100 * share);
  const percent = (share: number) => `${words.whole(100 * share)}\u00a0%`;
  return words.say(`advice.${effect.reading}`, {
    ...{ advised: percent(effect.advisedValue), heldBack: percent(effect.heldBackValue) },
    ...{ difference: points(effect.difference) },
    ...{ lower: points(effect.lower95), upper: points(effect.upper95) },
  });
}

type Reason = AdvicePage['reasons'][number];

/** A reason by its words; a reason of the record system's own by its code. */
export function reasonWords({ reason, display }: Reason, words: Words): string {
  if (display !== null) return words.text(display);
  return reason ?? words.say('advice.no-reason');
}
