import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { monthNumber } from '#core';
import { ownMeasures } from '#store';
import { exportMeasure } from '../../src/application/own-measures/export-measure.ts';
import { heldMeasure } from '../../src/application/own-measures/held-measure.ts';
import { importMeasure } from '../../src/application/own-measures/import-measure.ts';
import {
  individualReports,
  reportMeasure,
} from '../../src/application/own-measures/report-measure.ts';
import { reportPeriod } from '../../src/application/own-measures/report-period.ts';
import { summaryAtOnce } from '../../src/application/own-measures/summary-at-once.ts';
import { ownReason } from '../../src/web/sentences/own-reason.ts';
import {
  bundleFile,
  libraryOf,
  measureOf,
  population,
  scoredAs,
  visitGroup,
  visitKinds,
  writeVisit,
  writeVisits,
} from '../harness/own-measure.ts';
import { type Client, type RunningHouse, runningHouse } from '../harness/running-house.ts';
import { swedish } from '../harness/web-words.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'gyrus-own-charts-'));
let house: RunningHouse;
let analyst: Client;
beforeAll(async () => {
  house = await runningHouse();
  await house.application.importFrom([writeVisits(folder)]);
  const bundle = bundleFile(folder, 'long', wholeOf('long-visits'));
  const { charts } = await importMeasure(house.application, bundle);
  expect(charts.map(({ way }) => way)).toEqual([
    ...['sql', 'sql', 'memory', 'memory', 'none', 'sql', 'none', 'sql', 'sql', 'sql'],
  ]);
  await house.application.evaluateChanged();
  analyst = await house.as('analyst');
});
afterAll(async () => {
  await house.stop();
  rmSync(folder, { recursive: true });
});

const wholeOf = (id: string, more: object = {}) => [
  measureOf(id, {
    improvementNotation: { coding: [{ code: 'decrease' }] },
    group: [
      {
        id: 'patients',
        description: 'patients',
        population: [
          population('initial-population', 'Has Visits'),
          population('denominator', 'Has Visits'),
          population('numerator', 'Has Long Visits'),
        ],
      },
      visitGroup('visits', [
        population('initial-population', 'Visits'),
        population('denominator', 'Visits'),
        population('numerator', 'Long Visits'),
      ]),
      visitGroup('visits by the hour', [
        population('initial-population', 'Visits'),
        population('denominator', 'Visits'),
        population('numerator', 'Long Visits Of An Hour'),
      ]),
      visitGroup(
        'hours',
        [
          population('initial-population', 'Visits'),
          population('measure-population', 'Visits'),
          population('measure-observation', 'Hours'),
        ],
        [scoredAs('continuous-variable')],
      ),
      visitGroup('how many', [population('initial-population', 'Visits')], [scoredAs('cohort')]),
      visitGroup(
        'visits for each long one',
        [
          population('initial-population', 'Visits'),
          population('denominator', 'Long Visits'),
          population('numerator', 'Visits'),
        ],
        [scoredAs('ratio')],
      ),
      visitGroup('nothing asked', [
        population('initial-population', 'Visits'),
        population('denominator', 'Visits'),
      ]),
      visitGroup(
        'days',
        [
          population('initial-population', 'Visits'),
          population('measure-population', 'Visits'),
          population('measure-population-exclusion', 'Long Visits'),
          population('measure-observation', 'Days'),
        ],
        [scoredAs('continuous-variable')],
      ),
      visitGroup('days for each long one', ratioOfDays('sum'), [scoredAs('ratio')]),
      visitGroup('visits counted', ratioOfDays('count'), [scoredAs('ratio')]),
    ],
    ...more,
  }),
  libraryOf(),
  visitKinds,
];

/** Days of visits for those of long ones. */
const ratioOfDays = (method: string) => [
  population('initial-population', 'Visits'),
  population('denominator', 'Long Visits', { id: 'd' }),
  population('numerator', 'Visits', { id: 'n' }),
  ...['d', 'n'].map((observed) =>
    population('measure-observation', 'Days', {
      extension: [
        {
          url: 'http://hl7.org/fhir/us/cqfmeasures/StructureDefinition/cqfm-criteriaReference',
          valueString: observed,
        },
        {
          url: 'http://hl7.org/fhir/us/cqfmeasures/StructureDefinition/cqfm-aggregateMethod',
          valueString: method,
        },
      ],
    }),
  ),
];

