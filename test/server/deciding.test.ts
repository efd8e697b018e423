import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { organisationFromYaml } from '#organisation';
import { verifyLedger } from '#store';
import { type Client, type RunningHouse, runningHouse } from '../harness/running-house.ts';

/** Invented: two wards under two departments under a division, with forums that have members, and one that has none. */
const yaml = `
levels:
  - { id: unit, name: { en: Unit, sv: Enhet } }
units:
  - { id: div, parent: null, level: unit, name: { en: Division, sv: Divisionen } }
  - { id: dep-a, parent: div, level: unit, name: { en: Department A, sv: Klinik A } }
  - { id: dep-b, parent: div, level: unit, name: { en: Department B, sv: Klinik B } }
  - { id: ward-1, parent: dep-a, level: unit, name: { en: Ward 1, sv: Avdelning 1 } }
  - { id: ward-2, parent: dep-b, level: unit, name: { en: Ward 2, sv: Avdelning 2 } }
people:
  - { id: nurse, name: Nora Nurse, title: { en: N, sv: N }, roles: [{ role: nurse, unit: ward-1 }], persona: true }
  - { id: nurse-2, name: Nils Nurse, title: { en: N, sv: N }, roles: [{ role: nurse, unit: ward-1 }], persona: true }
  - { id: manager, name: Mats Manager, title: { en: M, sv: C }, roles: [{ role: unit-manager, unit: ward-1 }], persona: true }
  - { id: manager-2, name: Mia Manager, title: { en: M, sv: C }, roles: [{ role: unit-manager, unit: ward-2 }], persona: true }
  - { id: coordinator, name: Cleo Coordinator, title: { en: C, sv: S }, roles: [{ role: coordinator, unit: dep-a }], persona: true }
  - { id: chair, name: Bo Chair, title: { en: C, sv: O }, roles: [{ role: board-chair, unit: div }], persona: true }
  - { id: analyst, name: Ana Analyst, title: { en: A, sv: A }, roles: [{ role: analyst, unit: div }], persona: true }
  - { id: patient, name: Pia Patient, title: { en: R, sv: R }, roles: [{ role: patient-representative, unit: ward-1 }], persona: true }
  - { id: researcher, name: Rut Researcher, title: { en: R, sv: F }, roles: [{ role: researcher, unit: div }], persona: true }
forums:
  - { id: local-1, unit: ward-1, kind: local-forum, name: { en: Forum 1, sv: Forum 1 }, cadenceDays: 14, members: [{ person: manager, chair: true }, { person: nurse }, { person: nurse-2 }, { person: patient }] }
  - { id: local-2, unit: ward-2, kind: local-forum, name: { en: Forum 2, sv: Forum 2 }, cadenceDays: 14, members: [] }
  - { id: group-a, unit: dep-a, kind: coordinating-group, name: { en: Group A, sv: Grupp A }, cadenceDays: 28, members: [{ person: coordinator, chair: true }, { person: manager }, { person: patient, votes: false }] }
  - { id: group-b, unit: dep-b, kind: coordinating-group, name: { en: Group B, sv: Grupp B }, cadenceDays: 28, quorum: 3, members: [{ person: manager-2, chair: true }, { person: patient }] }
  - { id: board, unit: div, kind: prioritisation-board, name: { en: Board, sv: Råd }, cadenceDays: 42, members: [{ person: chair, chair: true }, { person: coordinator }, { person: patient }] }
  - { id: support, unit: div, kind: support-unit, name: { en: Support, sv: Stöd }, cadenceDays: 7, members: [{ person: analyst, chair: true }] }
`;

let house: RunningHouse;
let people: ReadonlyMap<string, Client>;
const start = '2026-03-02T08:00:00.000Z';
beforeAll(async () => {
  const read = organisationFromYaml(yaml, 'deciding.yaml');
  if (read.kind === 'problems') throw new Error(read.problems.map((p) => p.message).join('; '));
  house = await runningHouse(read.organisation);
  const names = read.organisation.people.map(({ id }) => id);
  people = new Map(
    await Promise.all(names.map(async (name) => [name, await house.as(name)] as const)),
  );
});
beforeEach(() => house.setNow(start));
afterAll(async () => {
  expect(await verifyLedger(house.db)).toMatchObject({ kind: 'whole' });
  expect(house.troubles).toEqual([]);
  await house.stop();
});

