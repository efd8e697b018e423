import type { ElmNode } from '../elm.ts';
import type { Compiler, Scope } from './compiler.ts';
import { identifier } from './dialect.ts';
import type { ColumnRequest } from './frame.ts';
import { columnRequest } from './project.ts';
import { extremePiece, recordedPiece, timeFromOrigin } from './times.ts';
import {
  type CodingsValue,
  certain,
  type ElementValue,
  type IntervalValue,
  type RowValue,
  type TimeOrigin,
  type TimePiece,
  type TimeValue,
  textOf,
  type Value,
} from './value.ts';
import type { FlatTable, PlainColumn } from './view-columns.ts';

const textTypes = new Set([
  'string',
  'code',
  'id',
  'uri',
  'url',
  'canonical',
  'oid',
  'uuid',
  'markdown',
]);
const wholeTypes = new Set(['integer', 'positiveInt', 'unsignedInt']);
const timeTypes = new Set(['dateTime', 'instant']);

/** Reads elements of rows from the columns that hold them. */
export class Elements {
  readonly #compiler: Compiler;
  readonly #scope: Scope;
  readonly #node: ElmNode;

  constructor(compiler: Compiler, scope: Scope, node: ElmNode) {
    this.#compiler = compiler;
    this.#scope = scope;
    this.#node = node;
  }

  /** A step further into a row or element. */
  step(from: RowValue | ElementValue, name: string): Value {
    const row = from.kind === 'row' ? from : from.row;
    const path = from.kind === 'row' ? name : `${from.path}.${name}`;
    const table = this.#table(row);
    if (from.kind === 'element' && name === 'value' && !this.#isHeld(table, path))
      return this.plain(from);
    return { kind: 'element', row, path };
  }

  /** The element as the type it is cast to: value[integer]. */
  cast({ row, path }: ElementValue, type: string): ElementValue {
    const table = this.#table(row);
    const isSettled = this.#isHeld(table, path) || table.codings.has(path);
    return { kind: 'element', row, path: isSettled ? path : `${path}[${type}]` };
  }

  /** A primitive element as a text, number, time or boolean, by the type of its column. */
  plain(element: ElementValue): Value {
    const { row, path } = element;
    const table = this.#table(row);
    const reference = table.references.get(path.replace(/\.reference$/, ''));
    if (path.endsWith('.reference') && reference !== undefined)
      return this.#referenceText(element, reference);
    const held = table.plain.get(path);
    if (held === undefined) return this.#notHeld(path, table);
    return this.#typed(row, held);
  }

  period({ row, path }: ElementValue): IntervalValue {
    const start = this.#columnOf(row, `${path}.start`);
    const end = this.#columnOf(row, `${path}.end`);
    return {
      kind: 'interval',
      low: { value: this.#time(row, start), isClosed: true, withoutValue: 'unknown' },
      high: {
        value: this.#time(row, end),
        isClosed: true,
        withoutValue: 'unbounded',
        orExtreme: () => this.#endOrLast(row, start, end),
      },
      isPresent: () =>
        `(${this.column(row, start)} IS NOT NULL OR ${this.column(row, end)} IS NOT NULL)`,
    };
  }

  codings({ row, path }: ElementValue): CodingsValue {
    const table = this.#table(row);
    const column = table.codings.get(path);
    if (column === undefined) return this.#notHeld(path, table, 'all codings of ');
    return { kind: 'codings', list: this.column(row, column) };
  }

  /** SQL that is true when the element is there; a period is there when it has a start or an end. */
  presence(element: ElementValue): string {
    const { row, path } = element;
    const table = this.#table(row);
    const held = table.plain.get(path) ?? table.references.get(path.replace(/\.reference$/, ''));
    if (held !== undefined && !('isList' in held && held.isList)) {
      return `${this.column(row, held.column)} IS NOT NULL`;
    }
    const isPeriod = table.plain.has(`${path}.start`) && table.plain.has(`${path}.end`);
    const isPresent = isPeriod ? this.period(element).isPresent?.() : undefined;
    return isPresent ?? this.#notHeld(path, table, 'whether there is ');
  }

  column(row: RowValue, name: string): string {
    return this.#request(row, { name, over: (alias) => `${alias}.${identifier(name)}` });
  }

  #request(row: RowValue, request: ColumnRequest): string {
    return this.#compiler.within(this.#scope, this.#node).column(row.source, request);
  }

  #table(row: RowValue): FlatTable {
    return this.#compiler.table(row.resource, this.#node, this.#scope);
  }

  #isHeld({ plain }: FlatTable, path: string): boolean {
    return plain.has(path) || [...plain.keys()].some((key) => key.startsWith(`${path}.`));
  }

  #notHeld(path: string, { table }: FlatTable, what = ''): never {
    return this.#compiler.refuse(
      `the flat table ${table} does not hold ${what}${path}`,
      this.#node,
      this.#scope,
    );
  }

  #referenceText(
    element: ElementValue,
    { column, target, isList }: { column: string; target: string; isList: boolean },
  ): Value {
    if (isList) this.#notHeld(element.path, this.#table(element.row), 'one ');
    const id = this.column(element.row, column);
    return { kind: 'text', sql: `'${target}/' || ${id}`, reference: { target, id } };
  }

  #typed(row: RowValue, { column, type }: PlainColumn): Value {
    const sql = this.column(row, column);
    if (textTypes.has(type)) return textOf(sql);
    if (wholeTypes.has(type)) return certain('integer', sql);
    if (type === 'decimal') return certain('decimal', sql);
    if (type === 'boolean') return { kind: 'truth', isTrue: sql, isFalse: `NOT ${sql}` };
    if (timeTypes.has(type)) return this.#time(row, column);
    if (type === 'date') return this.#date(row, column);
    return this.#compiler.refuse(
      `a column of type '${type}' is not compiled`,
      this.#node,
      this.#scope,
    );
  }

  #columnOf(row: RowValue, path: string): string {
    const table = this.#table(row);
    return table.plain.get(path)?.column ?? this.#notHeld(path, table);
  }

  #origin(row: RowValue, column: string): TimeOrigin {
    return {
      source: row.source,
      name: column,
      over: (alias, piece, shift) => recordedPiece(`${alias}.${identifier(column)}`, piece, shift),
      shift: 0,
      recorded: columnRequest(`${column}_low`),
      column: (request) => this.#request(row, request),
    };
  }

  #time(row: RowValue, column: string): TimeValue {
    return timeFromOrigin(this.#origin(row, column));
  }

  /** The end of a period; of one that has begun and has no end, the last moment there is. */
  #endOrLast(row: RowValue, start: string, end: string): TimeValue {
    const origin = this.#origin(row, end);
    const over = (alias: string, piece: TimePiece, shift: number): string => {
      const begun = `${alias}.${identifier(start)} IS NOT NULL`;
      const last = `CASE WHEN ${begun} THEN ${extremePiece(piece, 'greatest')} END`;
      return `COALESCE(${origin.over(alias, piece, shift)}, ${last})`;
    };
    return timeFromOrigin({ ...origin, name: `${end}_or_last`, over });
  }

  /** A date without a clock: its days are its range. */
  #date(row: RowValue, column: string): TimeValue {
    const origin = this.#origin(row, column);
    const asDay = (piece: TimePiece): TimePiece => {
      if (piece === 'low') return 'first';
      return piece === 'high' ? 'last' : piece;
    };
    return timeFromOrigin(
      {
        ...origin,
        name: `${column}_date`,
        over: (alias, piece, shift) => origin.over(alias, asDay(piece), shift),
      },
      'Date',
    );
  }
}
