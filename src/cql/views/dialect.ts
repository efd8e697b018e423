import type { Scalar, Value } from './value.ts';
import type { RepeatStep, RowStep, ViewPlan } from './view-plan.ts';

export type DialectName = 'duckdb' | 'postgres';

/** How one database writes what a view needs; the rest of the compiler knows no database. */
export interface Dialect {
  readonly name: DialectName;
  readonly variable: (value: Value & { kind: 'variable' }) => string;
  readonly field: (of: string, value: Value & { kind: 'field' }) => string;
  readonly map: (list: string, body: string, value: Value & { kind: 'map' }) => string;
  readonly filter: (list: string, condition: string, value: Value & { kind: 'filter' }) => string;
  readonly at: (list: string, position: string, value: Value) => string;
  readonly last: (list: string, value: Value) => string;
  readonly only: (list: string, message: string, value: Value) => string;
  readonly list: (item: string, value: Value) => string;
  readonly lateRead: (of: string, value: Value & { kind: 'late-read' }) => string;
  readonly scalars: Readonly<Record<Scalar, (args: readonly string[], value: Applied) => string>>;
  /** The SQL type that holds a FHIR type, alone or as a list. */
  readonly sqlType: (type: string, many: boolean) => string;
  readonly instants: InstantWords;
  /** The relation read from resources: carried columns and the resource as `_r`. */
  readonly read: (from: string, carry: readonly string[], plan: ViewPlan) => string;
  readonly step: (from: string, step: RowStep, how: StepWriting) => string;
  readonly repeat: (from: string, step: RepeatStep, how: StepWriting) => Repeated;
  /** A list column as it leaves the view: never null. */
  readonly collection: (list: string, type: string) => string;
}

export interface StepWriting {
  /** Names of the rows before that the rows after keep. */
  readonly keep: readonly string[];
  readonly withIndex: boolean;
}

/** A recursive step: the common table that walks down, and the rows joined with what it found. */
export interface Repeated {
  readonly ctes: readonly string[];
  readonly from: string;
}

export type Applied = Value & { kind: 'apply' };

/** The few words for times that differ between databases. */
export interface InstantWords {
  readonly matches: (text: string, pattern: string) => string;
  /** Local date and time as a timestamp, null when there is no such day or hour. */
  readonly wallClock: (text: string) => string;
  /** Text with an offset as a UTC timestamp cut to milliseconds, null when unreadable. */
  readonly instant: (text: string) => string;
  readonly isoDate: (timestamp: string) => string;
  /** Half of the last written digit below or above a number given as text. */
  readonly decimalBoundary: (text: string, sign: '-' | '+') => string;
  readonly toUtc: (wallClock: string, zone: string) => string;
  readonly fromUtc: (utc: string, zone: string) => string;
}

export const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** SQL for a value. */
export function sqlOf(value: Value, dialect: Dialect): string {
  const sql = (inner: Value): string => sqlOf(inner, dialect);
  switch (value.kind) {
    case 'variable':
      return dialect.variable(value);
    case 'field':
      return dialect.field(sql(value.of), value);
    case 'map':
      return dialect.map(sql(value.of), sql(value.body), value);
    case 'filter':
      return dialect.filter(sql(value.of), sql(value.condition), value);
    case 'at':
      return dialect.at(sql(value.of), sql(value.position), value);
    case 'last':
      return dialect.last(sql(value.of), value);
    case 'only':
      return dialect.only(sql(value.of), severalValues(value.place), value);
    case 'list':
      return dialect.list(sql(value.of), value);
    case 'late-read':
      return dialect.lateRead(sql(value.of), value);
    case 'literal':
      return literalSql(value, dialect);
    case 'empty':
      return `CAST(NULL AS ${dialect.sqlType(value.type, false)})`;
    case 'apply':
      return dialect.scalars[value.name](value.args.map(sql), value);
    case 'choice':
      throw new Error(`sqlOf: the choice ${value.name} was never resolved`);
    default:
      return value satisfies never;
  }
}

const severalValues = (place: string): string =>
  `${place} gives several values for one row; use first(), collection or forEach`;

const literalSql = (value: Value & { kind: 'literal' }, dialect: Dialect): string => {
  switch (value.type) {
    case 'integer':
    case 'positiveInt':
    case 'unsignedInt':
    case 'boolean':
      return value.text;
    case 'decimal':
      return `CAST(${value.text} AS ${dialect.sqlType('decimal', false)})`;
    default:
      return quoted(value.text);
  }
};