const as = (name: string): Client => {
  const client = people.get(name);
  if (client === undefined) throw new Error(`${name} has not signed in`);
  return client;
};

async function raise(more: object = {}, who = 'nurse') {
  const proposal = { unitId: 'ward-1', kind: 'idea', title: 'An idea', text: 'Its text', ...more };
  const { status, body } = await as(who).give('proposal.raise', proposal);
  expect(status, body.message).toBe(200);
  return body as { proposalId: string; threadId: string };
}

const page = async (proposalId: string, who = 'nurse') =>
  (await as(who).get(`/api/proposals/${proposalId}`)).body;

const decide = (who: string, proposalId: string, more: object) =>
  as(who).give('proposal.decide', { proposalId, reason: 'Reason', ...more });

const points = (benefit: number, rest = 5) => ({
  ...{ benefit, feasible: rest, evidence: rest, equity: rest },
});

describe('a proposal', () => {
  test('is raised by a patient in one step, and somebody who can act owns its thread', async () => {
    const origin = 'patients-and-families';
    const { proposalId, threadId } = await raise({ title: 'Quiet hours', origin }, 'patient');
    const { proposal, steps, table } = await page(proposalId, 'patient');
    expect(proposal).toMatchObject({ state: 'raised', origin, forum: { id: 'local-1' } });
    expect(steps).toMatchObject([{ move: 'raise', stateAfter: 'raised' }]);
    expect(table).toMatchObject({ stage: 'not-taken-up' });
    const thread = await as('nurse').get(`/api/threads/${threadId}`);
    expect(thread.body.thread).toMatchObject({
      waitingFor: 'a-decision',
      owner: { id: 'manager' },
    });
  });
  test('needs a place', async () => {
    const nowhere = { kind: 'idea', title: 'T', text: 'T' };
    const { status, body } = await as('nurse').give('proposal.raise', nowhere);
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'proposal-without-place' });
  });
  test('is refused with an attribute the organisation does not have', async () => {
    const odd = { ...{ unitId: 'ward-1', kind: 'idea', title: 'T', text: 'T' } };
    const unknown = await as('nurse').give('proposal.raise', { ...odd, attributes: { mood: 'x' } });
    expect(unknown.body).toMatchObject({ code: 'attribute-unknown', where: 'attributes.mood' });
    const value = await as('nurse').give('proposal.raise', { ...odd, attributes: { reach: 'x' } });
    expect(value.body).toMatchObject({ code: 'attribute-unknown', where: 'attributes.reach' });
  });
  test('goes by the rules to the forum that decides, each hand-over with its reason', async () => {
    const { proposalId, threadId } = await raise({ attributes: { reach: 'division' } });
    const { proposal, steps, ahead } = await page(proposalId);
    expect(proposal.forum.id).toBe('board');
    expect(
      steps.map((step: { move: string; direction: string; toForum: { id: string } | null }) => [
        step.move,
        step.direction,
        step.toForum?.id ?? null,
      ]),
    ).toEqual([
      ['raise', 'stays', null],
      ['pass-on', 'up', 'group-a'],
      ['pass-on', 'up', 'board'],
    ]);
    expect(steps[1].because.en).toMatch(/other units/);
    expect(ahead.kind).toBe('decides-here');
    const { body } = await as('nurse').get(`/api/threads/${threadId}`);
    const kinds = body.entries.map((entry: { kind: string }) => entry.kind);
    expect(kinds).toEqual(['proposal', 'hand-over', 'hand-over']);
  });
  test('is decided by a forum only where its rules say so; it can always be passed on', async () => {
    const { proposalId } = await raise();
    const wider = { proposalId, attributes: { reach: 'department' }, reason: 'Others ask too' };
    await as('manager').give('proposal.reassess', wider);
    const refused = await decide('manager', proposalId, { outcome: 'try' });
    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'not-this-forums-to-decide', where: 'group-a' },
    });
    expect((await page(proposalId)).ahead).toMatchObject({
      kind: 'goes-to',
      forum: { id: 'group-a' },
    });
    expect((await decide('manager', proposalId, { outcome: 'pass-on' })).status).toBe(200);
    expect((await page(proposalId)).proposal).toMatchObject({
      state: 'raised',
      forum: { id: 'group-a' },
    });
  });
  test('is handed sideways and down when a forum says where, with its reason', async () => {
    const { proposalId } = await raise({ attributes: { reach: 'division' } });
    await decide('chair', proposalId, { outcome: 'pass-on', toForumId: 'group-b' });
    await decide('manager-2', proposalId, { outcome: 'pass-on', toForumId: 'group-a' });
    const { steps } = await page(proposalId);
    const last = steps.slice(-2);
    expect(last.map((step: { direction: string }) => step.direction)).toEqual(['down', 'sideways']);
    expect(last[0]).toMatchObject({ reason: 'Reason', by: { id: 'chair' } });
  });
  test('that is parked comes back on its date as an item of the next meeting', async () => {
    const { proposalId } = await raise({ title: 'For the autumn' });
    await decide('manager', proposalId, { outcome: 'park', returnOn: '2026-09-01' });
    const meeting = async () => (await as('nurse').get('/api/forums/local-1/meeting')).body;
    const idsOf = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);
    expect(idsOf((await meeting()).items)).not.toContain(proposalId);
    expect(idsOf((await meeting()).parked)).toContain(proposalId);
    house.setNow('2026-09-01T08:00:00.000Z');
    const back = await meeting();
    expect(idsOf(back.items)).toContain(proposalId);
    expect(back.silentIds).toContain(proposalId);
  });
  test('that waits longer than the forum’s cadence is itself an item', async () => {
    const { proposalId } = await raise({ title: 'Forgotten' });
    const silent = async () =>
      (await as('nurse').get('/api/forums/local-1/meeting')).body.silentIds;
    house.setNow('2026-03-16T08:00:00.000Z'); // fourteen days: within the cadence
    expect(await silent()).not.toContain(proposalId);
    house.setNow('2026-03-16T08:01:00.000Z');
    expect(await silent()).toContain(proposalId);
  });
  test('after it was tried is sent up, spread and withdrawn, step by step', async () => {
    const { proposalId } = await raise({ title: 'Tried first' });
    const next = async (who: string, outcome: string) => {
      const { proposal } = await page(proposalId);
      return decide(who, proposalId, { outcome, seenStep: proposal.lastStep });
    };
    expect((await next('manager', 'try')).status).toBe(200);
    expect((await next('manager', 'pass-on')).status).toBe(200);
    expect((await next('coordinator', 'pass-on')).status).toBe(200);
    expect((await next('chair', 'spread')).status).toBe(200);
    expect((await next('chair', 'try')).body.code).toBe('decision-not-possible');
    expect((await next('chair', 'mandate')).status).toBe(200);
    expect((await next('chair', 'decline')).status).toBe(200);
    expect((await next('chair', 'spread')).body.code).toBe('proposal-already-decided');
    const { steps } = await page(proposalId);
    const states = steps.map((step: { stateAfter: string }) => step.stateAfter);
    expect(states).toEqual([
      'raised',
      'tried',
      'raised',
      'raised',
      'spread',
      'mandated',
      'declined',
    ]);
  });
});

