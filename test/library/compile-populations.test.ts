import { describe, expect, test } from 'vitest';
import { compilePopulations, type Measure, type PopulationQuestion } from '#cql';
import { translateLibraries } from '#cql/translate';
import { duckdbEngine } from '../conformance/sql-on-fhir/engines.ts';
import { loadLibrary } from '../harness/library.ts';
import { loadFlatTables } from '../harness/populations.ts';

const { library, elm, views } = await loadLibrary();
const [{ measure: someMeasure } = { measure: undefined }] = library.measures;
if (someMeasure === undefined) throw new Error('the library has no measures');

const head = `library Asked version '1'
using FHIR version '4.0.1'
include FHIRHelpers version '4.0.1'
valueset "Elsewhere": 'https://example.org/elsewhere'
parameter "Measurement Period" Interval<DateTime>
context Patient
define function "Responsible Unit"(event FHIR.Encounter): null as String
define function "Responsible Unit"(event FHIR.Observation): null as String
`;

async function compiled(cql: string, change: Partial<PopulationQuestion> = {}) {
  const text = `${head}define "Asked":\n  ${cql}\n`;
  const translation = await translateLibraries([{ name: 'asked.cql', text }]);
  if (translation.kind === 'not-translated') throw new Error(JSON.stringify(translation.problems));
  const measure: Measure = {
    ...(someMeasure as Measure),
    library: 'Asked',
    basis: cql.includes('[Observation]') ? 'Observation' : 'Encounter',
    scoring: 'proportion',
    populations: { initialPopulation: 'Asked', denominator: 'Asked', numerator: 'Asked' },
  };
  return compilePopulations({
    elm: translation.libraries,
    measure,
    views,
    valueSets: library.valueSets,
    dialect: 'duckdb',
    ...change,
  });
}