interface Point {
  readonly month: string;
  readonly numerator: number | null;
  readonly denominator: number | null;
}

const pageOf = async (unitId: string, measureId: string) => {
  const { status, body } = await analyst.get(`/api/units/${unitId}/measures/${measureId}`);
  expect(status).toBe(200);
  return body;
};

const countsOf = async (unitId: string, measureId: string) => {
  const { chart } = await pageOf(unitId, measureId);
  const points: readonly Point[] = chart.points;
  return points.map(({ numerator, denominator }) => [numerator, denominator]);
};

/** Every month of 2025 and the first two of 2026. */
const months = 14;
const every = (counts: readonly number[]) => Array.from({ length: months }, () => counts);

describe('A measure that is brought', () => {
  test('has a chart for each of its groups on every unit, added up exactly', async () => {
    // writeVisits: each month three patients of ward 1 with one short visit, and one patient with a short visit in ward 1
    // and a long one, later, in ward 2.
    expect(await countsOf('ward-1', 'long-visits.2')).toEqual(every([0, 4]));
    expect(await countsOf('ward-2', 'long-visits.2')).toEqual(every([1, 1]));
    expect(await countsOf('dep-a', 'long-visits.2')).toEqual(every([1, 5]));
    // A patient is counted where the last visit was, once.
    expect(await countsOf('ward-1', 'long-visits.1')).toEqual(every([0, 3]));
    expect(await countsOf('ward-2', 'long-visits.1')).toEqual(every([1, 1]));
    expect(await countsOf('dep-a', 'long-visits.1')).toEqual(every([1, 4]));
    expect((await countsOf('div', 'long-visits.1')).at(0)).toEqual([1, 14]);
  });

  test('is counted patient by patient where it cannot be asked of everybody at once, and says why', async () => {
    for (const unit of ['ward-1', 'ward-2', 'dep-a'])
      expect(await countsOf(unit, 'long-visits.3')).toEqual(await countsOf(unit, 'long-visits.2'));
    const { own, measure } = await pageOf('ward-1', 'long-visits.3');
    expect(own).toMatchObject({ ownMeasureId: 'long-visits', way: 'memory' });
    expect(own.because).toContain('difference');
    const { reason, forWriter } = ownReason(own, swedish);
    expect(reason).toBe('Definitionen säger något som inte går att fråga alla på en gång.');
    expect(forWriter).toContain(own.place);
    expect(measure.title.en).toBe('Long visits: visits by the hour');
    // Five visits of one hour each.
    expect(await countsOf('dep-a', 'long-visits.4')).toEqual(every([5, 5]));
    // The numerator of a ratio need not lie in its denominator: five visits for one long one.
    expect(await countsOf('dep-a', 'long-visits.6')).toEqual(every([5, 1]));
  });

  test('observes in a question of everybody at once what it observes patient by patient', async () => {
    // Two days each: of the four short visits alone, of five visits and one long one, and how many of both.
    expect(await countsOf('dep-a', 'long-visits.8')).toEqual(every([8, 4]));
    expect(await countsOf('dep-a', 'long-visits.9')).toEqual(every([10, 2]));
    expect(await countsOf('dep-a', 'long-visits.10')).toEqual(every([5, 1]));
    expect(await countsOf('ward-2', 'long-visits.9')).toEqual(every([2, 2]));
  });

  test('gives signals, with a thread, however it is counted', async () => {
    const { body } = await analyst.get('/api/threads?unitId=ward-3&state=open');
    const about = body.threads.map(
      ({ measureTitle }: { measureTitle: { en: string } }) => measureTitle.en,
    );
    expect(about).toContain('Long visits: visits');
    expect(about).toContain('Long visits: visits by the hour');
    // From none of ten to five of ten, and fewer are better.
    const { signals } = await pageOf('ward-3', 'long-visits.2');
    const open = signals.filter(({ state }: { state: string }) => state !== 'closed');
    expect(open).toMatchObject([{ reading: 'concern' }]);
  });

  test('has a page that says why where its numbers make no chart', async () => {
    const { own, chart } = await pageOf('ward-1', 'long-visits.5');
    expect(own).toMatchObject({ way: 'none', because: expect.stringContaining('cohort') });
    expect(ownReason(own, swedish)).toEqual({
      ...{ reason: 'En kohort har inget resultat, bara hur många de är.', forWriter: null },
    });
    expect(chart.kind).toBe('no-chart');
  });

  test('tells why a patient is counted, definition by definition, and whom a number counts', async () => {
    const wanted = 'month=2026-01&purpose=checking+the+number';
    for (const measureId of ['long-visits.2', 'long-visits.3']) {
      const { status, body } = await analyst.get(
        `/api/units/ward-2/measures/${measureId}/patients?${wanted}`,
      );
      expect(status).toBe(200);
      expect(body.patients).toMatchObject([
        { patientId: 'p-3', eventId: 'e-3-2026-01-20', denominator: true, numerator: true },
      ]);
    }
    const { status, body } = await analyst.get(
      `/api/explain?measureId=long-visits.2&patientId=p-3&${wanted}`,
    );
    expect(status).toBe(200);
    expect(body.definitions[0]).toMatchObject({
      name: 'Visits that began in the period.',
      value: 'Encounter/e-3-2026-01-05, Encounter/e-3-2026-01-20',
    });
  });

  test('is asked again of those whose records are new, and of nobody else', async () => {
    const late = { month: '2026-02', day: '25', ward: 2, kind: 'long' };
    await house.application.importFrom([writeVisit(folder, 0, late)]);
    await house.application.evaluateChanged();
    const last = async (unitId: string, measureId: string) =>
      (await countsOf(unitId, measureId)).at(-1);
    for (const measureId of ['long-visits.2', 'long-visits.3']) {
      expect(await last('ward-2', measureId)).toEqual([2, 2]);
      expect(await last('dep-a', measureId)).toEqual([2, 6]);
    }
    // The patient's last visit is now in ward 2.
    expect(await last('ward-1', 'long-visits.1')).toEqual([0, 2]);
    expect(await last('ward-2', 'long-visits.1')).toEqual([2, 2]);
  });
});