describe('has this been tried', () => {
  beforeAll(async () => {
    house.setNow(start);
    const swedish = await raise({
      title: 'Påminnelse med sms före besöket',
      text: 'Patienter som uteblir får ett sms två dagar innan.',
    });
    await decide('manager', swedish.proposalId, { outcome: 'decline', reason: 'Tried in 2024.' });
    await raise({
      title: 'Reminder calls before visits',
      text: 'A nurse calls patients two days before each booked visit.',
    });
    await raise({ title: 'New paint in the corridor', text: 'Brighter colours.' });
  });
  const similar = async (text: string) =>
    (await as('nurse').get(`/api/proposals/similar?text=${encodeURIComponent(text)}`)).body.similar;
  const titles = async (text: string) =>
    (await similar(text)).map(({ title }: { title: string }) => title);

  test('finds earlier ones by the stems of Swedish words, with what became of them', async () => {
    const found = await similar('Påminnelser till patienterna innan besök');
    expect(found[0]).toMatchObject({
      title: 'Påminnelse med sms före besöket',
      state: 'declined',
      lastWord: { reason: 'Tried in 2024.' },
    });
  });
  test('and of English ones', async () => {
    expect((await titles('Remind patients by calling before a visit'))[0]).toBe(
      'Reminder calls before visits',
    );
  });
  test('what only shares stop words is not similar', async () => {
    expect(await titles('the and of before each')).not.toContain('New paint in the corridor');
    expect(await titles('och det som en')).toEqual([]);
    expect(await titles('')).toEqual([]);
  });
  test('odd characters are words like any other', async () => {
    expect(await titles("' | & ! :* \\ (")).toEqual([]);
    expect((await titles("corridor's | paint!"))[0]).toBe('New paint in the corridor');
  });
  test('the list is searched the same way', async () => {
    const { body } = await as('nurse').get('/api/proposals?text=korridor%20paint&unitId=ward-1');
    expect(body.proposals.map(({ title }: { title: string }) => title)).toEqual([
      'New paint in the corridor',
    ]);
    expect(body.counts).toEqual([{ state: 'raised', count: 1 }]);
  });
});

