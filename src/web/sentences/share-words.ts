import type { Words } from '../words/words.ts';

/** A share of rows in percent: 0 only where there is none, so that a few bad rows are never rounded away. */
export function shareWords(bad: number, checked: number, words: Words): string {
  if (checked === 0) return '–';
  if (bad === 0) return `${words.whole(0)}\u00a0%`;
  const percent = (100 * bad) / checked;
  return percent < 0.05
    ? `<\u00a0${words.decimal(0.1)}\u00a0%`
    : `${words.decimal(percent)}\u00a0%`;
}