test('what was counted patient by patient is kept, and not counted again when a month begins', async () => {
  const { clinical } = house.application;
  // A mark that a new counting would wipe out.
  await clinical.write([
    {
      sql: `update followed.event set numerator = true
        where measure_id = 'long-visits.3' and event_id = 'e-0-2025-01-05'`,
    },
  ]);
  house.setNow('2026-04-02T08:00:00.000Z');
  await house.application.evaluateChanged();
  expect((await countsOf('ward-1', 'long-visits.3'))[0]).toEqual([1, 4]);
  const periods = await clinical.query('select max(period_id) as last from followed.event');
  expect(periods[0]?.last).toBe(monthNumber('2026-02'));
});

/** Made of two proportions of patients: a long visit, of which more is better, and being a woman, of which less is. */
const composite = (scoring: string, more: object = {}) => ({
  ...{ resourceType: 'Measure', id: `both-${scoring}`, version: '1.0.0', title: scoring },
  url: `http://example.org/Measure/both-${scoring}`,
  improvementNotation: { coding: [{ code: 'increase' }] },
  scoring: { coding: [{ code: 'composite' }] },
  compositeScoring: { coding: [{ code: scoring }] },
  relatedArtifact: [
    {
      ...{ type: 'composed-of', resource: 'http://example.org/Measure/one-long|1.0.0' },
      extension: [
        {
          url: 'http://hl7.org/fhir/us/cqfmeasures/StructureDefinition/cqfm-weight',
          valueDecimal: 3,
        },
      ],
    },
    { type: 'composed-of', resource: 'http://example.org/Measure/women' },
  ],
  ...more,
});

const part = (id: string, numerator: string, improvement: string) =>
  measureOf(id, {
    improvementNotation: { coding: [{ code: improvement }] },
    group: [
      {
        population: [
          population('initial-population', 'Has Visits'),
          population('denominator', 'Has Visits'),
          population('numerator', numerator),
        ],
      },
    ],
  });

const parts = () => [
  part('one-long', 'Has Long Visits', 'increase'),
  part('women', 'Is Woman', 'decrease'),
  libraryOf(`define "Is Woman": Patient.gender = 'female'`),
  visitKinds,
];

const january = { period: '2026-01', unitId: 'dep-a', isLeaving: false };
const summaryOf = (measure: string, more: object = {}) =>
  reportMeasure(house.application, { ...january, measure, type: 'summary', ...more });

