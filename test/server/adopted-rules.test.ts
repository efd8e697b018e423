import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyLedger } from '#store';
import { type CdsClient, cdsClient } from '../harness/cds-client.ts';
import {
  addMeasure,
  type Client,
  type RunningHouse,
  runningHouse,
} from '../harness/running-house.ts';
import { shippedLibrary } from '../harness/shipped-library.ts';
import { smallOrganisation } from '../harness/small-organisation.ts';

// An invented patient came for the first time on 27 February; the assessment is due by 6 March, four days after "now".
const ruleId = 'suicide-risk-due';
const measureId = 'suicide-risk-assessed';
const now = '2026-03-02T08:00:00.000Z';
let house: RunningHouse;
let record: CdsClient;
let [manager, secondManager, coordinator, chair]: Client[] = [];

beforeAll(async () => {
  const library = await shippedLibrary();
  house = await runningHouse(smallOrganisation(), library);
  await addMeasure(house.db, measureId, { scoring: 'proportion', chart: 'p', direction: 'up' });
  record = await cdsClient(house, () => now);
  [manager, secondManager, coordinator, chair] = await Promise.all(
    ['manager', 'manager-2', 'coordinator', 'chair'].map(house.as),
  );
  await (await house.as('analyst')).give('decision-support.trust', {
    ...{ issuer: record.issuer, name: 'Test record', jwks: record.jwks, reason: 'Test' },
  });
});
afterAll(() => house.stop());

const part = {
  ...{ kind: 'number', name: 'Days ahead', unit: 'days', value: 5, least: 2, greatest: 7 },
  steers: 'days-ahead',
};
const content = {
  ...{ title: 'Reminder of the assessment', summary: 'Whoever opens the record is reminded.' },
  ...{ essentials: ['It comes to whoever sees the patient'], measureIds: [measureId] },
  ...{ parameters: [part], ruleId, origin: 'research', source: 'A paper' },
};
const bring = (different: object = {}) =>
  coordinator.give('practice.bring', { unitId: 'dep-a', ...content, ...different });
const begin = (who: Client, practiceId: string, different: object = {}) =>
  who.give('adoption.begin', {
    ...{ practiceId, unitId: 'ward-1', basis: 'chosen', startMonth: '2026-03' },
    ...{ reason: 'We forget it', ...different },
  });
const move = (adoptionId: string, stage: string, reason = 'It is time') =>
  manager.give('adoption.move', { adoptionId, stage, reason });
const setParts = (adoptionId: string, values: object, seen: object) =>
  manager.give('adoption.set-parts', { adoptionId, values, seen, reason: 'Sooner' });
const setByHand = (different: object) =>
  manager.give('decision-support.set', {
    ...{ ruleId, unitId: 'ward-1', mode: 'on', reason: 'We want to see', ...different },
  });

const bundle = (...resources: readonly object[]) => ({
  resourceType: 'Bundle',
  entry: resources.map((resource) => ({ resource })),
});
const visit = (unitId: string) => ({
  ...{ resourceType: 'Encounter', id: `e-${unitId}`, status: 'finished' },
  subject: { reference: 'Patient/p-1' },
  class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
  type: [{ coding: [{ system: 'https://gyrus.health/fhir/encounter-type', code: 'first-visit' }] }],
  period: { start: '2026-02-27T09:00:00+01:00', end: '2026-02-27T10:00:00+01:00' },
  serviceProvider: { reference: `Organization/${unitId}` },
});

/** Cards that whoever opens the patient's record is shown. */
async function cards(unitId = 'ward-1'): Promise<number> {
  const { body } = await record.post(`${ruleId}-patient-view`, {
    ...{ hook: 'patient-view', hookInstance: 'h' },
    context: { userId: 'Practitioner/x', patientId: 'p-1' },
    prefetch: {
      patient: { resourceType: 'Patient', id: 'p-1', gender: 'female' },
      encounter: bundle(visit(unitId)),
      observation: bundle(),
    },
  });
  return body.cards.length;
}

const pageOf = async (adoptionId: string) =>
  (await manager.get(`/api/adoptions/${adoptionId}`)).body;
const inWard = async (unitId = 'ward-1') =>
  (await chair.get(`/api/advice/${ruleId}`)).body.units.find(
    ({ unit }: { unit: { id: string } }) => unit.id === unitId,
  );

