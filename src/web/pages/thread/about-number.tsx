import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ThreadPage } from '#api';
import { DialogButton } from '../../parts/dialog-button.tsx';
import { useWords } from '../../words/words-context.tsx';
import { ConcludeForm } from '../measure/challenges.tsx';

type About = NonNullable<ThreadPage['challenge']>;

/** The disputed number at hand: its words, where its definition and rows are, and what came of it. */
export function AboutNumber({ about }: { readonly about: About }): ReactNode {
  const words = useWords();
  const { conclusion, unitId, measureId } = about;
  return (
    <section aria-labelledby="about-number">
      <h2 id="about-number">{words.say('challenge.title')}</h2>
      <p>{about.text}</p>
      <p className="quiet">
        {words.month(about.firstMonth)}
        {about.lastMonth !== about.firstMonth && ` – ${words.month(about.lastMonth)}`}
        {about.dataVersion !== null && ` · ${about.dataVersion}`}
        {about.definitionVersion !== null && ` · ${about.definitionVersion}`}
      </p>
      <p>
        {measureId === null ? (
          <Link to="/units/$unitId/quality" params={{ unitId }}>
            {words.say('challenge.to-check')}
          </Link>
        ) : (
          <Link to="/units/$unitId/measures/$measureId" params={{ unitId, measureId }}>
            {words.say('challenge.to-measure')}
          </Link>
        )}
      </p>
      {conclusion === null && about.mayConclude && (
        <DialogButton name={words.say('challenge.conclude')} look="button">
          {(close) => <ConcludeForm challengeId={about.id} onDone={close} />}
        </DialogButton>
      )}
      {conclusion !== null && (
        <p>
          {words.say('challenge.concluded', {
            outcome: words.say(`challenge.${conclusion.outcome}`),
            because: conclusion.because,
            by: conclusion.by?.name ?? '–',
            at: words.date(conclusion.at),
          })}
        </p>
      )}
    </section>
  );
}
