import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import type { Handbook as Answer } from '#api';
import { Answered } from '../../parts/answered.tsx';
import { PageHead, withUnit } from '../../parts/page-head.tsx';
import { Table } from '../../parts/table.tsx';
import type { Column } from '../../parts/table-text.ts';
import { handbookQuery } from '../../request/quality-queries.ts';
import { calledWords, kindOf } from '../../sentences/quality-words.ts';
import type { Words } from '../../words/words.ts';
import { useWords } from '../../words/words-context.tsx';

export function HandbookPage(): ReactNode {
  const { unitId } = useParams({ from: '/units/$unitId/handbook' });
  return (
    <Answered query={useQuery(handbookQuery(unitId))}>
      {(page) => <WhatToRecord page={page} />}
    </Answered>
  );
}

type Recorded = Answer['measures'][number]['records'][number];

function WhatToRecord({ page }: { readonly page: Answer }): ReactNode {
  const words = useWords();
  const { unit, measures } = page;
  return (
    <>
      <PageHead
        path={withUnit(page.path, unit)}
        question={words.say('handbook.question', { unit: words.text(unit.name) })}
        answer={answerOf(page, words)}
      />
      {page.openChallenges > 0 && (
        <p className="about">
          <Link to="/units/$unitId/quality" params={{ unitId: unit.id }}>
            {words.say('handbook.disputed', { count: page.openChallenges })}
          </Link>
        </p>
      )}
      <p className="actions">
        <Button className="button quiet" onPress={() => window.print()}>
          {words.say('handbook.print')}
        </Button>
      </p>
      {measures.map((measure) => (
        <section key={measure.id} aria-labelledby={`m-${measure.id}`} className="handbook-part">
          <h2 id={`m-${measure.id}`}>
            <Link
              to="/units/$unitId/measures/$measureId"
              params={{ unitId: unit.id, measureId: measure.id }}
            >
              {words.text(measure.title)}
            </Link>
          </h2>
          <p>
            {words.text(measure.sentence)} {words.text(measure.rationale)}
          </p>
          {page.from !== null && (
            <p className="quiet">
              {words.say('handbook.counted', {
                from: words.month(page.from),
                count: words.whole(Math.round(measure.counted)),
              })}
            </p>
          )}
          <Table
            caption={words.text(measure.title)}
            columns={recordColumns(page, words)}
            rows={measure.records}
            keyOf={(record) => `${record.type} ${record.called ?? ''}`}
          />
        </section>
      ))}
    </>
  );
}

function answerOf({ measures, from }: Answer, words: Words): string {
  const records = new Map(
    measures.flatMap((measure) =>
      measure.records.map((record) => [`${record.type} ${record.called ?? ''}`, record] as const),
    ),
  );
  const missing = [...records.values()].filter(({ recorded }) => recorded === 0).length;
  return words.say('handbook.answer', {
    measures: measures.length,
    kinds: records.size,
    missing,
    from: from === null ? '' : words.month(from),
  });
}

function codesOf({ codes, codesLeftOut }: Recorded, words: Words): string {
  const named = codes.map(({ code }) => code).join(', ');
  if (named === '') return words.say('handbook.any-code');
  return codesLeftOut === 0
    ? named
    : `${named} ${words.say('handbook.more-codes', { count: codesLeftOut })}`;
}

function recordColumns(page: Answer, words: Words): Column<Recorded>[] {
  const from = page.from === null ? '' : words.month(page.from);
  const text = (id: string, head: string, value: (record: Recorded) => string) => ({
    ...{ id, head, isNumber: false, value },
    show: value,
  });
  return [
    text('what', words.say('handbook.what'), ({ called, type }) =>
      called === null ? kindOf(type, words) : calledWords(called, words),
    ),
    text('where', words.say('handbook.where'), ({ type }) => `${kindOf(type, words)} (${type})`),
    {
      ...text('how', words.say('handbook.how'), (record) => codesOf(record, words)),
      show: (record) => (
        <>
          {codesOf(record, words)}{' '}
          <span className="quiet">
            {[...new Set(record.codes.map(({ system }) => system))].join(', ')}
          </span>
        </>
      ),
    },
    {
      id: 'recorded',
      head: words.say('handbook.recorded', { from }),
      isNumber: true,
      value: (record) => record.recorded,
      show: (record) =>
        record.recorded === 0 ? words.say('handbook.never') : words.whole(record.recorded),
    },
    text('last', words.say('handbook.last'), ({ lastMonth }) =>
      lastMonth === null ? '–' : words.month(lastMonth),
    ),
  ];
}
