// The patients that SQL picks by what an initial population needs of a record leave out nobody who counts: on generated
// patients, for every measure of the library and for definitions that try what measures do not.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  asFhirMeasure,
  candidatesSql,
  type EvaluationPeriod,
  measureNeed,
  populationCounts,
} from '#cql';
import { fhirMeasureEvaluator } from '#cql/in-memory';
import { translateLibraries } from '#cql/translate';
import { duckdbEngine, type Engine } from '../conformance/sql-on-fhir/engines.ts';
import { loadLibrary } from '../harness/library.ts';
import { loadFlatTables } from '../harness/populations.ts';
import { definitionsText, definitionsTried } from './populations-agree/definitions.ts';
import { patient, renamedApart } from './populations-agree/patients.ts';

/** SEED=… RUNS=… tries other patients, and more of them. */
const seed = Number(process.env['SEED'] ?? 20_250_301);
const numRuns = Number(process.env['RUNS'] ?? 3);
const timeZone = 'Europe/Stockholm';
const period: EvaluationPeriod = {
  ...{ id: 1, start: '2025-01-01T00:00:00+01:00', end: '2025-07-01T00:00:00+02:00' },
};

const { library, elm, views } = await loadLibrary();
const extra = await translateLibraries([
  { name: 'definitions.cql', text: definitionsText },
  ...library.cql.filter(({ name }) => name.includes('common/')),
]);
if (extra.kind === 'not-translated') throw new Error(JSON.stringify(extra.problems, null, 1));
const asked = [
  ...library.measures.map(({ measure }) => ({ measure: asFhirMeasure(measure), elm })),
  ...definitionsTried.map((measure) => ({
    measure: asFhirMeasure(measure),
    elm: extra.libraries,
  })),
].map(({ measure, elm: libraries }) => {
  const { valueSets } = library;
  return {
    measure,
    sql: candidatesSql(measureNeed(measure, libraries, valueSets), views, 'duckdb'),
    evaluate: fhirMeasureEvaluator({ measure, elm: libraries, valueSets, timeZone }),
  };
});

let engine: Engine;
beforeAll(async () => {
  engine = await duckdbEngine();
});
afterAll(() => engine.close());

test('most questions say which records they need', () => {
  const picked = asked.filter(({ sql }) => sql !== null);
  expect(picked.length).toBeGreaterThan(asked.length / 2);
});

test('who counts is a candidate', { timeout: 240_000 }, async () => {
  let leftOut = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(patient, { minLength: 1, maxLength: 8 }), async (generated) => {
      const patients = generated.map(renamedApart);
      await loadFlatTables(engine, { views, resources: patients.flat(), periods: [period] });
      for (const { measure, sql, evaluate } of asked) {
        if (sql === null) continue;
        const rows = await engine.run(sql);
        const candidates = new Set(rows.map((row) => String(row['patient_id'])));
        for (const resources of patients) {
          const { patientId, groups } = await evaluate(resources, period);
          const isCounted = groups.flatMap(populationCounts).some((count) => count > 0);
          if (!candidates.has(patientId)) leftOut += 1;
          expect({
            measure: measure.id,
            isLeftOut: isCounted && !candidates.has(patientId),
          }).toEqual({ measure: measure.id, isLeftOut: false });
        }
      }
    }),
    { seed, numRuns },
  );
  // Otherwise the candidates would be everybody, and the test could not fail.
  expect(leftOut).toBeGreaterThan(0);
});
