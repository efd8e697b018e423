import { useQueries, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { AdviceList } from '#api';
import { Answered } from '../../parts/answered.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Table } from '../../parts/table.tsx';
import type { Column } from '../../parts/table-text.ts';
import { adviceListQuery, adviceQuery } from '../../request/queries.ts';
import type { Words } from '../../words/words.ts';
import { useWords } from '../../words/words-context.tsx';
import { helpsInShort, helpsSentences, type Tried } from './helps-words.ts';

type Row = AdviceList[number];

/** The rules that advise at the point of care. */
export function AdviceRulesPage(): ReactNode {
  return (
    <Answered query={useQuery(adviceListQuery())}>{(rules) => <Rules rules={rules} />}</Answered>
  );
}

function Rules({ rules }: { readonly rules: AdviceList }): ReactNode {
  const words = useWords();
  const tried = useTried(rules);
  const said = words.say('advice.list-answer', { rules: rules.length });
  const helps = rules.length === 0 ? [] : helpsSentences(rules, tried, words);
  return (
    <>
      <PageHead question={words.say('advice.question')} answer={[said, ...helps].join(' ')} />
      {rules.length > 0 && (
        <Table
          caption={words.say('advice.question')}
          rows={rules}
          keyOf={({ id }) => id}
          columns={columns(tried, words)}
        />
      )}
      <p>
        <Link to="/advice/programs">{words.say('programs.link')}</Link>
      </p>
    </>
  );
}

/** What each rule that was held back from some by chance has changed; null until it is counted, which takes a second. */
function useTried(rules: AdviceList): Tried {
  const byChance = rules.filter(({ heldBack }) => heldBack > 0);
  const pages = useQueries({ queries: byChance.map(({ id }) => adviceQuery(id)) });
  return new Map(byChance.map(({ id }, i) => [id, pages[i]?.data?.effect ?? null]));
}

function columns(tried: Tried, words: Words): readonly Column<Row>[] {
  const helps = ({ id }: Row) => helpsInShort(tried.get(id), words);
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
    {
      ...{ id: 'helps', head: words.say('advice.helps'), isNumber: false },
      value: helps,
      show: helps,
    },
    number('unitsOn', words.say('advice.units-on')),
    number('shown', words.say('advice.shown')),
    number('accepted', words.say('advice.accepted')),
    number('overridden', words.say('advice.overridden')),
  ];
}