describe('A summary', () => {
  test('asked of everybody at once says what counting patient by patient says', async () => {
    const groups = ['patients', 'visits', 'how many', 'visits for each long one', 'days'];
    const ratios = ['days for each long one', 'visits counted'];
    const [whole, ...rest] = wholeOf('at-once');
    const kept = [...groups, ...ratios];
    const group = groupsIn(whole).filter(({ id }) => kept.includes(id));
    expect(group).toHaveLength(kept.length);
    const file = bundleFile(folder, 'at-once', [measureOf('at-once', { group }), ...rest]);
    await importMeasure(house.application, file);
    const held = await heldMeasure(house.application, 'at-once');
    const period = reportPeriod('2026-01', house.application.timeZone);
    const tallies = await summaryAtOnce(house.application, { held, period, units: null });
    expect(tallies).toHaveLength(kept.length);
    for (const { all } of tallies ?? []) expect(all.counts[0]).toBeGreaterThan(3);
    for (const unitId of [null, 'dep-a'])
      for (const isLeaving of [false, true]) {
        const asked = { unitId, isLeaving };
        expect(await summaryOf('at-once', asked)).toEqual(
          await summaryOf('at-once', { ...asked, threads: 0 }),
        );
      }
  });
});

const groupsIn = (measure: object | undefined): readonly { readonly id: string }[] =>
  measure !== undefined && 'group' in measure && Array.isArray(measure.group) ? measure.group : [];

