import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type ClinicalStore, openClinicalStore } from '../../src/store/clinical/open.ts';

const scratch = mkdtempSync(path.join(os.tmpdir(), 'gyrus-clinical-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe('the clinical store', () => {
  let store: ClinicalStore;
  beforeAll(async () => {
    store = await openClinicalStore({ dataFolder: path.join(scratch, 'one'), memoryMb: 512 });
  });
  afterAll(() => store.close());

  test('gives values as plain data, in UTC whatever the process thinks the zone is', async () => {
    const sql = `select 7::bigint as n, timestamptz '2024-07-01 12:00:00+02' as at, date '2024-03-01' as day,
      timestamp '2024-03-31 23:59:59.999999' as last, 12.5::decimal(9,2) as d, ['a', null] as l,
      {'x': true} as s, 'nan'::double as nothing, current_setting('TimeZone') as zone`;
    expect(await store.query(sql)).toEqual([
      {
        n: 7,
        at: '2024-07-01T10:00:00.000Z',
        day: '2024-03-01',
        last: '2024-03-31T23:59:59.999Z',
        d: 12.5,
        l: ['a', null],
        s: { x: true },
        nothing: null,
        zone: 'UTC',
      },
    ]);
  });
  test('takes parameters, lists among them', async () => {
    const sql = 'select $1::text as a, list_contains($2, $1) as b, $3::integer + 1 as c';
    const rows = await store.query(sql, { parameters: ['x', ['x', 'y'], 41] });
    expect(rows).toEqual([{ a: 'x', b: true, c: 42 }]);
  });
  test('streams a large result in batches of the asked size or a little more', async () => {
    let rows = 0;
    const sizes: number[] = [];
    for await (const batch of store.stream('select range as n from range(100_000)', {
      batchRows: 5000,
    })) {
      rows += batch.length;
      sizes.push(batch.length);
    }
    expect(rows).toBe(100_000);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(5000 + 2048); // one DuckDB vector more
  });
  test('frees its connection when a reader walks away half way', async () => {
    for (let round = 0; round < 6; round++) {
      for await (const batch of store.stream('select range as n from range(1_000_000)')) {
        expect(batch.length).toBeGreaterThan(0);
        break;
      }
    }
    expect(await store.query('select 1 as n')).toEqual([{ n: 1 }]);
  });
  test('keeps the event loop free while a long query runs, and stops it when asked', async () => {
    const abort = new AbortController();
    const sql = 'select count(*) from range(100_000_000_000) where hash(range) = 1';
    const query = store.query(sql, { signal: abort.signal });
    const ended = query.then(
      () => 'finished',
      (error: unknown) => (error instanceof Error ? error.name : 'unknown'),
    );
    const started = performance.now();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(performance.now() - started).toBeLessThan(1000);
    abort.abort();
    expect(await ended).toBe('CancelledError');
    expect(await store.query('select 1 as n')).toEqual([{ n: 1 }]);
  });
  test('writes all statements of a transaction or none', async () => {
    await store.write([{ sql: 'create table t (n integer)' }, { sql: 'insert into t values (1)' }]);
    const half = store.write([
      { sql: 'insert into t values (2)' },
      { sql: 'insert into missing values (1)' },
    ]);
    await expect(half).rejects.toThrow('missing');
    expect(await store.query('select n from t')).toEqual([{ n: 1 }]);
  });
  test('rolls a cancelled transaction back', async () => {
    const abort = new AbortController();
    const slow =
      'create table slow as select count(*) from range(100_000_000_000) where hash(range) = 1';
    const statements = [{ sql: 'insert into t values (3)' }, { sql: slow }];
    const onStep = () => abort.abort();
    await expect(store.write(statements, { signal: abort.signal, onStep })).rejects.toThrow(
      'cancelled',
    );
    expect(await store.query('select n from t')).toEqual([{ n: 1 }]);
  });
  test('never repeats a value from a row in an error message', async () => {
    const bad = store.query("select 'secret-name'::integer");
    await expect(bad).rejects.toThrow('the clinical store failed: Conversion');
    await expect(bad).rejects.not.toThrow('secret-name');
    const json = store.query(`select from_json('{"a": secret-name', '{"a":"VARCHAR"}')`);
    await expect(json).rejects.not.toThrow('secret-name');
  });
  test('reads no files outside its folder', async () => {
    await expect(store.query("select * from read_text('/etc/passwd')")).rejects.toThrow(
      'Permission',
    );
  });
});

describe('two processes', () => {
  let child: ReturnType<typeof spawn> | undefined;
  afterEach(() => child?.kill('SIGKILL'));

  async function holder(dataFolder: string) {
    const file = path.join(import.meta.dirname, '../harness/hold-clinical-store.ts');
    const args = ['--import', 'tsx', '--conditions=source', file, dataFolder];
    const started = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    child = started;
    let text = '';
    started.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    while (!text.includes('\n')) await new Promise((resolve) => setTimeout(resolve, 20));
    return {
      started,
      acknowledged: () => Number(text.slice(0, text.lastIndexOf('\n')).split('\n').at(-1)),
    };
  }

  test('never share a store: the second is told which process holds it', async () => {
    const dataFolder = path.join(scratch, 'shared');
    const { started } = await holder(dataFolder);
    await expect(openClinicalStore({ dataFolder })).rejects.toThrow(
      `in use by process ${started.pid}`,
    );
  });
  test('kill -9 loses no acknowledged row', async () => {
    const dataFolder = path.join(scratch, 'killed');
    for (let round = 0; round < 3; round++) {
      const { started, acknowledged } = await holder(dataFolder);
      await new Promise((resolve) => setTimeout(resolve, 100 * (round + 1)));
      const ended = new Promise((resolve) => started.once('exit', resolve));
      started.kill('SIGKILL');
      await ended;
      const store = await openClinicalStore({ dataFolder, memoryMb: 512 });
      const [row] = await store.query('select max(n) as last, count(*) as n from kept');
      await store.close();
      expect(row?.n).toBe(row?.last);
      expect(Number(row?.last)).toBeGreaterThanOrEqual(acknowledged());
    }
  });
});
