import type { Words } from '../words/words.ts';

/** A time left, as people say it: seconds under a minute, then minutes, then hours. */
export function durationWords(seconds: number, words: Words): string {
  if (seconds < 60) return words.say('number.seconds', { count: Math.max(1, Math.round(seconds)) });
  if (seconds < 5400) return words.say('number.minutes', { count: Math.round(seconds / 60) });
  return words.say('number.hours', { count: Math.round(seconds / 3600) });
}
