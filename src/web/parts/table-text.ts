import type { ReactNode } from 'react';

/** One column: what it sorts by, what it shows, and what is copied when the table leaves the page. */
export interface Column<Row> {
  readonly id: string;
  readonly head: string;
  readonly isNumber: boolean;
  /** Sorted and copied by this. */
  readonly value: (row: Row) => string | number | null;
  readonly show: (row: Row) => ReactNode;
}

type Valued<Row> = Pick<Column<Row>, 'head' | 'value'>;

const asCell = (value: string | number | null): string => (value === null ? '' : String(value));

/** The table as text with tabs between the columns, as spreadsheets paste it. */
export function tabbed<Row>(columns: readonly Valued<Row>[], rows: readonly Row[]): string {
  const lines = rows.map((row) => columns.map((c) => asCell(c.value(row))).join('\t'));
  return [columns.map((c) => c.head).join('\t'), ...lines].join('\n');
}

const quoted = (text: string): string =>
  /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

/** The table as comma-separated values with a point in its decimals, the same in every language. */
export function commaSeparated<Row>(columns: readonly Valued<Row>[], rows: readonly Row[]): string {
  const lines = rows.map((row) => columns.map((c) => quoted(asCell(c.value(row)))).join(','));
  return `${[columns.map((c) => quoted(c.head)).join(','), ...lines].join('\r\n')}\r\n`;
}
