import path from 'node:path';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { ProblemError, problem } from '#core';
import { codeOf, type DataFolder, openDataFolder } from '../data-folder.ts';
import { type Cluster, clusterUser, startCluster } from './cluster.ts';
import { migrate } from './migrations.ts';

export interface OperationalStoreOptions {
  readonly dataFolder: string;
  /** A PostgreSQL run by somebody else; without it one is started under the data folder. */
  readonly databaseUrl?: string;
}

/** Organisation, definitions, results and the ledger: everything but rows about patients. */
export interface OperationalStore<Tables> {
  readonly db: Kysely<Tables>;
  readonly pool: pg.Pool;
  /** The address in use, with its password: for programs of ours only, never for a log. */
  readonly url: string;
  close(): Promise<void>;
}

const databaseName = 'gyrus';
const connectionsMax = 20;

/** Opens the operational store, brings its schema forward and holds the data folder's lock until closed. */
export async function openOperationalStore<Tables>(
  options: OperationalStoreOptions,
): Promise<OperationalStore<Tables>> {
  const dataFolder = openDataFolder(options.dataFolder);
  let cluster: Cluster | undefined;
  let pool: pg.Pool | undefined;
  try {
    if (options.databaseUrl === undefined) cluster = await startOwn(dataFolder);
    const url = options.databaseUrl ?? cluster?.url(databaseName) ?? '';
    pool = openPool(url);
    await requireConnection(pool);
    await migrate(pool);
    return storeOf({ url, pool, cluster, dataFolder });
  } catch (error) {
    await pool?.end();
    await cluster?.stop();
    dataFolder.release();
    throw error;
  }
}

interface Parts {
  readonly url: string;
  readonly pool: pg.Pool;
  readonly cluster: Cluster | undefined;
  readonly dataFolder: DataFolder;
}

function storeOf<Tables>({ url, pool, cluster, dataFolder }: Parts): OperationalStore<Tables> {
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  let closing: Promise<void> | undefined;
  const close = async () => {
    await db.destroy();
    await cluster?.stop();
    dataFolder.release();
  };
  return {
    db,
    pool,
    url,
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

async function startOwn(dataFolder: DataFolder): Promise<Cluster> {
  const cluster = await startCluster(path.join(dataFolder.folder, 'postgres'));
  const client = new pg.Client({ connectionString: cluster.url('postgres') });
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [
      databaseName,
    ]);
    if (found.rowCount === 0)
      await client.query(`create database ${databaseName} owner ${clusterUser}`);
  } finally {
    await client.end();
  }
  return cluster;
}

/**
 * Counts come as numbers (a count beyond 2^53 is our mistake, not data), dates as 'YYYY-MM-DD',
 * and the session speaks UTC whatever the server's zone.
 */
export function openPool(url: string): pg.Pool {
  const parsers: Record<number, (text: string) => unknown> = {
    [pg.types.builtins.INT8]: safeInteger,
    [pg.types.builtins.DATE]: (text) => text,
  };
  const pool = new pg.Pool({
    connectionString: url,
    max: connectionsMax,
    options: '-c TimeZone=UTC',
    types: {
      getTypeParser: (oid: number, format?: 'text' | 'binary') =>
        (format !== 'binary' ? parsers[oid] : undefined) ?? pg.types.getTypeParser(oid, format),
    },
  });
  // A connection that breaks is taken out of the pool, and whoever used it or asks next is told by the query. Without
  // these listeners, an idle connection or one between two queries of a transaction would end the program.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value))
    throw new RangeError('a whole number from the database exceeds 2^53');
  return value;
}

async function requireConnection(pool: pg.Pool): Promise<void> {
  try {
    const client = await pool.connect();
    client.release();
  } catch (cause) {
    throw new ProblemError(
      problem(
        'database-unreachable',
        `The PostgreSQL database does not answer (${codeOf(cause)}).`,
        'Check that it runs and that DATABASE_URL has its address, user and password.',
      ),
      { cause },
    );
  }
}
