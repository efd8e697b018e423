import type { MeasurePage, OwnChart } from '#api';
import type { Words } from '../words/words.ts';
import { saidValues } from './problem-words.ts';

/** Why the numbers of a measure that was brought are had as they are; and where, for whoever writes its definition. */
export function ownReason(
  { because, said, place }: Pick<OwnChart, 'because' | 'said' | 'place'>,
  words: Words,
): { readonly reason: string; readonly forWriter: string | null } {
  const values = saidValues(said?.values ?? {}, words);
  const known = `own-reason.${said?.code}`;
  const reason = words.has(known) ? words.say(known, values) : words.say('own-reason.other');
  const { detail = null } = said === null ? { detail: because } : values;
  return {
    reason,
    forWriter:
      detail === null ? null : words.say('own-reason.for-writer', { detail, place: place ?? '' }),
  };
}

/** A measure that has no numbers yet, for it is being counted. */
export const isAwaited = ({ own, chart }: Pick<MeasurePage, 'own' | 'chart'>): boolean =>
  own?.counting != null && chart.kind === 'no-chart';
