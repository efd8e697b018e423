import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commandSchemas } from '#api';
import { verifyLedger } from '#store';
import {
  type Client,
  type RunningHouse,
  runningHouse,
  storeSignal,
} from '../harness/running-house.ts';

let house: RunningHouse;
let people: Record<string, Client>;
beforeAll(async () => {
  house = await runningHouse();
  const names = [
    'nurse',
    'manager',
    'manager-2',
    'coordinator',
    'chair',
    'analyst',
    'patient',
    'researcher',
  ];
  people = Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await house.as(name)] as const)),
  );
});
afterAll(async () => {
  expect(house.troubles).toEqual([]);
  await house.stop();
});

const as = (name: string): Client => {
  const client = people[name];
  if (client === undefined) throw new Error(`${name} has not signed in`);
  return client;
};

async function newThread(unitId = 'ward-1'): Promise<string> {
  const by = unitId === 'ward-2' ? 'manager-2' : 'nurse';
  const idea = { unitId, title: 'An idea', text: 'Its text', measureId: null };
  const { body } = await as(by).give('thread.raise-idea', idea);
  return body.threadId;
}

async function newProposal(threadId: string): Promise<string> {
  const proposal = { threadId, kind: 'need', title: 'A proposal', text: 'Its text' };
  const { body } = await as('nurse').give('proposal.raise', proposal);
  return body.proposalId;
}

const plan = {
  title: 'Cycle',
  aim: 'Aim',
  change: 'Change',
  measureId: 'waiting-days',
  predictionText: 'Better',
  plan: 'Plan',
};

const entries = async () => {
  const check = await verifyLedger(house.db);
  return check.kind === 'whole' ? check.entries : -1;
};

describe('who may do what', () => {
  test('a role reaches down, not up and not sideways', async () => {
    const threadId = await newThread('ward-2');
    const comment = { threadId, text: 'From elsewhere' };
    expect((await as('nurse').give('thread.comment', comment)).status).toBe(403);
    expect((await as('manager').give('thread.comment', comment)).status).toBe(403);
    expect((await as('coordinator').give('thread.comment', comment)).status).toBe(200);
    expect((await as('chair').give('thread.comment', comment)).status).toBe(200);
  });

  test('what is passed on can only be decided further up', async () => {
    const proposalId = await newProposal(await newThread());
    const decide = (who: string, outcome: string) =>
      as(who).give('proposal.decide', { proposalId, outcome, reason: 'Reason' });
    expect((await decide('manager', 'pass-on')).status).toBe(200);
    expect((await decide('manager', 'try')).status).toBe(403);
    expect((await decide('coordinator', 'pass-on')).status).toBe(200);
    expect((await decide('coordinator', 'try')).status).toBe(403);
    const nobodyAbove = await decide('chair', 'pass-on');
    expect(nobodyAbove).toMatchObject({ status: 409, body: { code: 'no-further-forum' } });
    expect((await decide('chair', 'try')).status).toBe(200);
  });

  test('without signing in nothing is read and nothing is done', async () => {
    const nobody = await house.as(null);
    const pages = [
      '/api/organisation',
      '/api/threads',
      '/api/inbox?unitId=ward-1',
      '/api/loops',
      '/api/measures',
      '/api/units/ward-1/overview',
      '/api/units/ward-1/measures/waiting-days',
      '/api/events',
    ];
    for (const page of pages) expect((await nobody.get(page)).status, page).toBe(401);
    for (const name of Object.keys(commandSchemas))
      expect((await nobody.give(name, {})).status, name).toBe(401);
  });

  test('one whose roles are taken away may nothing any more, though the session lasts', async () => {
    const threadId = await newThread('ward-2');
    const client = await house.as('manager-2');
    await house.db.deleteFrom('role_held').where('person_id', '=', 'manager-2').execute();
    const refused = await client.give('thread.comment', { threadId, text: 'Still here?' });
    await house.db
      .insertInto('role_held')
      .values({ person_id: 'manager-2', role: 'unit-manager', unit_id: 'ward-2' })
      .execute();
    expect(refused.status).toBe(401);
  });
});

