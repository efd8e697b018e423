import type { ReactNode } from 'react';
import type { MeasurePage } from '#api';
import { durationWords } from '../../sentences/duration.ts';
import { useWords } from '../../words/words-context.tsx';

/** How far a measure that the organisation brought has been counted, and what the page shows until it is. */
export function OwnCounting({ page }: { readonly page: MeasurePage }): ReactNode {
  const words = useWords();
  const counting = page.own?.counting ?? null;
  if (counting === null) return null;
  const { done, of, secondsLeft } = counting;
  const hasBegun = of !== null && of > 0;
  const name = words.say('measure.counting');
  const left =
    secondsLeft === null
      ? null
      : words.say('data.job-left', { left: durationWords(secondsLeft, words) });
  const far = hasBegun ? words.say('measure.counting-far', { done, of }) : null;
  return (
    <section aria-labelledby="counting" className="job">
      <h2 id="counting">{name}</h2>
      <p>
        {words.say(
          page.chart.kind === 'chart' ? 'measure.counting-anew' : 'measure.counting-first',
        )}
      </p>
      <progress aria-label={name} max={1} {...(hasBegun ? { value: done / of } : {})} />
      <p className="quiet">
        {far === null
          ? words.say('measure.counting-waits')
          : [far, left].filter((part) => part !== null).join(' · ')}
      </p>
      <p className="quiet">{words.say('data.leave')}</p>
    </section>
  );
}
