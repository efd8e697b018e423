import type { DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api';
import type { ClinicalValue, Columns, Statement } from './messages.ts';
import { boundValue, plainValue } from './values.ts';

/** Rows a write may return; what it returns are counts, so more is a mistake. */
const writtenRowsMax = 100_000;

/** An open result that gives its rows piece by piece. */
export interface OpenResult {
  /** Undefined after the last rows. */
  next(rowsMax: number): Promise<{ readonly rows: Columns; readonly last: boolean }>;
}

export async function openResult(
  connection: DuckDBConnection,
  statement: Statement,
): Promise<OpenResult> {
  const result = await connection.stream(statement.sql, bound(statement));
  const names = result.deduplicatedColumnNames();
  let waiting = await result.fetchChunk();
  return {
    async next(rowsMax) {
      const values: ClinicalValue[][] = names.map(() => []);
      let rowCount = 0;
      while (waiting !== null && waiting.rowCount > 0 && rowCount < rowsMax) {
        addRows(values, waiting);
        rowCount += waiting.rowCount;
        waiting = await result.fetchChunk();
      }
      const last = waiting === null || waiting.rowCount === 0;
      return { rows: { names, values, rowCount }, last };
    },
  };
}

/** Runs a statement to its end; for statements that return little or nothing. */
export async function runWhole(
  connection: DuckDBConnection,
  statement: Statement,
): Promise<Columns> {
  const result = await openResult(connection, statement);
  const { rows, last } = await result.next(writtenRowsMax);
  if (!last) throw new Error(`a write returned more than ${writtenRowsMax} rows`);
  return rows;
}

const bound = ({ parameters = [] }: Statement) =>
  parameters.length === 0 ? undefined : parameters.map(boundValue);

function addRows(values: ClinicalValue[][], chunk: DuckDBDataChunk): void {
  values.forEach((column, index) => {
    for (const value of chunk.getColumnValues(index)) column.push(plainValue(value));
  });
}
