import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addMonths } from '#core';
import type { PastAdvice } from '../../src/application/decision-support/past-advice.ts';
import { type CdsClient, cdsClient } from '../harness/cds-client.ts';
import { type RunningHouse, runningHouse } from '../harness/running-house.ts';
import { shippedLibrary } from '../harness/shipped-library.ts';
import { smallOrganisation } from '../harness/small-organisation.ts';

// Two hundred invented patients; chance advises about half. Of the advised, nine in ten are then assessed, of the others
// four in ten: the page must say that the advice helps, and by about how much.
const patients = 200;
const ruleId = 'suicide-risk-due';
const now = '2026-03-02T08:00:00.000Z';
let house: RunningHouse;
let client: CdsClient;

beforeAll(async () => {
  const library = await shippedLibrary();
  house = await runningHouse(smallOrganisation(), library);
  client = await cdsClient(house, () => now);
  await (await house.as('analyst')).give('decision-support.trust', {
    ...{ issuer: client.issuer, name: 'Test record', jwks: client.jwks, reason: 'Test' },
  });
});
afterAll(() => house.stop());

const visit = (i: number, day: string, code: string) => ({
  ...{ resourceType: 'Encounter', id: `${code}-${i}`, status: 'finished' },
  subject: { reference: `Patient/p-${i}` },
  class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
  type: [{ coding: [{ system: 'https://gyrus.health/fhir/encounter-type', code }] }],
  period: { start: `${day}T09:00:00+01:00`, end: `${day}T10:00:00+01:00` },
  serviceProvider: { reference: 'Organization/ward-1' },
});
const assessment = (i: number) => ({
  ...{ resourceType: 'Observation', id: `o-${i}`, status: 'final' },
  subject: { reference: `Patient/p-${i}` },
  code: {
    coding: [{ system: 'https://gyrus.health/fhir/assessment', code: 'suicide-risk-structured' }],
  },
  effectiveDateTime: '2026-03-03T09:00:00+01:00',
});
const patient = (i: number) => ({ resourceType: 'Patient', id: `p-${i}`, gender: 'female' });
const bundle = (...resources: readonly object[]) => ({
  resourceType: 'Bundle',
  entry: resources.map((resource) => ({ resource })),
});

async function isAdvised(i: number): Promise<boolean> {
  const { body } = await client.post(`${ruleId}-patient-view`, {
    ...{ hook: 'patient-view', hookInstance: `h-${i}` },
    context: { userId: 'Practitioner/x', patientId: `p-${i}` },
    prefetch: {
      patient: patient(i),
      encounter: bundle(visit(i, '2026-02-27', 'first-visit')),
      observation: bundle(),
    },
  });
  return body.cards.length === 1;
}

const page = async (personId = 'manager') =>
  (await (await house.as(personId)).get(`/api/advice/${ruleId}`)).body;

test('before chance decides who is advised, the page cannot say whether it helps, and says why', async () => {
  const { body } = await (await house.as('nurse')).get('/api/advice');
  expect(body).toContainEqual(expect.objectContaining({ id: ruleId, shown: 0, unitsOn: 0 }));
  expect((await page()).effect).toEqual({ kind: 'not-estimable', reason: 'not-by-chance' });
});

