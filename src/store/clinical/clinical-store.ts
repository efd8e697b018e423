import type { ViewResultColumn } from '#cql';
import type { Limits, Statement } from './messages.ts';
import type { ClinicalRow, QueryOptions, StreamOptions, WriteOptions } from './store-client.ts';

/** One flat table of the clinical store and the view that defines it. */
export interface FlatTable {
  readonly name: string;
  /** The FHIR type its rows come from. */
  readonly resource: string;
  /** The ViewDefinition as parsed JSON. */
  readonly view: unknown;
  /** The view's columns; beside them each row has `resource_key` and `import_run`. */
  readonly columns: readonly ViewResultColumn[];
}

/** The only place with rows about patients. One thread owns it; every method only sends and receives. */
export interface ClinicalStore {
  /** The folder with the database and the raw files. */
  readonly folder: string;
  readonly tables: readonly FlatTable[];
  /** Where a time without an offset was recorded. */
  readonly zone: string;
  /** What the database may take of the machine when nothing else is asked for. */
  readonly limits: Limits;
  /** All rows at once; throws when there are more than `queryRowsMax`. */
  query(sql: string, options?: QueryOptions): Promise<readonly ClinicalRow[]>;
  /** Rows in batches; the next batch is made when it is asked for. */
  stream(sql: string, options?: StreamOptions): AsyncIterable<readonly ClinicalRow[]>;
  /** All statements in one transaction, or none; one transaction at a time. */
  write(
    statements: readonly Statement[],
    options?: WriteOptions,
  ): Promise<readonly (readonly ClinicalRow[])[]>;
  setLimits(limits: Limits): Promise<void>;
  close(): Promise<void>;
}
