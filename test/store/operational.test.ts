import { type ChildProcess, spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openOperationalStore } from '#store';
import { type Migration, migrate } from '../../src/store/operational/migrations.ts';
import { freshOperationalStore, type TestOperationalStore } from '../harness/operational.ts';

const scratch = mkdtempSync(path.join(os.tmpdir(), 'gyrus-open-'));
// Reachable for the unprivileged server user even where setpriv is missing.
chmodSync(scratch, 0o755);
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const holder = path.join(import.meta.dirname, '../harness/hold-operational-store.ts');

interface Holder {
  readonly child: ChildProcess;
  readonly url: string;
}

/** Another process that opens the store, writes one acknowledged row and waits. */
async function startHolder(dataFolder: string, environment = process.env): Promise<Holder> {
  const args = ['--import', 'tsx', '--conditions=source', holder, dataFolder];
  const child = spawn(process.execPath, args, {
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
    child.once('exit', (code) => reject(new Error(`holder ended with ${code}`)));
  });
  return { child, url };
}

async function killed(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}

describe('the operational store', () => {
  let store: TestOperationalStore<{ note: { text: string } }>;
  beforeAll(async () => {
    store = await freshOperationalStore();
  });
  afterAll(() => store.remove());

  test('is a PostgreSQL that keeps what it acknowledged, in UTC', async () => {
    const settings = await store.pool.query(
      `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as synchronous,
       current_setting('full_page_writes') as pages, current_setting('TimeZone') as zone`,
    );
    expect(settings.rows).toEqual([{ fsync: 'on', synchronous: 'on', pages: 'on', zone: 'UTC' }]);
  });
  test('gives counts as numbers and dates as text', async () => {
    const rows = await store.pool.query(`select count(*) as n, date '2026-03-01' as d`);
    expect(rows.rows).toEqual([{ n: 1, d: '2026-03-01' }]);
  });
  test('answers only to its password', async () => {
    const url = new URL(store.url);
    url.password = 'guess';
    const client = new pg.Client({ connectionString: url.href });
    await expect(client.connect()).rejects.toThrow('password authentication failed');
  });
  test('refuses a second opening from another process by naming the first', async () => {
    const second = startHolder(store.dataFolder);
    await expect(second).rejects.toThrow('holder ended with 3');
    expect(readFileSync(path.join(store.dataFolder, 'refused'), 'utf8')).toContain(
      `in use by process ${process.pid}`,
    );
  });
});

describe('after kill -9', () => {
  test('the folder opens again and holds every acknowledged row', async () => {
    const dataFolder = path.join(scratch, 'killed');
    for (let round = 1; round <= 3; round++) {
      const { child } = await startHolder(dataFolder);
      await killed(child);
      expect(existsSync(path.join(dataFolder, 'lock'))).toBe(true);
      const store = await openOperationalStore({ dataFolder });
      const rows = await store.pool.query('select count(*) as n from kept');
      expect(rows.rows).toEqual([{ n: round }]);
      await store.close();
    }
    expect(existsSync(path.join(dataFolder, 'lock'))).toBe(false);
  });
  test('a server left running by the killed process is stopped, not fought with', async () => {
    const dataFolder = path.join(scratch, 'leftover');
    // Without setpriv on the path nothing stops the server when its parent is killed.
    const { child, url } = await startHolder(dataFolder, { ...process.env, PATH: '/nonexistent' });
    await killed(child);
    const left = new pg.Client({ connectionString: url });
    await left.connect();
    left.on('error', () => undefined);
    const store = await openOperationalStore({ dataFolder });
    expect((await store.pool.query('select count(*) as n from kept')).rows).toEqual([{ n: 1 }]);
    await expect(left.query('select 1')).rejects.toThrow();
    await store.close();
  });
  test('a lock of a process number that another program has now is replaced', async () => {
    const dataFolder = path.join(scratch, 'recycled');
    mkdirSync(dataFolder);
    const lock = path.join(dataFolder, 'lock');
    writeFileSync(lock, JSON.stringify({ pid: process.ppid, started: 'an earlier boot/1' }));
    const store = await openOperationalStore({ dataFolder });
    expect(readFileSync(lock, 'utf8')).toContain(`"pid":${process.pid}`);
    await store.close();
  });
});

describe('trouble', () => {
  test('a database that does not answer says what to check', async () => {
    const databaseUrl = 'postgresql://nobody:secret@127.0.0.1:1/none';
    const opening = openOperationalStore({ dataFolder: path.join(scratch, 'far'), databaseUrl });
    await expect(opening).rejects.toThrow(/does not answer \(ECONNREFUSED\).*DATABASE_URL/);
    await expect(opening).rejects.not.toThrow('secret');
  });
  test('a data folder that is a file says which setting to change', async () => {
    const file = path.join(scratch, 'file');
    writeFileSync(file, '');
    const opening = openOperationalStore({ dataFolder: path.join(file, 'data') });
    await expect(opening).rejects.toThrow(/cannot be made or written \(ENOTDIR\).*GYRUS_DATA/);
  });
});

describe('migrations', () => {
  let store: TestOperationalStore<unknown>;
  beforeAll(async () => {
    store = await freshOperationalStore();
    await store.pool.query('truncate schema_migration');
  });
  afterAll(() => store.remove());
  const step = (number: number, sql: string, checksum = sql): Migration => ({
    number,
    name: `step-${number}`,
    sql,
    checksum,
  });
  const one = step(1, 'create table one (a integer)');

  test('are applied once, in order, and later ones may join in between', async () => {
    const three = step(3, 'create table three as select * from one');
    expect(await migrate(store.pool, [one, three])).toEqual(['step-1', 'step-3']);
    expect(await migrate(store.pool, [one, step(2, 'select 1'), three])).toEqual(['step-2']);
  });
  test('leave nothing half done when one fails', async () => {
    const before = await store.pool.query('select * from schema_migration');
    const bad = step(4, 'create table four (a integer); insert into nowhere values (1)');
    const all = [one, step(2, 'select 1'), step(3, 'create table three as select * from one'), bad];
    await expect(migrate(store.pool, all)).rejects.toThrow('migration 4 (step-4) failed');
    const after = await store.pool.query(`select to_regclass('four') as four`);
    expect(after.rows).toEqual([{ four: null }]);
    expect((await store.pool.query('select * from schema_migration')).rows).toEqual(before.rows);
  });
  test('refuse a step that was changed after it was applied', async () => {
    const changed = [step(1, 'create table one (a text)'), step(2, 'select 1'), step(3, '')];
    await expect(migrate(store.pool, changed)).rejects.toThrow('another content than the file');
  });
  test('refuse a database that is newer than the program', async () => {
    await expect(migrate(store.pool, [one])).rejects.toThrow('does not know');
  });
});
