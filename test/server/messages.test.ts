import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { firstWeights } from '#practice';
import { inTransaction, messageWishOf, saveMessageWish, unspokenWish } from '#store';
import { messageClock } from '../../src/application/messages/message-clock.ts';
import {
  addMeasure,
  addResults,
  type Client,
  type RunningHouse,
  runningHouse,
  storeSignal,
} from '../harness/running-house.ts';

let house: RunningHouse;
const clients = new Map<string, Client>();
const as = (personId: string): Client => {
  const client = clients.get(personId);
  if (client === undefined) throw new Error(`${personId} has not signed in`);
  return client;
};

beforeAll(async () => {
  house = await runningHouse();
  for (const id of ['nurse', 'manager', 'manager-2', 'coordinator', 'chair', 'analyst', 'patient'])
    clients.set(id, await house.as(id));
  const seen = { scoring: 'proportion', chart: 'p', direction: 'up', multiplier: 1 } as const;
  await addMeasure(house.db, 'seen-in-time', { ...seen, target: 0.95, interest: 'front-line' });
  await addMeasure(house.db, 'care-plan', { ...seen, target: null, interest: 'management' });
  const worse = (_month: string, i: number) => ({
    ...{ numerator: i >= 46 ? 60 : 80, denominator: 100 },
  });
  for (const unitId of ['ward-1', 'dep-a'])
    await addResults(house.db, { unitId, measureId: 'seen-in-time' }, worse);
  await addResults(house.db, { unitId: 'ward-2', measureId: 'care-plan' }, worse);
  const signal = (unitId: string, measureId: string) =>
    storeSignal(
      house.db,
      { id: `s-${unitId}`, unitId, measureId, month: '2026-02' },
      '2026-03-01T00:00:00.000Z',
    );
  await signal('ward-1', 'seen-in-time');
  await signal('ward-2', 'care-plan');
  await undecided('ward-1');
  await turn();
});
afterAll(async () => {
  expect(house.troubles).toEqual([]);
  await house.stop();
});

/** A proposal that the department's group has let lie since before the last meeting. */
async function undecided(unitId: string): Promise<void> {
  house.setNow('2026-01-05T08:00:00.000Z');
  const raised = await as('coordinator').give('proposal.raise', {
    ...{
      unitId: 'dep-a',
      kind: 'idea',
      title: 'Call before the visit',
      text: `Tried at ${unitId}`,
    },
  });
  expect(raised.status).toBe(200);
  house.setNow('2026-03-02T08:00:00.000Z');
}

const turn = () =>
  messageClock({
    application: house.application,
    timeZone: 'Europe/Stockholm',
    mail: null,
    onTrouble: (error) => {
      throw error;
    },
  }).turn();

const pageOf = async (personId: string) => (await as(personId).get('/api/messages')).body;

interface Told {
  readonly id: string;
  readonly type: string;
  readonly unit: { readonly id: string };
  readonly title: { readonly en: string };
  readonly why: { readonly en: string };
}
const inShort = (messages: readonly Told[]) =>
  messages.map(({ type, unit }) => `${type} ${unit.id}`);

describe('each persona reads what concerns them, and why', () => {
  test('the manager of ward 1: the concern there, whose next step is theirs', async () => {
    const { mine, mail } = await pageOf('manager');
    expect(inShort(mine)).toEqual(['concern ward-1']);
    expect(mine[0].title.en).toBe('Title of seen-in-time has got worse at Ward 1');
    expect(mine[0].why.en).toContain('the next step is yours');
    expect(mine[0].step.page).toBe('thread');
    expect(mine[0].chart.kind).toBe('chart');
    expect(mail).toBe('no-mail-server');
  });
  test('the nurse: the same, which they can take up; and their team is told too', async () => {
    const { mine } = await pageOf('nurse');
    expect(inShort(mine)).toEqual(['concern ward-1']);
    expect(mine[0].why.en).toContain('you can take the next step');
    expect(mine[0].alsoTo).toMatchObject([{ recipient: { kind: 'team', id: 'ward-1' } }]);
  });
  test('the manager of ward 2: their own concern, and nothing of ward 1', async () => {
    const { mine, notTold } = await pageOf('manager-2');
    expect(inShort(mine)).toEqual(['concern ward-2']);
    expect([...mine, ...notTold].every(({ unit }: Told) => unit.id === 'ward-2')).toBe(true);
  });
  test('the coordinator: the decision that waits for their group comes first', async () => {
    const { mine, notTold } = await pageOf('coordinator');
    expect(mine.length).toBe(2);
    expect(inShort(mine)[0]).toBe('step-due dep-a');
    expect(mine[0].title.en).toContain('waits for a decision');
    // What was weighed and not told stands there with its reason.
    expect(notTold.length).toBeGreaterThan(0);
    for (const one of notTold) expect(one.why.en).not.toBe('');
  });
  test('nobody has more than two', async () => {
    const rows = await house.db
      .selectFrom('message')
      .where('place', 'is not', null)
      .groupBy(['recipient_kind', 'recipient_id'])
      .select(({ fn }) => [fn.countAll<number>().as('messages')])
      .execute();
    expect(rows.length).toBeGreaterThan(3);
    for (const { messages } of rows) expect(messages).toBeLessThanOrEqual(2);
  });
});

