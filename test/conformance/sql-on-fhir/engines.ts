import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DuckDBInstance, type DuckDBValue } from '@duckdb/node-api';
import pg from 'pg';
import { startCluster } from '../../../src/store/operational/cluster.ts';

export type Row = Readonly<Record<string, unknown>>;

/** A database that can hold resources and run a view's SQL over them; for tests only. */
export interface Engine {
  readonly dialect: 'duckdb' | 'postgres';
  /** Replaces the resources; each is JSON text. They stand in `resources(resource)`. */
  load(resources: readonly string[]): Promise<void>;
  run(sql: string): Promise<readonly Row[]>;
  close(): Promise<void>;
}

export interface Engines {
  readonly duckdb: Engine;
  readonly postgres: Engine;
  /** The items of the array `key` of a JSON text, with the digits of numbers as they were written. */
  itemsAsWritten(json: string, key: string): Promise<readonly string[]>;
  close(): Promise<void>;
}

export async function openEngines(): Promise<Engines> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'gyrus-views-'));
  const cluster = await startCluster(folder);
  const client = new pg.Client({ connectionString: cluster.url('postgres') });
  await client.connect();
  const duckdb = await duckdbEngine();
  const postgres = await postgresEngine(client);
  return {
    duckdb,
    postgres,
    itemsAsWritten: async (json, key) => {
      const { rows } = await client.query<{ item: string }>(
        'SELECT item::text AS item FROM jsonb_array_elements($1::jsonb -> $2) WITH ORDINALITY AS t(item, nth) ORDER BY nth',
        [json, key],
      );
      return rows.map(({ item }) => item);
    },
    close: async () => {
      await duckdb.close();
      await client.end();
      await cluster.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function duckdbEngine(): Promise<Engine> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  await connection.run('CREATE TABLE resources (resource VARCHAR)');
  return {
    dialect: 'duckdb',
    load: async (resources) => {
      await connection.run('DELETE FROM resources');
      const appender = await connection.createAppender('resources');
      for (const resource of resources) {
        appender.appendVarchar(resource);
        appender.endRow();
      }
      appender.closeSync();
    },
    run: async (sql) => (await connection.runAndReadAll(sql)).getRowObjects().map(plainRow),
    close: async () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

const plainRow = (row: Record<string, DuckDBValue>): Row =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plainValue(value)]));

function plainValue(value: DuckDBValue): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('items' in value) return value.items.map(plainValue);
  return 'micros' in value && typeof value.micros === 'bigint'
    ? new Date(Number(value.micros / 1000n)).toISOString()
    : String(value);
}

async function postgresEngine(client: pg.Client): Promise<Engine> {
  await client.query('CREATE TABLE resources (resource text)');
  await client.query("SET TimeZone = 'UTC'");
  return {
    dialect: 'postgres',
    load: async (resources) => {
      await client.query('TRUNCATE resources');
      await client.query('INSERT INTO resources SELECT unnest($1::text[])', [resources]);
    },
    run: async (sql) => (await client.query<Record<string, unknown>>(sql)).rows.map(utcRow),
    close: async () => undefined,
  };
}

/** The driver reads a timestamp as local time; ours are UTC. */
const utcRow = (row: Record<string, unknown>): Row =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      value instanceof Date
        ? new Date(value.getTime() - value.getTimezoneOffset() * 60_000).toISOString()
        : value,
    ]),
  );
