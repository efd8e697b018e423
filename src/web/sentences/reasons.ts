import type { Words } from '../words/words.ts';

interface Coded {
  readonly code: string;
  readonly message: string;
}

/** The server's reason, in the reader's language where we have words for it. */
export function reasonWords(reason: string, words: Words): string {
  const id = `reason.${reason}`;
  return words.has(id) ? words.say(id) : reason;
}

const cautionText = (caution: Coded, words: Words): string => {
  const id = `caution.${caution.code}`;
  return words.has(id) ? words.say(id) : caution.message.replace(/\.$/, '');
};

/** All cautions as one sentence; none when there are none. */
export function cautionWords(cautions: readonly Coded[], words: Words): string[] {
  if (cautions.length === 0) return [];
  const listed = [...new Set(cautions.map((c) => cautionText(c, words)))];
  return [words.say('answer.cautions', { cautions: listed.join('; ') })];
}

/** The name of a method of estimation. */
export function methodWords(method: string, words: Words): string {
  const id = `method.${method}`;
  return words.has(id) ? words.say(id) : method;
}
