import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ProblemError, problem } from '#core';
import { followedCounting, followedState, openClinicalStore, ownCountings } from '#store';
import {
  BesideCounter,
  type CountWanted,
} from '../../src/application/own-measures/count-beside.ts';
import {
  countPortion,
  type InMemoryQuestion,
} from '../../src/application/own-measures/count-portion.ts';
import { followedSoFar } from '../../src/application/own-measures/follow-in-memory.ts';
import { followedMeasures } from '../../src/application/own-measures/followed-measures.ts';
import { importMeasure } from '../../src/application/own-measures/import-measure.ts';
import { bundledProgram } from '../harness/bundled-program.ts';
import { followingOf, readQuestion, writtenQuestion } from '../harness/counted-question.ts';
import {
  bundleFile,
  libraryOf,
  measureOf,
  population,
  visitGroup,
  visitKinds,
  writeSeldomVisits,
  writeVisit,
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
  await importMeasure(house.application, bundleOf('seen'));
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

const following = () => followingOf(house.application.clinical);

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

/** Counts of its own house, told of every patient of whom a question is asked. */
function toldOf(question: InMemoryQuestion, told: (patientId: string) => void): InMemoryQuestion {
  return {
    ...question,
    charts: question.charts.map(({ measureId, rowsOf }) => ({
      measureId,
      rowsOf: (patientId, period) => {
        told(patientId);
        return rowsOf(patientId, period);
      },
    })),
  };
}

const wantedOf = (question: InMemoryQuestion): CountWanted => ({
  ...{ question, following: following(), version: 1 },
});

function ownCounter(evaluate: () => Promise<void>): BesideCounter {
  const onTrouble = (error: unknown) => {
    throw error;
  };
  const free = () => Promise.resolve();
  return new BesideCounter({ db: house.db, free, evaluate, onTrouble, patientsAtOnce: 40 });
}

test('of two that are brought at once, one is counted after the other', async () => {
  const question = await questionOf('seen');
  const order: string[] = [];
  const whole: string[] = [];
  const asked = ['one', 'two'].map((id) =>
    wantedOf(toldOf({ ...question, id }, () => order.at(-1) !== id && order.push(id))),
  );
  const counter = ownCounter(async () => {
    for (const {
      question: { id },
    } of asked)
      if ((await followedState(house.application.clinical, { id })) !== null && !whole.includes(id))
        whole.push(id);
  });
  counter.want(asked);
  await counter.idle();
  expect(order).toEqual(['one', 'two']);
  expect(whole).toEqual(['one', 'two']);
});

test('what is no longer wanted is given up, and a newer definition counted instead', async () => {
  const { clinical } = house.application;
  const question = await questionOf('seen');
  const counted = { old: 0, new: 0 };
  const old = { ...question, id: 'replaced', digest: 'old' };
  const asked = toldOf({ ...old, digest: 'new' }, () => {
    counted.new += 1;
  });
  const counter = ownCounter(() => Promise.resolve());
  counter.want([
    wantedOf(
      toldOf(old, () => {
        counted.old += 1;
        // In the midst of the first step.
        if (counted.old === 1) counter.want([wantedOf(asked)]);
      }),
    ),
  ]);
  await counter.idle();
  // Forty patients with two visits each are a step.
  expect(counted.old).toBeLessThanOrEqual(2 * 40);
  expect((await followedState(clinical, old))?.question).toContain('new');
  expect(await followedCounting(clinical, old)).toBeNull();
  expect(counted.new).toBe(2 * patients);
});

test('what fails for a patient is told of these records, and tried again with others', async () => {
  const question = { ...(await questionOf('seen')), id: 'failing' };
  const wanted = wantedOf(
    toldOf(question, () => {
      throw new ProblemError(problem('measure-not-evaluable', 'It fails.', 'Look at it.', 'Here'));
    }),
  );
  let evaluations = 0;
  const counter = ownCounter(() => {
    evaluations += 1;
    return Promise.resolve();
  });
  counter.want([wanted]);
  await counter.idle();
  expect(evaluations).toBe(1);
  expect(counter.failure(wanted)).toMatchObject({ problem: { code: 'measure-not-evaluable' } });
  expect(counter.failure({ ...wanted, version: 2 })).toBeUndefined();
  expect(await followedState(house.application.clinical, question)).toBeNull();
});

test('records that come while it counts are in its numbers when it is whole', async () => {
  const { application } = house;
  const letGo = application.holdBackground();
  await importMeasure(application, bundleOf('meanwhile'));
  await application.evaluateChanged();
  letGo();
  // Of a patient of the first step and one of the last.
  for (const patient of [0, 99]) {
    const visit = { month: '2026-02', day: '21', ward: 1, kind: 'long' };
    await application.importFrom([writeVisit(folder, patient, visit)]);
  }
  await application.evaluateChanged();
  await application.beside.idle();
  expect((await ownCountings(house.db)).size).toBe(0);
  const counts = await countsOf('meanwhile.2');
  expect(counts).toEqual(await countsOf('meanwhile.1'));
  expect(counts).toHaveLength(14);
});

const killed = bundledProgram('hold-count');

test('a killed counting goes on where it stopped, and gives what one that was not killed gives', async () => {
  await killed.make();
  const dataFolder = killed.freshFolder();
  try {
    writeSeldomVisits(dataFolder, patients);
    writeFileSync(
      path.join(dataFolder, 'question.json'),
      writtenQuestion(await questionOf('seen')),
    );
    const child = spawn(process.execPath, [killed.file, dataFolder, '75'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exit = new Promise((resolve) => child.once('exit', resolve));
    for await (const line of createInterface(child.stdout)) if (Number(line) === 75) break;
    child.kill('SIGKILL');
    await exit;
    const clinical = await openClinicalStore({ dataFolder, memoryMb: 256 });
    const { question, following: here } = readQuestion(
      readFileSync(path.join(dataFolder, 'question.json'), 'utf8'),
      clinical,
    );
    const { whole, next } = await followedSoFar(here, question);
    expect(whole).toBeNull();
    const events = async () =>
      clinical.query(
        'select count(*)::integer as n, sum(hash(event_id) % 1000)::integer as sum from followed.event',
      );
    expect(await events()).toMatchObject([{ n: 0 }]);
    const told: number[] = [];
    const onProgress = (done: number) => Promise.resolve(void told.push(done));
    if (next !== null) await countPortion(here, question, next, { onProgress });
    expect(told).toEqual([75, patients]);
    const goneOn = await events();
    const anew = { ...question, digest: 'anew' };
    const all = await followedSoFar(here, anew);
    if (all.next !== null) await countPortion(here, anew, all.next);
    expect(await events()).toEqual(goneOn);
    expect(goneOn).toMatchObject([{ n: 2 * patients }]);
    await clinical.close();
  } finally {
    killed.remove();
  }
});
