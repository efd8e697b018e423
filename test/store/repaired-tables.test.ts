import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type ClinicalStore, openClinicalStore } from '#store';
import { importPaths } from '../../src/application/import/import-paths.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'gyrus-repaired-'));
const dataFolder = path.join(folder, 'data');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const told: string[] = [];
const reopened = () =>
  openClinicalStore({ dataFolder, memoryMb: 512, onRepaired: (tables) => told.push(...tables) });
const ids = async (store: ClinicalStore) =>
  (await store.query('select id from patient order by id')).map(({ id }) => id);

test('a table that holds other rows than it was left with is made anew, and that is told', async () => {
  const file = path.join(folder, 'Patient.ndjson');
  const lines = ['a', 'b', 'c'].map((id) => JSON.stringify({ resourceType: 'Patient', id }));
  writeFileSync(file, lines.join('\n'));
  let store = await reopened();
  await importPaths(store, [file]);
  await store.close();
  store = await reopened();
  expect(told).toEqual([]);
  // As a recovery would leave it that has applied the same changes twice.
  await store.write([{ sql: 'insert into patient select * from patient' }]);
  await store.close();
  store = await reopened();
  expect(told).toEqual(['patient']);
  expect(await ids(store)).toEqual(['a', 'b', 'c']);
  await store.write([{ sql: "delete from patient where id = 'b'" }]);
  await store.close();
  store = await reopened();
  expect(told).toEqual(['patient', 'patient']);
  expect(await ids(store)).toEqual(['a', 'b', 'c']);
  await store.close();
  store = await reopened();
  expect(told).toHaveLength(2);
  await store.close();
});
