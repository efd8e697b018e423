import { copyFileSync, mkdtempSync, rmSync, statSync, truncateSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cutUnfinishedTransaction } from '../../src/store/clinical/unfinished-transaction.ts';

// As the clinical store writes: row groups of its size, storage version 1.5.
const rowGroupRows = 30_720;
const attach = (file: string) =>
  `attach '${file}' as clinical (row_group_size ${rowGroupRows}, storage_version 'v1.5.0')`;
const folder = mkdtempSync(path.join(os.tmpdir(), 'gyrus-log-'));
const file = (name: string) => path.join(folder, `${name}.duckdb`);
const many = 3 * rowGroupRows;
/** Length of the log after the first transaction, and after the second. */
let [first, second] = [0, 0];
let copies = 0;

beforeAll(async () => {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  const run = async (...statements: readonly string[]) => {
    for (const sql of statements) await connection.run(sql);
  };
  await run(attach(file('kept')), 'use clinical', 'create table big (i integer, words varchar)');
  await run('create table small (i integer)', 'checkpoint', 'insert into small values (1)');
  first = statSync(`${file('kept')}.wal`).size;
  // Rows in whole row groups go into the file before the commit; few rows go into the log.
  await run('begin', `insert into big select range, 'w' || range from range(${many})`);
  await run('insert into small select range from range(5000)', 'delete from small where i = 1');
  await run('commit');
  second = statSync(`${file('kept')}.wal`).size;
  // Copied while it is open, as a kill would leave it: closing it would empty the log.
  for (const ending of ['', '.wal'])
    copyFileSync(`${file('kept')}${ending}`, `${file('killed')}${ending}`);
  connection.closeSync();
  instance.closeSync();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a database holds whose log was written up to here when the kill came. */
async function heldAfterKill(logBytes: number): Promise<{ big: number; small: number }> {
  copies += 1;
  const copy = file(`copy-${copies}`);
  for (const ending of ['', '.wal']) copyFileSync(`${file('killed')}${ending}`, `${copy}${ending}`);
  truncateSync(`${copy}.wal`, logBytes);
  cutUnfinishedTransaction(`${copy}.wal`);
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  await connection.run(attach(copy));
  const result = await connection.runAndReadAll(
    'select (select count(*) from clinical.big)::integer as big, (select count(*) from clinical.small)::integer as small',
  );
  const [row] = result.getRowObjectsJson();
  connection.closeSync();
  instance.closeSync();
  return { big: Number(row?.big), small: Number(row?.small) };
}

describe('a transaction of which a kill left the rows and not the commit', () => {
  test('is gone whole, wherever in the log the kill came', async () => {
    const places = Array.from({ length: 12 }, (_, i) =>
      Math.round(first + ((second - 1 - first) * i) / 11),
    );
    for (const place of places)
      expect(await heldAfterKill(place), `log of ${place} bytes`).toEqual({ big: 0, small: 1 });
  });

  test('takes nothing with it that was committed', async () => {
    expect(await heldAfterKill(second)).toEqual({ big: many, small: 4999 });
  });

  test('may be the first of its log', async () => {
    expect(await heldAfterKill(first - 1)).toEqual({ big: 0, small: 0 });
  });
});

test('a log of another form is left as it is', () => {
  const other = path.join(folder, 'other.wal');
  copyFileSync(import.meta.filename, other);
  cutUnfinishedTransaction(other);
  expect(statSync(other).size).toBe(statSync(import.meta.filename).size);
  cutUnfinishedTransaction(path.join(folder, 'none.wal'));
});
