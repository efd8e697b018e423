import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyLedger } from '#store';
import { answerWeek, codingAnswer, patientClient } from '../harness/answering.ts';
import { type RunningHouse, runningHouse } from '../harness/running-house.ts';
import { shippedLibrary } from '../harness/shipped-library.ts';
import { smallOrganisation } from '../harness/small-organisation.ts';

// Invented patients. p-1 and p-2 have been at ward 1, p-3 at ward 2 only.
let house: RunningHouse;

const visit = (id: string, patient: string, unit: string) => ({
  ...{ resourceType: 'Encounter', id, status: 'finished' },
  subject: { reference: `Patient/${patient}` },
  class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
  type: [{ coding: [{ system: 'https://gyrus.health/fhir/encounter-type', code: 'follow-up' }] }],
  period: { start: '2026-02-20T09:00:00+01:00', end: '2026-02-20T10:00:00+01:00' },
  serviceProvider: { reference: `Organization/${unit}` },
});

beforeAll(async () => {
  const library = await shippedLibrary();
  house = await runningHouse(smallOrganisation(), library);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'gyrus-answers-'));
  const lines = [
    ...['p-1', 'p-2', 'p-3'].map((id) => ({ resourceType: 'Patient', id, gender: 'female' })),
    visit('e-1', 'p-1', 'ward-1'),
    visit('e-2', 'p-2', 'ward-1'),
    visit('e-3', 'p-3', 'ward-2'),
  ];
  writeFileSync(
    path.join(folder, 'all.ndjson'),
    lines.map((one) => JSON.stringify(one)).join('\n'),
  );
  await house.application.importFrom([folder]);
  house.application.feed.start();
});
afterAll(async () => {
  expect(house.troubles).toEqual([]);
  await house.stop();
});

const take = async (instrumentId: string, personId = 'manager', unitId = 'ward-1') =>
  (await house.as(personId)).give('instrument.choose', {
    ...{ unitId, instrumentId, inUse: true, reason: 'We want to know how people are' },
  });
const invite = async (patientId: string, instrumentIds = ['wellbeing-scale']) =>
  (await (
    await house.as('nurse')
  ).post('/api/units/ward-1/invitations', {
    ...{ patientId, instrumentIds, days: 7 },
  })) as { status: number; body: { token: string; code: string; participantId: string } };
const purpose = { purpose: 'Follow-up of the treatment' };

describe('being let in', () => {
  test('a unit invites only people it has met, and only to what it uses', async () => {
    expect((await invite('p-1')).status).toBe(409);
    expect((await take('wellbeing-scale')).status).toBe(200);
    expect((await take('what-matters')).status).toBe(200);
    expect((await invite('p-3')).status).toBe(400);
    expect((await invite('p-1')).status).toBe(200);
    const other = await (await house.as('manager-2')).post('/api/units/ward-1/invitations', {
      ...{ patientId: 'p-1', instrumentIds: [], days: 7 },
    });
    expect(other.status).toBe(403);
  });

  test('a link is used once; five wrong codes close it, and the answer never says which was wrong', async () => {
    const first = await invite('p-1');
    const wrong = { token: first.body.token, code: '00000000' };
    const client = await patientClient(house);
    const told = await client.enter(wrong);
    expect(told.status).toBe(401);
    expect((await client.enter({ token: 'nonsense', code: first.body.code })).body).toEqual(
      told.body,
    );
    for (let i = 0; i < 4; i++) await client.enter(wrong);
    expect((await client.enter(first.body)).body).toEqual(told.body);

    const second = await invite('p-1');
    expect((await client.enter(second.body)).status).toBe(200);
    expect((await client.get('/api/answering')).body.forms).toHaveLength(1);
    expect((await (await patientClient(house)).enter(second.body)).status).toBe(401);
  });

  test('an invitation that is too old lets nobody in', async () => {
    const { body } = await invite('p-1');
    house.setNow('2026-03-10T08:00:01.000Z');
    expect((await (await patientClient(house)).enter(body)).status).toBe(401);
    house.setNow('2026-03-02T08:00:00.000Z');
  });

  test('at the unit’s own screen the code is enough, guesses are limited, and staff are signed out there', async () => {
    const { body } = await invite('p-2');
    const screen = await house.as('nurse');
    const opened = await screen.post('/api/units/ward-1/kiosk', {});
    const cookies = opened.headers.getSetCookie();
    expect(cookies.some((one) => one.startsWith('gyrus_session=;'))).toBe(true);
    const kiosk = cookies.find((one) => one.startsWith('gyrus_kiosk='))?.split(';')[0] ?? '';
    const client = await patientClient(house, kiosk);
    expect((await client.enter({ code: '12345678' })).status).toBe(401);
    const { code } = body;
    const inside = await client.enter({ code: `${code.slice(0, 4)} ${code.slice(4)}` });
    expect(inside.body.isKiosk).toBe(true);
    const guesser = await patientClient(house, kiosk);
    const statuses: number[] = [];
    for (let i = 0; i < 10; i++) statuses.push((await guesser.enter({ code: '00000000' })).status);
    expect(statuses.at(-1)).toBe(429);
    // Without the screen's cookie the code alone lets nobody in.
    expect((await (await patientClient(house)).enter({ code })).status).toBe(401);
  });
});

