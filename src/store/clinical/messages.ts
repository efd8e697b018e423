import type { Problem } from '#core';

/** What a cell of the clinical store looks like outside it: times as ISO text in UTC, dates as 'YYYY-MM-DD'. */
export type ClinicalValue =
  | null
  | boolean
  | number
  | string
  | readonly ClinicalValue[]
  | { readonly [name: string]: ClinicalValue };

export type ClinicalParameter = null | boolean | number | string | readonly string[];

export interface Statement {
  readonly sql: string;
  readonly parameters?: readonly ClinicalParameter[];
}

/** Rows as they travel between threads: one list per column. */
export interface Columns {
  readonly names: readonly string[];
  readonly values: readonly (readonly ClinicalValue[])[];
  readonly rowCount: number;
}

/** What the database may take of the machine. */
export interface Limits {
  readonly memoryMb: number;
  readonly threads: number;
}

/** What the worker is told when it starts. */
export interface ClinicalWorkerData extends Limits {
  readonly task: 'clinical-store';
  readonly folder: string;
}

export type Request =
  /** Rows come in batches; the next batch is made only when it is asked for. */
  | {
      readonly kind: 'read';
      readonly id: number;
      readonly statement: Statement;
      readonly batchRows: number;
    }
  | { readonly kind: 'more'; readonly id: number }
  | { readonly kind: 'cancel'; readonly id: number }
  /** All statements in one transaction, or none. */
  | { readonly kind: 'write'; readonly id: number; readonly statements: readonly Statement[] }
  | { readonly kind: 'limits'; readonly id: number; readonly limits: Limits }
  | { readonly kind: 'close'; readonly id: number };

export type Response =
  | { readonly kind: 'opened' }
  | { readonly kind: 'rows'; readonly id: number; readonly rows: Columns; readonly last: boolean }
  | { readonly kind: 'step'; readonly id: number; readonly done: number }
  | { readonly kind: 'written'; readonly id: number; readonly results: readonly Columns[] }
  | { readonly kind: 'closed'; readonly id: number }
  | { readonly kind: 'failed'; readonly id: number | null; readonly failure: Failure };

/** Trouble on its way between threads; never holds a value from a row. */
export type Failure =
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'mistake'; readonly message: string };