describe('a request that comes twice', () => {
  test('is done once and answered alike', async () => {
    const threadId = await newThread();
    const requestId = randomUUID();
    const before = await entries();
    const first = await as('nurse').give('thread.comment', { threadId, text: 'Once' }, requestId);
    const second = await as('nurse').give('thread.comment', { threadId, text: 'Once' }, requestId);
    expect(second.body).toEqual(first.body);
    expect(await entries()).toBe(before + 1);
  });
  test('is done once also when both come at the same time', async () => {
    const idea = { unitId: 'ward-1', title: 'At once', text: 'Text', measureId: null };
    const requestId = randomUUID();
    const before = await entries();
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => as('nurse').give('thread.raise-idea', idea, requestId)),
    );
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(await entries()).toBe(before + 1);
  });
  test('with another content, or by another person, is refused', async () => {
    const threadId = await newThread();
    const requestId = randomUUID();
    await as('nurse').give('thread.comment', { threadId, text: 'This' }, requestId);
    const other = await as('nurse').give('thread.comment', { threadId, text: 'That' }, requestId);
    expect(other).toMatchObject({ status: 409, body: { code: 'request-id-used' } });
    const somebody = await as('manager').give(
      'thread.comment',
      { threadId, text: 'This' },
      requestId,
    );
    expect(somebody.status).toBe(409);
  });
});

