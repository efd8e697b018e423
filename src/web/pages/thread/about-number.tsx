import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ThreadPage } from '#api';
import { DialogButton } from '../../parts/dialog-button.tsx';
import { foundRows } from '../../sentences/quality-words.ts';
import { useWords } from '../../words/words-context.tsx';
import { ConcludeForm } from '../measure/challenges.tsx';

type About = NonNullable<ThreadPage['challenge']>;

/** The disputed number at hand: its words, where its definition and rows are, and what came of it. */
export function AboutNumber({ about }: { readonly about: About }): ReactNode {
  const words = useWords();
  const { conclusion, unitId, measureId, definitionVersion, dataVersion } = about;
  const versions = [
    definitionVersion && words.say('challenge.definition', { version: definitionVersion }),
    dataVersion && words.say('unit.data-version', { version: dataVersion }),
  ];
  return (
    <section aria-labelledby="about-number">
      <h2 id="about-number">
        {words.say(about.checkId === null ? 'challenge.about' : 'quality.found')}
      </h2>
      <p>{about.found === null ? about.text : foundRows(about.found, words)}</p>
      <p className="quiet">{versions.filter((one) => one !== null).join(' · ')}</p>
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
        <p className="next">
          <DialogButton name={words.say('challenge.conclude')} look="button">
            {(close) => <ConcludeForm challengeId={about.id} onDone={close} />}
          </DialogButton>
        </p>
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
