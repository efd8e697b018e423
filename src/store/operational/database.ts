import type { Kysely, Transaction } from 'kysely';
import type { OperationalTables } from './tables.ts';

/** The operational store, inside or outside a transaction. */
export type Database = Kysely<OperationalTables>;
/** A running transaction: what a change by a person needs. */
export type Changes = Transaction<OperationalTables>;

export const inTransaction = <T>(db: Database, run: (tx: Changes) => Promise<T>): Promise<T> =>
  db.transaction().execute(run);

/** Reads several things as they were at one moment. */
export const inSnapshot = <T>(db: Database, run: (tx: Changes) => Promise<T>): Promise<T> =>
  db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(run);

export const instant = (date: Date): string => date.toISOString();
export const instantOrNull = (date: Date | null): string | null =>
  date === null ? null : date.toISOString();
