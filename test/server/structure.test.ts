import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Organisation, organisationFromYaml } from '#organisation';
import { verifyLedger } from '#store';
import {
  addResults,
  type Client,
  type RunningHouse,
  runningHouse,
  storeSignal,
} from '../harness/running-house.ts';
import { smallOrganisationYaml } from '../harness/small-organisation.ts';

const casesYaml = `
cases:
  - { id: small, title: { en: Small, sv: Liten }, raisedAt: local-1, endsAt: local-1, steps: 1, perYear: 20 }
  - { id: wide, title: { en: Wide, sv: Bred }, raisedAt: local-1, attributes: { reach: department }, endsAt: group-a, steps: 2 }
`;

function organisation(): Organisation {
  const read = organisationFromYaml(smallOrganisationYaml + casesYaml, 'small.yaml');
  if (read.kind === 'problems') throw new Error(read.problems.map((p) => p.message).join('; '));
  return read.organisation;
}

let house: RunningHouse;
let chair: Client;
let manager: Client;
let nurse: Client;
beforeAll(async () => {
  house = await runningHouse(organisation());
  [chair, manager, nurse] = await Promise.all([
    house.as('chair'),
    house.as('manager'),
    house.as('nurse'),
  ]);
});
afterAll(async () => {
  expect(house.troubles).toEqual([]);
  expect(await verifyLedger(house.db)).toMatchObject({ kind: 'whole' });
  await house.stop();
});

const rule = {
  id: 'dear-goes-up',
  at: ['local-forum'],
  when: { cost: ['new-money'] },
  answer: { action: 'up', to: 'coordinating-group' },
  standing: 2,
  because: { en: 'we have no money', sv: 'vi har inga pengar' },
};
const structureOf = async (client: Client) => (await client.get('/api/structure')).body;

describe('the structure page', () => {
  test('shows forums, rules in sentences, cases with their paths, and what cannot work', async () => {
    const page = await structureOf(nurse);
    expect(page.unit.id).toBe('div');
    expect(page.kinds.map((kind: { id: string }) => kind.id)).toEqual([
      'local-forum',
      'coordinating-group',
      'support-unit',
      'prioritisation-board',
    ]);
    expect(page.rules[0].sentence.en).toBe(
      'The local forum decides by itself when reach is one unit, because it touches this unit only.',
    );
    expect(page.cases[1]).toMatchObject({
      ...{ id: 'wide', passed: true, stuck: null },
      said: [{ name: { en: 'reach' }, value: { en: 'several units of a department' } }],
      path: [
        { forum: { id: 'local-1' }, action: 'up', because: { en: 'other units are touched too' } },
        { forum: { id: 'group-a' }, action: 'decide' },
      ],
    });
    // Wards 2 and 3 and department B got plain forums, in which nobody sits yet.
    const codes = page.problems.map(
      (one: { code: string; where: string }) => `${one.code} ${one.where}`,
    );
    expect(codes).toContain('forum-empty forums/forum-ward-2');
    expect(page.mayDo).toEqual([]);
  });
  test('simulates the load, and beside it that of another rhythm', async () => {
    const { body } = await nurse.get(
      '/api/structure/load?kind=local-forum&cadenceDays=28&mattersPerMeeting=6',
    );
    const [now, other] = [body.inForce.kinds[0], body.changed.kinds[0]];
    // Three wards × (20 + 1) a year.
    expect(now.perYear).toBeCloseTo(63, 6);
    expect(other.highestLoad).toBeCloseTo(2 * now.highestLoad, 9);
    expect(other.waitDays).toBeGreaterThan(now.waitDays);
    const again = await nurse.get(
      '/api/structure/load?kind=local-forum&cadenceDays=28&mattersPerMeeting=6',
    );
    expect(again.body).toEqual(body);
    const tooMuch = await nurse.get('/api/structure/load?factor=200');
    expect(tooMuch).toMatchObject({ status: 400, body: { where: 'factor' } });
  });
});

