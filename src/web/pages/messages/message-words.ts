import type { EffectByChance, Message, MessagesPage } from '#api';
import type { Words } from '../../words/words.ts';

/** What is worth knowing now, in a sentence. */
export function answerSentence({ period, mine, notTold }: MessagesPage, words: Words): string {
  if (period === null) return words.say('messages.no-round');
  const weighed = words.whole(mine.length + notTold.length);
  return words.say('messages.answer', { count: mine.length, weighed });
}

/** Where mail goes, or why none does. */
export function mailSentence({ mail, wish, lastMail }: MessagesPage, words: Words): string {
  if (mail !== 'ready') return words.say(`messages.mail-${mail}`);
  if (wish.unsubscribedAt !== null || wish.frequency === 'never')
    return words.say('messages.mail-stopped');
  if (wish.address === null) return words.say('messages.mail-none');
  const goes = words.say('messages.mail-ready', { address: wish.address });
  const trouble = lastMail?.state;
  if (trouble !== 'unclear' && trouble !== 'given-up') return goes;
  return `${goes} ${words.say(`messages.mail-${trouble}`)}`;
}

/** Whether it was read, and whether the step was taken. */
export function becameWords(
  { readAt, actedAt }: Pick<Message, 'readAt' | 'actedAt'>,
  words: Words,
): string {
  if (actedAt !== null) return words.say('messages.acted', { date: words.date(actedAt) });
  if (readAt !== null) return words.say('messages.read', { date: words.date(readAt) });
  return words.say('messages.not-read');
}

export const twoDecimals = (value: number, words: Words): string => {
  const text = value.toFixed(2);
  return words.language === 'sv' ? text.replace('.', ',') : text;
};

/** Whether a kind of message helps, in a sentence. */
export function effectWords(effect: EffectByChance, words: Words): string {
  if (effect.kind === 'not-estimable') return words.say(`messages.effect-${effect.reason}`);
  const points = (share: number) => words.decimal(100 * share).replace('-', '\u2212');
  const percent = (share: number) => `${words.whole(100 * share)}\u202f%`;
  return words.say(`messages.effect-${effect.reading}`, {
    ...{ given: percent(effect.givenValue), heldBack: percent(effect.heldBackValue) },
    ...(effect.reading === 'uncertain' ? {} : { difference: points(effect.difference) }),
    ...{ lower: points(effect.lower95), upper: points(effect.upper95) },
  });
}