describe('deciding together', () => {
  async function considered(): Promise<string> {
    const { proposalId } = await raise({ title: 'To be scored' });
    const { status } = await as('manager').give('proposal.consider', { proposalId });
    expect(status).toBe(200);
    return proposalId;
  }
  const score = (who: string, proposalId: string, given: object) =>
    as(who).give('proposal.score', { proposalId, points: given });

  test('each scores unseen by the others, until the last one has', async () => {
    const proposalId = await considered();
    await score('manager', proposalId, points(8));
    await score('nurse', proposalId, points(6));
    await score('nurse-2', proposalId, points(4));
    const seenByPatient = await as('patient').get(`/api/proposals/${proposalId}`);
    expect(seenByPatient.body.table).toMatchObject({ stage: 'scoring', own: null, opened: null });
    expect(seenByPatient.body.table.members).toContainEqual(
      expect.objectContaining({ id: 'nurse', hasScored: true }),
    );
    expect((await page(proposalId)).table.own).toEqual(points(6));
    await score('patient', proposalId, points(10));
    const { table } = await page(proposalId);
    expect(table.stage).toBe('open');
    // benefit (8+6+4+10)/4 = 7, the others 5; weights 3, 2, 2, 1: (3×7 + 2×5 + 2×5 + 1×5) / 8 = 5.75
    expect(table.opened.tally).toMatchObject({ weighted: 5.75, counted: 4, notCounted: 0 });
    expect(table.opened.tally.criteria[0]).toMatchObject({ mean: 7, lowest: 4, highest: 10 });
    const late = await score('nurse', proposalId, points(0));
    expect(late).toMatchObject({ status: 409, body: { code: 'scores-open' } });
  });
  test('no points leave the server on the thread before or after', async () => {
    const proposalId = await considered();
    await score('manager', proposalId, points(9));
    const { body } = await as('nurse').get(`/api/proposals/${proposalId}`);
    const thread = await as('nurse').get(`/api/threads/${body.thread.id}`);
    expect(JSON.stringify(thread.body)).not.toMatch(/"benefit"/);
    expect(JSON.stringify(body)).not.toMatch(/"benefit":9/);
  });
  test('the chair may open before all have scored, others may not', async () => {
    const proposalId = await considered();
    expect((await as('manager').give('proposal.open-scores', { proposalId })).body.code).toBe(
      'nobody-has-scored',
    );
    await score('nurse', proposalId, points(6));
    expect((await as('nurse').give('proposal.open-scores', { proposalId })).status).toBe(403);
    expect((await as('manager').give('proposal.open-scores', { proposalId })).status).toBe(200);
    expect((await page(proposalId)).table.opened.tally.counted).toBe(1);
  });
  test('who has declared an interest is shown and not counted', async () => {
    const proposalId = await considered();
    await score('nurse', proposalId, points(10));
    await score('manager', proposalId, points(4));
    await as('nurse').give('proposal.declare-interest', {
      proposalId,
      text: 'My brother sells it',
    });
    await score('nurse-2', proposalId, points(4));
    await score('patient', proposalId, points(4));
    const { table } = await page(proposalId, 'patient');
    expect(table.stage).toBe('open');
    expect(table.opened.tally).toMatchObject({ counted: 3, notCounted: 1 });
    expect(table.opened.tally.criteria[0].mean).toBe(4);
    expect(table.members).toContainEqual(
      expect.objectContaining({ id: 'nurse', interest: 'My brother sells it' }),
    );
    const again = await score('nurse', proposalId, points(10));
    expect(again.status).toBe(409);
  });
  test('patients count where the forum says so, and are heard where it gives them no vote', async () => {
    const criteria = [{ id: 'benefit', name: { en: 'Benefit', sv: 'Nytta' }, weight: 1 }];
    const { proposalId } = await raise({ attributes: { reach: 'department' } });
    const setting = (of: object) => as('coordinator').give('forum.set-criteria', of);
    expect((await setting({ forumId: 'group-a', criteria })).status).toBe(200);
    await as('coordinator').give('proposal.consider', { proposalId });
    // What lies on the table is scored by what was in force when it was taken up.
    const later = [{ id: 'later', name: { en: 'Later', sv: 'Senare' }, weight: 1 }];
    expect((await setting({ forumId: 'group-a', criteria: later })).status).toBe(200);
    for (const [who, benefit] of [
      ['patient', 10],
      ['coordinator', 2],
      ['manager', 2],
    ] as const)
      await score(who, proposalId, { benefit });
    const { table } = await page(proposalId);
    expect(table.opened.tally).toMatchObject({ weighted: 2, counted: 2, notCounted: 1 });
    expect(table.opened.scores).toContainEqual(
      expect.objectContaining({ by: { id: 'patient', name: 'Pia Patient' }, counted: false }),
    );
    await decide('coordinator', proposalId, { outcome: 'decline' });
    expect((await page(proposalId)).before).toMatchObject([{ tally: { weighted: 2 } }]);
  });
  test('points are whole, from 0 to 10, on every criterion', async () => {
    const proposalId = await considered();
    for (const bad of [
      {},
      { benefit: 11 },
      { benefit: 2.5 },
      { benefit: -1 },
      { benefit: 5, x: 1 },
    ])
      expect((await score('nurse', proposalId, bad)).body.code, JSON.stringify(bad)).toBe(
        'points-not-whole',
      );
  });
  test('a decision needs its quorum: those who scored and those in the room', async () => {
    const proposalId = await considered();
    await score('nurse', proposalId, points(6));
    const short = await decide('manager', proposalId, { outcome: 'try' });
    expect(short).toMatchObject({ status: 409, body: { code: 'quorum-not-met' } });
    expect(short.body.message).toMatch(/needs 3 members to decide, and 1 take part/);
    const presentIds = ['manager', 'patient', 'chair']; // the chair of the board is no member here
    expect((await decide('manager', proposalId, { outcome: 'try', presentIds })).status).toBe(200);
  });
  test('a quorum that cannot be met gets a clear answer', async () => {
    const { proposalId } = await raise({ attributes: { reach: 'division' } });
    await decide('chair', proposalId, { outcome: 'pass-on', toForumId: 'group-b' });
    await as('chair').give('proposal.reassess', {
      ...{ proposalId, attributes: { reach: 'department' }, reason: 'Smaller' },
    });
    const answer = await decide('manager-2', proposalId, {
      ...{ outcome: 'try', presentIds: ['manager-2', 'patient'] },
    });
    expect(answer).toMatchObject({ status: 409, body: { code: 'quorum-cannot-be-met' } });
    expect(answer.body.tip).toMatch(/Pass the proposal on/);
    expect((await page(proposalId)).proposal.state).toBe('raised');
  });
  test('a forum without members says so and loses nothing', async () => {
    const { proposalId } = await raise({ unitId: 'ward-2' }, 'manager-2');
    const answer = await as('manager-2').give('proposal.consider', { proposalId });
    expect(answer).toMatchObject({ status: 409, body: { code: 'forum-without-members' } });
    expect((await decide('manager-2', proposalId, { outcome: 'pass-on' })).status).toBe(200);
  });
  test('a dissent stands beside the decision, also afterwards', async () => {
    const { proposalId, threadId } = await raise({ title: 'Decided' });
    await decide('manager', proposalId, { outcome: 'try' });
    await as('patient').give('proposal.dissent', { proposalId, text: 'We were not asked.' });
    const { dissent } = await page(proposalId);
    expect(dissent).toMatchObject([
      { text: 'We were not asked.', by: { id: 'patient' }, forum: { id: 'local-1' } },
    ]);
    const { body } = await as('nurse').get(`/api/threads/${threadId}`);
    expect(body.entries.at(-1)).toMatchObject({
      kind: 'dissent',
      words: { text: 'We were not asked.' },
    });
  });
});