describe('A measure that is composed of others', () => {
  // In January: patients 0, 1 and 2 have no long visit, patient 3 has; 0 and 2 are women. As wanted, with what is not
  // wanted turned round: 0 has 0 of 2, 1 has 1, 2 has 0, 3 has 2.
  test('comes with them in one bundle, and has a chart', async () => {
    const file = bundleFile(folder, 'all', [composite('all-or-nothing'), ...parts()]);
    const { id, charts } = await importMeasure(house.application, file);
    expect(id).toBe('both-all-or-nothing');
    expect(charts.map(({ measureId, way }) => [measureId, way])).toEqual([
      ['one-long', 'sql'],
      ['women', 'sql'],
      ['both-all-or-nothing', 'memory'],
    ]);
    for (const scoring of ['opportunity', 'linear', 'weighted']) {
      const one = bundleFile(folder, scoring, [composite(scoring)]);
      await importMeasure(house.application, one);
    }
    await house.application.evaluateChanged();
    const at = async (unitId: string, measureId: string) => (await countsOf(unitId, measureId))[12];
    expect(await at('dep-a', 'both-all-or-nothing')).toEqual([1, 4]);
    expect(await at('ward-2', 'both-all-or-nothing')).toEqual([1, 1]);
    expect(await at('dep-a', 'both-opportunity')).toEqual([3, 8]); // 0 + 1 + 0 + 2 of 4 × 2
    expect(await at('dep-a', 'both-linear')).toEqual([1.5, 4]); // 0 + ½ + 0 + 1
    expect((await pageOf('dep-a', 'both-weighted')).own).toMatchObject({ way: 'none' });
  });

  test('is reported as its chart says', async () => {
    expect(await summaryOf('both-all-or-nothing')).toMatchObject({
      group: [{ id: 'composite', measureScore: { value: 0.25 } }],
    });
    expect(await summaryOf('both-opportunity')).toMatchObject({
      group: [{ measureScore: { value: 3 / 8 } }],
    });
    expect(await summaryOf('both-linear')).toMatchObject({
      group: [{ measureScore: { value: 1.5 / 4 } }],
    });
    // (3 × 1/4 + 1 × (1 − 2/4)) / 4
    expect(await summaryOf('both-weighted')).toMatchObject({
      group: [
        { id: 'composite', measureScore: { value: 0.3125 } },
        { id: 'one-long', measureScore: { value: 0.25 } },
        { id: 'women', measureScore: { value: 0.5 } },
      ],
    });
    const individual = individualReports(house.application, {
      ...{ ...january, measure: 'both-weighted' },
    });
    await expect(individual.next()).rejects.toThrow(/is no patient's/);
  });

  test('tells small numbers to nobody outside', async () => {
    const { group } = await summaryOf('both-weighted', { isLeaving: true });
    expect(JSON.stringify(group)).not.toContain('measureScore');
  });

  test('goes out with what it is made of', async () => {
    const { entry } = await exportMeasure(house.application, 'both-linear');
    const types = JSON.stringify(entry).match(/"resourceType":"Measure"/g);
    expect(types).toHaveLength(3);
    const file = path.join(folder, 'again.json');
    const text = JSON.stringify({ resourceType: 'Bundle', type: 'collection', entry });
    writeFileSync(file, text.replaceAll('both-linear', 'again-linear'));
    expect(await importMeasure(house.application, file)).toMatchObject({ id: 'again-linear' });
    expect(await summaryOf('again-linear')).toMatchObject({
      group: (await summaryOf('both-linear')).group,
    });
  });

  test.each([
    ['a scoring that is none', composite('best'), /composite scoring is 'best'/],
    [
      'a component that is not here',
      composite('linear', {
        relatedArtifact: ['a', 'b'].map((resource) => ({ type: 'composed-of', resource })),
      }),
      /The measure a is not here/,
    ],
    [
      'a component of several groups, none named',
      composite('linear', {
        relatedArtifact: ['long-visits', 'women'].map((id) => ({
          ...{ type: 'composed-of', resource: `http://example.org/Measure/${id}` },
        })),
      }),
      /has 10 groups/,
    ],
    ['no components', composite('linear', { relatedArtifact: [] }), /at least two/],
  ])('%s is refused, and the house is as before', async (_, resource, message) => {
    const before = await ownMeasures(house.db);
    const file = bundleFile(folder, 'refused', [{ ...resource, id: 'refused' }]);
    await expect(importMeasure(house.application, file)).rejects.toThrow(message);
    expect(await ownMeasures(house.db)).toEqual(before);
  });
});

const renamed = (from: string, to: string) =>
  house.application.clinical.write([{ sql: `alter table "${from}" rename to "${to}"` }]);

test('whether a question can be asked is a question too: where it fails, other measures are counted and this one says so', async () => {
  const file = bundleFile(folder, 'first-diagnosis', [
    measureOf('first-diagnosis', {
      library: ['http://example.org/Library/Diagnoses'],
      group: [
        visitGroup('diagnosed', [
          population('initial-population', 'Visits'),
          population('denominator', 'Visits'),
          population('numerator', 'Of First Rank'),
        ]),
      ],
    }),
    libraryOf(
      'define "Of First Rank": "Visits" E where (singleton from E.diagnosis).rank = 1',
      'Diagnoses',
    ),
    visitKinds,
  ]);
  await importMeasure(house.application, file);
  await house.application.evaluate();
  const own = async () => (await pageOf('dep-a', 'first-diagnosis')).own;
  expect(await own()).toMatchObject({ way: 'sql' });
  const [visits, before] = [await countsOf('dep-a', 'long-visits.2'), house.troubles.length];
  await renamed('encounter_diagnosis', 'away');
  try {
    await house.application.evaluate();
    expect(await own()).toMatchObject({
      ...{ way: 'none', place: 'first-diagnosis' },
      because: expect.stringMatching(/^the database could not answer/),
    });
    expect(await countsOf('dep-a', 'long-visits.2')).toEqual(visits);
    expect(house.troubles.slice(before)).toHaveLength(1);
  } finally {
    await renamed('away', 'encounter_diagnosis');
  }
  await house.application.evaluate();
  expect(await own()).toMatchObject({ way: 'sql' });
});

test('a question that the database cannot answer is told, and keeps no other measure from being counted', async () => {
  const file = bundleFile(folder, 'immunizations', [
    measureOf('immunizations', {
      library: ['http://example.org/Library/Immunizations'],
      group: [
        {
          id: 'immunized',
          description: 'immunized',
          population: [
            population('initial-population', 'Has Visits'),
            population('denominator', 'Has Visits'),
            population('numerator', 'Has Immunizations'),
          ],
        },
      ],
    }),
    libraryOf('define "Has Immunizations": exists [Immunization]', 'Immunizations'),
    visitKinds,
  ]);
  await importMeasure(house.application, file);
  await house.application.evaluate();
  expect(await countsOf('dep-a', 'immunizations')).toEqual(every([0, 4]));
  const visits = await countsOf('dep-a', 'long-visits.2');
  const before = house.troubles.length;
  await renamed('immunization', 'away');
  try {
    await house.application.evaluate();
    expect(await countsOf('dep-a', 'long-visits.2')).toEqual(visits);
    const { own } = await pageOf('dep-a', 'immunizations');
    expect(own).toMatchObject({ way: 'none', because: expect.stringMatching(/^the database/) });
    expect(house.troubles.slice(before)).toHaveLength(1);
  } finally {
    await renamed('away', 'immunization');
  }
  await house.application.evaluate();
  expect((await pageOf('dep-a', 'immunizations')).own).toMatchObject({ way: 'sql' });
});
