// Generated patients with edge dates, missing elements, several codings and unfinished encounters: every measure of the
// library, and definitions that try what measures do not, count the same in memory, in DuckDB and in PostgreSQL.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compilePopulations, type EvaluationPeriod, type Measure, type MembershipRow } from '#cql';
import { patientEvaluator } from '#cql/in-memory';
import { translateLibraries } from '#cql/translate';
import { type Engine, type Engines, openEngines } from '../conformance/sql-on-fhir/engines.ts';
import { loadLibrary } from '../harness/library.ts';
import { inOrder, loadFlatTables, membershipRow } from '../harness/populations.ts';
import { definitionsText, definitionsTried } from './populations-agree/definitions.ts';
import { patient, renamedApart } from './populations-agree/patients.ts';

/** SEED=… RUNS=… tries other patients, and more of them. */
const seed = Number(process.env['SEED'] ?? 20_250_301);
const runs = Number(process.env['RUNS'] ?? 3);
const timeZone = 'Europe/Stockholm';
const periods: readonly EvaluationPeriod[] = [
  { id: 1, start: '2025-02-01T00:00:00+01:00', end: '2025-03-01T00:00:00+01:00' },
  { id: 2, start: '2025-03-01T00:00:00+01:00', end: '2025-04-01T00:00:00+02:00' },
  { id: 3, start: '2025-01-01T00:00:00+01:00', end: '2025-07-01T00:00:00+02:00' },
];

const { library, elm, views } = await loadLibrary();
const extra = await translateLibraries([
  { name: 'definitions.cql', text: definitionsText },
  ...library.cql.filter(({ name }) => name.includes('common/')),
]);
if (extra.kind === 'not-translated') throw new Error(JSON.stringify(extra.problems, null, 1));

const asked = [
  ...library.measures.map(({ measure }) => ({ measure, libraries: elm })),
  ...definitionsTried.map((measure) => ({ measure, libraries: extra.libraries })),
];
const tables = [
  'patient',
  'encounter',
  'encounter_diagnosis',
  'encounter_location',
  'observation',
  'observation_component',
  'observation_extension',
  'procedure',
  'condition',
  'service_request',
  'charge_item',
];
const usedViews = views.filter((view) =>
  tables.some((name) => JSON.stringify(view).includes(`"name":"${name}"`)),
);

let engines: Engines;
beforeAll(async () => {
  engines = await openEngines();
}, 120_000);
afterAll(() => engines.close());

type Question = (typeof asked)[number];

async function bySql(
  engine: Engine,
  { measure, libraries }: Question,
): Promise<readonly MembershipRow[]> {
  const answer = compilePopulations({
    elm: libraries,
    measure,
    views,
    valueSets: library.valueSets,
    dialect: engine.dialect,
    timeZone,
  });
  if (answer.kind === 'not-compilable')
    throw new Error(`${measure.id}: ${answer.because} (${answer.where})`);
  return inOrder((await engine.run(answer.membershipSql)).map(membershipRow));
}

const evaluators = new Map(
  asked.map(({ measure, libraries }) => [
    measure.id,
    patientEvaluator({ elm: libraries, measure, valueSets: library.valueSets, timeZone }),
  ]),
);

type Resources = ReturnType<typeof renamedApart>;

async function inMemory(
  measure: Measure,
  patients: readonly Resources[],
): Promise<readonly MembershipRow[]> {
  const evaluate = evaluators.get(measure.id);
  if (evaluate === undefined) throw new Error(`no evaluator for ${measure.id}`);
  const rows = await Promise.all(patients.map((resources) => evaluate(resources, periods)));
  return inOrder(rows.flat());
}

async function expectAgreement(
  patients: readonly Resources[],
  questions: readonly Question[],
): Promise<void> {
  const input = { views: usedViews, resources: patients.flat(), periods };
  for (const engine of [engines.duckdb, engines.postgres]) {
    await loadFlatTables(engine, input);
    for (const question of questions) {
      const rows = await bySql(engine, question);
      expect({ [question.measure.id]: rows }, engine.dialect).toEqual({
        [question.measure.id]: await inMemory(question.measure, patients),
      });
    }
  }
}

describe('in memory, DuckDB and PostgreSQL count the same', () => {
  test('on generated patients', { timeout: 900_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(patient, { minLength: 1, maxLength: 12 }), async (generated) =>
        expectAgreement(generated.map(renamedApart), asked),
      ),
      { seed, numRuns: runs },
    );
  });

  test('and the patients are such that every question counts somebody', {
    timeout: 120_000,
  }, async () => {
    const many = fc.sample(patient, { seed, numRuns: 600 }).map(renamedApart);
    await loadFlatTables(engines.duckdb, { views: usedViews, resources: many.flat(), periods });
    const counted = [];
    for (const question of asked) {
      counted.push({
        question: question.measure.id,
        rows: (await bySql(engines.duckdb, question)).length,
      });
    }
    expect(counted.filter(({ rows }) => rows === 0)).toEqual([]);
  });
});
