import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importMeasure } from '../../src/application/own-measures/import-measure.ts';
import {
  bundleFile,
  libraryOf,
  measureOf,
  population,
  visitKinds,
  writeVisits,
} from '../harness/own-measure.ts';
import { type Client, type RunningHouse, runningHouse } from '../harness/running-house.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'gyrus-own-charts-'));
let house: RunningHouse;
let analyst: Client;
beforeAll(async () => {
  house = await runningHouse();
  await house.application.importFrom([writeVisits(folder)]);
  const bundle = bundleFile(folder, 'long', wholeOf('long-visits'));
  const { charts } = await importMeasure(house.application, bundle);
  expect(charts.map(({ way, because }) => [way, because])).toEqual([
    ['sql', null],
    ['sql', null],
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
      {
        id: 'visits',
        description: 'visits',
        extension: [
          {
            url: 'http://hl7.org/fhir/us/cqfmeasures/StructureDefinition/cqfm-populationBasis',
            valueCode: 'Encounter',
          },
        ],
        population: [
          population('initial-population', 'Visits'),
          population('denominator', 'Visits'),
          population('numerator', 'Long Visits'),
        ],
      },
    ],
    ...more,
  }),
  libraryOf(),
  visitKinds,
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
    expect(await countsOf('div', 'long-visits.1')).toEqual(every([1, 4]));
  });
});
