import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ToggleButton } from 'react-aria-components/ToggleButton';
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup';
import type { ThreadSummary, UnitNode } from '#api';
import { useUnitId } from '../app/use-unit.ts';
import { Answered } from '../parts/answered.tsx';
import { DialogButton } from '../parts/dialog-button.tsx';
import { Empty } from '../parts/empty.tsx';
import { IdeaForm } from '../parts/idea-form.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Table } from '../parts/table.tsx';
import type { Column } from '../parts/table-text.ts';
import { organisationQuery, threadsQuery } from '../request/queries.ts';
import { threadTitle } from '../sentences/signal-words.ts';
import { threadsAnswer } from '../sentences/thread-answer.ts';
import type { Words } from '../words/words.ts';
import { useWords } from '../words/words-context.tsx';

const shown = ['open', 'parked', 'closed', 'all'] as const;
type Shown = (typeof shown)[number];

export function ThreadsPage(): ReactNode {
  const words = useWords();
  const search = useSearch({ from: '/threads' });
  const current = useUnitId();
  const unitId = search.unitId ?? current ?? undefined;
  const state: Shown = search.state ?? 'open';
  const wanted = state === 'all' ? undefined : state;
  const unit = useQuery(organisationQuery()).data?.units.find((u) => u.id === unitId);
  return (
    <Answered query={useQuery(threadsQuery({ unitId, state: wanted }))}>
      {({ threads, mayRaiseIdea }) => (
        <>
          <PageHead question={questionAbout(unit, words)} answer={threadsAnswer(threads, words)} />
          {unit !== undefined && (
            <p className="next actions">
              <Link to="/proposals" search={{ unitId: unit.id }} className="button quiet">
                {words.say('proposals.see-all')}
              </Link>
              {mayRaiseIdea && (
                <DialogButton name={words.say('threads.raise-idea')} look="button">
                  {(close) => <IdeaForm unit={unit} measure={null} onCancel={close} />}
                </DialogButton>
              )}
            </p>
          )}
          <StateChoice state={state} />
          {threads.length === 0 ? (
            <Empty what={words.say('threads.none')} next={words.say('threads.none-next')} />
          ) : (
            <Table
              caption={questionAbout(unit, words)}
              columns={columnsIn(words)}
              rows={threads}
              keyOf={(t) => t.id}
            />
          )}
        </>
      )}
    </Answered>
  );
}

const questionAbout = (unit: UnitNode | undefined, words: Words): string =>
  unit === undefined
    ? words.say('threads.question-all')
    : words.say('threads.question', { unit: words.text(unit.name) });

function StateChoice({ state }: { readonly state: Shown }): ReactNode {
  const words = useWords();
  const navigate = useNavigate({ from: '/threads' });
  const choose = (chosen: Shown) =>
    navigate({
      search: ({ unitId }) => ({
        ...(unitId === undefined ? {} : { unitId }),
        ...(chosen === 'open' ? {} : { state: chosen }),
      }),
    }).catch(reportError);
  return (
    <ToggleButtonGroup
      className="toggle"
      aria-label={words.say('threads.state')}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[state]}
      onSelectionChange={(keys) => choose(shown.find((s) => keys.has(s)) ?? 'open')}
    >
      {shown.map((one) => (
        <ToggleButton key={one} id={one}>
          {words.say(`threads.${one}`)}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}

function columnsIn(words: Words): Column<ThreadSummary>[] {
  const text = { isNumber: false } as const;
  const waits = (t: ThreadSummary) => words.say(`waiting.${t.waitingFor}`);
  return [
    {
      ...text,
      id: 'title',
      head: words.say('threads.title'),
      value: (t) => threadTitle(t, words),
      show: (t) => (
        <div className="subject">
          <Link to="/threads/$threadId" params={{ threadId: t.id }}>
            {threadTitle(t, words)}
          </Link>
          {t.measureTitle !== null && t.openingSignal === null && (
            <div className="quiet">{words.text(t.measureTitle)}</div>
          )}
        </div>
      ),
    },
    {
      ...text,
      id: 'unit',
      head: words.say('column.unit'),
      value: (t) => words.text(t.unit.name),
      show: (t) => words.text(t.unit.name),
    },
    {
      ...text,
      id: 'waits',
      head: words.say('threads.waits'),
      value: waits,
      show: (t) => <span className="unbroken">{waits(t)}</span>,
    },
    {
      ...text,
      id: 'since',
      head: words.say('threads.since'),
      value: (t) => t.since,
      show: (t) => (
        <>
          {words.date(t.since)}
          {t.overdue && <div>{words.say('threads.too-long')}</div>}
        </>
      ),
    },
    {
      ...text,
      id: 'owner',
      head: words.say('threads.owner'),
      value: (t) => t.owner?.name ?? '',
      show: (t) => t.owner?.name ?? words.say('threads.nobody'),
    },
  ];
}
