import {
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBListValue,
  DuckDBStructValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  type DuckDBValue,
  listValue,
} from '@duckdb/node-api';
import type { ClinicalParameter, ClinicalValue } from './messages.ts';

/** A cell as plain data that can cross threads and be written as JSON. */
export function plainValue(value: DuckDBValue): ClinicalValue {
  switch (typeof value) {
    case 'bigint':
      return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
    case 'number':
      return Number.isFinite(value) ? value : null;
    case 'object':
      return value === null ? null : plainObject(value);
    default:
      return value;
  }
}

function plainObject(value: Exclude<DuckDBValue, null> & object): ClinicalValue {
  if (value instanceof DuckDBTimestampValue || value instanceof DuckDBTimestampTZValue)
    return isoInstant(value.micros);
  if (value instanceof DuckDBDateValue) return isoDate(value);
  if (value instanceof DuckDBDecimalValue) return value.toDouble();
  if (value instanceof DuckDBListValue) return value.items.map(plainValue);
  if (value instanceof DuckDBStructValue)
    return Object.fromEntries(
      Object.entries(value.entries).map(([name, entry]) => [name, plainValue(entry)]),
    );
  return String(value);
}

/** Rounded down, so that the last microsecond of a month stays in that month. */
function isoInstant(micros: bigint): string {
  const milliseconds = micros / 1000n - (micros % 1000n < 0n ? 1n : 0n);
  return new Date(Number(milliseconds)).toISOString();
}

const isoDate = (value: DuckDBDateValue): string =>
  new Date(value.days * 86_400_000).toISOString().slice(0, 10);

export const boundValue = (parameter: ClinicalParameter): DuckDBValue =>
  typeof parameter === 'object' && parameter !== null ? listValue([...parameter]) : parameter;
