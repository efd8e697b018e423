import { addMonths } from '#core';
import type { Words } from '../words/words.ts';
import type { Choice } from './fields.tsx';

/** The month it is where the reader sits. */
export function thisMonth(now: Date): string {
  return `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, '0')}`;
}

/** Months to choose from, from some months before to some after, in order. */
export const monthChoices = (
  month: string,
  { before, after }: { readonly before: number; readonly after: number },
  words: Words,
): Choice[] =>
  Array.from({ length: before + after + 1 }, (_, i) => {
    const id = addMonths(month, i - before);
    return { id, name: words.month(id) };
  });
