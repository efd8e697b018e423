// Test patients of published measures, with their records changed at random: dates moved to and over edges, elements
// dropped, codings and records added, two patients' records put together. Every measure that compiles counts them in
// DuckDB and in PostgreSQL as in memory, or refuses them.
import { existsSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type MeasurePack, packFiles, readPack } from '../conformance/measures/pack.ts';
import { type Engines, openEngines } from '../conformance/sql-on-fhir/engines.ts';
import { libraryViews } from '../harness/library.ts';
import { packComparison } from './packs-agree/compare.ts';
import { caseOf, changedPatient, stockOf } from './packs-agree/patients.ts';

/** SEED=… RUNS=… tries other patients, and more of them; GYRUS_ALL=1 every pack, PACKS=… those with such a name. */
const seed = Number(process.env.SEED ?? 20_251_122);
const numRuns = Number(process.env.RUNS ?? 1);
const named = process.env.PACKS;
const isChosen = (file: string, index: number): boolean =>
  named === undefined
    ? process.env.GYRUS_ALL === '1' || index % 12 === 1
    : path.basename(file).includes(named);
const shared = path.join(import.meta.dirname, '../../../shared/measure-packs');
const views = libraryViews();

let engines: Engines;
beforeAll(async () => {
  engines = await openEngines();
}, 120_000);
afterAll(() => engines.close());

test('patients of published measures with changed records count the same in memory and as SQL', {
  timeout: 3_600_000,
}, async ({ skip }) => {
  if (!existsSync(shared)) skip(`${shared} is absent: the published measures are not run`);
  let answered = 0;
  for (const file of packFiles(shared).filter(isChosen))
    answered += await expectAgreement(readPack(file, shared));
  expect(answered).toBeGreaterThan(0);
});

/** How many patients were answered by both paths. */
async function expectAgreement(pack: MeasurePack): Promise<number> {
  let answered = 0;
  const stock = stockOf(pack);
  const byEngine = [engines.duckdb, engines.postgres].map((engine) => ({
    dialect: engine.dialect,
    ...packComparison(pack, views, engine),
  }));
  if (byEngine.some(({ compiled }) => compiled.kind === 'not-compilable')) return answered;
  await fc.assert(
    fc.asyncProperty(fc.array(changedPatient, { minLength: 1, maxLength: 16 }), async (written) => {
      const patients = written.map((one) => caseOf(pack, stock, one));
      for (const { dialect, compare } of byEngine) {
        const found = await compare(patients);
        answered += found.answered;
        const counts = found.differences.map(({ inMemory, bySql }) => ({ inMemory, bySql }));
        expect({ pack: pack.name, dialect, counts }).toEqual({
          pack: pack.name,
          dialect,
          counts: [],
        });
      }
    }),
    { seed, numRuns },
  );
  return answered;
}
