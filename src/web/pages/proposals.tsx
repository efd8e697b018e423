import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { type ReactNode, useEffect, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import type { ProposalList, ProposalRow } from '#api';
import { useUnitId } from '../app/use-unit.ts';
import { Answered } from '../parts/answered.tsx';
import { Empty } from '../parts/empty.tsx';
import { ChoiceField, LineField } from '../parts/fields.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Table } from '../parts/table.tsx';
import type { Column } from '../parts/table-text.ts';
import { proposalsQuery } from '../request/proposal-queries.ts';
import { organisationQuery } from '../request/queries.ts';
import { proposalsAnswer } from '../sentences/proposal-answer.ts';
import type { Words } from '../words/words.ts';
import { useWords } from '../words/words-context.tsx';
import { kinds, origins, states } from './proposal/choices.ts';

export function ProposalsPage(): ReactNode {
  const words = useWords();
  const search = useSearch({ from: '/proposals' });
  const current = useUnitId();
  const unitId = search.unitId ?? current ?? undefined;
  const unit = useQuery(organisationQuery()).data?.units.find((u) => u.id === unitId);
  const question =
    unit === undefined
      ? words.say('proposals.question-all')
      : words.say('proposals.question', { unit: words.text(unit.name) });
  return (
    <Answered query={useQuery(proposalsQuery({ ...search, unitId }))}>
      {(list) => (
        <>
          <PageHead question={question} answer={proposalsAnswer(list, words)} />
          <p className="next">
            <Link
              to="/proposals/raise"
              search={unitId === undefined ? {} : { unitId }}
              className="button"
            >
              {words.say('proposals.raise')}
            </Link>
          </p>
          <Filters list={list} />
          <Rows list={list} caption={question} />
        </>
      )}
    </Answered>
  );
}

type Choosable = 'state' | 'kind' | 'origin';

function Filters({ list }: { readonly list: ProposalList }): ReactNode {
  const words = useWords();
  const search = useSearch({ from: '/proposals' });
  const navigate = useNavigate({ from: '/proposals' });
  const choose = (name: Choosable, value: string) =>
    navigate({
      search: ({ page: _, [name]: __, ...rest }) =>
        value === '' ? rest : { ...rest, [name]: value },
    }).catch(reportError);
  const countOf = (state: string) => list.counts.find((one) => one.state === state)?.count ?? 0;
  const any = { id: '', name: words.say('proposals.any') };
  return (
    <div className="filters">
      <SearchBox />
      <ChoiceField
        label={words.say('proposals.state')}
        choices={[
          any,
          ...states.map((id) => ({
            id,
            name: `${words.say(`proposal-state.${id}`)} (${words.whole(countOf(id))})`,
          })),
        ]}
        value={search.state ?? ''}
        onChange={(value) => choose('state', value)}
      />
      <ChoiceField
        label={words.say('proposals.kind')}
        choices={[any, ...kinds.map((id) => ({ id, name: words.say(`proposal-kind.${id}`) }))]}
        value={search.kind ?? ''}
        onChange={(value) => choose('kind', value)}
      />
      <ChoiceField
        label={words.say('proposals.origin')}
        choices={[any, ...origins.map((id) => ({ id, name: words.say(`proposal-origin.${id}`) }))]}
        value={search.origin ?? ''}
        onChange={(value) => choose('origin', value)}
      />
    </div>
  );
}

/** Long enough not to ask for every letter. */
const pauseMilliseconds = 300;

function SearchBox(): ReactNode {
  const words = useWords();
  const { text: asked = '' } = useSearch({ from: '/proposals' });
  const navigate = useNavigate({ from: '/proposals' });
  const [text, setText] = useState(asked);
  useEffect(() => {
    if (text === asked) return;
    const later = setTimeout(() => {
      navigate({
        search: ({ page: _, text: __, ...rest }) => (text === '' ? rest : { ...rest, text }),
        replace: true,
      }).catch(reportError);
    }, pauseMilliseconds);
    return () => clearTimeout(later);
  }, [text, asked, navigate]);
  return <LineField label={words.say('proposals.search')} value={text} onChange={setText} />;
}

interface RowsProps {
  readonly list: ProposalList;
  readonly caption: string;
}

function Rows({ list, caption }: RowsProps): ReactNode {
  const words = useWords();
  if (list.proposals.length === 0)
    return <Empty what={words.say('proposals.none')} next={words.say('proposals.none-next')} />;
  return (
    <>
      <Table
        caption={caption}
        columns={columnsIn(words)}
        rows={list.proposals}
        keyOf={(row) => row.id}
      />
      <Pages list={list} />
    </>
  );
}

function Pages({ list }: { readonly list: ProposalList }): ReactNode {
  const words = useWords();
  const { page = 0 } = useSearch({ from: '/proposals' });
  const navigate = useNavigate({ from: '/proposals' });
  const { total, pageSize, proposals } = list;
  if (total <= pageSize) return null;
  const turn = (to: number) =>
    navigate({ search: ({ page: _, ...rest }) => (to === 0 ? rest : { ...rest, page: to }) }).catch(
      reportError,
    );
  const from = page * pageSize;
  return (
    <p className="actions">
      <Button className="button quiet small" isDisabled={page === 0} onPress={() => turn(page - 1)}>
        {words.say('proposals.earlier-page')}
      </Button>
      {words.say('proposals.shown', { from: from + 1, to: from + proposals.length, total })}
      <Button
        className="button quiet small"
        isDisabled={from + proposals.length >= total}
        onPress={() => turn(page + 1)}
      >
        {words.say('proposals.later-page')}
      </Button>
    </p>
  );
}

function columnsIn(words: Words): Column<ProposalRow>[] {
  const text = { isNumber: false } as const;
  const state = (row: ProposalRow) => words.say(`proposal-state.${row.state}`);
  const origin = (row: ProposalRow) => words.say(`proposal-origin.${row.origin}`);
  return [
    {
      ...text,
      id: 'title',
      head: words.say('proposals.title'),
      value: (row) => row.title,
      show: (row) => (
        <>
          <Link to="/proposals/$proposalId" params={{ proposalId: row.id }}>
            {row.title}
          </Link>
          <div className="quiet">
            {words.say(`proposal-kind.${row.kind}`)}, {origin(row).toLowerCase()}
          </div>
        </>
      ),
    },
    { ...text, id: 'state', head: words.say('proposals.state'), value: state, show: state },
    {
      ...text,
      id: 'unit',
      head: words.say('column.unit'),
      value: (row) => words.text(row.unit.name),
      show: (row) => words.text(row.unit.name),
    },
    {
      ...text,
      id: 'forum',
      head: words.say('proposals.forum'),
      value: (row) => words.text(row.forum.name),
      show: (row) => words.text(row.forum.name),
    },
    {
      ...text,
      id: 'since',
      head: words.say('proposals.since'),
      value: (row) => row.since,
      show: (row) => <Since row={row} />,
    },
  ];
}

function Since({ row }: { readonly row: ProposalRow }): ReactNode {
  const words = useWords();
  if (row.returnOn !== null)
    return (
      <>
        {words.say('proposals.returns', { date: words.date(row.returnOn) })}
        {row.silent && <div>{words.say('proposals.returned')}</div>}
      </>
    );
  return (
    <>
      {words.date(row.since)}
      {row.silent && <div>{words.say('proposals.silent')}</div>}
    </>
  );
}
