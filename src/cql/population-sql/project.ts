import { identifier } from './dialect.ts';
import type { ColumnRequest } from './frame.ts';
import { withStandIn } from './times.ts';
import { truthSql } from './truth.ts';
import type { RowValue, TimePiece, TimeValue, Value } from './value.ts';

/** Where a value goes when rows are handed on: a column for each piece of SQL that it is made of. */
export interface Shelf {
  /** The SQL under which a piece can be had from now on. */
  readonly put: (hint: string, sql: string) => string;
  /** The row under which a handed-on row can be had; undefined when rows of its source are not handed on. */
  readonly row: (row: RowValue) => RowValue | undefined;
  readonly refuse: (because: string) => never;
}

/** The same value, read from the columns in which its pieces were put; undefined when it cannot be handed on. */
export function project(value: Value, hint: string, shelf: Shelf): Value | undefined {
  const put = (ending: string, sql: string): string => shelf.put(`${hint}${ending}`, sql);
  switch (value.kind) {
    case 'null':
    case 'code':
      return value;
    case 'number': {
      const low = put('', value.low);
      return { ...value, low, high: value.high === value.low ? low : put('_high', value.high) };
    }
    case 'text': {
      const { reference } = value;
      if (reference === undefined) return { kind: 'text', sql: put('', value.sql) };
      const id = put('_id', reference.id);
      return {
        kind: 'text',
        sql: `'${reference.target}/' || ${id}`,
        reference: { target: reference.target, id },
      };
    }
    case 'truth': {
      const sql = put('', truthSql(value));
      return { kind: 'truth', isTrue: sql, isFalse: `NOT ${sql}` };
    }
    case 'time':
      return projectTime(value, put);
    case 'tuple':
      return projectTuple(value.fields, shelf);
    case 'row':
      return shelf.row(value);
    case 'element': {
      const row = shelf.row(value.row);
      return row === undefined ? undefined : { ...value, row };
    }
    default:
      return undefined;
  }
}

function projectTime(value: TimeValue, put: (ending: string, sql: string) => string): TimeValue {
  const time = withStandIn(value);
  return {
    ...time,
    piece: (which) => put(`_${time.isExact ? exactEnding(which) : which}`, time.piece(which)),
    clock: time.clock === null ? null : put('_clock', time.clock),
    origin: null,
  };
}

const exactEnding = (which: TimePiece): TimePiece => {
  if (which === 'high') return 'low';
  if (which === 'until') return 'from';
  return which === 'last' ? 'first' : which;
};

function projectTuple(fields: ReadonlyMap<string, () => Value>, shelf: Shelf): Value {
  const projected = [...fields].map(([name, field]): [string, () => Value] => [
    name,
    () => {
      const value = project(field(), plainName(name), shelf);
      return value ?? shelf.refuse(`the field '${name}' cannot be handed on`);
    },
  ]);
  return { kind: 'tuple', fields: new Map(projected) };
}

export const plainName = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]+/g, '_');

export const columnRequest = (name: string): ColumnRequest => ({
  name,
  over: (alias) => `${alias}.${identifier(name)}`,
});
