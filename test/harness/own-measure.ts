import { writeFileSync } from 'node:fs';
import path from 'node:path';

/** A measure that an organisation brings: a FHIR bundle with a library in CQL, and invented visits to ask it of. */
const base64 = (text: string): string => Buffer.from(text).toString('base64');

const cql = `library LongVisits version '1.0.0'
using FHIR version '4.0.1'
include FHIRHelpers version '4.0.1'
codesystem "Kinds": 'urn:gyrus:test:visit'
code "Long": 'long' from "Kinds"
parameter "Measurement Period" Interval<DateTime>
context Patient
// Visits that began in the period.
define "Visits": [Encounter] E where E.period.start in day of "Measurement Period"
define "Long Visits": [Encounter: "Long"] E where E.period.start in day of "Measurement Period"
define "Has Visits": exists "Visits"
define "Has Long Visits": exists "Long Visits"
// What is asked by the hour depends on the clocks of each record: it is not asked of everybody at once.
define "Long Visits Of An Hour": "Long Visits" E where difference in hours between start of E.period and end of E.period >= 1
// Its own day and the next.
define function "Days"(E Encounter): 2 + (difference in days between start of E.period and end of E.period)
define function "Hours"(E Encounter): difference in hours between start of E.period and end of E.period`;

/** The library of visits, with more said in it; another name for another one. */
export const libraryOf = (more = '', name = 'LongVisits') => ({
  resourceType: 'Library',
  id: name.toLowerCase(),
  url: `http://example.org/Library/${name}`,
  name,
  content: [
    { contentType: 'text/cql', data: base64(`${cql.replace('LongVisits', name)}\n${more}`) },
  ],
});

export const population = (code: string, expression: string, more: object = {}) => ({
  code: {
    coding: [{ system: 'http://terminology.hl7.org/CodeSystem/measure-population', code }],
  },
  criteria: { language: 'text/cql-identifier', expression },
  ...more,
});

/** A group that counts visits. */
export const visitGroup = (id: string, populations: readonly object[], more: object[] = []) => ({
  ...{ id, description: id, population: populations },
  extension: [
    {
      url: 'http://hl7.org/fhir/us/cqfmeasures/StructureDefinition/cqfm-populationBasis',
      valueCode: 'Encounter',
    },
    ...more,
  ],
});

/** The scoring of a group that has another than its measure. */
export const scoredAs = (code: string) => ({
  url: 'http://hl7.org/fhir/us/cqfmeasures/StructureDefinition/cqfm-scoring',
  valueCodeableConcept: { coding: [{ code }] },
});

export const measureOf = (id: string, more: object) => ({
  resourceType: 'Measure',
  id,
  url: `http://example.org/Measure/${id}`,
  version: '1.0.0',
  title: 'Long visits',
  library: ['http://example.org/Library/LongVisits|1.0.0'],
  scoring: { coding: [{ code: 'proportion' }] },
  ...more,
});

export const visitKinds = {
  resourceType: 'CodeSystem',
  url: 'urn:gyrus:test:visit',
  status: 'active',
  content: 'complete',
  concept: [{ code: 'short' }, { code: 'long' }],
};

export function bundleFile(folder: string, name: string, resources: readonly object[]): string {
  const file = path.join(folder, `${name}.json`);
  const entry = resources.map((resource) => ({ resource }));
  writeFileSync(file, JSON.stringify({ resourceType: 'Bundle', type: 'collection', entry }));
  return file;
}

/**
 * Invented, in each month from January 2025 to February 2026: three patients of ward 1 with a short visit, and one with a
 * short visit in ward 1 on the 5th and a long one in ward 2 on the 20th. The same four patients every month. Ten others
 * visit ward 3 each month; from the eighth month on, five of the visits are long.
 */
export function writeVisits(folder: string): string {
  const months = Array.from({ length: 14 }, (_, i) => {
    const month = `${2025 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}`;
    const short = [0, 1, 2, 3].map((n) => visit(n, { month, day: '05', ward: 1, kind: 'short' }));
    const late = Array.from({ length: 10 }, (_, n) =>
      visit(4 + n, { month, day: '10', ward: 3, kind: i >= 7 && n < 5 ? 'long' : 'short' }),
    );
    return [...short, visit(3, { month, day: '20', ward: 2, kind: 'long' }), ...late];
  });
  const patients = Array.from({ length: 14 }, (_, n) => ({
    ...{ resourceType: 'Patient', id: `p-${n}`, birthDate: '1980-01-01' },
    gender: n % 2 === 0 ? 'female' : 'male',
  }));
  const wards = [1, 2, 3].map((n) => ({
    resourceType: 'Organization',
    id: `ward-${n}`,
    name: `${n}`,
  }));
  const file = path.join(folder, 'visits.ndjson');
  const lines = [...wards, ...patients, ...months.flat()];
  writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return file;
}

/**
 * Invented: so many patients with two visits each between January 2025 and February 2026, every third of them long, in wards
 * 1 and 2 by turns.
 */
export function writeSeldomVisits(folder: string, patients: number): string {
  const lines = Array.from({ length: patients }, (_, n) => [
    { resourceType: 'Patient', id: `p-${n}`, birthDate: '1980-01-01', gender: 'female' },
    ...[n % 14, (n + 5) % 14].map((i) =>
      visit(n, {
        month: `${2025 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}`,
        ...{ day: '10', ward: 1 + (n % 2), kind: n % 3 === 0 ? 'long' : 'short' },
      }),
    ),
  ]);
  const wards = [1, 2].map((n) => ({
    resourceType: 'Organization',
    id: `ward-${n}`,
    name: `${n}`,
  }));
  const file = path.join(folder, 'seldom.ndjson');
  const all = [...wards, ...lines.flat()];
  writeFileSync(file, all.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return file;
}

/** One visit more, in a file of its own. */
export function writeVisit(folder: string, patient: number, one: Visit): string {
  const file = path.join(folder, `visit-${patient}-${one.month}-${one.day}.ndjson`);
  writeFileSync(file, `${JSON.stringify(visit(patient, one))}\n`);
  return file;
}

interface Visit {
  readonly month: string;
  readonly day: string;
  readonly ward: number;
  readonly kind: string;
}

const visit = (patient: number, { month, day, ward, kind }: Visit) => ({
  resourceType: 'Encounter',
  id: `e-${patient}-${month}-${day}`,
  status: 'finished',
  class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
  type: [{ coding: [{ system: 'urn:gyrus:test:visit', code: kind }] }],
  subject: { reference: `Patient/p-${patient}` },
  serviceProvider: { reference: `Organization/ward-${ward}` },
  period: { start: `${month}-${day}T10:00:00+01:00`, end: `${month}-${day}T11:00:00+01:00` },
});
