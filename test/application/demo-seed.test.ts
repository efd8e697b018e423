import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadOrganisation, verifyLedger } from '#store';
import { knownHistory } from '../../src/application/demo/known-history.ts';
import {
  seedDemoFollowUp,
  seedDemoHistory,
  seedDemoOrganisation,
} from '../../src/application/demo/seed-demo.ts';
import { writeDemo } from '../../src/application/demo/write-demo.ts';
import {
  addMeasure,
  addResults,
  type RunningHouse,
  runningHouse,
} from '../harness/running-house.ts';

let house: RunningHouse;
const folder = mkdtempSync(path.join(os.tmpdir(), 'gyrus-demo-'));
beforeAll(async () => {
  await writeDemo({ patients: 20, seed: 3, until: '2026-02', out: folder, workers: 1 });
  house = await runningHouse();
});
afterAll(async () => {
  await house.stop();
  rmSync(folder, { recursive: true });
});

test("the demo's organisation and history are entered once, by people, through commands", async () => {
  const changes = await knownHistory(folder);
  const [first] = changes;
  if (first === undefined) throw new Error('the demo knows no change');
  await addMeasure(house.db, first.measure, { scoring: 'proportion', chart: 'p', direction: 'up' });
  const { application } = house;
  await seedDemoOrganisation(application, folder);
  await seedDemoHistory(application, { folder, language: 'sv' });
  const whole = await verifyLedger(house.db);
  await seedDemoOrganisation(application, folder);
  await seedDemoHistory(application, { folder, language: 'sv' });
  expect(await verifyLedger(house.db)).toEqual(whole);
  // Five steps for each change: idea, proposal, decision, plan, start. Two clinics took three instruments into use.
  expect(whole).toMatchObject({ kind: 'whole', entries: changes.length * 5 + 2 * 3 });

  const organisation = await loadOrganisation(house.db);
  expect(organisation.units.filter(({ id }) => id.startsWith('d-'))).toHaveLength(5);
  expect(organisation.people.filter(({ persona }) => persona)).toHaveLength(7);

  // Results that rise at the change: 60 of 100 instead of 40, give or take.
  await addResults(house.db, { unitId: first.unit, measureId: first.measure }, (month, i) => ({
    numerator: (month < first.month ? 40 : 60) + (i % 3) - 1,
    denominator: 100,
  }));
  // Of the two units that took it over, one rises alike and the other stays.
  const [worksIn, failsIn] = changes.filter(({ adoptedFrom }) => adoptedFrom === first.unit);
  if (worksIn === undefined || failsIn === undefined) throw new Error('the demo has two adopters');
  for (const { unit, month: change } of [worksIn, { ...failsIn, month: '9999-01' }])
    await addResults(house.db, { unitId: unit, measureId: first.measure }, (month, i) => ({
      numerator: (month < change ? 40 : 60) + (i % 3) - 1,
      denominator: 100,
    }));
  await seedDemoFollowUp(application, { folder, language: 'sv' });
  const followedUp = await verifyLedger(house.db);
  await seedDemoFollowUp(application, { folder, language: 'sv' });
  expect(await verifyLedger(house.db)).toEqual(followedUp);
  const analyst = await house.as('analyst');
  const { body } = await analyst.get(`/api/threads?unitId=${first.unit}`);
  expect(body.threads).toMatchObject([{ state: 'closed', waitingFor: 'nothing' }]);
  const page = await analyst.get(`/api/threads/${body.threads[0].id}`);
  const cycle = await analyst.get(`/api/cycles/${page.body.cycles[0].id}`);
  expect(cycle.body).toMatchObject({
    startMonth: first.month,
    verdict: 'kept',
    effect: { kind: 'estimate', reading: 'better', method: 'its-level', monthsAfter: 13 },
  });
  expect(cycle.body.effect.difference).toBeCloseTo(0.2, 1); // 0.60 − 0.40
  expect(cycle.body.annotations).toMatchObject([{ kind: 'change', month: first.month }]);
  const listed = await analyst.get('/api/practices');
  expect(listed.body.practices).toMatchObject([{ title: first.practice.sv, inUse: 2 }]);
  const practice = await analyst.get(`/api/practices/${listed.body.practices[0].id}`);
  const rows = practice.body.rows.map(
    (row: { unit: { id: string }; effect: { reading: string } }) => [
      row.unit.id,
      row.effect.reading,
    ],
  );
  expect(rows).toEqual([
    [first.unit, 'better'],
    [worksIn.unit, 'better'],
    [failsIn.unit, 'uncertain'],
  ]);
  const [, one, other] = practice.body.rows;
  expect(one.partsSet).not.toEqual(other.partsSet);
  expect([one.adaptations.length, other.adaptations.length]).toEqual([1, 1]);
  const all = await analyst.get('/api/threads');
  const open = all.body.threads.filter((one: { state: string }) => one.state === 'open');
  expect(open.map((one: { waitingFor: string }) => one.waitingFor)).toEqual(['the-effect']);
  expect(house.troubles).toEqual([]);
});
