import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compileView } from '#cql';
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

  test('items within items are found however their name is written', async () => {
    const nested = String.raw`{"linkId":"1","answer":[{"\u0069tem":[{"linkId":"1.1","\u0069t\u0065m":[{"linkId":"1.1.1"}]}]}]}`;
    const words = String.raw`{"linkId":"2","text":"an \"item\" in words","answer":[{"valueString":"\"item\":"}]}`;
    const resources = [nested, words].map(
      (item, i) => `{"resourceType":"QuestionnaireResponse","id":"${i}","item":[${item}]}`,
    );
    const view = {
      resource: 'QuestionnaireResponse',
      select: [
        { column: [{ name: 'id', path: 'id' }] },
        { repeat: ['item', 'answer.item'], column: [{ name: 'link', path: 'linkId' }] },
      ],
    };
    const escaped = String.raw`{"resourceType":"QuestionnaireResponse","id":"2","\u0069tem":[{"linkId":"3"}]}`;
    const without = '{"resourceType":"QuestionnaireResponse","id":"3","status":"completed"}';
    for (const engine of [engines.duckdb, engines.postgres]) {
      await engine.load([...resources, escaped, without]);
      const { sql } = compileView(view, { dialect: engine.dialect, from: 'resources' });
      const rows = await engine.run(`${sql} ORDER BY id, link`);
      expect(rows.map(({ id, link }) => `${id} ${link}`)).toEqual([
        ...['0 1', '0 1.1', '0 1.1.1', '1 2', '2 3'],
      ]);
    }
  });
});
