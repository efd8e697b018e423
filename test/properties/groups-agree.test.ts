// Groups of published measures of every scoring, of events and of patients, with exclusions of the numerator,
// observations and events that a definition names twice: our compiled definitions, cql-execution and SQL count the same
// on generated patients.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fhirMeasureEvaluator } from '#cql/in-memory';
import { casePeriod, type PackCase } from '../conformance/measures/pack.ts';
import { type Engines, openEngines } from '../conformance/sql-on-fhir/engines.ts';
import { loadLibrary } from '../harness/library.ts';
import { groups, packOf, translatedGroups } from './groups-agree/own-pack.ts';
import { packComparison } from './packs-agree/compare.ts';
import { patient } from './populations-agree/patients.ts';

/** SEED=… RUNS=… tries other patients, and more of them. */
const seed = Number(process.env.SEED ?? 20_251_122);
const numRuns = Number(process.env.RUNS ?? 2);
const { library, views } = await loadLibrary();
const elm = await translatedGroups();

let engines: Engines;
beforeAll(async () => {
  engines = await openEngines();
}, 120_000);
afterAll(() => engines.close());

const someCase: fc.Arbitrary<PackCase> = patient.map((resources) => ({
  ...{ id: 'generated', expected: [], resources },
  period: { start: '2025-02-01', end: '2025-03-31' },
}));
const cases = fc.array(someCase, { minLength: 1, maxLength: 12 });

describe.each(groups)('$name', (group) => {
  const pack = packOf(group, elm, library.valueSets);
  const { timeZone = 'Europe/Stockholm' } = group;

  test('counts the same in both engines in memory', async () => {
    const [compiled, engine] = (['compiled-only', 'cql-execution'] as const).map((name) =>
      fhirMeasureEvaluator({ ...pack, timeZone, engine: name }),
    );
    await fc.assert(
      fc.asyncProperty(cases, async (patients) => {
        for (const one of patients)
          expect(await compiled?.(one.resources, casePeriod(one))).toEqual(
            await engine?.(one.resources, casePeriod(one)),
          );
      }),
      { seed, numRuns },
    );
  });

  test(group.isCompiled ? 'and as SQL' : 'and is refused as SQL', async () => {
    for (const engine of [engines.duckdb, engines.postgres]) {
      const { compiled, compare } = packComparison(pack, views, engine, timeZone);
      expect(compiled.kind, 'because' in compiled ? compiled.because : '').toBe(
        group.isCompiled ? 'sql' : 'not-compilable',
      );
      if (compiled.kind !== 'sql') continue;
      await fc.assert(
        fc.asyncProperty(cases, async (patients) => {
          const { differences } = await compare(patients);
          const counts = differences.map(({ inMemory, bySql }) => ({ inMemory, bySql }));
          expect({ dialect: engine.dialect, counts }).toEqual({
            dialect: engine.dialect,
            counts: [],
          });
        }),
        { seed, numRuns },
      );
    }
  });
});