describe('dots', () => {
  test('are laid unseen and opened by the chair', async () => {
    const first = await raise({ unitId: 'ward-2', title: 'First' }, 'manager-2');
    const second = await raise({ unitId: 'ward-2', title: 'Second' }, 'manager-2');
    for (const { proposalId } of [first, second])
      await decide('manager-2', proposalId, { outcome: 'pass-on', toForumId: 'group-b' });
    const forumId = 'group-b';
    expect((await as('patient').give('forum.start-dots', { forumId })).status).toBe(403);
    expect((await as('manager-2').give('forum.start-dots', { forumId, dotsEach: 3 })).status).toBe(
      200,
    );
    expect((await as('manager-2').give('forum.start-dots', { forumId })).body.code).toBe(
      'dot-round-open',
    );
    const lay = (who: string, dots: object) => as(who).give('forum.lay-dots', { forumId, dots });
    expect((await lay('manager-2', { [first.proposalId]: 4 })).body.code).toBe('dots-not-right');
    await lay('manager-2', { [first.proposalId]: 1, [second.proposalId]: 2 });
    const seen = async () => (await as('patient').get(`/api/forums/${forumId}/meeting`)).body.dots;
    expect(await seen()).toMatchObject({
      own: null,
      counts: null,
      haveLaid: [{ id: 'manager-2' }],
    });
    await lay('patient', { [second.proposalId]: 3 });
    await as('manager-2').give('forum.open-dots', { forumId });
    expect((await seen()).counts.slice(0, 2)).toMatchObject([
      { proposalId: second.proposalId, dots: 5, people: 2 },
      { proposalId: first.proposalId, dots: 1, people: 1 },
    ]);
    expect((await lay('patient', { [first.proposalId]: 1 })).body.code).toBe('dots-open');
    expect((await page(second.proposalId)).dots).toMatchObject([{ dots: 5, people: 2 }]);
  });
});