describe('what cannot be said in SQL with certainty is refused with reason and place', () => {
  test.each([
    [
      'hours that come to a month depend on the calendar of each record',
      '[Encounter] E where (start of E.period) + 700 hours before start of "Measurement Period"',
      'moving a recorded time by hours',
      '10:23',
    ],
    [
      'hours depend on the offset each time was recorded with',
      '[Encounter] E where start of E.period same hour as end of E.period',
      'comparing by hour',
      '10:17',
    ],
    [
      'an element that no view has',
      '[Encounter] E where E.priority ~ Code \'x\' from "None"',
      'priority',
      '',
    ],
    [
      'a list that may hold other references',
      '[Encounter] E where exists (E.basedOn B where B.reference is not null)',
      'references to ServiceRequest',
      '10:43',
    ],
    ['a definition for another type', '[Observation] O', 'no list of', ''],
  ])('%s', async (name, cql, because, where) => {
    const text = name.startsWith('an element') ? cql.replace(/ ~ .*$/, ' is not null') : cql;
    const answer = await compiled(
      text,
      name.includes('another type')
        ? {
            measure: {
              ...(someMeasure as Measure),
              library: 'Asked',
              basis: 'Encounter',
              populations: { initialPopulation: 'Asked', denominator: 'Asked', numerator: 'Asked' },
            },
          }
        : {},
    );
    expect(answer.kind).toBe('not-compilable');
    if (answer.kind === 'sql') return;
    expect(answer.because).toContain(because);
    expect(answer.where).toContain('Asked');
    expect(answer.where).toContain(where);
  });

  test.each([
    [
      "[Encounter] E where E.status ~ 'Finished'",
      'letters that are compared by the rules of a language',
    ],
    ["[Observation] O where (O.value as Quantity) > 5 'kg'", 'another unit'],
    [
      '[Encounter] E where (singleton from E.diagnosis).rank = 1',
      'a list that should have one item at most has several',
    ],
  ])(
    'only the records can tell whether %s can be answered, and are asked first',
    async (cql, because) => {
      expect(await compiled(cql)).toMatchObject({
        kind: 'sql',
        unlessSql: expect.stringContaining(because),
      });
    },
  );

  test('functions that grow without bounds when they are written out', async () => {
    const twice = Array.from(
      { length: 20 },
      (_, at) => `define function "F${at + 1}"(x Boolean): "F${at}"(x) or not "F${at}"(x)`,
    );
    const answer = await compiled(
      `[Encounter] E where "F20"(E.status = 'finished')
       define function "F0"(x Boolean): x is null
       ${twice.join('\n')}`,
    );
    expect(answer).toMatchObject({
      kind: 'not-compilable',
      because: 'written out, the definitions come to more than 100,000 expressions',
    });
  });

  test('what any record can answer asks nothing first', async () => {
    const byCode = await compiled("[Encounter] E where E.status = 'finished'");
    expect(byCode).toMatchObject({ kind: 'sql', unlessSql: null });
  });

  test('two items where one is due refuse the statement, one does not', async () => {
    const asked = await compiled('[Encounter] E where (singleton from E.diagnosis).rank = 1');
    const unless = asked.kind === 'sql' ? asked.unlessSql : null;
    const engine = await duckdbEngine();
    const refusals = async (diagnoses: number): Promise<number> => {
      await loadFlatTables(engine, {
        views,
        resources: [
          { resourceType: 'Patient', id: 'p' },
          {
            ...{ resourceType: 'Encounter', id: 'e', subject: { reference: 'Patient/p' } },
            diagnosis: Array.from({ length: diagnoses }, () => ({ rank: 1 })),
          },
        ],
        periods: [{ id: 1, start: '2025-01-01T00:00:00Z', end: '2025-02-01T00:00:00Z' }],
      });
      return (await engine.run(unless ?? '')).length;
    };
    expect(await refusals(1)).toBe(0);
    expect(await refusals(2)).toBe(1);
    await engine.close();
  });

  test('a missing value set is an error that names it, never an empty set', async () => {
    await expect(compiled('[Encounter: "Elsewhere"]')).rejects.toThrow(
      'https://example.org/elsewhere',
    );
  });

  test('a flat table that is not there is named', async () => {
    const answer = await compiled('[Encounter]', { views: [] });
    expect(answer).toMatchObject({
      kind: 'not-compilable',
      because: 'there is no flat table of Encounter',
    });
  });
});

/** 'ServiceRequest' → 'service_request' */
const tableOf = (type: string): string =>
  type.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => `_${letter}`).toLowerCase();

describe('the SQL of a measure', () => {
  test.each(library.measures)(
    '$measure.id compiles for both engines and says which tables it reads',
    ({ measure }) => {
      for (const dialect of ['duckdb', 'postgres'] as const) {
        const answer = compilePopulations({
          elm,
          measure,
          views,
          valueSets: library.valueSets,
          dialect,
        });
        expect(answer.kind, JSON.stringify(answer)).toBe('sql');
        if (answer.kind === 'sql') expect(answer.uses).toContain(tableOf(measure.basis));
      }
    },
  );

  test('has a common table expression for each definition, under its name', () => {
    const found = library.measures.find(({ measure }) => measure.id === 'care-plan-within-14-days');
    if (found === undefined) throw new Error('the measure is not in the library');
    const answer = compilePopulations({
      elm,
      measure: found.measure,
      views,
      valueSets: library.valueSets,
      dialect: 'duckdb',
    });
    if (answer.kind !== 'sql') throw new Error(answer.because);
    const names = [...answer.membershipSql.matchAll(/^"?([^"\n]+?)"? AS \($/gm)].map(
      ([, name]) => name,
    );
    expect(names).toEqual([
      'WITH periods',
      'period_days',
      'Encounter: First visit',
      'First visits held',
      'Initial Population',
      'Procedure: Care plan made together',
      'Care plans made together',
      'Numerator',
    ]);
  });
});
