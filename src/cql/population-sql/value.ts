import type { ColumnRequest, Frame, Source } from './frame.ts';

/**
 * What a CQL expression becomes: pieces of SQL with their CQL meaning. A condition is kept as two questions, is it
 * true and is it false, so that unknown is neither and NOT never meets a NULL.
 */
export type Value =
  | Truth
  | NumberValue
  | TextValue
  | TimeValue
  | IntervalValue
  | CodeValue
  | CodingsValue
  | QuantityValue
  | RowValue
  | ElementValue
  | CodingItem
  | ReferenceItem
  | TupleValue
  | ListValue
  | RowsValue
  | NestedValue
  | ChoiceValue
  | SeveralValue
  | NullValue;

export interface Truth {
  readonly kind: 'truth';
  /** SQL that is true exactly when the condition is true; otherwise false or NULL. */
  readonly isTrue: string;
  /** SQL that is true exactly when the condition is false; otherwise false or NULL. */
  readonly isFalse: string;
  /** The conditions that isTrue joins by AND, when it does. */
  readonly parts?: readonly string[];
  /** When isTrue is `core OR missing`: the two parts, because a guard often takes the second away. */
  readonly widened?: { readonly core: string; readonly missing: string };
}

/** A number, certain when low and high are the same text; between them when dates were partial. */
export interface NumberValue {
  readonly kind: 'number';
  readonly type: 'integer' | 'decimal';
  readonly low: string;
  readonly high: string;
}

export interface TextValue {
  readonly kind: 'text';
  readonly sql: string;
  /** When the text is a reference 'Type/id': its parts, the id as SQL. */
  readonly reference?: { readonly target: string; readonly id: string };
  /** When it is a recorded code or id: whose record has it. */
  readonly code?: Source;
}

/**
 * A piece of a time. A recorded time may be partial, so it is a range: the first and last instant in UTC (low, high),
 * the first and last calendar day by the clocks where it was recorded (first, last), and the same days as moments
 * that can be compared in one step (from, until); how many characters it has (digits), and whether the clock where it
 * was recorded shows midnight (midnight).
 */
export type TimePiece =
  | 'low'
  | 'high'
  | 'from'
  | 'until'
  | 'first'
  | 'last'
  | 'digits'
  | 'midnight';

/** A DateTime or Date. */
export interface TimeValue {
  readonly kind: 'time';
  readonly type: 'DateTime' | 'Date';
  readonly piece: (which: TimePiece) => string;
  /** Known to the millisecond: low and high are the same text, and so are the other pairs. */
  readonly isExact: boolean;
  /** The clock time where it was, when exact. */
  readonly clock: string | null;
  /** How it is worked out from one row, so that this can be done where the row is first read. */
  readonly origin: TimeOrigin | null;
  /** What stands in when nothing is recorded: a period that goes on ends at the last moment there is. */
  readonly standIn: (() => TimeValue) | null;
}

export interface TimeOrigin {
  readonly source: Source;
  readonly name: string;
  readonly over: (alias: string, piece: TimePiece, shift: number) => string;
  /** Whole days by which it was moved from what is recorded. */
  readonly shift: number;
  /** The first instant as recorded, whose absence is the absence of the time. */
  readonly recorded: ColumnRequest;
  /** SQL of a column of the source, in the SELECT that is being written. */
  readonly column: (request: ColumnRequest) => string;
}

export interface IntervalValue {
  readonly kind: 'interval';
  readonly low: Bound;
  readonly high: Bound;
  /** SQL that is true when there is an interval at all; null when there always is. */
  readonly isPresent: (() => string) | null;
  /** Without a value at either end nobody knows of which type it is: then nothing can be said of it. */
  readonly needsAnEnd?: boolean;
}

export interface Bound {
  readonly value: TimeValue | NumberValue | QuantityValue | NullValue;
  readonly isClosed: boolean;
  /** A bound without a value: the interval has no end there, or nobody knows where it is. */
  readonly withoutValue: 'unbounded' | 'unknown';
  /** The value with the extreme in its place where it is missing, when the bound knows how. */
  readonly orExtreme?: () => TimeValue;
}

