import type { ElmNode } from '../elm.ts';
import type { Compiler, Scope } from './compiler.ts';
import type { Relation } from './frame.ts';
import { columnRequest } from './project.ts';
import { nameRows, read, readAgain } from './rows.ts';
import type { ElementValue, ListsValue, RowsValue, RowValue, Value } from './value.ts';
import type { ItemColumns } from './view-columns.ts';

/** A list in a record as rows, where a flat table has a row for each item; any other value as it is. */
export function listOf(value: Value, scope: Scope, compiler: Compiler, node: ElmNode): Value {
  return value.kind === 'element' ? (itemRows(value, scope, compiler, node) ?? value) : value;
}

function itemRows(
  { row, path }: ElementValue,
  scope: Scope,
  compiler: Compiler,
  node: ElmNode,
): ListsValue | undefined {
  const type = `${row.resource}.${path}`;
  const item = compiler.input.tables.get(type)?.item;
  if (item === null || item === undefined) return undefined;
  const all = compiler.definition(type, () => everyItem(type, item, scope, compiler, node));
  const rows = readAgain(all, scope.alias === '' ? path : scope.alias, scope, compiler);
  if (rows.kind === 'rows' && rows.element.kind === 'row') ofRecord(rows, rows.element, item, row);
  return rows;
}

function ofRecord(
  { frame }: RowsValue,
  { source }: RowValue,
  item: ItemColumns,
  record: RowValue,
): void {
  const own = frame.column(source, columnRequest(item.record));
  frame.where(`${own} = ${frame.column(record.source, columnRequest('id'))}`);
}

/** The items of all records of the type, under a name of their own. */
function everyItem(
  type: string,
  item: ItemColumns,
  scope: Scope,
  compiler: Compiler,
  node: ElmNode,
): ListsValue {
  const outermost: Scope = { ...scope, frame: compiler.frame(null), alias: type };
  const { table } = compiler.table(type, node, scope);
  const frame = compiler.within(outermost, node);
  const source = frame.add(compiler.source(itemRelation(table, item), `${type} item`));
  const rows: RowsValue = {
    kind: 'rows',
    frame,
    element: { kind: 'row', resource: type, source },
    order: [],
    isDistinct: false,
  };
  const title = `Every ${type}`;
  const named = nameRows(rows, title, compiler, node, outermost);
  return read(named, { ...outermost, frame: null }, compiler, title);
}

/** Its rows are told apart, and ordered, by the record and the place in its list. */
const itemRelation = (table: string, { record, place }: ItemColumns): Relation => ({
  name: table,
  hasPatient: true,
  hasPeriod: false,
  column: (alias, { name, over }) =>
    name === 'id'
      ? `(${alias}.${record} || ' ' || lpad(CAST(${alias}.${place} AS VARCHAR), 6, '0'))`
      : over(alias),
});
