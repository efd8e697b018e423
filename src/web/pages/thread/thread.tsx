import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { type ReactNode, useMemo } from 'react';
import type { ThreadPage as Answer, MeasureRef } from '#api';
import { ControlChartView } from '../../chart/control-chart-view.tsx';
import { Answered } from '../../parts/answered.tsx';
import { Disagreements } from '../../parts/disagreements.tsx';
import { DisputeButton } from '../../parts/dispute-button.tsx';
import { useActing } from '../../parts/page-actions.tsx';
import { PageHead, withUnit } from '../../parts/page-head.tsx';
import { threadQuery } from '../../request/queries.ts';
import { measureAnswer, type ReadyChart } from '../../sentences/measure-answer.ts';
import { threadTitleAtUnit } from '../../sentences/signal-words.ts';
import { threadAnswer } from '../../sentences/thread-answer.ts';
import { useWords } from '../../words/words-context.tsx';
import { AboutNumber } from './about-number.tsx';
import { Actions, NextOfThread } from './actions.tsx';
import { Entry } from './entry.tsx';

export function ThreadPage(): ReactNode {
  const { threadId } = useParams({ from: '/threads/$threadId' });
  return (
    <Answered query={useQuery(threadQuery(threadId))}>
      {(page) => <OneThread key={page.thread.id} page={page} />}
    </Answered>
  );
}

function OneThread({ page }: { readonly page: Answer }): ReactNode {
  const words = useWords();
  const acting = useActing();
  const { thread, measure, chart } = page;
  return (
    <>
      <PageHead
        path={withUnit(page.path, thread.unit)}
        question={threadTitleAtUnit(thread, words)}
        answer={threadAnswer(thread, words)}
      />
      {page.challenge !== null && <AboutNumber about={page.challenge} />}
      {thread.state !== 'closed' && <NextOfThread page={page} acting={acting} />}
      {measure !== null && (
        <p className="about">
          {words.say('thread.about')}{' '}
          <Link
            to="/units/$unitId/measures/$measureId"
            params={{ unitId: thread.unit.id, measureId: measure.id }}
          >
            {words.text(measure.title)}
          </Link>
        </p>
      )}
      {page.ruleId !== null && (
        <p className="about">
          {words.say('thread.about')}{' '}
          <Link to="/advice/$ruleId" params={{ ruleId: page.ruleId }}>
            {words.say('thread.about-advice')}
          </Link>
        </p>
      )}
      {measure !== null && chart !== null && chart.kind === 'chart' && (
        <ThreadChart page={page} measure={measure} chart={chart} />
      )}
      <Disagreements disagreements={page.disagreements} />
      <ProposalLinks page={page} />
      <section aria-labelledby="timeline">
        <h2 id="timeline">{words.say('thread.timeline')}</h2>
        <ol className="timeline">
          {page.entries.map((entry) => (
            <Entry key={entry.ledgerSeq} entry={entry} page={page} />
          ))}
        </ol>
      </section>
      <Actions page={page} acting={acting} />
    </>
  );
}

/** The proposals of the thread: each has a page with its way, its scores and who sees it otherwise. */
function ProposalLinks({ page }: { readonly page: Answer }): ReactNode {
  const words = useWords();
  if (page.proposals.length === 0) return null;
  return (
    <ul className="proposal-links">
      {page.proposals.map(({ id, title, state, forum }) => (
        <li key={id}>
          <Link to="/proposals/$proposalId" params={{ proposalId: id }}>
            {title}
          </Link>{' '}
          <span className="quiet">
            {words.say(`proposal-state.${state}`)}, {words.text(forum.name)}
          </span>
        </li>
      ))}
    </ul>
  );
}

interface ThreadChartProps {
  readonly page: Answer;
  readonly measure: MeasureRef;
  readonly chart: ReadyChart;
}

function ThreadChart({ page, measure, chart }: ThreadChartProps): ReactNode {
  const words = useWords();
  const { annotations } = page;
  const codingChangedIn = codingChangeBehind(page);
  const charted = useMemo(
    () => ({
      measure,
      chart,
      annotations,
      title: words.text(measure.title),
      description: measureAnswer({ measure, chart, annotations, codingChangedIn }, words),
    }),
    [measure, chart, annotations, codingChangedIn, words],
  );
  return (
    <figure className="picture">
      <ControlChartView charted={charted} height={280} />
      <DisputeButton
        unitId={page.thread.unit.id}
        measure={measure}
        chart={chart}
        look="text-button"
      />
    </figure>
  );
}

/** The month of the change of coding that a signal of the thread warns of; null when none does. */
function codingChangeBehind({ signals, annotations }: Answer): string | null {
  const isWarned = signals.some(({ cautions }) =>
    cautions.some((c) => c.code === 'coding-changed'),
  );
  const noted = annotations.filter(({ kind }) => kind === 'recording');
  return isWarned ? (noted.at(-1)?.month ?? null) : null;
}
