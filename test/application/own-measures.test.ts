import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Problem, ProblemError } from '#core';
import { heldTerminology, ownMeasures, verifyLedger } from '#store';
import { countedInMemory } from '../../src/application/own-measures/count-in-memory.ts';
import { exportMeasure } from '../../src/application/own-measures/export-measure.ts';
import { heldMeasure } from '../../src/application/own-measures/held-measure.ts';
import { importMeasure } from '../../src/application/own-measures/import-measure.ts';
import {
  individualReports,
  reportMeasure,
} from '../../src/application/own-measures/report-measure.ts';
import { packFiles } from '../conformance/measures/pack.ts';
import { type RunningHouse, runningHouse } from '../harness/running-house.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'gyrus-own-'));
let house: RunningHouse;
beforeAll(async () => {
  house = await runningHouse();
  await house.application.importFrom([records()]);
});
afterAll(async () => {
  await house.stop();
  rmSync(folder, { recursive: true });
});

/** Invented: 12 patients with one visit each in March 2026; eight in ward 1, four in ward 2; three visits were long. */
function records(): string {
  const lines = ['ward-1', 'ward-2'].map((id) => ({ resourceType: 'Organization', id, name: id }));
  const visits = Array.from({ length: 12 }, (_, i) => [
    {
      resourceType: 'Patient',
      id: `p-${i}`,
      gender: i % 2 === 0 ? 'female' : 'male',
      birthDate: '1980-01-01',
    },
    {
      resourceType: 'Encounter',
      id: `e-${i}`,
      status: 'finished',
      class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
      type: [{ coding: [{ system: 'urn:gyrus:test:visit', code: i < 9 ? 'short' : 'long' }] }],
      subject: { reference: `Patient/p-${i}` },
      serviceProvider: { reference: `Organization/ward-${i < 8 ? 1 : 2}` },
      period: { start: '2026-03-10T10:00:00+01:00', end: '2026-03-10T11:00:00+01:00' },
    },
  ]);
  const file = path.join(folder, 'records.ndjson');
  const all = [...lines, ...visits.flat()];
  writeFileSync(file, all.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return file;
}

const cql = (body: string, name = 'LongVisits') => `library ${name} version '1.0.0'
using FHIR version '4.0.1'
include FHIRHelpers version '4.0.1'
valueset "Long": 'urn:gyrus:test:long'
parameter "Measurement Period" Interval<DateTime>
context Patient
${body}`;

const definitions = `
define "Visits": [Encounter] E where E.period.start in day of "Measurement Period"
define "Initial Population": exists "Visits"
define "Long Visits": [Encounter: type in "Long"] E where E.period.start in day of "Measurement Period"
define "Numerator": exists "Long Visits"
define "Gender": Patient.gender.value`;

const base64 = (text: string): string => Buffer.from(text).toString('base64');

const libraryOf = (text: string, name = 'LongVisits') => ({
  resourceType: 'Library',
  id: name.toLowerCase(),
  url: `http://example.org/Library/${name}`,
  name,
  content: [{ contentType: 'text/cql', data: base64(text) }],
});

const population = (code: string, expression: string) => ({
  code: {
    coding: [{ system: 'http://terminology.hl7.org/CodeSystem/measure-population', code }],
  },
  criteria: { language: 'text/cql-identifier', expression },
});

const measureOf = (id: string, more: object = {}) => ({
  resourceType: 'Measure',
  id,
  url: `http://example.org/Measure/${id}`,
  version: '1.0.0',
  title: 'Patients with a long visit',
  library: ['http://example.org/Library/LongVisits|1.0.0'],
  scoring: { coding: [{ code: 'proportion' }] },
  group: [
    {
      id: 'all',
      population: [
        population('initial-population', 'Initial Population'),
        population('denominator', 'Initial Population'),
        population('numerator', 'Numerator'),
      ],
      stratifier: [
        { id: 'gender', criteria: { language: 'text/cql-identifier', expression: 'Gender' } },
      ],
    },
  ],
  ...more,
});

const longVisits = {
  resourceType: 'ValueSet',
  url: 'urn:gyrus:test:long',
  version: '2',
  status: 'active',
  compose: {
    include: [
      {
        system: 'urn:gyrus:test:visit',
        filter: [{ property: 'concept', op: 'is-a', value: 'long' }],
      },
    ],
  },
};

const visitKinds = {
  resourceType: 'CodeSystem',
  url: 'urn:gyrus:test:visit',
  status: 'active',
  content: 'complete',
  concept: [{ code: 'short' }, { code: 'long', concept: [{ code: 'very-long' }] }],
};

let files = 0;
function bundle(...resources: readonly object[]): string {
  files += 1;
  const file = path.join(folder, `bundle-${files}.json`);
  const json = {
    resourceType: 'Bundle',
    type: 'collection',
    entry: resources.map((resource) => ({ resource })),
  };
  writeFileSync(file, JSON.stringify(json));
  return file;
}

const whole = (id: string) => [measureOf(id), libraryOf(cql(definitions)), longVisits, visitKinds];

const counts = (group: { population: { count?: number }[] } | undefined) =>
  group?.population.map(({ count }) => count);

const wanted = {
  ...{ measure: 'long-visits', type: 'summary' as const, period: '2026-03' },
  ...{ unitId: null, isLeaving: false },
};

interface Report {
  readonly [key: string]: unknown;
  readonly group: {
    population: { count?: number; _count?: object; subjectResults?: { reference: string } }[];
    measureScore?: { value: number };
    stratifier?: { stratum: { value: { text: string }; population: { count?: number }[] }[] }[];
  }[];
}

const report = async (more: object = {}): Promise<Report> =>
  (await reportMeasure(house.application, { ...wanted, ...more })) as unknown as Report;

describe("An organisation's own measure", () => {
  test('is taken in with its CQL, value sets and code systems, and has an entry in the ledger', async () => {
    const imported = await importMeasure(house.application, bundle(...whole('long-visits')));
    expect(imported).toMatchObject({
      id: 'long-visits',
      version: '1.0.0',
      libraries: ['LongVisits', 'FHIRHelpers'],
      valueSets: 1,
    });
    expect(await verifyLedger(house.db)).toMatchObject({ kind: 'whole', entries: 1 });
  });

  test('gives a summary with score and strata', async () => {
    const summary = await report();
    expect(summary).toMatchObject({
      resourceType: 'MeasureReport',
      status: 'complete',
      type: 'summary',
      measure: 'http://example.org/Measure/long-visits|1.0.0',
      period: { start: '2026-02-28T23:00:00.000Z', end: '2026-03-31T21:59:59.999Z' },
    });
    const [group] = summary.group;
    expect(counts(group)).toEqual([12, 12, 3]);
    expect(group?.measureScore?.value).toBe(0.25); // 3 of 12
    // Of patients 9, 10 and 11 one is female: 10.
    const strata = group?.stratifier?.[0]?.stratum.map((one) => [one.value.text, counts(one)]);
    expect(strata).toEqual([
      ['female', [6, 6, 1]],
      ['male', [6, 6, 2]],
    ]);
  });

  test('gives what belongs to a unit', async () => {
    expect(counts((await report({ unitId: 'ward-2' })).group[0])).toEqual([4, 4, 3]);
    expect(counts((await report({ unitId: 'dep-a' })).group[0])).toEqual([12, 12, 3]);
  });

  test('gives nothing for another time', async () => {
    const [group] = (await report({ period: '2026-04' })).group;
    expect(counts(group)).toEqual([0, 0, 0]);
    expect(group?.measureScore).toBeUndefined();
  });

  test('lists the patients who count', async () => {
    const list = await report({ type: 'subject-list' });
    const reference = list.group[0]?.population[2]?.subjectResults?.reference ?? '';
    const contained = list.contained as { id: string; entry: { item: { reference: string } }[] }[];
    const numerator = contained.find(({ id }) => `#${id}` === reference);
    expect(numerator?.entry.map(({ item }) => item.reference).toSorted()).toEqual([
      'Patient/p-10',
      'Patient/p-11',
      'Patient/p-9',
    ]);
  });

  test('gives a report for each patient', async () => {
    const reports: Report[] = [];
    for await (const one of individualReports(house.application, { ...wanted, unitId: 'ward-2' }))
      reports.push(one as unknown as Report);
    expect(reports).toHaveLength(4);
    const long = reports.find(({ subject }) => JSON.stringify(subject).includes('p-11'));
    expect(long).toMatchObject({ type: 'individual', subject: { reference: 'Patient/p-11' } });
    expect(counts(long?.group[0])).toEqual([1, 1, 1]);
  });

  test('is counted the same by any number of threads', async () => {
    const held = await heldMeasure(house.application, 'long-visits');
    const { clinical, timeZone } = house.application;
    const periods = [{ id: 1, start: '2026-02-28T23:00:00Z', end: '2026-03-31T22:00:00Z' }];
    const by = async (threads: number) => {
      const counted: unknown[] = [];
      const counting = { clinical, timeZone, periods, measures: [held], threads, recordsEach: 3 };
      for await (const batch of countedInMemory(counting)) counted.push(...batch);
      return counted;
    };
    const here = await by(0);
    expect(here).toHaveLength(12);
    expect(await by(1)).toEqual(here);
    expect(await by(2)).toEqual(here);
  });

  test('hides small counts from readers outside, and tells no patients', async () => {
    const [group] = (await report({ isLeaving: true })).group;
    expect(counts(group)).toEqual([10, 10, undefined]); // 12 is told as 10; 3 is hidden
    expect(JSON.stringify(group?.population[2]?._count)).toContain('masked');
    expect(group?.measureScore).toBeUndefined();
    await expect(report({ isLeaving: true, type: 'subject-list' })).rejects.toThrow(
      /names patients/,
    );
  });

  test('goes out and comes in again as the same measure', async () => {
    const exported = await exportMeasure(
      house.application,
      'http://example.org/Measure/long-visits',
    );
    const text = JSON.stringify(exported).replaceAll('"long-visits"', '"again"');
    const file = path.join(folder, 'again.json');
    writeFileSync(file, text);
    await importMeasure(house.application, file);
    expect((await report({ measure: 'again' })).group).toEqual((await report()).group);
  });
});

describe('What cannot be taken in is told, and the store is as before', { timeout: 60_000 }, () => {
  const problemOf = async (run: () => Promise<unknown>): Promise<Problem> => {
    const state = async () => ({
      measures: (await ownMeasures(house.db)).map(({ id, digest }) => [id, digest]),
      terminology: (await heldTerminology(house.db)).map(({ read }) => [read.url, read.version]),
      ledger: await verifyLedger(house.db),
    });
    const before = await state();
    try {
      await run();
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      expect(await state()).toEqual(before);
      expect(error.problem.tip).not.toBe('');
      return error.problem;
    }
    throw new Error('no problem was told');
  };
  const broken = (...resources: readonly object[]) =>
    problemOf(() => importMeasure(house.application, bundle(...resources)));

  test.each([
    ['broken CQL', `${definitions}\ndefine "Broken": 1 +`, 'cql-syntax', /:\d+:\d+$/],
    [
      'a circular definition',
      `${definitions}\ndefine "A": "B"\ndefine "B": "A"`,
      'cql-circular-definition',
      /:\d+:\d+$/,
    ],
  ])('%s, with line and column', async (_, text, code, where) => {
    const found = await broken(measureOf('x'), libraryOf(cql(text)), longVisits, visitKinds);
    expect(found.code).toBe(code);
    expect(found.where).toMatch(where);
  });

  test('a missing include', async () => {
    const text = cql(definitions).replace('valueset', "include Nowhere version '1'\nvalueset");
    const found = await broken(measureOf('x'), libraryOf(text), longVisits, visitKinds);
    expect(found.code).toBe('cql-missing-include');
    expect(found.message).toContain('Nowhere');
  });

  test('a missing value set, by name', async () => {
    const text = cql(definitions).replace('urn:gyrus:test:long', 'urn:gyrus:test:not-here');
    const found = await broken(measureOf('x'), libraryOf(text));
    expect(found.code).toBe('cql-missing-value-set');
    expect(found.message).toContain('urn:gyrus:test:not-here');
  });

  test('includes in a circle', async () => {
    const first = cql(definitions).replace('valueset', "include Other version '1.0.0'\nvalueset");
    const second = cql('define "X": 1', 'Other').replace(
      'valueset',
      "include LongVisits version '1.0.0'\nvalueset",
    );
    const found = await broken(
      measureOf('x'),
      libraryOf(first),
      libraryOf(second, 'Other'),
      longVisits,
      visitKinds,
    );
    expect(found.code).toBe('cql-circular-include');
  });

  test('a library for another FHIR version, as CQL and as ELM', async () => {
    const text = cql(definitions).replaceAll("'4.0.1'", "'3.0.0'");
    expect((await broken(measureOf('x'), libraryOf(text))).code).toBe('cql-other-model');
    const elm = {
      library: {
        identifier: { id: 'LongVisits' },
        usings: {
          def: [{ localIdentifier: 'FHIR', uri: 'http://hl7.org/fhir', version: '5.0.0' }],
        },
      },
    };
    const content = [{ contentType: 'application/elm+json', data: base64(JSON.stringify(elm)) }];
    expect((await broken(measureOf('x'), { ...libraryOf(''), content })).code).toBe(
      'cql-other-model',
    );
  });

  test('a definition that the measure names and the library lacks', async () => {
    const text = cql(definitions).replace('define "Numerator"', 'define "Other"');
    const found = await broken(measureOf('x'), libraryOf(text), longVisits, visitKinds);
    expect(found).toMatchObject({ code: 'fhir-measure-definition-missing' });
    expect(found.message).toContain('Numerator');
  });

  test('a composite that does not say how it is scored', async () => {
    const composite = measureOf('x', { scoring: { coding: [{ code: 'composite' }] } });
    expect((await broken(composite, libraryOf(cql(definitions)))).code).toBe(
      'fhir-measure-composite',
    );
  });

  test('no measure, or no library', async () => {
    expect((await broken(longVisits)).code).toBe('measure-bundle');
    expect((await broken(measureOf('x'), longVisits)).code).toBe('measure-without-library');
  });

  test('a bundle of 100 MB, without reading it', async () => {
    const file = path.join(folder, 'large.json');
    writeFileSync(file, '');
    truncateSync(file, 100_000_000);
    const found = await problemOf(() => importMeasure(house.application, file));
    expect(found).toMatchObject({ code: 'bundle-too-large', where: file });
    expect(found.message).toContain('100 MB');
  });

  test('a file that is no JSON, and none at all', async () => {
    const file = path.join(folder, 'text.json');
    writeFileSync(file, 'measure');
    expect((await problemOf(() => importMeasure(house.application, file))).code).toBe(
      'bundle-not-json',
    );
    const none = path.join(folder, 'none.json');
    expect((await problemOf(() => importMeasure(house.application, none))).code).toBe(
      'file-not-found',
    );
  });

  test('a definition that would give a million rows for a patient', async () => {
    const many = `${definitions.replace('define "Numerator": exists "Long Visits"', '')}
define "Days": expand Interval[@2026-01-01, @2028-09-26] per day
define "Numerator": exists (from "Days" A, "Days" B, "Visits" V return Tuple { a: A, b: B })`;
    const file = bundle(measureOf('rows'), libraryOf(cql(many)), longVisits, visitKinds);
    await importMeasure(house.application, file);
    const memory = process.memoryUsage().heapUsed;
    const found = await problemOf(() => report({ measure: 'rows' }));
    expect(found.code).toBe('cql-too-many-rows');
    expect(process.memoryUsage().heapUsed - memory).toBeLessThan(100_000_000);
    const inThread = await problemOf(() => report({ measure: 'rows', threads: 2 }));
    expect(inThread).toEqual(found);
    expect(counts((await report()).group[0])).toEqual([12, 12, 3]);
  });
});

test('a measure or a period that is not known is told', async () => {
  await expect(report({ measure: 'none' })).rejects.toThrow(/no measure 'none'/);
  await expect(report({ period: 'last week' })).rejects.toThrow(/not a period/);
});

const packs = path.join(import.meta.dirname, '../../../shared/measure-packs');

test('published measures with their ELM are taken in as they are', async ({ skip }) => {
  if (!existsSync(packs)) skip(`${packs} is absent: no published measure is taken in`);
  for (const file of packFiles(packs).slice(0, 3)) {
    const pack = JSON.parse(gunzipSync(readFileSync(file)).toString('utf8'));
    const [address = ''] = pack.measure.library;
    const libraries = pack.elm.map((elm: { library: { identifier: { id: string } } }) => {
      const { id } = elm.library.identifier;
      return {
        resourceType: 'Library',
        url: id === pack.main ? address : `http://example.org/Library/${id}`,
        name: id,
        content: [{ contentType: 'application/elm+json', data: base64(JSON.stringify(elm)) }],
      };
    });
    const valueSets = Object.entries<[string, string][]>(pack.valueSets).map(([url, codes]) => ({
      resourceType: 'ValueSet',
      url,
      expansion: { contains: codes.map(([system, code]) => ({ system, code })) },
    }));
    const resources = [pack.measure, ...libraries, ...valueSets];
    const imported = await importMeasure(house.application, bundle(...resources));
    expect(imported.libraries[0]).toBe(pack.main);
    const reported = await report({ measure: imported.id, period: '2026' });
    expect(reported.group.length).toBe(pack.measure.group.length);
  }
});