describe('a message is its reader’s', () => {
  test('nobody reads it in another’s name, and reading it is an entry', async () => {
    const [message] = (await pageOf('manager')).mine;
    const other = await as('nurse').give('message.read', { messageId: message.id });
    expect(other).toMatchObject({ status: 409, body: { code: 'message-not-yours' } });
    expect(await as('manager-2').give('message.read', { messageId: message.id })).toMatchObject({
      status: 403,
    });
    expect((await as('manager').give('message.read', { messageId: message.id })).status).toBe(200);
    expect((await pageOf('manager')).mine[0].readAt).toBe('2026-03-02T08:00:00.000Z');
    const entry = await house.db
      .selectFrom('ledger')
      .selectAll()
      .where('command', '=', 'message.read')
      .executeTakeFirstOrThrow();
    expect(entry).toMatchObject({ person_id: 'manager', detail: { messages: [message.id] } });
  });
  test('a reader without a role in the unit sees none of it', async () => {
    const { mine, others } = await pageOf('patient');
    const all = [...mine, ...others.flatMap((one: { messages: readonly Told[] }) => one.messages)];
    const managers = (await pageOf('manager')).mine.map(({ id }: Told) => id);
    for (const { id } of all) expect(managers).not.toContain(id);
  });
});

describe('weights', () => {
  const other = { ...firstWeights, parts: { ...firstWeights.parts, new: 5 }, reason: 'New first' };
  test('are changed by those who may, and the earlier ones stay readable', async () => {
    expect((await as('nurse').give('message.set-weights', other)).status).toBe(403);
    expect((await as('chair').give('message.set-weights', other)).status).toBe(200);
    const { body } = await as('nurse').get('/api/messages/effect');
    expect(body).toMatchObject({ weights: { parts: { new: 5 } }, maySet: false });
    expect(body.history).toMatchObject([{ by: { id: 'chair' }, reason: 'New first' }]);
  });
  test('outside their range are refused', async () => {
    const wrong = { ...other, worthSending: 2 };
    expect(await as('chair').give('message.set-weights', wrong)).toMatchObject({
      ...{ status: 409, body: { code: 'weight-out-of-range', where: 'worthSending' } },
    });
  });
});

test('what chance holds back is told to nobody and seen by nobody', async () => {
  // A share so small that every matter of this seed is held back: 1 of 10,000 is told.
  const chance = { type: 'concern', isOn: true, randomised: { share: 0.0001, seed: 's' } };
  const set = await as('analyst').give('message.set-type', { ...chance, reason: 'To find out' });
  expect(set.status).toBe(200);
  house.setNow('2026-04-13T08:00:00.000Z'); // three periods later: what was said may be said again
  await turn();
  const { mine, notTold } = await pageOf('manager-2');
  expect(inShort([...mine, ...notTold]).filter((one) => one.startsWith('concern'))).toEqual([]);
  const { body } = await as('analyst').get('/api/messages/effect');
  const concern = body.types.find(({ type }: { type: string }) => type === 'concern');
  expect(concern.heldBack).toBeGreaterThan(0);
  expect(concern.effect).toEqual({ kind: 'not-estimable', reason: 'too-few-cases' });
});

