import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { partsMax } from './patient-parts/parts-max.ts';
import { rowGroupRows } from './row-group.ts';
import { cutUnfinishedTransaction } from './unfinished-transaction.ts';

/** The clinical database as one process holds it. */
export interface ClinicalDatabase {
  connect(): Promise<DuckDBConnection>;
  close(): Promise<void>;
  /** Lets go of a database that refuses everything; what was committed is in its log. */
  abandon(): void;
}

export interface DatabaseOptions {
  readonly folder: string;
  readonly memoryMb: number;
  readonly threads: number;
}

/**
 * Opens `gyrus.duckdb`. DuckDB may then read and write files in the clinical folder only, fetches
 * no extensions, and counts time in UTC.
 */
export async function openDatabase(options: DatabaseOptions): Promise<ClinicalDatabase> {
  const { folder } = options;
  const scratch = path.join(folder, 'scratch');
  rmSync(scratch, { recursive: true, force: true });
  mkdirSync(scratch, { recursive: true, mode: 0o700 });
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: `${options.memoryMb}MB`,
    threads: String(options.threads),
    temp_directory: scratch,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    // Import files are read in any order; a query that needs an order says so.
    preserve_insertion_order: 'false',
  });
  try {
    const setUp = await instance.connect();
    const file = path.join(folder, 'gyrus.duckdb');
    // The second is written beside the first while a checkpoint goes on.
    for (const log of [`${file}.wal`, `${file}.wal.checkpoint`]) cutUnfinishedTransaction(log);
    await setUp.run(
      `attach ${quoted(file)} as clinical (row_group_size ${rowGroupRows}, storage_version 'v1.5.0')`,
    );
    await setUp.run(`set allowed_directories = [${quoted(`${folder}/`)}]`);
    await setUp.run('set enable_external_access = false');
    // Every part that patients are dealt into stays open, and few rows wait for them.
    await setUp.run(`set global partitioned_write_max_open_files = ${partsMax}`);
    await setUp.run('set global partitioned_write_flush_threshold = 5000');
    await setUp.run("set global TimeZone = 'UTC'");
    return {
      connect: () => connect(instance),
      close: () => close(instance, setUp),
      abandon: () => instance.closeSync(),
    };
  } catch (error) {
    instance.closeSync();
    throw error;
  }
}

async function connect(instance: DuckDBInstance): Promise<DuckDBConnection> {
  const connection = await instance.connect();
  await connection.run('use clinical');
  return connection;
}

async function close(instance: DuckDBInstance, connection: DuckDBConnection): Promise<void> {
  // Detaching writes what is still in the log into the file, so that the next start is quick.
  await connection.run('detach clinical');
  connection.closeSync();
  instance.closeSync();
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
