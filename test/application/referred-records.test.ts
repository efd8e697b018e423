// Places and medications are nobody's records: patients whose records refer to them get them, in memory and as SQL alike.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compileGroup, readFhirMeasure } from '#cql';
import { translateLibraries } from '#cql/translate';
import { dealPatients, referredResources } from '#store';
import { patientsInPart } from '#store/patient-parts';
import { countedInMemory, referredBy } from '../../src/application/own-measures/count-in-memory.ts';
import type { AskedMeasure } from '../../src/application/own-measures/count-patients.ts';
import { type ImportBench, importBench } from '../harness/import-files.ts';
import { libraryViews } from '../harness/library.ts';

const system = 'urn:gyrus:test';
const concept = (code: string) => ({ coding: [{ system, code }] });

const cql = `library Referred version '1.0.0'
using FHIR version '4.0.1'
include FHIRHelpers version '4.0.1'
codesystem "Kinds": '${system}'
code "Ward": 'ward' from "Kinds"
code "Statin": 'statin' from "Kinds"
parameter "Measurement Period" Interval<DateTime>
context Patient
define "Visits": [Encounter] E where start of E.period in day of "Measurement Period"
define "In a Ward": "Visits" E
  where exists (E.location L
    with [Location: type in { "Ward" }] P such that L.location.reference = 'Location/' + P.id)
define "Any Place": "Visits" E where exists [Location]
define "With a Statin": "Visits" E
  where exists ([MedicationRequest] R
    with [Medication: "Statin"] M such that (R.medication as FHIR.Reference).reference = 'Medication/' + M.id)
`;

/** Invented: three patients; the first two were in places, of which one is a ward; the second and third have medications. */
const records = [
  { resourceType: 'Location', id: 'ward-1', type: [concept('ward')] },
  { resourceType: 'Location', id: 'hall', type: [concept('hall')] },
  { resourceType: 'Location', id: 'nobody-was-here', type: [concept('ward')] },
  { resourceType: 'Medication', id: 'm-1', code: concept('statin') },
  { resourceType: 'Medication', id: 'm-2', code: concept('other') },
  ...['p-1', 'p-2', 'p-3'].map((id) => ({ resourceType: 'Patient', id, birthDate: '1980-01-01' })),
  visit('p-1', 'ward-1', 'hall'),
  visit('p-2', 'hall'),
  visit('p-3'),
  order('p-2', 'm-1'),
  order('p-3', 'm-2'),
];

function visit(patient: string, ...places: readonly string[]) {
  return {
    ...{ resourceType: 'Encounter', id: `e-${patient}`, status: 'finished' },
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'IMP' },
    subject: { reference: `Patient/${patient}` },
    period: { start: '2026-03-10T10:00:00+01:00', end: '2026-03-12T10:00:00+01:00' },
    location: places.map((id) => ({ location: { reference: `Location/${id}` } })),
  };
}

function order(patient: string, medication: string) {
  return {
    ...{ resourceType: 'MedicationRequest', id: `o-${patient}`, status: 'active', intent: 'order' },
    subject: { reference: `Patient/${patient}` },
    medicationReference: { reference: `Medication/${medication}` },
  };
}

const codes = ['initial-population', 'denominator', 'numerator'] as const;
const definitions = ['Any Place', 'In a Ward', 'With a Statin'];

async function askedMeasure(): Promise<AskedMeasure> {
  const translated = await translateLibraries([{ name: 'referred.cql', text: cql }]);
  if (translated.kind === 'not-translated') throw new Error(JSON.stringify(translated.problems));
  // Each population is drawn from all visits, so that each says something of its own.
  const group = definitions.map((expression) => ({
    extension: [
      {
        url: 'http://hl7.org/fhir/us/cqfmeasures/StructureDefinition/cqfm-populationBasis',
        valueCode: 'Encounter',
      },
    ],
    population: codes.map((code, place) => ({
      code: { coding: [{ code }] },
      criteria: { language: 'text/cql', expression: place === 2 ? expression : 'Visits' },
    })),
  }));
  const scoring = { coding: [{ code: 'proportion' }] };
  const library = ['http://example.org/Library/Referred'];
  const read = readFhirMeasure({
    resourceType: 'Measure',
    id: 'referred',
    library,
    scoring,
    group,
  });
  if (read.kind === 'unreadable') throw new Error(read.problem.message);
  return { measure: read.measure, elm: translated.libraries, valueSets: new Map() };
}

const period = { id: 1, start: '2026-02-28T23:00:00Z', end: '2026-03-31T22:00:00Z' };
const timeZone = 'Europe/Stockholm';
let bench: ImportBench;
let asked: AskedMeasure;
beforeAll(async () => {
  bench = await importBench();
  asked = await askedMeasure();
  await bench.bring(bench.file('records.ndjson', records));
});
afterAll(() => bench.remove());

/** Who counts in the numerator of each group, patient by patient. */
async function inNumerators(): Promise<readonly (readonly string[])[]> {
  const counting = { timeZone, clinical: bench.store, periods: [period], measures: [asked] };
  const found: string[][] = definitions.map(() => []);
  for await (const batch of countedInMemory({ ...counting, threads: 0 }))
    for (const { patientId, periods } of batch)
      for (const [at, subjects] of (periods[0]?.measures[0] ?? []).entries())
        if (subjects.some(({ counted }) => counted[2] === true)) found[at]?.push(patientId);
  return found;
}

test('both paths find them, and the same ones', async () => {
  const clinical = bench.store;
  expect(await inNumerators()).toEqual([['p-1', 'p-2'], ['p-1'], ['p-2']]);
  const bySql: unknown[][] = [];
  for (const group of asked.measure.groups) {
    const views = libraryViews();
    const compiled = compileGroup({ ...asked, group, views, dialect: 'duckdb', timeZone });
    if (compiled.kind === 'not-compilable') throw new Error(compiled.because);
    expect(compiled.unlessSql).toBeNull();
    const rows = await clinical.query(
      `with period as (select 1 as period_id, timestamp '2026-02-28 23:00' as period_start, timestamp '2026-03-31 22:00' as period_end)
       select patient_id from (${compiled.membershipSql}) as member where numerator order by patient_id`,
    );
    bySql.push(rows.map((row) => row.patient_id));
  }
  expect(bySql).toEqual([['p-1', 'p-2'], ['p-1'], ['p-2']]);
});

test('each patient gets those that their records refer to, once, and only what is asked for', async () => {
  const referred = referredBy(bench.store, [asked]);
  const parts = await dealPatients(bench.store, { referred });
  const patients = (await Promise.all(parts.folders.map(patientsInPart))).flat();
  await parts.remove();
  const given = patients.map(({ patientId, bodies }) => [
    patientId,
    bodies
      .map((body): { resourceType: string; id: string } => JSON.parse(body))
      .filter(({ resourceType }) => resourceType === 'Location' || resourceType === 'Medication')
      .map(({ id }) => id),
  ]);
  expect(given).toEqual([
    ['p-1', ['hall', 'ward-1']],
    ['p-2', ['hall', 'm-1']],
    ['p-3', ['m-2']],
  ]);
  const explained = await referredResources(bench.store, 'p-2', referred ?? '');
  expect(explained.map(({ type, id }) => `${type}/${id}`)).toEqual([
    'Location/hall',
    'Medication/m-1',
  ]);
});