describe('doubts and practices', () => {
  const mineOf = async (personId: string) => (await pageOf(personId)).mine;

  test('a disputed number reaches its owner; a practice that nobody checked, whoever took it up', async () => {
    house.setNow('2026-05-11T08:00:00.000Z');
    const disputed = await as('manager-2').give('number.challenge', {
      ...{ unitId: 'ward-1', measureId: 'seen-in-time', month: '2026-02', text: 'We were closed' },
    });
    expect(disputed.status).toBe(200);
    const brought = await as('manager').give('practice.bring', {
      ...{ unitId: 'ward-1', title: 'Call first', summary: 'We call.', essentials: ['A call'] },
      ...{ measureIds: ['care-plan'], origin: 'research', source: 'A paper' },
    });
    const { practiceId } = brought.body;
    const adopted = await as('manager').give('adoption.begin', {
      ...{ practiceId, unitId: 'ward-1', basis: 'chosen', startMonth: '2026-01', reason: 'R' },
    });
    await turn();
    const analysts = await mineOf('analyst');
    expect(inShort(analysts)).toContain('number-disputed ward-1');
    const told = analysts.find(({ type }: Told) => type === 'number-disputed');
    expect(told.title.en).toBe('The number for Title of seen-in-time at Ward 1 is disputed');
    expect(told.step).toEqual({ page: 'thread', id: disputed.body.threadId });
    expect(told.text.en).not.toContain('We were closed');
    const due = (await mineOf('manager')).find(({ type }: Told) => type === 'step-due');
    expect(due.step).toEqual({ page: 'adoption', id: adopted.body.adoptionId });
    expect(due.why.en).toContain('the next step is yours');
  });

  test('its answer reaches whoever doubted it, also from another unit', async () => {
    const chart = await as('analyst').get('/api/units/ward-1/measures/seen-in-time');
    await as('analyst').give('number.conclude', {
      ...{ challengeId: chart.body.challenges[0].id, outcome: 'number-stands', because: 'R' },
    });
    house.setNow('2026-05-25T08:00:00.000Z');
    await turn();
    const mine = await mineOf('manager-2');
    expect(inShort(mine)).toContain('dispute-answered ward-1');
    for (const personId of ['nurse', 'manager', 'manager-2', 'coordinator', 'chair', 'analyst'])
      expect((await mineOf(personId)).length).toBeLessThanOrEqual(2);
  });
});

describe('the way out of mail, without signing in', () => {
  const token = `token-${randomUUID()}`;
  const address = () => `${house.address}/unsubscribe/${token}`;
  const isOut = async () => (await messageWishOf(house.db, 'manager'))?.unsubscribedAt !== null;

  beforeAll(async () => {
    const wish = { ...unspokenWish, address: 'manager@hospital.example', language: 'sv' as const };
    await inTransaction(house.db, (tx) =>
      saveMessageWish(tx, { ...wish, personId: 'manager', token }, '2026-03-02T08:00:00.000Z'),
    );
  });

  test('looking changes nothing, since mail programs open links by themselves', async () => {
    const looked = await fetch(address());
    expect(looked.status).toBe(200);
    expect(await looked.text()).toContain('Inga fler brev från Gyrus?');
    expect(await isOut()).toBe(false);
  });
  test('an unknown way leads nowhere, and says so', async () => {
    const lost = await fetch(`${house.address}/unsubscribe/nothing`);
    expect(lost.status).toBe(404);
    expect(await lost.text()).toContain('This address leads nowhere');
  });
  test('another site cannot press the button', async () => {
    const headers = { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' };
    const pressed = await fetch(address(), { method: 'POST', headers });
    expect(pressed.status).toBe(400);
    expect(await isOut()).toBe(false);
  });
  test('one press in the mail program is enough (RFC 8058), and is an entry', async () => {
    const pressed = await fetch(address(), {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'List-Unsubscribe=One-Click',
    });
    expect(pressed.status).toBe(200);
    expect(await pressed.text()).toContain('Du får inga fler brev');
    expect(await isOut()).toBe(true);
    const entries = await house.db
      .selectFrom('ledger')
      .select('person_id')
      .where('command', '=', 'message.unsubscribe')
      .execute();
    expect(entries).toEqual([{ person_id: 'manager' }]);
  });
  test('saying anew what one wants brings mail back', async () => {
    const wish = {
      ...{ unitId: 'ward-1', address: 'manager@hospital.example', language: 'sv' },
      ...{ frequency: 'monthly', quiet: null, wishes: { types: {}, measures: {} } },
    };
    expect((await as('manager').give('message.wish', wish)).status).toBe(200);
    expect(await isOut()).toBe(false);
    expect((await messageWishOf(house.db, 'manager'))?.token).toBe(token);
    const entry = await house.db
      .selectFrom('ledger')
      .selectAll()
      .where('command', '=', 'message.wish')
      .executeTakeFirstOrThrow();
    expect(JSON.stringify(entry)).not.toContain('@');
  });
});
