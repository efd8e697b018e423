import type { DataPage } from '#api';
import type { Words } from '../words/words.ts';

/** How much there is, of how many kinds, and in which version. */
export function dataAnswer(
  page: Pick<DataPage, 'resources' | 'dataVersion'>,
  words: Words,
): string {
  const count = page.resources.reduce((sum, r) => sum + r.count, 0);
  if (count === 0 || page.dataVersion === null) return words.say('data.none');
  return words.say('data.answer', {
    count,
    kinds: page.resources.length,
    version: page.dataVersion,
  });
}
