import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inTransaction, openChallenges, recordQuality } from '#store';
import { addResults, type RunningHouse, runningHouse } from '../harness/running-house.ts';

// Synthetic: the small organisation, one measure, invented counts.
let house: RunningHouse;
const chart = { unitId: 'ward-1', measureId: 'waiting-days' };
const page = '/api/units/ward-1/measures/waiting-days';

beforeAll(async () => {
  house = await runningHouse();
  await addResults(house.db, chart, () => ({ numerator: 300, denominator: 20 }));
});
afterAll(async () => {
  expect(house.troubles).toEqual([]);
  await house.stop();
});

describe('a number can be disputed', () => {
  test('by anybody who sees it, also from another unit, and somebody owns it', async () => {
    const stranger = await house.as('manager-2');
    const asked = { ...chart, month: '2026-02', text: 'We were closed for a week' };
    const { status, body } = await stranger.give('number.challenge', asked);
    expect(status).toBe(200);
    const { body: shown } = await stranger.get(page);
    expect(shown.challenges).toMatchObject([
      {
        ...{ text: asked.text, said: 15, definitionVersion: '1.0.0', dataVersion: 'd1' }, // 300 / 20
        ...{ threadId: body.threadId, raisedBy: { id: 'manager-2' }, owner: { id: 'analyst' } },
        conclusion: null,
      },
    ]);
    expect(shown.mayConcludeChallenges).toBe(false);
    const { body: thread } = await stranger.get(`/api/threads/${body.threadId}`);
    expect(thread.thread).toMatchObject({ state: 'open', owner: { id: 'analyst' } });
    // What the title is said from, in the reader's language: 'Is Days of waiting for Feb 2026 right?'
    expect(thread.thread.openingDispute).toEqual({
      ...{ about: 'measure', title: expect.objectContaining({ sv: expect.any(String) }) },
      ...{ firstMonth: '2026-02', lastMonth: '2026-02' },
    });
    expect(await openChallenges(house.db, ['ward-1'])).toHaveLength(1);
  });

  test('a month without a number cannot be', async () => {
    const nurse = await house.as('nurse');
    const { status, body } = await nurse.give('number.challenge', {
      ...{ ...chart, month: '2019-01', text: 'T' },
    });
    expect([status, body.code]).toEqual([409, 'no-number']);
  });

  test('what came of it is said by the support unit, once, and stays on the chart', async () => {
    const analyst = await house.as('analyst');
    const { body: before } = await analyst.get(page);
    expect(before.mayConcludeChallenges).toBe(true);
    const [challenge] = before.challenges;
    const conclusion = { outcome: 'recording-error', because: 'The week was recorded as waiting' };
    const concluded = { challengeId: challenge.id, ...conclusion };
    const nurse = await house.as('nurse');
    expect((await nurse.give('number.conclude', concluded)).status).toBe(403);
    expect((await analyst.give('number.conclude', concluded)).status).toBe(200);
    expect((await analyst.give('number.conclude', concluded)).status).toBe(409);
    const { body: after } = await nurse.get(page);
    expect(after.challenges[0].conclusion).toMatchObject({ ...conclusion, by: { id: 'analyst' } });
    expect(after.annotations).toContainEqual({
      ...{ month: '2026-02', kind: 'challenge', label: 'recording-error', cycleId: null },
      ...{ threadId: challenge.threadId, reason: conclusion.because },
      by: { id: 'analyst', name: 'Ana Analyst' },
    });
    const { body: thread } = await nurse.get(`/api/threads/${challenge.threadId}`);
    expect(thread.thread.state).toBe('closed');
    expect(await openChallenges(house.db, ['ward-1'])).toEqual([]);
  });
});

describe('a threshold', () => {
  const alarms = async () => {
    const analyst = await house.as('analyst');
    const { body } = await analyst.get('/api/units/ward-1/quality');
    return body.checks.find(({ id }: { id: string }) => id === 'future-date').alarms.length;
  };
  test('is applied when the page is read: a new one needs no new run', async () => {
    const measured = { dataVersion: 'd1', measuredAt: '2026-03-01T00:00:00.000Z' };
    const counted = { checkId: 'future-date', unitId: 'ward-1', month: '2026-02', expected: 0 };
    await inTransaction(house.db, (tx) =>
      recordQuality(tx, measured, [{ ...counted, subject: 'encounter', checked: 100, bad: 20 }]),
    );
    expect(await alarms()).toBe(1);
    const analyst = await house.as('analyst');
    const loose = { checkId: 'future-date', share: 0.5, reason: 'Bookings are sent as visits' };
    expect((await analyst.give('quality.set-threshold', loose)).status).toBe(200);
    expect(await alarms()).toBe(0);
  });

  test('the rows behind a check need a role and a purpose', async () => {
    const rows = '/api/units/ward-1/quality/future-date/rows?month=2026-02';
    const patient = await house.as('patient');
    expect((await patient.get(`${rows}&purpose=I am only curious`)).status).toBe(403);
    const nurse = await house.as('nurse');
    expect((await nurse.get(rows)).body).toMatchObject({ code: 'purpose-missing' });
  });
});

test('the handbook of a unit answers for whoever is signed in', async () => {
  const nurse = await house.as('nurse');
  const { status, body } = await nurse.get('/api/units/ward-1/handbook');
  expect(status).toBe(200);
  expect(body.measures).toMatchObject([{ id: 'waiting-days', records: [] }]);
});
