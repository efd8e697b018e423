import type { ColumnType } from 'kysely';

/** Read as Date, written as ISO text. */
export type Instant = ColumnType<Date, string, string>;
export type InstantOrNull = ColumnType<Date | null, string | null, string | null>;
/** Read as the value, written as JSON text. */
export type Json<T> = ColumnType<T, string, string>;
