import type { AdviceList, AdvicePage } from '#api';
import type { Words } from '../../words/words.ts';

type Effect = AdvicePage['effect'];

/** By rule, for those that chance held back from some; null while it is being counted. */
export type Tried = ReadonlyMap<string, Effect | null>;

const readingOf = (effect: Effect) => (effect.kind === 'effect' ? effect.reading : effect.reason);

/** Whether a rule helps, in a few words. */
export function helpsInShort(effect: Effect | null | undefined, words: Words): string {
  if (effect === undefined) return words.say('advice.helps-not-by-chance');
  if (effect === null) return '…';
  if (effect.kind === 'not-estimable') return words.say(`advice.helps-${effect.reason}`);
  const percent = (share: number) => `${words.whole(100 * share)}\u00a0%`;
  return words.say(`advice.helps-${effect.reading}`, {
    ...{ advised: percent(effect.advisedValue), heldBack: percent(effect.heldBackValue) },
  });
}

/** Whether the rules help, one sentence for each way it can be; of those that nobody tried by chance it is said last. */
export function helpsSentences(rules: AdviceList, tried: Tried, words: Words): readonly string[] {
  if ([...tried.values()].includes(null)) return [words.say('advice.list-counting')];
  const read = (reading: string) =>
    rules.filter(({ id }) => {
      const effect = tried.get(id) ?? null;
      return effect !== null && readingOf(effect) === reading;
    });
  const told = (['better', 'worse', 'uncertain'] as const).flatMap((reading) => {
    const found = read(reading);
    const names = words.list(
      found.map(({ title }) => words.say('text.quoted', { title: words.text(title) })),
    );
    return found.length === 0
      ? []
      : [
          {
            count: found.length,
            text: words.say(`advice.list-${reading}`, { names }),
          },
        ];
  });
  const others = rules.length - told.reduce((sum, { count }) => sum + count, 0);
  if (told.length === 0) return [words.say('advice.list-untold')];
  return [
    ...told.map(({ text }) => text),
    ...(others === 0 ? [] : [words.say('advice.list-others', { count: others })]),
  ];
}
