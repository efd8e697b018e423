import type { Job } from '#api';
import type { Words } from '../words/words.ts';
import { problemWords, saidValues } from './problem-words.ts';

/** What a job says of itself, in the reader's language where we know the code, otherwise as the server wrote it. */
export function jobWords({ message, said }: Pick<Job, 'message' | 'said'>, words: Words): string {
  if (said === null) return message;
  const own = `job.${said.code}`;
  if (words.has(own)) return words.say(own, saidValues(said.values, words));
  // The tip of a problem of which we know no words is in the message already.
  const trouble = problemWords({ ...said, message, tip: '' }, words);
  return [trouble.message, trouble.tip].filter((part) => part !== '').join(' ');
}