describe('answering', () => {
  test('answers are kept one by one, taken up again, checked, and handed in when nothing is missing', async () => {
    const client = await patientClient(house);
    await client.enter((await invite('p-2')).body);
    const form = (await client.post('/api/answering/forms/wellbeing-scale', {})).body;
    expect(form.asked).not.toContain('somebody');
    const answers = `/api/answering/responses/${form.responseId}/answers`;
    const odd = await client.post(answers, { linkId: 'slept', values: codingAnswer('x', 'y') });
    expect([odd.status, odd.body.code]).toEqual([400, 'answer-not-offered']);
    const early = await client.post(`/api/answering/responses/${form.responseId}/end`, {
      language: 'sv',
    });
    expect([early.status, early.body.code]).toEqual([400, 'answers-missing']);
    const [first] = answerWeek('most', 'no');
    await client.post(answers, first);

    const later = await patientClient(house);
    await later.enter((await invite('p-2')).body);
    const again = (await later.post('/api/answering/forms/wellbeing-scale', {})).body;
    expect(again.responseId).toBe(form.responseId);
    expect(Object.keys(again.answers)).toEqual([first?.linkId]);

    for (const one of answerWeek('most', 'no')) await later.post(answers, one);
    const ended = await later.post(`/api/answering/responses/${form.responseId}/end`, {
      language: 'sv',
    });
    // Five times 3, times 5.
    expect(ended.body.scores).toMatchObject([{ value: 75 }]);
    expect((await later.post(answers, first)).status).toBe(409);
  });

  test('somebody else’s form, page and list are out of reach', async () => {
    const one = await patientClient(house);
    await one.enter((await invite('p-1')).body);
    const { body } = await one.post('/api/answering/forms/wellbeing-scale', {});
    const other = await patientClient(house);
    const invited = await invite('p-2');
    await other.enter(invited.body);
    const answers = `/api/answering/responses/${body.responseId}/answers`;
    expect((await other.post(answers, answerWeek('all', 'no')[0])).status).toBe(404);
    expect((await other.get('/api/answering/own')).body.participantId).not.toBe(
      (await one.get('/api/answering/own')).body.participantId,
    );
    // A patient is no member of staff, and staff no patient.
    const staffPages = [
      `/api/participants/${invited.body.participantId}`,
      '/api/units/ward-1/participants',
    ];
    for (const page of staffPages) expect((await other.post(page, purpose)).status).toBe(401);
    expect((await other.get('/api/session')).body.person).toBe(null);
    expect((await other.get('/api/units/ward-1/overview')).status).toBe(401);
    expect((await (await house.as('nurse')).get('/api/answering/own')).status).toBe(401);
    for (const personId of ['manager-2', 'coordinator', 'chair', 'patient', 'researcher'])
      for (const page of staffPages)
        expect([personId, (await (await house.as(personId)).post(page, purpose)).status]).toEqual([
          personId,
          403,
        ]);
  });

  test('the answers become records with their origin, and the patient and the clinician see the same page', async () => {
    await house.application.feed.settled();
    const rows = await house.application.clinical.query(
      `select r.questionnaire, r.organization_id, r.encounter_id, o.value_integer
       from questionnaire_response r join observation o on o.questionnaire_response_id = r.id`,
    );
    expect(rows).toEqual([
      {
        questionnaire: 'https://gyrus.health/fhir/Questionnaire/wellbeing-scale|1.0.0',
        ...{ organization_id: 'ward-1', encounter_id: 'e-2', value_integer: 75 },
      },
    ]);
    const client = await patientClient(house);
    const invited = await invite('p-2', []);
    await client.enter(invited.body);
    const own = (await client.get('/api/answering/own')).body;
    expect(own.curves).toMatchObject([
      { instrumentId: 'wellbeing-scale', points: [{ value: 75 }], change: { kind: 'too-few' } },
    ]);
    const nurse = await house.as('nurse');
    const page = `/api/participants/${invited.body.participantId}`;
    expect((await nurse.post(page, { purpose: '' })).status).toBe(400);
    const seen = (await nurse.post(page, purpose)).body;
    expect({ ...seen, patientId: null }).toEqual(own);
    expect(await verifyLedger(house.db)).toMatchObject({ kind: 'whole' });
  });
});

