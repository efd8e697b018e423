import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { CodingChange, MeasurePage } from '#api';
import { Table } from '../../parts/table.tsx';
import type { Column } from '../../parts/table-text.ts';
import type { Words } from '../../words/words.ts';
import { useWords } from '../../words/words-context.tsx';

/** Changes of the way of recording that this measure sees: numbers may move without any change of care. */
export function RecordingSection({ page }: { readonly page: MeasurePage }): ReactNode {
  const words = useWords();
  const { codingChanges, codingChangedIn } = page;
  if (codingChanges.length === 0) return null;
  const said =
    codingChangedIn === null
      ? words.say('recording.earlier')
      : words.say('recording.answer', { month: words.month(codingChangedIn) });
  return (
    <section aria-labelledby="recording">
      <h2 id="recording">{words.say('recording.title')}</h2>
      <p>{said}</p>
      <Table
        caption={words.say('recording.table')}
        columns={columnsFor(page, words)}
        rows={codingChanges}
        keyOf={(change) => `${change.unit.id} ${change.month} ${change.fromCode}`}
      />
      <p className="quiet">
        {words.say('recording.next')}{' '}
        <Link to="/help" hash="recording">
          {words.say('recording.method')}
        </Link>
      </p>
    </section>
  );
}

function columnsFor(page: MeasurePage, words: Words): Column<CodingChange>[] {
  const code = (id: 'fromCode' | 'toCode'): Column<CodingChange> => ({
    id,
    head: words.say(`recording.${id}`),
    isNumber: false,
    value: (change) => change[id],
    show: (change) => <Code coded={change[id]} />,
  });
  return [
    {
      id: 'month',
      head: words.say('column.month'),
      isNumber: false,
      value: (change) => change.month,
      show: (change) => words.month(change.month),
    },
    {
      id: 'unit',
      head: words.say('column.unit'),
      isNumber: false,
      value: (change) => words.text(change.unit.name),
      show: (change) =>
        change.unit.id === page.unit.id ? (
          words.text(change.unit.name)
        ) : (
          <Link
            to="/units/$unitId/measures/$measureId"
            params={{ unitId: change.unit.id, measureId: page.measure.id }}
          >
            {words.text(change.unit.name)}
          </Link>
        ),
    },
    code('fromCode'),
    code('toCode'),
  ];
}

/** 'system|code' as people look it up: the code, and the system it is from. */
function Code({ coded }: { readonly coded: string }): ReactNode {
  const at = coded.lastIndexOf('|');
  return (
    <>
      {coded.slice(at + 1)}
      {at > 0 && <div className="quiet">{coded.slice(0, at)}</div>}
    </>
  );
}