describe('levels that do not agree', () => {
  test('a board mandates what a ward found not to work there: both stand on the thread', async () => {
    const { proposalId, threadId } = await raise({ title: 'Morning round at seven' });
    await decide('manager', proposalId, { outcome: 'try' });
    const started = await as('nurse').give('cycle.start', {
      ...{ threadId, title: 'Seven', aim: 'Earlier', change: 'At seven', plan: 'All' },
      ...{ measureId: 'waiting-days', predictionText: 'Shorter' },
    });
    const { cycleId } = started.body;
    await as('nurse').give('cycle.record-do', { cycleId, startMonth: '2026-03', text: 'Begun' });
    await as('nurse').give('cycle.record-study', { cycleId, text: 'No difference' });
    const verdict = { cycleId, verdict: 'dropped', reason: 'Nobody was awake.' };
    await as('manager').give('cycle.record-act', verdict);
    const again = await raise(
      { ...{ title: 'Morning round', unitId: 'div', earlierIds: [proposalId] } },
      'chair',
    );
    await decide('chair', again.proposalId, { outcome: 'mandate', reason: 'One way for all.' });
    const { disagreements, earlier } = await page(again.proposalId);
    expect(earlier).toMatchObject([{ id: proposalId, state: 'tried' }]);
    const { body: found } = await as('nurse').get('/api/proposals/similar?text=morning%20round');
    expect(found.similar.find((one: { id: string }) => one.id === proposalId)).toMatchObject({
      verdict: 'dropped',
      lastWord: { reason: 'Nobody was awake.' },
    });
    expect(disagreements).toMatchObject([
      {
        decided: { stateAfter: 'mandated', forum: { id: 'board' }, reason: 'One way for all.' },
        against: [
          { kind: 'found-not-to-work', unit: { id: 'ward-1' }, reason: 'Nobody was awake.' },
        ],
      },
    ]);
    const { body } = await as('nurse').get(`/api/threads/${again.threadId}`);
    expect(body.disagreements).toEqual(disagreements);
    const { proposal } = await page(again.proposalId);
    const seenStep = proposal.lastStep;
    await decide('chair', again.proposalId, { outcome: 'decline', seenStep });
    expect((await page(again.proposalId)).disagreements).toEqual([]);
  });
});