describe('an answer that nobody may overlook', () => {
  const openAlerts = async (personId: string, unitId = 'ward-1') =>
    (await (await house.as(personId)).get(`/api/inbox?unitId=${unitId}`)).body.items.filter(
      ({ kind }: { kind: string }) => kind === 'alert',
    );

  test('shows help at once, is on the list of the role on duty, is passed on, and is acknowledged once', async () => {
    const client = await patientClient(house);
    await client.enter((await invite('p-1')).body);
    const { responseId } = (await client.post('/api/answering/forms/wellbeing-scale', {})).body;
    const answers = `/api/answering/responses/${responseId}/answers`;
    const thought = answerWeek('few', 'passing').find(({ linkId }) => linkId === 'thoughts');
    const after = (await client.post(answers, thought)).body;
    expect(after.help).toMatchObject([{ ruleId: 'thoughts-of-harm' }]);
    expect(after.asked).toContain('somebody');
    // Answered again: still one alert.
    await client.post(answers, thought);

    expect(await openAlerts('nurse')).toMatchObject([{ mine: true, overdue: false }]);
    expect(await openAlerts('manager')).toMatchObject([{ mine: false }]);
    expect(await openAlerts('analyst')).toEqual([]);
    expect(await openAlerts('coordinator', 'dep-a')).toEqual([]);

    house.setNow('2026-03-02T08:31:00.000Z');
    await house.application.answering?.catchUp();
    expect(await openAlerts('manager')).toMatchObject([{ mine: true, overdue: true }]);
    const [{ alert }] = await openAlerts('coordinator', 'dep-a');

    const nurse = await house.as('nurse');
    expect((await nurse.get(`/api/alerts/${alert.id}`)).body).toMatchObject({
      ...{ ruleId: 'thoughts-of-harm', acknowledged: null },
      participantId: expect.any(String),
    });
    const seen = { alertId: alert.id, outcome: 'contacting' };
    expect((await nurse.give('alert.acknowledge', seen)).status).toBe(200);
    expect((await (await house.as('manager')).give('alert.acknowledge', seen)).status).toBe(409);
    expect(await openAlerts('nurse')).toEqual([]);
    expect((await nurse.get(`/api/alerts/${alert.id}`)).body.acknowledged).toMatchObject({
      ...{ by: { id: 'nurse' }, outcome: 'contacting' },
    });
    const entries = await house.db
      .selectFrom('ledger')
      .select('command')
      .where('command', 'like', 'alert.%')
      .orderBy('seq')
      .execute();
    expect(entries.map(({ command }) => command)).toEqual([
      'alert.raised',
      'alert.escalated',
      'alert.acknowledge',
    ]);
  });

  test('nothing about the patient stands in the operational store', async () => {
    const tables = ['ledger', 'safety_alert', 'unit_instrument', 'job'] as const;
    for (const table of tables) {
      const rows = JSON.stringify(await house.db.selectFrom(table).selectAll().execute());
      expect([table, /"p-[123]"|thoughts"|passing/.test(rows)]).toEqual([table, false]);
    }
  });
});

describe('forms from outside', () => {
  const form = (text: string) => ({
    ...{ resourceType: 'Questionnaire', url: 'http://loinc.org/q/69737-5', version: '2.1' },
    status: 'active',
    item: [{ linkId: 'a', text, type: 'integer', required: true }],
  });

  test('a form finds its entry in the catalogue, is kept as it came, and is refused when changed under one version', async () => {
    const manager = await house.as('manager');
    const brought = await manager.post('/api/instruments', { content: form('Invented') });
    expect(brought.body).toMatchObject({ instrumentId: 'gad-7', questions: 1 });
    expect((await manager.post('/api/instruments', { content: form('Invented') })).status).toBe(
      200,
    );
    const changed = await manager.post('/api/instruments', { content: form('Changed') });
    expect([changed.status, changed.body.code]).toEqual([409, 'questionnaire-changed']);
    expect(
      (await (await house.as('nurse')).post('/api/instruments', { content: form('X') })).status,
    ).toBe(403);
    expect((await take('gad-7')).status).toBe(200);
    const { body } = await manager.get('/api/units/ward-1/instruments');
    expect(body.instruments.find(({ id }: { id: string }) => id === 'gad-7')).toMatchObject({
      ...{ inUse: true, form: 'http://loinc.org/q/69737-5|2.1', isShipped: false },
    });
  });

  test('what is no form is refused with the place', async () => {
    const manager = await house.as('manager');
    const { status, body } = await manager.post('/api/instruments', { content: { a: 1 } });
    expect([status, body.code]).toEqual([400, 'questionnaire-unreadable']);
  });
});
