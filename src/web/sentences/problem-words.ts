import type { ProblemBody } from '#api';
import type { Values, Words } from '../words/words.ts';

/** The server's words in the reader's language where we know the code, otherwise as the server wrote them. */
export function problemWords(
  problem: Pick<ProblemBody, 'code' | 'message' | 'tip' | 'values'>,
  words: Words,
): { readonly message: string; readonly tip: string } {
  const message = `problem.${problem.code}`;
  const tip = `tip.${problem.code}`;
  const values = saidValues(problem.values ?? {}, words);
  return {
    message: words.has(message) ? words.say(message, values) : problem.message,
    tip: words.has(tip) ? words.say(tip, values) : problem.tip,
  };
}

/** Values that are codes, and the words that say them. */
const said: Readonly<Record<string, string>> = {
  stage: 'stage',
  wantedStage: 'stage',
  nextStages: 'stage',
  state: 'proposal-state',
  outcome: 'outcome',
  outcomes: 'outcome',
  method: 'aggregate',
};

export const saidValues = (values: NonNullable<ProblemBody['values']>, words: Words): Values =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const inWords = (one: string | number) => oneValue(name, one, words);
      if (typeof value !== 'object') return [name, inWords(value)];
      return [name, 'en' in value ? words.text(value) : value.map(inWords).join(', ')];
    }),
  );

function oneValue(name: string, value: string | number, words: Words): string | number {
  if (typeof value === 'number') return value;
  if (name === 'day') return words.date(value);
  const id = `${said[name]}.${value}`;
  return words.has(id) ? words.say(id).toLowerCase() : value;
}