describe('the support unit', () => {
  test('has a queue; a request has an owner and gets an answer', async () => {
    const { threadId } = await raise({ title: 'Needs numbers' });
    const asked = { unitId: 'ward-1', threadId, title: 'Waiting by age', text: 'Please' };
    await as('nurse').give('support.request', asked);
    const meeting = async () => (await as('analyst').get('/api/forums/support/meeting')).body;
    const [request] = (await meeting()).requests;
    expect(request).toMatchObject({ title: 'Waiting by age', state: 'asked', owner: null });
    const supportId = request.id;
    expect((await as('nurse').give('support.take', { supportId })).status).toBe(403);
    await as('analyst').give('support.take', { supportId });
    expect((await meeting()).requests[0]).toMatchObject({
      state: 'taken',
      owner: { id: 'analyst' },
    });
    house.setNow('2026-03-10T08:00:00.000Z'); // eight days, and the support unit meets every seven
    expect((await meeting()).silentIds).toContain(supportId);
    await as('analyst').give('support.answer', { supportId, answer: 'See the chart.' });
    expect((await meeting()).requests).toEqual([]);
    const again = await as('analyst').give('support.answer', { supportId, answer: 'Again' });
    expect(again.body.code).toBe('request-already-answered');
    const { body } = await as('nurse').get(`/api/threads/${threadId}`);
    expect(body.entries.at(-1)).toMatchObject({
      kind: 'support-answer',
      words: { text: 'See the chart.' },
    });
  });
});

