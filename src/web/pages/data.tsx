import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { DataPage as Answer } from '#api';
import { Answered } from '../parts/answered.tsx';
import { DialogButton } from '../parts/dialog-button.tsx';
import { Empty } from '../parts/empty.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Table } from '../parts/table.tsx';
import type { Column } from '../parts/table-text.ts';
import { dataQuery } from '../request/queries.ts';
import { dataAnswer } from '../sentences/data-answer.ts';
import type { Words } from '../words/words.ts';
import { useWords } from '../words/words-context.tsx';
import { FindingsSection } from './data/findings.tsx';
import { ImportForm } from './data/import-form.tsx';
import { Jobs } from './data/jobs.tsx';
import { OwnMeasures } from './data/own-measures.tsx';

export function DataPage(): ReactNode {
  return <Answered query={useQuery(dataQuery())}>{(page) => <WhatWeHave page={page} />}</Answered>;
}

function WhatWeHave({ page }: { readonly page: Answer }): ReactNode {
  const words = useWords();
  return (
    <>
      <PageHead question={words.say('data.question')} answer={dataAnswer(page, words)} />
      <Jobs jobs={page.jobs} />
      {page.mayImport && (
        <p className="next">
          <DialogButton name={words.say('data.start')} look="button">
            {(close) => <ImportForm onDone={close} />}
          </DialogButton>
        </p>
      )}
      {page.resources.length === 0 ? (
        <Empty what={words.say('data.none')} next={words.say('data.none-next')} />
      ) : (
        <section aria-labelledby="resources">
          <h2 id="resources">{words.say('data.resources')}</h2>
          <Table
            caption={words.say('data.resources')}
            columns={resourceColumns(words)}
            rows={page.resources}
            keyOf={(r) => r.type}
          />
        </section>
      )}
      <section aria-labelledby="imports">
        <h2 id="imports">{words.say('data.imports')}</h2>
        {page.imports.length === 0 ? (
          <p className="quiet">{words.say('data.no-imports')}</p>
        ) : (
          <Table
            caption={words.say('data.imports')}
            columns={importColumns(words)}
            rows={page.imports}
            keyOf={(i) => i.id}
          />
        )}
      </section>
      <FindingsSection page={page} />
      <OwnMeasures page={page} />
    </>
  );
}

type Resource = Answer['resources'][number];

/** A kind of resource in plain words, where it is one that care speaks of. */
const resourceName = (type: string, words: Words): string => {
  const id = `resource.${type}`;
  return words.has(id) ? words.say(id) : type;
};

const resourceColumns = (words: Words): Column<Resource>[] => [
  {
    id: 'type',
    head: words.say('data.type'),
    isNumber: false,
    value: (r) => resourceName(r.type, words),
    show: (r) => (
      <>
        {resourceName(r.type, words)} <span className="quiet">{r.type}</span>
      </>
    ),
  },
  {
    id: 'count',
    head: words.say('data.count'),
    isNumber: true,
    value: (r) => r.count,
    show: (r) => words.whole(r.count),
  },
];

type Import = Answer['imports'][number];

function importColumns(words: Words): Column<Import>[] {
  const counted = (id: 'read' | 'stored' | 'changed' | 'findings'): Column<Import> => ({
    id,
    head: words.say(`data.${id}`),
    isNumber: true,
    value: (i) => i[id],
    show: (i) => words.whole(i[id]),
  });
  return [
    {
      id: 'source',
      head: words.say('data.source'),
      isNumber: false,
      value: (i) => i.source,
      show: (i) => i.source,
    },
    {
      id: 'started',
      head: words.say('data.started'),
      isNumber: false,
      value: (i) => i.startedAt,
      show: (i) => words.dateTime(i.startedAt),
    },
    counted('read'),
    counted('stored'),
    counted('changed'),
    counted('findings'),
  ];
}