test('advice given by chance is judged by the outcome of those advised and those not', async () => {
  const set = await (await house.as('manager')).give('decision-support.set', {
    ...{ ruleId, unitId: 'ward-1', mode: 'on', reason: 'We want to know' },
    randomised: { by: 'patient', share: 0.5, seed: 'seed-1' },
  });
  expect(set.status).toBe(200);
  const lines: object[] = [];
  let advised = 0;
  for (let i = 0; i < patients; i++) {
    const isShown = await isAdvised(i);
    const place = isShown ? advised++ : i - advised;
    const isAssessed = place % 10 < (isShown ? 9 : 4);
    lines.push(patient(i), visit(i, '2026-02-27', 'first-visit'));
    lines.push(visit(i, '2026-03-20', 'follow-up'), ...(isAssessed ? [assessment(i)] : []));
  }
  const folder = mkdtempSync(path.join(os.tmpdir(), 'gyrus-advice-'));
  writeFileSync(
    path.join(folder, 'all.ndjson'),
    lines.map((one) => JSON.stringify(one)).join('\n'),
  );
  await house.application.importFrom([folder]);
  // March is whole only when it is over.
  house.setNow('2026-04-02T08:00:00.000Z');
  await house.application.evaluate();

  const { effect, shown, heldBack, units } = await page();
  expect([shown, heldBack]).toEqual([advised, patients - advised]);
  expect(effect).toMatchObject({ kind: 'effect', reading: 'better', leftOut: 0 });
  expect(effect.advised + effect.heldBack).toBe(patients);
  // 0.9 − 0.4, but for the last ten of each that are not full.
  expect(effect.difference).toBeCloseTo(0.5, 1);
  expect(effect.lower95).toBeGreaterThan(0.3);
  expect(units).toEqual([
    expect.objectContaining({
      ...{ mode: 'on', reason: 'We want to know', maySet: true, shown: advised },
      unit: expect.objectContaining({ id: 'ward-1' }),
    }),
  ]);
});

test('units outside one’s reach are not shown', async () => {
  const { units } = await page('manager-2');
  expect(units.map(({ unit }: { unit: { id: string } }) => unit.id)).toEqual(['ward-2']);
});

test('an override rate that drifts opens a thread with an owner, once', async () => {
  const at = (month: number, i: number) =>
    `${addMonths('2025-04', month)}-${10 + (i % 18)}T09:00:00.000Z`;
  // Forty cards a month: one in ten is overridden until December, then six in ten.
  const past = Array.from({ length: 12 * 40 }, (_, n): readonly PastAdvice[] => {
    const [month, i] = [Math.floor(n / 40), n % 40];
    const card = { card: `past-${n}`, rule: 'care-plan-due', at: at(month, i) };
    const exposure = {
      ...{ kind: 'exposure' as const, ...card, hook: 'patient-view', arm: 'shown' as const },
      ...{ unit: i % 2 === 0 ? 'ward-1' : 'ward-2', patient: `past-${n}` },
    };
    if (i % 10 >= (month < 8 ? 1 : 6)) return [exposure];
    const told = { outcome: 'overridden' as const, outcomeAt: card.at, suggestions: [] };
    return [exposure, { kind: 'feedback', ...card, ...told, reason: null, comment: null }];
  }).flat();
  const { decisionSupport } = house.application;
  await decisionSupport?.remember(past);
  await decisionSupport?.remember(past);
  await house.application.evaluate();
  await house.application.evaluate();

  const chair = await house.as('chair');
  const page = (await chair.get('/api/advice/care-plan-due')).body;
  expect(page.drift).toMatchObject({ reading: 'concern', threadId: expect.any(String) });
  expect([page.shown, page.overridden, page.overrides.kind]).toEqual([
    480,
    8 * 4 + 4 * 24,
    'chart',
  ]);
  // Even cards are ward 1's: 4 × 8 of the first months and 12 × 4 of the last; odd ones ward 2's, 12 × 4 of the last.
  expect(page.units).toEqual(
    expect.arrayContaining(
      [['ward-1', 32 + 48] as const, ['ward-2', 48] as const].map(([id, cards]) =>
        expect.objectContaining({
          unit: expect.objectContaining({ id }),
          overrideReasons: [{ reason: null, display: null, cards }],
        }),
      ),
    ),
  );
  // Ward 1 and ward 2 lie in department a.
  const { items } = (await chair.get('/api/inbox?unitId=dep-a')).body;
  const signals = items.filter(({ kind }: { kind: string }) => kind === 'signal');
  expect(signals).toEqual([
    expect.objectContaining({
      signal: expect.objectContaining({
        ruleId: 'care-plan-due',
        measureTitle: expect.objectContaining({
          sv: 'Råd som inte följs: Vårdplan ännu inte gjord',
        }),
        ...{
          reading: 'concern',
          state: 'new',
          owner: expect.objectContaining({ id: 'coordinator' }),
        },
      }),
    }),
  ]);
});
