import type { ReactNode } from 'react';
import type { MeasurePage } from '#api';
import { Disclosure } from '../../parts/disclosure.tsx';
import { Table } from '../../parts/table.tsx';
import type { Column } from '../../parts/table-text.ts';
import { type MeasureNumbers, numbersFor, valuesOf } from '../../sentences/measure-numbers.ts';
import type { Words } from '../../words/words.ts';
import { useWords } from '../../words/words-context.tsx';

type Said = MeasurePage['history'][number];

/** Earlier answers for months whose number has changed: nothing is overwritten. */
export function History({ page }: { readonly page: MeasurePage }): ReactNode {
  const words = useWords();
  const numbers = numbersFor(page.measure, valuesOf(page.chart), words);
  return (
    <Disclosure title={words.say('measure.history')}>
      {page.history.length === 0 ? (
        <p className="quiet">{words.say('measure.no-history')}</p>
      ) : (
        <>
          <p className="quiet">{words.say('measure.history-note')}</p>
          <Table
            caption={words.say('measure.history')}
            columns={columnsFor(numbers, words)}
            rows={page.history}
            keyOf={(h) => `${h.month} ${h.saidAt}`}
          />
        </>
      )}
    </Disclosure>
  );
}

function columnsFor(numbers: MeasureNumbers, words: Words): Column<Said>[] {
  const none = words.say('number.not-known');
  const text = { isNumber: false } as const;
  return [
    {
      ...text,
      id: 'month',
      head: words.say('column.month'),
      value: (h) => h.month,
      show: (h) => words.month(h.month),
    },
    {
      isNumber: true,
      id: 'was',
      head: `${words.say('column.was')} (${numbers.unit})`,
      value: (h) => h.value,
      show: (h) => (h.value === null ? none : numbers.exact(h.value)),
    },
    {
      ...text,
      id: 'said',
      head: words.say('column.said'),
      value: (h) => h.saidAt,
      show: (h) => words.date(h.saidAt),
    },
    {
      ...text,
      id: 'data',
      head: words.say('column.data-version'),
      value: (h) => h.dataVersion,
      show: (h) => h.dataVersion,
    },
    {
      ...text,
      id: 'definition',
      head: words.say('column.definition-version'),
      value: (h) => h.definitionVersion,
      show: (h) => h.definitionVersion,
    },
  ];
}
