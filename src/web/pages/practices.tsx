import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import type { CommonsRow, Origin } from '#api';
import { useUnitId } from '../app/use-unit.ts';
import { Answered } from '../parts/answered.tsx';
import { DialogButton } from '../parts/dialog-button.tsx';
import { Empty } from '../parts/empty.tsx';
import { ChoiceField, LineField } from '../parts/fields.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Table } from '../parts/table.tsx';
import type { Column } from '../parts/table-text.ts';
import { commonsQuery, measureListQuery } from '../request/queries.ts';
import { origins } from '../sentences/practice-words.ts';
import type { Words } from '../words/words.ts';
import { useWords } from '../words/words-context.tsx';
import { BringForm } from './practice/bring-form.tsx';

/** The commons: what others have found to work. */
export function PracticesPage(): ReactNode {
  const words = useWords();
  const { text, origin, measureId, shown } = useSearch({ from: '/practices' });
  const unitId = useUnitId();
  return (
    <Answered query={useQuery(commonsQuery({ text, origin, measureId, shown }))}>
      {({ practices, truncated }) => (
        <>
          <PageHead
            question={words.say('commons.question')}
            answer={words.say('commons.answer', {
              count: practices.length,
              inUse: practices.reduce((sum, { inUse }) => sum + inUse, 0),
            })}
          />
          <p className="about">
            <Link to="/spread">{words.say('commons.see-spread')}</Link>
            {' · '}
            <Link to="/balance">{words.say('commons.see-balance')}</Link>
          </p>
          <Filters />
          {practices.length === 0 ? (
            <Empty what={words.say('commons.none')} next={words.say('commons.none-next')} />
          ) : (
            <Table
              caption={words.say('commons.question')}
              columns={columnsIn(words)}
              rows={practices}
              keyOf={(practice) => practice.id}
            />
          )}
          {truncated && (
            <p className="quiet">{words.say('commons.truncated', { count: practices.length })}</p>
          )}
          {unitId !== null && (
            <p className="next">
              <DialogButton name={words.say('commons.bring')}>
                {(close) => <BringForm unitId={unitId} onCancel={close} />}
              </DialogButton>
            </p>
          )}
        </>
      )}
    </Answered>
  );
}

function Filters(): ReactNode {
  const words = useWords();
  const search = useSearch({ from: '/practices' });
  const navigate = useNavigate({ from: '/practices' });
  const measures = useQuery(measureListQuery()).data?.measures ?? [];
  const [text, setText] = useState(search.text ?? '');
  const go = (changed: {
    origin?: Origin | undefined;
    measureId?: string;
    shown?: string;
    text?: string;
  }) => {
    const wanted = { ...search, ...changed };
    navigate({
      search: {
        ...(wanted.text ? { text: wanted.text } : {}),
        ...(wanted.origin ? { origin: wanted.origin } : {}),
        ...(wanted.measureId ? { measureId: wanted.measureId } : {}),
        ...(wanted.shown === 'all' ? { shown: 'all' as const } : {}),
      },
    }).catch(reportError);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    go({ text: text.trim() });
  };
  const any = { id: '', name: words.say('commons.any') };
  return (
    <search>
      <form className="filters" onSubmit={submit}>
        <LineField
          label={words.say('commons.search')}
          hint={words.say('commons.search-hint')}
          value={text}
          onChange={setText}
        />
        <ChoiceField
          label={words.say('commons.origin')}
          choices={[
            any,
            ...origins.map((id) => ({ id, name: words.say(`proposal-origin.${id}`) })),
          ]}
          value={search.origin ?? ''}
          onChange={(id) => go({ origin: origins.find((one) => one === id) })}
        />
        <ChoiceField
          label={words.say('commons.measure')}
          choices={[any, ...measures.map(({ id, title }) => ({ id, name: words.text(title) }))]}
          value={search.measureId ?? ''}
          onChange={(measureId) => go({ measureId })}
        />
        <ChoiceField
          label={words.say('commons.shown')}
          choices={[
            { id: '', name: words.say('commons.offered') },
            { id: 'all', name: words.say('commons.all') },
          ]}
          value={search.shown ?? ''}
          onChange={(shown) => go({ shown })}
        />
        <Button type="submit" className="button quiet">
          {words.say('commons.search')}
        </Button>
      </form>
    </search>
  );
}

function columnsIn(words: Words): Column<CommonsRow>[] {
  const text = { isNumber: false } as const;
  const number = { isNumber: true } as const;
  const origin = ({ origin: from }: CommonsRow) => words.say(`proposal-origin.${from}`);
  return [
    {
      ...text,
      id: 'title',
      head: words.say('commons.practice'),
      value: ({ title }) => title,
      show: (practice) => (
        <>
          <Link to="/practices/$practiceId" params={{ practiceId: practice.id }}>
            {practice.title}
          </Link>
          {practice.state !== 'in-force' && ` (${words.say(`version.${practice.state}`)})`}
          <div className="quiet">{practice.summary}</div>
        </>
      ),
    },
    {
      ...text,
      id: 'unit',
      head: words.say('commons.from'),
      value: ({ unit }) => words.text(unit.name),
      show: (practice) => (
        <>
          {words.text(practice.unit.name)}
          <div className="quiet">{origin(practice)}</div>
        </>
      ),
    },
    {
      ...text,
      id: 'measure',
      head: words.say('commons.measure'),
      value: ({ measureTitle }) => words.text(measureTitle),
      show: ({ measureTitle }) => words.text(measureTitle),
    },
    {
      ...number,
      id: 'in-use',
      head: words.say('commons.in-use'),
      value: ({ inUse }) => inUse,
      show: ({ inUse }) => words.whole(inUse),
    },
    {
      ...number,
      id: 'stopped',
      head: words.say('commons.stopped'),
      value: ({ stopped }) => stopped,
      show: ({ stopped }) => words.whole(stopped),
    },
  ];
}