export interface CodeValue {
  readonly kind: 'code';
  /** 'system|code', fixed. */
  readonly texts: readonly string[];
}

/** All codings of an element, in a list column of 'system|code'. */
export interface CodingsValue {
  readonly kind: 'codings';
  readonly list: string;
  /** SQL that is true when there is a concept, be it without a coding; null when no column tells. */
  readonly isPresent?: string;
}

export interface QuantityValue {
  readonly kind: 'quantity';
  readonly value: string;
  readonly unit: string;
  /** Makes the statement refuse over records of which this holds; null for a quantity in the text. */
  readonly refuseWhere: ((condition: string, because: string) => void) | null;
}

export interface RowValue {
  readonly kind: 'row';
  readonly resource: string;
  readonly source: Source;
}

/** An element of a row whose form is not settled yet: its path says which columns it may be read from. */
export interface ElementValue {
  readonly kind: 'element';
  readonly row: RowValue;
  readonly path: string;
}

/** One coding out of a list column, while a condition on it is written. */
export interface CodingItem {
  readonly kind: 'coding';
  readonly text: string;
}

/** One reference out of a list column that holds the ids of one target. */
export interface ReferenceItem {
  readonly kind: 'reference';
  readonly target: string;
  readonly id: string;
}

export interface TupleValue {
  readonly kind: 'tuple';
  readonly fields: ReadonlyMap<string, () => Value>;
}

/** A list written out in the text. */
export interface ListValue {
  readonly kind: 'list';
  readonly items: readonly Value[];
}

/** A list that comes from the data: the rows of a query. */
export interface RowsValue {
  readonly kind: 'rows';
  readonly frame: Frame;
  readonly element: Value;
  readonly order: readonly string[];
  /** Equal elements count once. */
  readonly isDistinct: boolean;
}

/** A list inside one row, held in a list column. */
export interface NestedValue {
  readonly kind: 'nested';
  readonly list: string;
  /** The name of one item in the condition. */
  readonly item: string;
  readonly condition: string;
  /** The value of one item under any SQL. */
  readonly element: (item: string) => Value;
  /** The list column with the codings of all concepts, when it is every concept of an element. */
  readonly concepts?: string;
}

/** A value of one of several forms: the first whose condition holds, and missing when none does. */
export interface ChoiceValue {
  readonly kind: 'choice';
  readonly alternatives: readonly Alternative[];
}

export interface Alternative {
  /** SQL that is true or not, never unknown in effect: NULL counts as not. */
  readonly when: string;
  /** The type as CQL names it: DateTime, Interval<DateTime>, Quantity. */
  readonly type: string;
  readonly value: Value;
}

/** Lists from the data that together are one list, of records of different types. */
export interface SeveralValue {
  readonly kind: 'several';
  readonly parts: readonly RowsValue[];
}

/** The row that a value is, or is an element of. */
export function rowOf(value: Value): RowValue | null {
  if (value.kind === 'row') return value;
  return value.kind === 'element' ? value.row : null;
}

/** A list from the data, of records of one type or of several. */
export type ListsValue = RowsValue | SeveralValue;

export interface NullValue {
  readonly kind: 'null';
}

export const nothing: NullValue = { kind: 'null' };

export const always: Truth = { kind: 'truth', isTrue: 'TRUE', isFalse: 'FALSE' };
export const never: Truth = { kind: 'truth', isTrue: 'FALSE', isFalse: 'TRUE' };
export const unknown: Truth = { kind: 'truth', isTrue: 'FALSE', isFalse: 'FALSE' };

export const certain = (type: 'integer' | 'decimal', sql: string): NumberValue => ({
  kind: 'number',
  type,
  low: sql,
  high: sql,
});

export const isCertain = ({ low, high }: NumberValue): boolean => low === high;

/** The number when it is certain, otherwise NULL. */
export const numberSql = (value: NumberValue): string =>
  isCertain(value) ? value.low : `CASE WHEN ${value.low} = ${value.high} THEN ${value.low} END`;

export const textOf = (sql: string): TextValue => ({ kind: 'text', sql });
