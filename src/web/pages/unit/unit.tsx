import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Overview, UnitRef } from '#api';
import { Answered } from '../../parts/answered.tsx';
import { Empty } from '../../parts/empty.tsx';
import { NextStepView } from '../../parts/next-step.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { overviewQuery } from '../../request/queries.ts';
import { firstConcern, loopAnswer, overviewAnswer } from '../../sentences/overview-answer.ts';
import { useWords } from '../../words/words-context.tsx';
import { Measures } from './measures.tsx';

export function UnitPage(): ReactNode {
  const { unitId } = useParams({ from: '/units/$unitId' });
  return (
    <Answered query={useQuery(overviewQuery(unitId))}>
      {(overview) => <HowAreWeDoing key={unitId} overview={overview} />}
    </Answered>
  );
}

function HowAreWeDoing({ overview }: { readonly overview: Overview }): ReactNode {
  const words = useWords();
  const unit = words.text(overview.unit.name);
  return (
    <>
      <PageHead
        path={overview.path}
        question={words.say('unit.question', { unit })}
        answer={overviewAnswer(overview, words)}
      />
      <FirstStep overview={overview} />
      {overview.measures.length === 0 ? (
        <Empty what={words.say('unit.empty', { unit })} next={words.say('unit.empty-next')}>
          <Link to="/data" className="button">
            {words.say('unit.go-to-data')}
          </Link>
        </Empty>
      ) : (
        <Measures overview={overview} />
      )}
      <Below units={overview.children} unit={unit} />
      <section aria-labelledby="loops">
        <h2 id="loops">{words.say('unit.loops')}</h2>
        <p>
          {loopAnswer(overview.loop, words)}{' '}
          <Link to="/threads" search={{ unitId: overview.unit.id }}>
            {words.say('unit.see-threads')}
          </Link>
        </p>
      </section>
      <Provenance overview={overview} />
    </>
  );
}

/** One next step for the whole page: what is worst, else what waits, else an idea. */
function FirstStep({ overview }: { readonly overview: Overview }): ReactNode {
  const words = useWords();
  const unitId = overview.unit.id;
  const first = firstConcern(overview.measures);
  if (first !== null)
    return (
      <p className="next">
        <Link
          to="/units/$unitId/measures/$measureId"
          params={{ unitId, measureId: first.measure.id }}
          className="button"
        >
          {words.say('next.look-at-measure', { measure: words.text(first.measure.title) })}
        </Link>
      </p>
    );
  const count = overview.counts.needsUs;
  if (count > 0)
    return (
      <p className="next">
        <Link to="/needs-us" search={{ unitId }} className="button">
          {words.say('next.needs-us', { count })}
        </Link>
      </p>
    );
  return (
    <NextStepView
      step={{ kind: overview.mayRaiseIdea ? 'raise-idea' : 'nothing' }}
      unit={overview.unit}
      measure={null}
      mayRaiseIdea={overview.mayRaiseIdea}
    />
  );
}

function Below(props: { readonly units: readonly UnitRef[]; readonly unit: string }): ReactNode {
  const words = useWords();
  if (props.units.length === 0) return null;
  return (
    <section aria-labelledby="below">
      <h2 id="below">{words.say('unit.below', { unit: props.unit })}</h2>
      <ul className="links">
        {props.units.map((unit) => (
          <li key={unit.id}>
            <Link to="/units/$unitId" params={{ unitId: unit.id }}>
              {words.text(unit.name)}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Provenance({ overview }: { readonly overview: Overview }): ReactNode {
  const words = useWords();
  const said = [
    overview.lastMonth === null
      ? null
      : words.say('unit.data', { month: words.month(overview.lastMonth) }),
    overview.evaluatedAt === null
      ? null
      : words.say('unit.evaluated', { at: words.dateTime(overview.evaluatedAt) }),
    overview.dataVersion === null
      ? null
      : words.say('unit.data-version', { version: overview.dataVersion }),
  ].filter((part) => part !== null);
  const params = { unitId: overview.unit.id };
  return (
    <footer className="provenance">
      {said.join(' · ')}{' '}
      <Link to="/units/$unitId/quality" params={params}>
        {words.say('quality.link')}
      </Link>{' '}
      <Link to="/units/$unitId/handbook" params={params}>
        {words.say('handbook.link')}
      </Link>
    </footer>
  );
}