describe('two people at once', () => {
  test('decide: one is heard, the other is told what was decided', async () => {
    const proposalId = await newProposal(await newThread());
    const answers = await Promise.all(
      ['manager', 'coordinator', 'chair'].map((who, i) =>
        as(who).give('proposal.decide', {
          proposalId,
          outcome: i === 0 ? 'try' : 'decline',
          reason: `Reason of ${who}`,
        }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    const refusals = answers.filter(({ status }) => status === 409);
    for (const { body } of refusals) {
      expect(body.code).toBe('proposal-already-decided');
      expect(body.tip).not.toBe('');
    }
  });
  test('start a cycle: there is one', async () => {
    const threadId = await newThread();
    const proposalId = await newProposal(threadId);
    await as('manager').give('proposal.decide', { proposalId, outcome: 'try', reason: 'Yes' });
    const answers = await Promise.all(
      ['nurse', 'manager', 'coordinator'].map((who) =>
        as(who).give('cycle.start', { threadId, ...plan }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  });
  test('open the first thread on a measure: there is one', async () => {
    const idea = { unitId: 'ward-2', title: 'T', text: 'T', measureId: 'waiting-days' };
    const answers = await Promise.all(
      ['manager-2', 'coordinator', 'chair', 'analyst'].map((who) =>
        as(who).give('thread.raise-idea', idea),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
    const joined = answers.find(({ status }) => status === 409);
    const opened = answers.find(({ status }) => status === 200);
    expect(joined?.body).toMatchObject({
      code: 'thread-already-open',
      where: opened?.body.threadId,
    });
  });
  test('comment while another closes: the comment stands before the closing, or is refused', async () => {
    for (let round = 0; round < 10; round++) {
      const threadId = await newThread();
      const [comment, closing] = await Promise.all([
        as('nurse').give('thread.comment', { threadId, text: 'Wait' }),
        as('manager').give('thread.close', { threadId, reason: 'Done' }),
      ]);
      expect(closing.status).toBe(200);
      if (comment.status === 200)
        expect(comment.body.ledgerSeq).toBeLessThan(closing.body.ledgerSeq);
      else expect(comment.body.code).toBe('thread-closed');
    }
  });
  test('many at once leave one whole ledger', async () => {
    const threadId = await newThread();
    const before = await entries();
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        as(i % 2 === 0 ? 'nurse' : 'manager').give('thread.comment', {
          threadId,
          text: `Comment ${i}`,
        }),
      ),
    );
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(await entries()).toBe(before + 40);
  });
});

describe('a signal', () => {
  const chart = { unitId: 'ward-3', measureId: 'waiting-days' };
  test('opens a thread for the lead of its unit, and the next one joins it', async () => {
    const at = '2026-03-01T08:00:00.000Z';
    const first = await storeSignal(house.db, { id: 'ward-3-a', ...chart, month: '2026-01' }, at);
    const second = await storeSignal(house.db, { id: 'ward-3-b', ...chart, month: '2026-02' }, at);
    expect(second).toBe(first);
    const { body } = await as('chair').get(`/api/threads/${first}`);
    // Ward 3 has no manager and its department no coordinator: the division's chair answers for it.
    expect(body.thread).toMatchObject({ waitingFor: 'a-look', owner: { id: 'chair' } });
    expect(body.signals.map((signal: { state: string }) => signal.state)).toEqual(['new', 'new']);
    expect(body.annotations).toHaveLength(2);
  });
  test('after its thread was closed opens a new one', async () => {
    const { body } = await as('chair').get('/api/threads?unitId=ward-3');
    const threadId = body.threads[0].id;
    await as('chair').give('thread.close', { threadId, reason: 'A holiday month' });
    const next = await storeSignal(
      house.db,
      { id: 'ward-3-c', ...chart, month: '2026-02' },
      '2026-03-02T08:00:00.000Z',
    );
    expect(next).not.toBe(threadId);
    const reopened = await as('chair').give('thread.reopen', { threadId, reason: 'Not a holiday' });
    expect(reopened).toMatchObject({
      status: 409,
      body: { code: 'thread-already-open', where: next },
    });
  });
});

describe('bad input', () => {
  const bad: readonly (readonly [string, string, unknown, number])[] = [
    ['no body', 'thread.comment', '', 400],
    ['no JSON', 'thread.comment', '{"text": ', 400],
    ['a list', 'thread.comment', '[]', 400],
    ['a number', 'thread.comment', '7', 400],
    ['nothing in it', 'thread.comment', '{}', 400],
    [
      'a field of another type',
      'thread.comment',
      { requestId: 'r-12345678', threadId: 7, text: 'x' },
      400,
    ],
    [
      'an empty text',
      'thread.comment',
      { requestId: 'r-12345678', threadId: 'x', text: '  ' },
      400,
    ],
    [
      'too long a text',
      'thread.comment',
      { requestId: 'r-12345678', threadId: 'x', text: 'x'.repeat(4001) },
      400,
    ],
    [
      'far too long a text',
      'thread.comment',
      { requestId: 'r-12345678', threadId: 'x', text: 'x'.repeat(70_000) },
      413,
    ],
    ['a NUL', 'thread.comment', { requestId: 'r-12345678', threadId: 'x', text: 'a\u0000b' }, 400],
    [
      'half a character',
      'thread.comment',
      '{"requestId":"r-12345678","threadId":"x","text":"\\ud83d"}',
      400,
    ],
    [
      'a thread that is not there',
      'thread.comment',
      { requestId: 'r-12345678', threadId: 'x', text: 'x' },
      404,
    ],
    [
      'a unit that is not there',
      'thread.raise-idea',
      { requestId: 'r-12345678', unitId: 'x', title: 'x', text: 'x' },
      404,
    ],
    [
      'a measure that is not there',
      'thread.raise-idea',
      { requestId: 'r-12345678', unitId: 'ward-1', title: 'x', text: 'x', measureId: 'x' },
      404,
    ],
    [
      'a signal that is not there',
      'thread.open-from-signal',
      { requestId: 'r-12345678', signalId: 'x' },
      404,
    ],
    [
      'a proposal that is not there',
      'proposal.decide',
      { requestId: 'r-12345678', proposalId: 'x', outcome: 'try', reason: 'x' },
      404,
    ],
    [
      'a cycle that is not there',
      'cycle.record-study',
      { requestId: 'r-12345678', cycleId: 'x', text: 'x' },
      404,
    ],
    [
      'an outcome that is not one',
      'proposal.decide',
      { requestId: 'r-12345678', proposalId: 'x', outcome: 'maybe', reason: 'x' },
      400,
    ],
    [
      'a month that is not one',
      'cycle.record-do',
      { requestId: 'r-12345678', cycleId: 'x', startMonth: '2026-13', text: 'x' },
      400,
    ],
    ['a command that is not one', 'thread.destroy', {}, 404],
    ['the name of a property of every object', 'constructor', {}, 404],
    ["someone else's id", '../session', {}, 404],
  ];
  test.each(bad)(
    '%s gives a message with a next step, and no stack',
    async (_, name, body, status) => {
      const before = await entries();
      const answer = await as('nurse').post(`/api/commands/${encodeURIComponent(name)}`, body);
      expect(answer.status).toBe(status);
      expect(answer.body).toMatchObject({
        code: expect.stringMatching(/^[a-z-]+$/),
        message: expect.stringMatching(/.{5,}/),
        tip: expect.stringMatching(/.{5,}/),
      });
      expect(JSON.stringify(answer.body)).not.toMatch(/\bat .*:\d+:\d+|node_modules|src\//);
      expect(await entries()).toBe(before);
    },
  );
  test.each([
    '/api/threads?state=lost',
    '/api/threads?unitId=',
    '/api/inbox',
    '/api/inbox?unitId=nowhere',
    '/api/loops?unitId=nowhere',
    '/api/threads/nothing',
    '/api/cycles/nothing',
    '/api/units/nowhere/overview',
    '/api/units/ward-1/measures/nothing',
    '/api/nothing',
    '/api/threads/%00',
    '/api/threads/%ff',
    `/api/threads/${'x'.repeat(500)}`,
  ])('GET %s gives a message with a next step', async (path) => {
    const answer = await as('nurse').get(path);
    expect([400, 404]).toContain(answer.status);
    expect(answer.body).toMatchObject({
      code: expect.any(String),
      tip: expect.stringMatching(/.{5,}/),
    });
  });
});