describe('two people at once', () => {
  const statuses = (answers: readonly { status: number }[]) =>
    answers.map(({ status }) => status).sort();

  test.each([
    ['try', 'decline'],
    ['park', 'try'],
    ['pass-on', 'try'],
    ['park', 'pass-on'],
    ['pass-on', 'pass-on'],
    ['try', 'spread'],
  ])(
    'decide %s and %s: one is heard, the other told, and the route has one step more',
    async (one, other) => {
      for (let round = 0; round < 5; round++) {
        const { proposalId } = await raise();
        const { proposal, steps } = await page(proposalId);
        const seen = { seenStep: proposal.lastStep, returnOn: '2026-09-01' };
        const answers = await Promise.all([
          decide('manager', proposalId, { ...seen, outcome: one, reason: 'One' }),
          decide('coordinator', proposalId, { ...seen, outcome: other, reason: 'Other' }),
        ]);
        const refused = answers.find(({ status }) => status !== 200);
        // After it was passed on, the manager of the ward may not decide any more: that is an answer too.
        expect([403, 409]).toContain(refused?.status);
        expect(refused?.body.tip).not.toBe('');
        expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
        expect((await page(proposalId)).steps).toHaveLength(steps.length + 1);
      }
    },
  );
  test('a proposal is taken up once', async () => {
    const { proposalId } = await raise();
    const answers = await Promise.all(
      ['manager', 'coordinator', 'chair'].map((who) =>
        as(who).give('proposal.consider', { proposalId }),
      ),
    );
    expect(statuses(answers)).toEqual([200, 409, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('proposal-moved-on');
  });
  test('the last two score: the scores open once, with both', async () => {
    for (let round = 0; round < 5; round++) {
      const { proposalId } = await raise();
      await as('manager').give('proposal.consider', { proposalId });
      const answers = await Promise.all(
        ['manager', 'nurse', 'nurse-2', 'patient'].map((who) =>
          as(who).give('proposal.score', { proposalId, points: points(5) }),
        ),
      );
      expect(statuses(answers)).toEqual([200, 200, 200, 200]);
      const { table, thread } = await page(proposalId);
      expect(table.opened.tally.counted).toBe(4);
      const { body } = await as('nurse').get(`/api/threads/${thread.id}`);
      const opened = body.entries.filter((entry: { kind: string }) => entry.kind === 'scores');
      expect(opened).toHaveLength(1);
    }
  });
  test('a score against an opening: it is in, or it is told that it came too late', async () => {
    for (let round = 0; round < 5; round++) {
      const { proposalId } = await raise();
      await as('manager').give('proposal.consider', { proposalId });
      await as('nurse').give('proposal.score', { proposalId, points: points(5) });
      const [scored] = await Promise.all([
        as('patient').give('proposal.score', { proposalId, points: points(5) }),
        as('manager').give('proposal.open-scores', { proposalId }),
      ]);
      const { counted } = (await page(proposalId)).table.opened.tally;
      expect(counted).toBe(scored.status === 200 ? 2 : 1);
      if (scored.status !== 200) expect(scored.body.code).toBe('scores-open');
    }
  });
  test('start dots, take a request, set criteria: one each', async () => {
    await Promise.all([raise(), raise()]);
    const dots = await Promise.all(
      ['manager', 'coordinator'].map((who) =>
        as(who).give('forum.start-dots', { forumId: 'local-1' }),
      ),
    );
    expect(statuses(dots)).toEqual([200, 409]);
    await as('nurse').give('support.request', { unitId: 'ward-1', title: 'Q', text: 'Q' });
    const { body } = await as('analyst').get('/api/forums/support/meeting');
    const supportId = body.requests[0].id;
    const answered = await Promise.all(
      [1, 2, 3].map((n) => as('analyst').give('support.answer', { supportId, answer: `${n}` })),
    );
    expect(statuses(answered)).toEqual([200, 409, 409]);
  });
});

test('where there is no support unit, asking it gets a clear answer', async () => {
  const alone = organisationFromYaml(yaml.replace(/^ {2}- \{ id: support.*$/m, ''), 'alone.yaml');
  if (alone.kind === 'problems') throw new Error(alone.problems[0]?.message);
  const other = await runningHouse(alone.organisation);
  try {
    const asked = { unitId: 'ward-1', title: 'Q', text: 'Q' };
    const answer = await (await other.as('nurse')).give('support.request', asked);
    expect(answer).toMatchObject({ status: 409, body: { code: 'no-support-unit' } });
  } finally {
    await other.stop();
  }
});
