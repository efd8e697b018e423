import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { type ReactNode, useMemo } from 'react';
import type { PracticePage as Answer, Parameter, PracticeVersion } from '#api';
import { forestPlot } from '#charts';
import { SteppedScene } from '../../chart/scene-view.tsx';
import { useWidth } from '../../chart/use-width.ts';
import { Answered } from '../../parts/answered.tsx';
import { Disclosure } from '../../parts/disclosure.tsx';
import { PageHead, withUnit } from '../../parts/page-head.tsx';
import { practiceQuery } from '../../request/queries.ts';
import { forestModelOf, practiceAnswer } from '../../sentences/practice-words.ts';
import type { Words } from '../../words/words.ts';
import { useWords } from '../../words/words-context.tsx';
import { PracticeActions } from './actions.tsx';
import { RowsTable } from './rows-table.tsx';

export function PracticePage(): ReactNode {
  const { practiceId } = useParams({ from: '/practices/$practiceId' });
  return (
    <Answered query={useQuery(practiceQuery(practiceId))}>
      {(page) => <OnePractice key={page.id} page={page} />}
    </Answered>
  );
}

function OnePractice({ page }: { readonly page: Answer }): ReactNode {
  const words = useWords();
  return (
    <>
      <PageHead
        path={withUnit(page.path, page.unit)}
        question={words.say('practice.question', { title: page.version.title })}
        answer={practiceAnswer(page, words)}
      />
      <About page={page} />
      {page.rows.length > 0 && <Forest page={page} />}
      <PracticeActions page={page} />
      <RowsTable page={page} />
      <Content version={page.version} />
      <Versions page={page} />
    </>
  );
}

function About({ page }: { readonly page: Answer }): ReactNode {
  const words = useWords();
  return (
    <>
      <p className="summary">{page.version.summary}</p>
      <p className="about">
        {page.cycleId !== null && (
          <>
            {words.say('practice.from-cycle')}{' '}
            <Link to="/cycles/$cycleId" params={{ cycleId: page.cycleId }}>
              {words.say('practice.from-cycle-link')}
            </Link>
            {' · '}
          </>
        )}
        <Link to="/threads/$threadId" params={{ threadId: page.threadId }}>
          {words.say('practice.thread-link')}
        </Link>
        {' · '}
        {words.say('practice.origin')}: {words.say(`proposal-origin.${page.origin}`).toLowerCase()}
        {' · '}
        {words.say('practice.owner', { name: page.owner.name })}
        {page.offeredAt !== null && (
          <>
            {' · '}
            {words.say('practice.offered', { date: words.date(page.offeredAt) })}
          </>
        )}
      </p>
    </>
  );
}

function Forest({ page }: { readonly page: Answer }): ReactNode {
  const words = useWords();
  const [box, width] = useWidth<HTMLDivElement>(900);
  const scene = useMemo(
    () => forestPlot(forestModelOf(page, words), Math.max(320, width)),
    [page, words, width],
  );
  return (
    <section aria-labelledby="forest">
      <h2 id="forest">
        {words.say('practice.forest')}: {words.text(page.measure.title)}
      </h2>
      <p className="quiet">{words.say('practice.forest-note')}</p>
      <div className="chart forest" ref={box}>
        <SteppedScene scene={scene} hint={words.say('chart.hint-units')} />
      </div>
    </section>
  );
}

function Content({ version }: { readonly version: PracticeVersion }): ReactNode {
  const words = useWords();
  const { essentials, parameters, handbook, evidence, rule } = version;
  return (
    <>
      <section aria-labelledby="essentials">
        <h2 id="essentials">{words.say('practice.essentials')}</h2>
        <ul className="bullets">
          {essentials.map(({ id, text }) => (
            <li key={id}>{text}</li>
          ))}
        </ul>
      </section>
      {parameters.length > 0 && (
        <section aria-labelledby="parts">
          <h2 id="parts">{words.say('practice.parts')}</h2>
          <dl className="pairs">
            {parameters.map((part) => (
              <div key={part.id}>
                <dt>{part.name}</dt>
                <dd>
                  {partWords(part, words)}
                  {rule?.steers.some(({ partId }) => partId === part.id) === true && (
                    <span className="quiet"> · {words.say('practice.part-sets-rule')}</span>
                  )}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      )}
      <Rule version={version} />
      {handbook !== '' && (
        <Disclosure title={words.say('practice.handbook')}>
          <p className="written">{handbook}</p>
        </Disclosure>
      )}
      {evidence !== '' && (
        <Disclosure title={words.say('practice.evidence')}>
          <p className="written">{evidence}</p>
        </Disclosure>
      )}
    </>
  );
}

/** Advice at the point of care that belongs to the practice. */
function Rule({ version: { rule } }: { readonly version: PracticeVersion }): ReactNode {
  const words = useWords();
  if (rule === null) return null;
  return (
    <section aria-labelledby="rule">
      <h2 id="rule">{words.say('practice.rule')}</h2>
      {rule.title === null ? (
        <p>{words.say('practice.rule-gone', { rule: rule.id })}</p>
      ) : (
        <p>
          <Link to="/advice/$ruleId" params={{ ruleId: rule.id }}>
            {words.text(rule.title)}
          </Link>
          . {words.say('practice.rule-note')}
        </p>
      )}
    </section>
  );
}

function partWords(part: Parameter, words: Words): string {
  switch (part.kind) {
    case 'number':
      return words.say('practice.part-number', {
        ...{ value: part.value, unit: part.unit, least: part.least, greatest: part.greatest },
      });
    case 'choice': {
      const others = part.choices.filter((choice) => choice !== part.value);
      return words.say('practice.part-choice', { value: part.value, choices: others.join(', ') });
    }
    case 'text':
      return part.value;
  }
}

function Versions({ page }: { readonly page: Answer }): ReactNode {
  const words = useWords();
  return (
    <Disclosure title={words.say('practice.versions')}>
      <ul className="bullets">
        {page.versions.map((one) => (
          <li key={one.version}>
            {words.say('practice.version-line', {
              ...{ version: one.version, date: words.date(one.madeAt), name: one.madeBy.name },
              state: words.say(`version.${one.state}`),
            })}{' '}
            {one.withdrawnReason !== null &&
              words.say('practice.withdrawn-because', { reason: one.withdrawnReason })}
            {one.expiresOn !== null &&
              words.say('practice.expires', { date: words.date(one.expiresOn) })}
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}
