import type { Kysely, Transaction } from 'kysely';
import { codeOf } from '../data-folder.ts';
import type { OperationalTables } from './tables.ts';

/** The operational store, inside or outside a transaction. */
export type Database = Kysely<OperationalTables>;
/** A running transaction: what a change by a person needs. */
export type Changes = Transaction<OperationalTables>;

const attempts = 4;

/** Runs again when the database ended it only because another transaction was in the way. */
export async function inTransaction<T>(db: Database, run: (tx: Changes) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++)
    try {
      return await db.transaction().execute(run);
    } catch (error) {
      if (attempt === attempts || !wasInTheWay(error)) throw error;
    }
}

/** PostgreSQL's serialization_failure and deadlock_detected. */
const wasInTheWay = (error: unknown): boolean => ['40001', '40P01'].includes(codeOf(error));

/** Reads several things as they were at one moment. */
export const inSnapshot = <T>(db: Database, run: (tx: Changes) => Promise<T>): Promise<T> =>
  db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(run);

export const instant = (date: Date): string => date.toISOString();
export const instantOrNull = (date: Date | null): string | null =>
  date === null ? null : date.toISOString();
