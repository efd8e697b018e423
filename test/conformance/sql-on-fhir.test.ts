import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Engines, openEngines } from './sql-on-fhir/engines.ts';
import { runFolder } from './sql-on-fhir/run.ts';

const own = path.join(import.meta.dirname, 'sql-on-fhir/cases');
const shared = path.join(import.meta.dirname, '../../../shared/sql-on-fhir-tests');

describe('SQL on FHIR on DuckDB and PostgreSQL', () => {
  let engines: Engines;
  beforeAll(async () => {
    engines = await openEngines();
  });
  afterAll(() => engines.close());

  test('our own cases give the expected rows', async () => {
    const results = await runFolder(own, engines);
    expect(results.filter(({ failure }) => failure !== '')).toEqual([]);
    expect(results.length).toBeGreaterThan(150);
  });

  test('the cases of the working group give the expected rows', async ({ skip }) => {
    if (!existsSync(shared)) skip(`${shared} is absent: the working group's cases are not run`);
    const results = await runFolder(shared, engines);
    expect(results.filter(({ failure }) => failure !== '')).toEqual([]);
    expect(results.length).toBeGreaterThan(0);
  });
});