describe('a practice may bring a rule only as far as the rule allows', () => {
  test.each([
    [
      'part-beyond-rule',
      { parameters: [{ ...part, greatest: 8 }] },
      '2 to 8; the rule allows 1 to 7',
    ],
    ['carried-rule-unknown', { ruleId: 'no-such-rule' }, "no rule 'no-such-rule'"],
    [
      'rule-parameter-unknown',
      { parameters: [{ ...part, steers: 'hours' }] },
      "no parameter 'hours'",
    ],
    ['steered-twice', { parameters: [part, { ...part, name: 'Again' }] }, "parameter 'days-ahead'"],
    ['part-steers-nothing', { ruleId: null }, 'the practice brings none'],
  ])('%s', async (code, different, said) => {
    const refused = await bring(different);
    expect(refused).toMatchObject({ status: 409, body: { code } });
    expect(refused.body.message).toContain(said);
  });
});

describe('an adoption', () => {
  let practiceId: string;
  let adoptionId: string;
  let threadId: string;

  test('that is only considered leaves the rule as it is', async () => {
    ({ practiceId, threadId } = (await bring()).body);
    const begun = await begin(manager, practiceId, { startMonth: null });
    adoptionId = begun.body.adoptionId;
    expect(await inWard()).toMatchObject({ mode: 'silent', adoption: null });
    expect(await cards()).toBe(0);
  });

  test('that is tried switches the rule on, with the value the practice says', async () => {
    const tried = await manager.give('adoption.move', {
      ...{ adoptionId, stage: 'trying', startMonth: '2026-03', reason: 'From today' },
    });
    expect(tried.status).toBe(200);
    expect(await cards()).toBe(1); // four days left, five looked ahead
    expect(await cards('ward-2')).toBe(0);
    expect(await inWard()).toMatchObject({
      ...{ mode: 'on', parameters: { 'days-ahead': 5 }, reason: 'From today' },
      adoption: { id: adoptionId, practiceTitle: content.title },
    });
    const { practices } = (await chair.get(`/api/advice/${ruleId}`)).body;
    expect(practices).toEqual([{ id: practiceId, title: content.title }]);
    const page = await pageOf(adoptionId);
    expect(page.rule).toMatchObject({
      ...{ id: ruleId, steers: [{ parameterId: 'days-ahead', partId: 'p1' }] },
      title: { sv: 'Suicidrisk ännu inte bedömd' },
      setting: { mode: 'on', parameters: [{ id: 'days-ahead', value: 5 }], byChance: null },
    });
  });

  test('sets the rule anew while it runs, within what the practice allows', async () => {
    expect(await setParts(adoptionId, { p1: 8 }, {})).toMatchObject({
      status: 409,
      body: { code: 'part-out-of-range' },
    });
    expect((await setParts(adoptionId, { p1: 3 }, {})).status).toBe(200);
    expect(await cards()).toBe(0); // four days left, three looked ahead
    expect((await inWard()).parameters).toEqual({ 'days-ahead': 3 });
  });

  test('is told of two who set it at once: one stands, the other is asked to look again', async () => {
    const both = await Promise.all([
      setParts(adoptionId, { p1: 6 }, { p1: 3 }),
      setParts(adoptionId, { p1: 7 }, { p1: 3 }),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect(both.find(({ status }) => status === 409)?.body.code).toBe('parts-set-meanwhile');
    const stands = both[0]?.status === 200 ? 6 : 7;
    expect((await inWard()).parameters).toEqual({ 'days-ahead': stands });
    expect((await pageOf(adoptionId)).values).toEqual({ p1: stands });
    await setParts(adoptionId, { p1: 6 }, { p1: stands });
  });

  test('lets the unit listen only, or advise by chance, and nothing else by hand', async () => {
    expect((await setByHand({ mode: 'silent' })).status).toBe(200);
    expect(await cards()).toBe(0);
    await setParts(adoptionId, { p1: 7 }, { p1: 6 });
    expect(await inWard()).toMatchObject({ mode: 'silent', parameters: { 'days-ahead': 7 } });
    const randomised = { by: 'patient', share: 0.999, seed: 'seed' };
    expect((await setByHand({ randomised, parameters: { 'days-ahead': 7 } })).status).toBe(200);
    expect(await cards()).toBe(1);
    expect((await pageOf(adoptionId)).rule.setting.byChance).toEqual({
      by: 'patient',
      share: 0.999,
    });
    expect(await setByHand({ mode: 'off' })).toMatchObject({
      status: 409,
      body: { code: 'rule-belongs-to-adoption' },
    });
    const other = await setByHand({ parameters: { 'days-ahead': 1 } });
    expect(other).toMatchObject({ status: 409, body: { code: 'parameter-belongs-to-adoption' } });
    expect(other.body.message).toContain('has it at 7');
  });

  test('of another practice does not take the rule over', async () => {
    const second = (await bring({ title: 'Another reminder' })).body.practiceId;
    const refused = await begin(manager, second);
    expect(refused).toMatchObject({ status: 409, body: { code: 'rule-of-another-adoption' } });
    expect(await inWard()).toMatchObject({ adoption: { id: adoptionId } });
    expect((await begin(manager, second, { startMonth: null })).status).toBe(200);
  });

  test('keeps the rule when it moves on, and switches it off when it is stopped, once', async () => {
    await move(adoptionId, 'in-use');
    expect(await inWard()).toMatchObject({ mode: 'on', randomised: { seed: 'seed' } });
    const both = await Promise.all([
      move(adoptionId, 'stopped', 'No use'),
      move(adoptionId, 'stopped'),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect(both.find(({ status }) => status === 409)?.body.code).toBe('stage-not-next');
    expect(await inWard()).toMatchObject({ mode: 'off', adoption: null, randomised: null });
    expect(await cards()).toBe(0);
    expect(await setParts(adoptionId, {}, { p1: 7 })).toMatchObject({
      status: 409,
      body: { code: 'adoption-stopped' },
    });
    expect((await pageOf(adoptionId)).rule.setting).toBeNull();
  });

  test('tells the whole story in the ledger', async () => {
    const { entries } = (await manager.get(`/api/threads/${threadId}`)).body;
    type Told = { rule: { mode: string; parameters: { value: number }[] } | null };
    const rules = entries.flatMap(({ rule }: Told) =>
      rule === null ? [] : [`${rule.mode} ${rule.parameters[0]?.value}`],
    );
    expect(rules[0]).toBe('on 5');
    expect(rules.at(-1)).toBe('off 7'); // off, and the rule's own default again
    expect(await verifyLedger(house.db)).toMatchObject({ kind: 'whole' });
  });
});

test('a practice that is adopted ahead of time: the rule listens until its first month', async () => {
  const { practiceId } = (await bring({ title: 'From April' })).body;
  const begun = await begin(secondManager, practiceId, {
    ...{ unitId: 'ward-2', startMonth: '2026-04', values: { p1: 7 } },
  });
  expect(begun.status).toBe(200);
  expect(await inWard('ward-2')).toMatchObject({ mode: 'silent', fromMonth: '2026-04' });
  expect(await cards('ward-2')).toBe(0);
  house.setNow('2026-04-01T08:00:00.000Z');
  expect(await inWard('ward-2')).toMatchObject({ mode: 'on', fromMonth: null });
  house.setNow(now);
});

test('a practice that a forum has mandated switches its rule on as one that was chosen does', async () => {
  const { practiceId, threadId } = (
    await chair.give('practice.bring', { unitId: 'div', ...content })
  ).body;
  const raised = await chair.give('proposal.raise', {
    ...{ threadId, kind: 'innovation', title: 'Everywhere', text: 'It should be everywhere.' },
  });
  const { proposalId } = raised.body;
  const decided = await chair.give('proposal.decide', {
    ...{ proposalId, outcome: 'mandate', reason: 'It is safer.' },
  });
  expect(decided.status).toBe(200);
  const begun = await begin(chair, practiceId, {
    ...{ unitId: 'ward-3', basis: 'mandated', mandatedByForumId: 'board', values: { p1: 7 } },
  });
  expect(begun.status).toBe(200);
  expect(await inWard('ward-3')).toMatchObject({
    ...{ mode: 'on', parameters: { 'days-ahead': 7 } },
    adoption: { id: begun.body.adoptionId },
  });
  expect(await cards('ward-3')).toBe(1);
});

describe('a unit goes over to a newer version in place', () => {
  const revise = (practiceId: string, different: object) => {
    const { origin: _, source: __, ...same } = content;
    return coordinator.give('practice.revise', {
      ...{ practiceId, ...same, ...different, reason: 'We learned' },
    });
  };
  const take = (adoptionId: string, version: number, seen: number, values: object = {}) =>
    manager.give('adoption.take-version', {
      ...{ adoptionId, version, seen, values, reason: 'It is better' },
    });

  test('its rule goes, comes back and is set with the version; what was checked before says nothing any more', async () => {
    const { practiceId } = (await bring({ title: 'Version by version' })).body;
    const { adoptionId } = (await begin(manager, practiceId, { values: { p1: 7 } })).body;
    await move(adoptionId, 'in-use');
    await manager.give('adoption.check-fidelity', {
      ...{ adoptionId, month: '2026-03', keptIds: ['e1'], note: '' },
    });
    await move(adoptionId, 'embedded');
    expect((await pageOf(adoptionId)).newer).toBeNull();
    expect(await cards()).toBe(1);

    const plain = { ...part, steers: null };
    const essentials = ['Somebody calls the day before', 'The call is noted'];
    await revise(practiceId, { essentials, parameters: [plain], ruleId: null });
    const offered = await pageOf(adoptionId);
    expect(offered).toMatchObject({ row: { version: 1 }, newer: { version: 2 } });
    expect(offered.mayDo).toContain('adoption.take-version');
    expect((await take(adoptionId, 2, 1)).status).toBe(200);
    expect(await pageOf(adoptionId)).toMatchObject({
      ...{ newer: null, rule: null, values: {} },
      row: { version: 2, stage: 'in-use', startMonth: '2026-03', essentialsKept: null },
    });
    expect(await inWard()).toMatchObject({ mode: 'off' });
    expect(await cards()).toBe(0);
    expect(await move(adoptionId, 'embedded')).toMatchObject({
      body: { code: 'essentials-not-kept' },
    });

    await revise(practiceId, {});
    expect((await take(adoptionId, 3, 2, { p1: 6 })).status).toBe(200);
    expect(await inWard()).toMatchObject({ mode: 'on', parameters: { 'days-ahead': 6 } });

    await revise(practiceId, { parameters: [{ ...part, value: 4 }] });
    expect((await take(adoptionId, 4, 3)).status).toBe(200);
    expect(await inWard()).toMatchObject({ mode: 'on', parameters: { 'days-ahead': 4 } });

    const entries = await house.db
      .selectFrom('ledger')
      .select('detail')
      .where('command', '=', 'adoption.take-version')
      .orderBy('seq')
      .execute();
    expect(entries.map(({ detail }) => detail)).toMatchObject([
      {
        spread: { kind: 'version-taken', version: 2, versionBefore: 1, stage: 'in-use' },
        ruleLeft: ruleId,
      },
      { spread: { version: 3, partsChanged: 1 }, ruleSetting: { ruleId, mode: 'on' } },
      { spread: { version: 4, partsChanged: 0 }, ruleSetting: { parameters: { 'days-ahead': 4 } } },
    ]);
    expect(await verifyLedger(house.db)).toMatchObject({ kind: 'whole' });
    await move(adoptionId, 'stopped');
  });

  test('not to an older or withdrawn one, nor past what somebody else has done meanwhile', async () => {
    const { practiceId } = (await bring({ title: 'Too late' })).body;
    const { adoptionId } = (await begin(manager, practiceId)).body;
    await revise(practiceId, {});
    await revise(practiceId, {});
    const refusals = async (answer: ReturnType<typeof take>) => (await answer).body.code;
    expect(await refusals(take(adoptionId, 1, 1))).toBe('version-not-newer');
    expect((await take(adoptionId, 2, 1)).status).toBe(200);
    expect(await refusals(take(adoptionId, 3, 1))).toBe('version-taken-meanwhile');
    expect(await refusals(take(adoptionId, 3, 2, { p1: 99 }))).toBe('part-out-of-range');
    await coordinator.give('practice.withdraw', { practiceId, version: 3, reason: 'Wrong' });
    expect(await refusals(take(adoptionId, 3, 2))).toBe('practice-withdrawn');
    await move(adoptionId, 'stopped');
    expect(await refusals(take(adoptionId, 3, 2))).toBe('adoption-stopped');
  });
});

test('a practice whose rule the library no longer has cannot be taken up; who works by it can stop', async () => {
  const { practiceId } = (await bring({ title: 'Soon without its rule' })).body;
  const { adoptionId } = (await begin(manager, practiceId, { values: { p1: 7 } })).body;
  await house.db.deleteFrom('decision_support_rule').where('id', '=', ruleId).execute();
  const refused = await begin(secondManager, practiceId, { unitId: 'ward-2', startMonth: null });
  expect(refused).toMatchObject({ status: 409, body: { code: 'carried-rule-gone' } });
  expect(refused.body.message).toContain(
    `brings the rule '${ruleId}', which the library no longer has`,
  );
  expect(await setParts(adoptionId, { p1: 4 }, { p1: 7 })).toMatchObject({
    status: 409,
    body: { code: 'carried-rule-gone' },
  });
  expect((await pageOf(adoptionId)).rule).toMatchObject({ id: ruleId, title: null, setting: null });
  expect((await move(adoptionId, 'stopped', 'It advises nobody any more')).status).toBe(200);
});
