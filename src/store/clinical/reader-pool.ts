import type { DuckDBConnection } from '@duckdb/node-api';

/** A few connections for reading, lent one query at a time. */
export interface ReaderPool {
  borrow(): Promise<DuckDBConnection>;
  giveBack(connection: DuckDBConnection): void;
  close(): void;
}

export function readerPool(connect: () => Promise<DuckDBConnection>, most: number): ReaderPool {
  const idle: DuckDBConnection[] = [];
  const waiting: ((connection: DuckDBConnection) => void)[] = [];
  let made = 0;
  return {
    async borrow() {
      const connection = idle.pop();
      if (connection !== undefined) return connection;
      if (made >= most) return new Promise((resolve) => waiting.push(resolve));
      made += 1;
      return connect();
    },
    giveBack(connection) {
      const next = waiting.shift();
      if (next === undefined) idle.push(connection);
      else next(connection);
    },
    close() {
      for (const connection of idle.splice(0)) connection.closeSync();
    },
  };
}
