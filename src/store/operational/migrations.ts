import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Pool, PoolClient } from 'pg';
import { ProblemError, problem } from '#core';
import { projectFolder } from '../project-folder.ts';

/** One numbered, forward-only step of the operational schema. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

interface Applied {
  readonly number: number;
  readonly name: string;
  readonly checksum: string;
}

export const migrationsFolder = path.join(projectFolder, 'src/store/operational/migrations');
const filePattern = /^(\d{3})-([a-z0-9-]+)\.sql$/;
/** Any number will do, as long as every start of the program asks for the same lock. */
const advisoryLock = 4_711_001;

export function readMigrations(folder = migrationsFolder): readonly Migration[] {
  const migrations = readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => readMigration(folder, file));
  const numbers = migrations.map((migration) => migration.number);
  const twice = numbers.find((number, i) => numbers.indexOf(number) !== i);
  if (twice !== undefined) throw new Error(`two migrations have number ${twice} in ${folder}`);
  return migrations;
}

function readMigration(folder: string, file: string): Migration {
  const parts = filePattern.exec(file);
  if (parts === null) throw new Error(`migration ${file} is not named like 001-name.sql`);
  const sql = readFileSync(path.join(folder, file), 'utf8');
  const checksum = createHash('sha256').update(sql).digest('hex');
  return { number: Number(parts[1]), name: parts[2] ?? '', sql, checksum };
}

/** Brings the database forward, each migration in its own transaction; returns what was applied. */
export async function migrate(
  pool: Pool,
  migrations: readonly Migration[] = readMigrations(),
): Promise<readonly string[]> {
  const client = await pool.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [advisoryLock]);
    await client.query(`create table if not exists schema_migration (
      number integer primary key, name text not null, checksum text not null,
      applied_at timestamptz not null default now())`);
    const applied = await appliedMigrations(client);
    refuseDifference(applied, migrations);
    const done = new Set(applied.map((migration) => migration.number));
    const pending = migrations.filter((migration) => !done.has(migration.number));
    for (const migration of pending) await apply(client, migration);
    return pending.map((migration) => migration.name);
  } finally {
    await client.query('select pg_advisory_unlock($1)', [advisoryLock]);
    client.release();
  }
}

async function appliedMigrations(client: PoolClient): Promise<readonly Applied[]> {
  const result = await client.query<Applied>(
    'select number, name, checksum from schema_migration order by number',
  );
  return result.rows;
}

function refuseDifference(applied: readonly Applied[], migrations: readonly Migration[]): void {
  for (const { number, name, checksum } of applied) {
    const known = migrations.find((migration) => migration.number === number);
    if (known === undefined)
      throw new ProblemError(
        problem(
          'database-is-newer',
          `The database has step ${number} (${name}), which this version of Gyrus does not know.`,
          'Start the newer version of Gyrus, or use a database or data folder of its own.',
          name,
        ),
      );
    if (known.checksum !== checksum)
      throw new ProblemError(
        problem(
          'migration-changed',
          `Step ${number} (${name}) was applied to the database with another content than the file has now.`,
          'Restore the file as it was, and put the change into a new step with the next number.',
          name,
        ),
      );
  }
}

async function apply(client: PoolClient, migration: Migration): Promise<void> {
  await client.query('begin');
  try {
    await client.query(migration.sql);
    await client.query(
      'insert into schema_migration (number, name, checksum) values ($1, $2, $3)',
      [migration.number, migration.name, migration.checksum],
    );
    await client.query('commit');
  } catch (cause) {
    await client.query('rollback');
    throw new Error(`migration ${migration.number} (${migration.name}) failed`, { cause });
  }
}
