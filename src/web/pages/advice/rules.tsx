import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { AdviceList } from '#api';
import { Answered } from '../../parts/answered.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Table } from '../../parts/table.tsx';
import type { Column } from '../../parts/table-text.ts';
import { adviceListQuery } from '../../request/queries.ts';
import type { Words } from '../../words/words.ts';
import { useWords } from '../../words/words-context.tsx';

type Row = AdviceList[number];

/** The rules that advise at the point of care. */
export function AdviceRulesPage(): ReactNode {
  const words = useWords();
  return (
    <Answered query={useQuery(adviceListQuery())}>
      {(rules) => (
        <>
          <PageHead
            question={words.say('advice.question')}
            answer={words.say('advice.list-answer', { rules: rules.length })}
          />
          {rules.length > 0 && (
            <Table
              caption={words.say('advice.question')}
              rows={rules}
              keyOf={({ id }) => id}
              columns={columns(words)}
            />
          )}
          <p>
            <Link to="/advice/programs">{words.say('programs.link')}</Link>
          </p>
        </>
      )}
    </Answered>
  );
}

function columns(words: Words): readonly Column<Row>[] {
  const number = (id: 'unitsOn' | 'shown' | 'accepted' | 'overridden', head: string) => ({
    ...{ id, head, isNumber: true },
    value: (row: Row) => row[id],
    show: (row: Row) => words.whole(row[id]),
  });
  return [
    {
      ...{ id: 'rule', head: words.say('advice.rule'), isNumber: false },
      value: ({ title }) => words.text(title),
      show: ({ id, title }) => (
        <Link to="/advice/$ruleId" params={{ ruleId: id }}>
          {words.text(title)}
        </Link>
      ),
    },
    number('unitsOn', words.say('advice.units-on')),
    number('shown', words.say('advice.shown')),
    number('accepted', words.say('advice.accepted')),
    number('overridden', words.say('advice.overridden')),
  ];
}
