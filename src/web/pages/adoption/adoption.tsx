import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { type ReactNode, useMemo } from 'react';
import type { AdoptionPage as Answer } from '#api';
import { ControlChartView } from '../../chart/control-chart-view.tsx';
import { Answered } from '../../parts/answered.tsx';
import { PageHead, withUnit } from '../../parts/page-head.tsx';
import { adoptionQuery } from '../../request/queries.ts';
import type { ReadyChart } from '../../sentences/measure-answer.ts';
import { adoptionEffectWords, partSetWords } from '../../sentences/practice-words.ts';
import type { Words } from '../../words/words.ts';
import { useWords } from '../../words/words-context.tsx';
import { AdoptionActions } from './actions.tsx';
import { RuleHereSection } from './rule-here.tsx';

export function AdoptionPage(): ReactNode {
  const { adoptionId } = useParams({ from: '/adoptions/$adoptionId' });
  return (
    <Answered query={useQuery(adoptionQuery(adoptionId))}>
      {(page) => <OneAdoption key={adoptionId} page={page} />}
    </Answered>
  );
}

const answerOf = ({ row, stageSince, measure }: Answer, words: Words): string =>
  [
    adoptionEffectWords(row.effect, measure, words),
    words.say('adoption.state', {
      stage: row.stage === null ? '' : words.say(`stage.${row.stage}`),
      date: words.date(stageSince),
    }),
  ].join(' ');

function OneAdoption({ page }: { readonly page: Answer }): ReactNode {
  const words = useWords();
  const { practice, row } = page;
  const unit = words.text(row.unit.name);
  return (
    <>
      <PageHead
        path={withUnit(page.path, row.unit)}
        question={words.say('adoption.question', { title: practice.title, unit })}
        answer={answerOf(page, words)}
      />
      <p className="about">
        <Link to="/practices/$practiceId" params={{ practiceId: practice.id }}>
          {words.say('adoption.practice-link')}
        </Link>
        {row.basis !== null && ` · ${words.say(`basis.${row.basis}`)}`}
        {page.newer !== null &&
          ` · ${words.say('adoption.version-newer', { version: page.newer.version })}`}
        {page.mandatedBy !== null &&
          ` · ${words.say('adoption.mandated-by', { forum: words.text(page.mandatedBy.name) })}`}
        {row.learnedFrom !== null &&
          ` · ${words.say('adoption.learned-from', { unit: words.text(row.learnedFrom.name) })}`}
      </p>
      {page.chart.kind === 'chart' && <Chart page={page} chart={page.chart} />}
      <AdoptionActions page={page} />
      <Here page={page} />
      <RuleHereSection page={page} />
      <Adaptations page={page} />
      <Checks page={page} />
    </>
  );
}

function Chart({ page, chart }: { readonly page: Answer; readonly chart: ReadyChart }): ReactNode {
  const words = useWords();
  const charted = useMemo(
    () => ({
      ...{ measure: page.measure, chart, annotations: page.annotations },
      title: words.text(page.measure.title),
      description: answerOf(page, words),
    }),
    [page, chart, words],
  );
  return (
    <figure className="picture">
      <figcaption>
        <Link
          to="/units/$unitId/measures/$measureId"
          params={{ unitId: page.row.unit.id, measureId: page.measure.id }}
        >
          {words.text(page.measure.title)}
        </Link>
      </figcaption>
      <ControlChartView charted={charted} height={300} />
    </figure>
  );
}

function Here({ page }: { readonly page: Answer }): ReactNode {
  const words = useWords();
  return (
    <section aria-labelledby="here">
      <h2 id="here">{words.say('adoption.here')}</h2>
      <dl className="pairs">
        <div>
          <dt>{words.say('adoption.reason')}</dt>
          <dd>{page.reason}</dd>
        </div>
        {page.row.partsSet.length > 0 && (
          <div>
            <dt>{words.say('practice.set-otherwise')}</dt>
            <dd>
              {page.row.partsSet.map((part) => (
                <div key={part.id}>{partSetWords(part, words)}</div>
              ))}
            </dd>
          </div>
        )}
        <div>
          <dt>{words.say('practice.essentials')}</dt>
          <dd>
            <ul className="bullets">
              {page.essentials.map(({ id, text }) => (
                <li key={id}>{text}</li>
              ))}
            </ul>
          </dd>
        </div>
      </dl>
    </section>
  );
}

function Adaptations({ page }: { readonly page: Answer }): ReactNode {
  const words = useWords();
  const { adaptations } = page.row;
  const essential = (id: string) => page.essentials.find((one) => one.id === id)?.text ?? id;
  return (
    <section aria-labelledby="adaptations">
      <h2 id="adaptations">{words.say('adoption.adaptations')}</h2>
      {adaptations.length === 0 && <p className="quiet">{words.say('adoption.no-adaptations')}</p>}
      {adaptations.map((one) => (
        <article key={one.id} className="adaptation">
          <p>{one.text}</p>
          <p>
            <span className="quiet">{words.say('frame.why')}</span> {one.why}
          </p>
          <p className="quiet">
            {[
              words.say(`frame.when.${one.when}`),
              words.say(`frame.planned.${one.planned}`),
              words.say(`frame.decidedBy.${one.decidedBy}`),
              words.say(`frame.what.${one.what}`),
              words.say(`frame.level.${one.level}`),
              words.say(`frame.nature.${one.nature}`),
              words.say(`frame.fidelity.${one.fidelity}`),
              ...one.essentialIds.map(essential),
            ].join(' · ')}
          </p>
          <p className="quiet">
            {one.by.name}, {words.date(one.at)}
          </p>
        </article>
      ))}
    </section>
  );
}

function Checks({ page }: { readonly page: Answer }): ReactNode {
  const words = useWords();
  return (
    <section aria-labelledby="checks">
      <h2 id="checks">{words.say('adoption.checks')}</h2>
      {page.fidelityChecks.length === 0 && (
        <p className="quiet">{words.say('adoption.no-checks')}</p>
      )}
      <ul className="bullets">
        {page.fidelityChecks.map((check) => (
          <li key={check.id}>
            {words.say('adoption.check-line', {
              ...{ month: words.month(check.month), kept: check.keptIds.length },
              ...{ all: check.essentials, note: check.note },
            })}{' '}
            <span className="quiet">
              {check.by.name}, {words.date(check.at)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
