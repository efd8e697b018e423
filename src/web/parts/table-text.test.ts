import { expect, test } from 'vitest';
import { type Column, commaSeparated, tabbed } from './table-text.ts';

interface Row {
  readonly name: string;
  readonly value: number | null;
}
const columns: Pick<Column<Row>, 'head' | 'value'>[] = [
  { head: 'Name, first', value: (r) => r.name },
  { head: 'Value', value: (r) => r.value },
];
const rows = [
  { name: 'a "b"', value: 1.5 },
  { name: 'c', value: null },
];

test('a table as comma-separated values quotes what needs it and leaves gaps empty', () => {
  expect(commaSeparated(columns, rows)).toBe('"Name, first",Value\r\n"a ""b""",1.5\r\nc,\r\n');
});

test('a table for pasting has tabs', () => {
  expect(tabbed(columns, rows)).toBe('Name, first\tValue\na "b"\t1.5\nc\t');
});
