import type { UseQueryResult } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Loops } from '#api';
import { Table } from '../parts/table.tsx';
import type { Column } from '../parts/table-text.ts';
import { InlineTrouble } from '../parts/trouble.tsx';
import type { Words } from '../words/words.ts';
import { useWords } from '../words/words-context.tsx';

interface LoopsProps {
  readonly query: UseQueryResult<Loops, Error>;
}

/** Whether the loops of each unit close: open, waited too long, closed, and how long it takes. */
export function LoopsSection({ query }: LoopsProps): ReactNode {
  const words = useWords();
  return (
    <section aria-labelledby="loops">
      <h2 id="loops">{words.say('organisation.loops')}</h2>
      <InlineTrouble error={query.error} />
      {query.data !== undefined && (
        <>
          <Table
            caption={words.say('organisation.loops')}
            columns={columnsIn(words)}
            rows={query.data.units}
            keyOf={(l) => l.unit.id}
          />
          <p className="quiet">{words.say('organisation.loops-note')}</p>
        </>
      )}
    </section>
  );
}

type Loop = Loops['units'][number];

function columnsIn(words: Words): Column<Loop>[] {
  const days = (value: number | null) =>
    value === null
      ? words.say('number.not-known')
      : words.say('number.days', { count: Math.round(value) });
  const number = { isNumber: true } as const;
  const count = (id: 'open' | 'overdue' | 'closed'): Column<Loop> => ({
    ...number,
    id,
    head: words.say(`organisation.${id}`),
    value: (l) => l[id],
    show: (l) => words.whole(l[id]),
  });
  return [
    {
      id: 'unit',
      head: words.say('column.unit'),
      isNumber: false,
      value: (l) => words.text(l.unit.name),
      show: (l) => (
        <Link to="/threads" search={{ unitId: l.unit.id }}>
          {words.text(l.unit.name)}
        </Link>
      ),
    },
    count('open'),
    count('overdue'),
    count('closed'),
    {
      ...number,
      id: 'decision',
      head: words.say('organisation.days-to-decision'),
      value: (l) => l.medianDaysToDecision,
      show: (l) => days(l.medianDaysToDecision),
    },
    {
      ...number,
      id: 'loop',
      head: words.say('organisation.loop-days'),
      value: (l) => l.medianLoopDays,
      show: (l) => days(l.medianLoopDays),
    },
  ];
}
