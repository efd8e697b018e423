import type { ReactNode } from 'react';
import type { MeasurePage } from '#api';
import { ownReason } from '../../sentences/own-reason.ts';
import { useWords } from '../../words/words-context.tsx';

/** Why a measure that the organisation brought has no chart, and where its numbers are had instead. */
export function OwnWithoutChart({ page }: { readonly page: MeasurePage }): ReactNode {
  const words = useWords();
  const { own } = page;
  if (own?.way !== 'none') return null;
  const { reason, forWriter } = ownReason(own, words);
  return (
    <section aria-labelledby="own-why">
      <h2 id="own-why">{words.say('measure.own-why')}</h2>
      <p>
        {words.say('measure.own-none')} {reason}
      </p>
      {forWriter !== null && <p className="quiet">{forWriter}</p>}
      <p>{words.say('measure.own-report', { id: own.ownMeasureId })}</p>
    </section>
  );
}
