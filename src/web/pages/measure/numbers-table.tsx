import type { ReactNode } from 'react';
import type { MeasurePage } from '#api';
import { CopyButton } from '../../parts/copy-button.tsx';
import { Disclosure } from '../../parts/disclosure.tsx';
import { Table } from '../../parts/table.tsx';
import { tabbed } from '../../parts/table-text.ts';
import type { ReadyChart } from '../../sentences/measure-answer.ts';
import { numbersFor, valuesOf } from '../../sentences/measure-numbers.ts';
import { useWords } from '../../words/words-context.tsx';
import { fileColumns, monthColumns } from './numbers.ts';

interface NumbersTableProps {
  readonly page: MeasurePage;
  readonly chart: ReadyChart;
}

/** The chart's twin: the same data as a table, newest month first, sortable and copyable. */
export function NumbersTable({ page, chart }: NumbersTableProps): ReactNode {
  const words = useWords();
  const numbers = numbersFor(page.measure, valuesOf(chart), words);
  const columns = monthColumns(page.measure, numbers, words);
  const rows = chart.points.toReversed();
  return (
    <Disclosure title={words.say('measure.numbers')}>
      <CopyButton
        name={words.say('measure.copy')}
        text={() => tabbed(fileColumns(words), chart.points)}
      />
      <Table
        caption={words.say('measure.numbers')}
        columns={columns}
        rows={rows}
        keyOf={(p) => p.month}
      />
    </Disclosure>
  );
}
