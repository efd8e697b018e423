import {
  type ColumnDef,
  flexRender,
  getCoreRowModel,
  getSortedRowModel,
  type Header,
  type SortingState,
  useReactTable,
} from '@tanstack/react-table';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useWords } from '../words/words-context.tsx';
import type { Column } from './table-text.ts';

interface TableProps<Row> {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
}

const definition = <Row,>(column: Column<Row>): ColumnDef<Row> => ({
  id: column.id,
  header: column.head,
  accessorFn: column.value,
  cell: ({ row }) => column.show(row.original),
  sortUndefined: 'last',
  meta: { isNumber: column.isNumber },
});

const ariaSort = { asc: 'ascending', desc: 'descending' } as const;

/** A table one can sort by any column; it scrolls within itself when the page is narrow. */
export function Table<Row>({ caption, columns, rows, keyOf }: TableProps<Row>): ReactNode {
  const [sorting, setSorting] = useState<SortingState>([]);
  const table = useReactTable<Row>({
    data: [...rows],
    columns: columns.map(definition),
    state: { sorting },
    onSortingChange: setSorting,
    getRowId: keyOf,
    getCoreRowModel: getCoreRowModel(),
    getSortedRowModel: getSortedRowModel(),
    // There are no pages to go back to the first of; without this a table drawn twice would draw itself for ever.
    autoResetAll: false,
  });
  const numbers = new Set(columns.filter((c) => c.isNumber).map((c) => c.id));
  const kind = (id: string) => (numbers.has(id) ? 'number' : undefined);
  return (
    // Not a section: a table inside a titled part of the page would be a second landmark of the same name.
    // biome-ignore lint/a11y/useSemanticElements: a table in a box is no fieldset
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <div className="table-box" role="group" tabIndex={0} aria-label={caption}>
      <table>
        <thead>
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id}>
              {group.headers.map((header) => (
                <Head key={header.id} header={header} kind={kind(header.column.id)} />
              ))}
            </tr>
          ))}
        </thead>
        <tbody>
          {table.getRowModel().rows.map((row) => (
            <tr key={row.id}>
              {row.getVisibleCells().map((cell) => (
                <td key={cell.id} className={kind(cell.column.id)}>
                  {flexRender(cell.column.columnDef.cell, cell.getContext())}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface HeadProps<Row> {
  readonly header: Header<Row, unknown>;
  readonly kind: string | undefined;
}

function Head<Row>({ header, kind }: HeadProps<Row>): ReactNode {
  const words = useWords();
  const sorted = header.column.getIsSorted();
  const name = String(header.column.columnDef.header);
  return (
    <th scope="col" className={kind} aria-sort={sorted === false ? 'none' : ariaSort[sorted]}>
      <button
        type="button"
        onClick={header.column.getToggleSortingHandler()}
        title={words.say('column.sort', { column: name })}
      >
        {name}
        {sorted === 'asc' && <ArrowUp aria-hidden size={13} />}
        {sorted === 'desc' && <ArrowDown aria-hidden size={13} />}
      </button>
    </th>
  );
}
