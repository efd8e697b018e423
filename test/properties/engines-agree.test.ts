// Our compiled definitions and cql-execution give the same answer: on generated patients for every measure of the library
// and for definitions that try what measures do not, and on the test patients of published measures.
import { existsSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EvaluationPeriod } from '#cql';
import { fhirMeasureEvaluator, patientEvaluator } from '#cql/in-memory';
import { translateLibraries } from '#cql/translate';
import { casePeriod, packFiles, readPack } from '../conformance/measures/pack.ts';
import { loadLibrary } from '../harness/library.ts';
import { definitionsText, definitionsTried } from './populations-agree/definitions.ts';
import { patient, renamedApart } from './populations-agree/patients.ts';

/** SEED=… RUNS=… tries other patients, and more of them. */
const seed = Number(process.env['SEED'] ?? 20_250_301);
const numRuns = Number(process.env['RUNS'] ?? 10);
const timeZone = 'Europe/Stockholm';
const periods: readonly EvaluationPeriod[] = [
  { id: 1, start: '2025-02-01T00:00:00+01:00', end: '2025-03-01T00:00:00+01:00' },
  { id: 2, start: '2025-01-01T00:00:00+01:00', end: '2025-07-01T00:00:00+02:00' },
];
const engines = ['compiled-only', 'cql-execution'] as const;

const { library, elm } = await loadLibrary();
const extra = await translateLibraries([
  { name: 'definitions.cql', text: definitionsText },
  ...library.cql.filter(({ name }) => name.includes('common/')),
]);
if (extra.kind === 'not-translated') throw new Error(JSON.stringify(extra.problems, null, 1));
const asked = [
  ...library.measures.map(({ measure }) => ({ measure, elm })),
  ...definitionsTried.map((measure) => ({ measure, elm: extra.libraries })),
];

describe('compiled definitions answer as cql-execution does', () => {
  test.each(asked)('$measure.id on generated patients', async ({ measure, elm: libraries }) => {
    const [compiled, engine] = engines.map((name) =>
      patientEvaluator({
        ...{ elm: libraries, measure, valueSets: library.valueSets, timeZone },
        engine: name,
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(patient, { minLength: 1, maxLength: 4 }), async (patients) => {
        for (const resources of patients.map(renamedApart)) {
          expect(await compiled?.(resources, periods)).toEqual(await engine?.(resources, periods));
        }
      }),
      { seed, numRuns },
    );
  });

  test('on test patients of published measures', { timeout: 240_000 }, async ({ skip }) => {
    const shared = path.join(import.meta.dirname, '../../../shared/measure-packs');
    if (!existsSync(shared)) skip(`${shared} is absent: the published measures are not run`);
    const chosen = packFiles(shared).filter(
      (_, index) => process.env['GYRUS_ALL'] === '1' || index % 10 === 3,
    );
    for (const file of chosen) {
      const pack = readPack(file, shared);
      const [compiled, engine] = (['compiled', 'cql-execution'] as const).map((name) =>
        fhirMeasureEvaluator({ ...pack, timeZone: 'UTC', engine: name }),
      );
      for (const one of pack.cases) {
        const period = casePeriod(one);
        expect(await compiled?.(one.resources, period)).toEqual(
          await engine?.(one.resources, period),
        );
      }
    }
  });
});
