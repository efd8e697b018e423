import type { ElmNode } from '../elm.ts';
import type { Compiler, Scope } from './compiler.ts';
import { identifier } from './dialect.ts';
import { typesOfElement } from './fhir-types.ts';
import type { ColumnRequest } from './frame.ts';
import { columnRequest } from './project.ts';
import { extremePiece, recordedPiece, timeFromOrigin } from './times.ts';
import {
  type CodingItem,
  type CodingsValue,
  certain,
  type ElementValue,
  type IntervalValue,
  nothing,
  type QuantityValue,
  type RowValue,
  type TimeOrigin,
  type TimePiece,
  type TimeValue,
  textOf,
  type Value,
} from './value.ts';
import type { FlatTable, PlainColumn, ReferenceColumn } from './view-columns.ts';

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
    // What FHIR does not know of a record it never has.
    if (from.kind === 'row' && typesOfElement(row.resource, path).length === 0) return nothing;
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
    const reference = referenceAt(table, path.replace(/\.reference$/, ''));
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
      needsAnEnd: true,
    };
  }

  /** One form of a choice: value[Quantity]. */
  form({ row, path }: ElementValue, type: string): ElementValue {
    return { kind: 'element', row, path: `${path}[${type}]` };
  }

  /**
   * A quantity as FHIRHelpers makes it CQL: its unit is the code, or the unit as written, or 1. With a comparator, or a
   * code of another system, it cannot be made one.
   */
  quantity({ row, path }: ElementValue): QuantityValue {
    const at = (part: string): string => this.column(row, this.#columnOf(row, `${path}.${part}`));
    const [value, comparator, system] = [at('value'), at('comparator'), at('system')];
    const strange = `${system} NOT IN ('http://unitsofmeasure.org', 'http://hl7.org/fhirpath/CodeSystem/calendar-units')`;
    this.#compiler.refuseWhere(
      row.source,
      `${value} IS NOT NULL AND (${comparator} IS NOT NULL OR ${strange})`,
      `a record in ${this.#table(row).table} has a quantity with a comparator or a unit of another system`,
    );
    const unit = `COALESCE(${at('code')}, ${at('unit')}, '1')`;
    return {
      kind: 'quantity',
      value,
      unit: calendarUnit(unit),
      refuseWhere: (condition, because) =>
        this.#compiler.refuseWhere(row.source, condition, because),
    };
  }

  codings({ row, path }: ElementValue): CodingsValue | CodingItem {
    const table = this.#table(row);
    const column = table.codings.get(path);
    const [system, code] = [table.plain.get(`${path}.system`), table.plain.get(`${path}.code`)];
    if (column === undefined && system !== undefined && code !== undefined)
      return {
        kind: 'coding',
        text: `(COALESCE(${this.column(row, system.column)}, '') || '|' || ${this.column(row, code.column)})`,
      };
    const recorded = table.presence.get(path);
    return {
      kind: 'codings',
      list: this.codingList({ kind: 'element', row, path }),
      ...(recorded === undefined ? {} : { isPresent: this.column(row, recorded) }),
    };
  }

  /** The list column with all codings of an element. */
  codingList({ row, path }: ElementValue): string {
    const table = this.#table(row);
    const column = codingsAt(table, path);
    return column === undefined
      ? this.#notHeld(path, table, 'all codings of ')
      : this.column(row, column);
  }

  /** SQL that is true when the element is there; a period is there when it has a start or an end. */
  presence(element: ElementValue): string {
    const { row, path } = element;
    const table = this.#table(row);
    const list = table.codings.get(path);
    if (list !== undefined) return this.#compiler.input.words.hasItems(this.column(row, list));
    const value = table.plain.get(`${path}.value`);
    if (value !== undefined) return `${this.column(row, value.column)} IS NOT NULL`;
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
    if (type === 'code' || type === 'id') return { kind: 'text', sql, code: row.source };
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
      const begun = `${alias}.${identifier(`${start}_low`)} IS NOT NULL`;
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

/** Of a choice only the reference can be one, and only the concept has codings. */
const referenceAt = ({ references }: FlatTable, path: string): ReferenceColumn | undefined =>
  references.get(path) ?? references.get(`${path}[Reference]`);

const codingsAt = ({ codings }: FlatTable, path: string): string | undefined =>
  codings.get(path) ?? codings.get(`${path}[CodeableConcept]`);

const calendarUnits: Readonly<Record<string, string>> = {
  ms: 'millisecond',
  s: 'second',
  min: 'minute',
  h: 'hour',
  d: 'day',
  wk: 'week',
  mo: 'month',
  a: 'year',
};

/** A unit of time by its word, as FHIRHelpers has it. */
const calendarUnit = (unit: string): string =>
  `CASE ${unit} ${Object.entries(calendarUnits)
    .map(([code, word]) => `WHEN '${code}' THEN '${word}'`)
    .join(' ')} ELSE ${unit} END`;