describe('a rule', () => {
  test('is changed by whoever leads the whole, with a reason, and the next matter goes by it', async () => {
    const refused = await manager.give('rule.set', { rule, reason: 'R' });
    expect(refused).toMatchObject({ status: 403, body: { grantedBy: ['board-chair'] } });
    const done = await chair.give('rule.set', { rule, reason: 'Units have no budget for this' });
    expect(done.status).toBe(200);
    const { rules } = await structureOf(nurse);
    expect(rules.at(-1).sentence.sv).toBe(
      'Det lokala forumet skickar uppåt till samordningsgruppen när kostnaden är nya pengar, eftersom vi har inga pengar.',
    );
    const raised = await nurse.give('proposal.raise', {
      ...{ unitId: 'ward-1', kind: 'idea', title: 'Dear', text: 'New rooms' },
      attributes: { cost: 'new-money' },
    });
    const group = (await nurse.get('/api/forums/group-a')).body;
    const [item] = group.agenda;
    expect(item).toMatchObject({
      ...{ why: 'came-back', from: { id: 'local-1' }, because: { en: 'we have no money' } },
      proposal: { id: raised.body.proposalId, title: 'Dear' },
    });
    const entry = await house.db
      .selectFrom('ledger')
      .selectAll()
      .where('command', '=', 'rule.set')
      .executeTakeFirstOrThrow();
    expect(entry).toMatchObject({
      ...{ unit_id: 'div', words: { reason: 'Units have no budget for this' } },
      detail: { rule: { before: null, after: rule }, movedCases: [] },
    });
  });
  test('that contradicts another is refused with both named, and nothing changes', async () => {
    const before = await structureOf(chair);
    const other = { ...rule, id: 'dear-is-ours', answer: { action: 'decide' } };
    const { status, body } = await chair.give('rule.set', { rule: other, reason: 'R' });
    expect([status, body.code]).toEqual([409, 'rules-contradict']);
    expect(body.where).toBe('rules/dear-goes-up rules/dear-is-ours');
    expect((await structureOf(chair)).rules).toEqual(before.rules);
  });
  test('that would send matters in a ring is refused with the ring', async () => {
    const down = {
      ...{ id: 'dear-goes-down', at: ['coordinating-group'], when: { cost: ['new-money'] } },
      ...{ answer: { action: 'down', to: 'local-forum' }, standing: 2, because: rule.because },
    };
    const { status, body } = await chair.give('rule.set', { rule: down, reason: 'R' });
    expect([status, body.code]).toEqual([409, 'rules-loop']);
    expect(body.message).toContain('local-1 by dear-goes-up');
  });
  test('that names what there is none of is refused', async () => {
    const wrong = { ...rule, id: 'wrong', when: { colour: ['red'] } };
    const { status, body } = await chair.give('rule.set', { rule: wrong, reason: 'R' });
    expect([status, body.code]).toEqual([409, 'organisation-id-unknown']);
    expect(body.message).toContain("'colour'");
  });
  test('that moves a case says which path it would take; it is made when that is meant', async () => {
    const all = { ...rule, id: 'all-goes-up', when: {}, standing: 3 };
    const refused = await chair.give('rule.set', { rule: all, reason: 'R' });
    expect([refused.status, refused.body.code]).toEqual([409, 'cases-move']);
    expect(refused.body.where).toBe('cases/small');
    expect(refused.body.message).toContain(
      'small (wanted: local-1) goes local-1 by all-goes-up, group-a by group-decides, decided by group-a',
    );
    const meant = { rule: all, reason: 'For a year', acceptMoves: true };
    expect((await chair.give('rule.set', meant)).status).toBe(200);
    const caseOf = async () =>
      (await structureOf(chair)).cases.find(({ id }: { id: string }) => id === 'small');
    expect((await caseOf()).passed).toBe(false);
    const expected = { caseId: 'small', endsAt: 'group-a', steps: 2, reason: 'As decided' };
    expect((await chair.give('case.expect', expected)).status).toBe(200);
    expect((await caseOf()).passed).toBe(true);
    const back = { ruleId: 'all-goes-up', reason: 'The year is over', acceptMoves: true };
    expect((await chair.give('rule.remove', back)).status).toBe(200);
    expect((await chair.give('rule.remove', back)).body.code).toBe('rule-gone');
  });
  test('two rules written at once both hold, or one of them is told why not', async () => {
    const rules = ['a', 'b', 'c'].map((name) => ({ ...rule, id: `at-once-${name}` }));
    const answers = await Promise.all(
      rules.map((one) => chair.give('rule.set', { rule: one, reason: 'R' })),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const held = (await structureOf(chair)).rules.map(
      (one: { rule: { id: string } }) => one.rule.id,
    );
    for (const { id } of rules) expect(held).toContain(id);
  });
});

describe('a forum', () => {
  test('has its next meeting, members with the other forums they sit in, and its rights', async () => {
    const { body } = await nurse.get('/api/forums/local-1');
    // From 2026-01-01 every 14 days: 26 February, 12 March.
    expect(body.forum).toMatchObject({ nextMeetingOn: '2026-03-12', quorum: 2, cadenceDays: 14 });
    expect(body.members).toMatchObject([
      { id: 'manager', chair: true, votes: true, alsoIn: [] },
      { id: 'nurse', chair: false },
    ]);
    expect(body.rights[0].en).toMatch(/^The local forum /);
    expect((await nurse.get('/api/forums/nowhere')).status).toBe(404);
  });
  test('finds its agenda by itself: a signal, a proposal, an answer, a due step, the forgotten', async () => {
    await storeSignal(
      house.db,
      { id: 'sig', unitId: 'ward-1', measureId: 'waiting-days', month: '2026-02' },
      '2026-03-01T00:00:00Z',
    );
    const idea = await nurse.give('proposal.raise', {
      ...{ unitId: 'ward-1', kind: 'idea', title: 'Ours', text: 'Small' },
    });
    const tried = await nurse.give('proposal.raise', {
      ...{ unitId: 'ward-1', kind: 'idea', title: 'Tried', text: 'Small' },
    });
    await manager.give('proposal.decide', {
      ...{ proposalId: tried.body.proposalId, outcome: 'try', reason: 'Yes' },
    });
    const parked = await nurse.give('proposal.raise', {
      ...{ unitId: 'ward-1', kind: 'idea', title: 'Later', text: 'Small' },
    });
    await manager.give('proposal.decide', {
      ...{ proposalId: parked.body.proposalId, outcome: 'park', reason: 'Not now' },
      returnOn: '2026-03-10',
    });
    await addResults(house.db, { unitId: 'ward-1', measureId: 'waiting-days' }, () => ({
      ...{ numerator: 300, denominator: 10 },
    }));
    const disputed = await nurse.give('number.challenge', {
      ...{ unitId: 'ward-1', measureId: 'waiting-days', month: '2026-02', text: 'Holidays?' },
    });
    expect(disputed.status).toBe(200);
    const { agenda } = (await nurse.get('/api/forums/local-1')).body;
    const about = agenda.filter(
      ({ thread }: { thread: { id: string } | null }) => thread?.id === disputed.body.threadId,
    );
    expect(about).toMatchObject([{ why: 'challenge', reason: 'Holidays?' }]); // once, by its own name
    const found = agenda.map(
      (item: { why: string; proposal: { title: string } | null }) =>
        `${item.why}${item.proposal === null ? '' : ` ${item.proposal.title}`}`,
    );
    expect(found).toEqual(
      expect.arrayContaining(['signal', 'proposal Ours', 'cycle', 'returned Later']),
    );
    expect(idea.status).toBe(200);
    house.setNow('2026-05-02T08:00:00.000Z');
    const above = (await nurse.get('/api/forums/group-a')).body;
    const silent = above.agenda.filter(({ why }: { why: string }) => why === 'silent');
    expect(silent.length).toBeGreaterThan(0);
    for (const item of silent)
      expect(item).toMatchObject({ overdue: true, from: { id: 'local-1' } });
    house.setNow('2026-03-02T08:00:00.000Z');
  });
  test('has minutes: those who were there, and what was decided by the commands', async () => {
    const minutes = { forumId: 'local-1', heldOn: '2026-03-02', presentIds: ['manager', 'nurse'] };
    const early = await manager.give('forum.record-meeting', { ...minutes, heldOn: '2026-03-09' });
    expect(early.body.code).toBe('meeting-not-yet-held');
    const stranger = { ...minutes, presentIds: ['coordinator'] };
    expect((await manager.give('forum.record-meeting', stranger)).body.code).toBe(
      'strangers-present',
    );
    const before = (await nurse.get('/api/forums/local-1')).body;
    const titles = before.decidedSince.map(({ title }: { title: string }) => title);
    expect(titles).toEqual(['Tried', 'Later']);
    const written = await nurse.give('forum.record-meeting', { ...minutes, notes: 'Coffee' });
    expect(written.status).toBe(200);
    expect((await manager.give('forum.record-meeting', minutes)).body.code).toBe(
      'meeting-has-minutes',
    );
    const { body } = await nurse.get('/api/forums/local-1');
    expect(body.decidedSince).toEqual([]);
    expect(body.minutes).toMatchObject([
      {
        ...{ heldOn: '2026-03-02', notes: 'Coffee', writtenBy: { id: 'nurse' } },
        present: [{ id: 'manager' }, { id: 'nurse' }],
        decisions: [
          { title: 'Tried', outcome: 'try', reason: 'Yes', toForum: null },
          { title: 'Later', outcome: 'park' },
        ],
      },
    ]);
  });
});
