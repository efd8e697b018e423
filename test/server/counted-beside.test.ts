import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { monthPeriods } from '#knowledge';
import { followedCounting, followedState } from '#store';
import {
  countPortion,
  type Following,
  type InMemoryQuestion,
} from '../../src/application/own-measures/count-portion.ts';
import { followedSoFar } from '../../src/application/own-measures/follow-in-memory.ts';
import { followedMeasures } from '../../src/application/own-measures/followed-measures.ts';
import { importMeasure } from '../../src/application/own-measures/import-measure.ts';
import {
  bundleFile,
  libraryOf,
  measureOf,
  population,
  visitGroup,
  visitKinds,
  writeSeldomVisits,
} from '../harness/own-measure.ts';
import { type Client, type RunningHouse, runningHouse } from '../harness/running-house.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'gyrus-beside-'));
/** With fifteen months more than an evaluation counts itself. */
const patients = 150;
let house: RunningHouse;
let analyst: Client;
beforeAll(async () => {
  house = await runningHouse();
  await house.application.importFrom([writeSeldomVisits(folder, patients)]);
  analyst = await house.as('analyst');
});
afterAll(async () => {
  await house.stop();
  rmSync(folder, { recursive: true });
});

/** A group that is asked of everybody at once, and one that says the same and is not. */
const bundleOf = (id: string, more: object = {}) =>
  bundleFile(folder, id, [
    measureOf(id, {
      ...more,
      group: [
        visitGroup('visits', [
          population('initial-population', 'Visits'),
          population('denominator', 'Visits'),
          population('numerator', 'Long Visits'),
        ]),
        visitGroup('by the hour', [
          population('initial-population', 'Visits'),
          population('denominator', 'Visits'),
          population('numerator', 'Long Visits Of An Hour'),
        ]),
      ],
    }),
    libraryOf(),
    visitKinds,
  ]);

const pageOf = async (measureId: string) => {
  const { status, body } = await analyst.get(`/api/units/dep-a/measures/${measureId}`);
  expect(status).toBe(200);
  return body;
};

const countsOf = async (measureId: string) => {
  const { chart } = await pageOf(measureId);
  const points: readonly { numerator: number; denominator: number }[] = chart.points ?? [];
  return points.map(({ numerator, denominator }) => [numerator, denominator]);
};

test('other measures are evaluated while one is counted, whose page says so until all of it is there', async () => {
  const { application } = house;
  const letGo = application.holdBackground();
  await importMeasure(application, bundleOf('seen'));
  const { counting } = await application.evaluateChanged();
  expect(counting).toBe(1);
  expect(await countsOf('seen.1')).toHaveLength(14);
  const { own, chart } = await pageOf('seen.2');
  expect(own).toMatchObject({ way: 'memory', counting: { done: 0, of: null } });
  expect(chart).toEqual({ kind: 'no-chart', reason: 'no-data' });
  letGo();
  await application.beside.idle();
  expect(await countsOf('seen.2')).toEqual(await countsOf('seen.1'));
  expect((await pageOf('seen.2')).own.counting).toBeNull();
});

/** What is counted patient by patient of a measure that is held. */
async function questionOf(ownMeasureId: string): Promise<InMemoryQuestion> {
  const held = await followedMeasures({ ...house.application, db: house.db });
  const charts = held.filter((one) => one.ownMeasureId === ownMeasureId && one.way.kind !== 'sql');
  const [first] = charts;
  if (first === undefined) throw new Error(`nothing of ${ownMeasureId} is counted`);
  const digest = charts.map((one) => one.digest).join(' ');
  return { id: ownMeasureId, digest, measures: first.asked, charts: charts.map((c) => c.chart) };
}

const months = Array.from(
  { length: 14 },
  (_, i) => `${2025 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}`,
);

function following(): Following {
  const { clinical, timeZone } = house.application;
  return { clinical, timeZone, periods: monthPeriods(months, timeZone) };
}

/** Counts until so many patients are done, and breaks off. */
async function brokenOff(question: InMemoryQuestion, after: number): Promise<number[]> {
  const giveUp = new AbortController();
  const told: number[] = [];
  const onProgress = (done: number) => {
    told.push(done);
    if (done >= after) giveUp.abort();
    return Promise.resolve();
  };
  const { next } = await followedSoFar(following(), question);
  if (next === null) throw new Error('nothing is left to count');
  const watching = { signal: giveUp.signal, onProgress, patientsAtOnce: 40 };
  await countPortion(following(), question, next, watching).catch((error: unknown) => {
    if (!giveUp.signal.aborted) throw error;
  });
  return told;
}

test('a counting that is broken off is no answer, and goes on where it stopped', async () => {
  const { clinical } = house.application;
  const question = { ...(await questionOf('seen')), id: 'broken-off' };
  expect(await brokenOff(question, 80)).toEqual([0, 40, 80]);
  expect(await followedState(clinical, question)).toBeNull();
  expect(await followedCounting(clinical, question)).toMatchObject({ done: 80 });
  // What a kill leaves of the next step is counted again with it.
  await clinical.write([
    {
      sql: `insert into followed.fresh select * replace ('p-9999' as patient_id)
        from followed.fresh where id = 'broken-off' limit 1`,
    },
  ]);
  expect(await brokenOff(question, Number.POSITIVE_INFINITY)).toEqual([80, 120, patients]);
  expect(await followedCounting(clinical, question)).toBeNull();
  const rows = await clinical.query(
    `select count(*)::integer as all_, count(distinct event_id)::integer as each
      from followed.event where measure_id = 'seen.2'`,
  );
  expect(rows).toEqual([{ all_: 2 * patients, each: 2 * patients }]);
});
