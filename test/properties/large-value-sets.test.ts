// Whether any coding of a record is in a value set: the same for few codes and for many, on both engines.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dialects } from '../../src/cql/population-sql/dialect.ts';
import { type Engines, openEngines } from '../conformance/sql-on-fhir/engines.ts';

let engines: Engines;
beforeAll(async () => {
  engines = await openEngines();
}, 120_000);
afterAll(() => engines.close());

const code = fc.integer({ min: 0, max: 300 }).map((number) => `urn:s|it's ${number}`);
const codings = fc.option(fc.array(code, { maxLength: 4 }), { nil: null });
const valueSet = fc.uniqueArray(code, { minLength: 1, maxLength: 120 });

const listSql = (list: readonly string[] | null, dialect: 'duckdb' | 'postgres'): string => {
  if (list === null) return dialect === 'duckdb' ? 'NULL::VARCHAR[]' : 'NULL::text[]';
  const items = list.map((text) => `'${text.replaceAll("'", "''")}'`).join(', ');
  return dialect === 'duckdb' ? `[${items}]::VARCHAR[]` : `ARRAY[${items}]::text[]`;
};

test('a value set of any size finds the same records', { timeout: 120_000 }, async () => {
  const records = fc.array(codings, { minLength: 1, maxLength: 20 });
  const property = fc.asyncProperty(records, valueSet, async (lists, codes) => {
    const expected = lists.map((list) => list?.some((one) => codes.includes(one)) === true);
    for (const engine of [engines.duckdb, engines.postgres]) {
      const rows = lists.map((list, i) => `(${i}, ${listSql(list, engine.dialect)})`).join(', ');
      const isAny = dialects[engine.dialect].hasAny('list', codes);
      const found = await engine.run(
        `SELECT n, coalesce((${isAny}), FALSE) AS found FROM (VALUES ${rows}) AS t(n, list) ORDER BY n`,
      );
      expect(found.map((row) => row['found'])).toEqual(expected);
    }
  });
  await fc.assert(property, { seed: 20_261_122, numRuns: 60 });
});
