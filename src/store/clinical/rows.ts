import type { ClinicalRow } from './store-client.ts';

/** A column that must hold a number; anything else is a mistake in the query. */
export function numberOf(row: ClinicalRow | undefined, column: string): number {
  const value = row?.[column];
  if (typeof value !== 'number') throw new TypeError(`column ${column} holds no number`);
  return value;
}

export function textOf(row: ClinicalRow | undefined, column: string): string {
  const value = row?.[column];
  if (typeof value !== 'string') throw new TypeError(`column ${column} holds no text`);
  return value;
}

export function textOrNull(row: ClinicalRow, column: string): string | null {
  return row[column] === null ? null : textOf(row, column);
}

export const booleanOf = (row: ClinicalRow, column: string): boolean => row[column] === true;

export function textsOf(row: ClinicalRow, column: string): readonly string[] {
  const value = row[column];
  if (!Array.isArray(value)) throw new TypeError(`column ${column} holds no list`);
  return value.map(String);
}
