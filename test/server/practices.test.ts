import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { monthNumber } from '#core';
import { verifyLedger } from '#store';
import {
  addMeasure,
  addResults,
  type Client,
  type RunningHouse,
  runningHouse,
} from '../harness/running-house.ts';

let house: RunningHouse;
let nurse: Client;
let manager: Client;
let otherManager: Client;
let coordinator: Client;
let chair: Client;
beforeAll(async () => {
  house = await runningHouse();
  await addMeasure(house.db, 'care-plan', { scoring: 'proportion', chart: 'p', direction: 'up' });
  // Ward 1 goes from 40 to 60 of 100 in March 2024, ward 2 the same in September 2024, ward 3 stays; give or take one.
  const wiggle = (i: number) => (i % 3) - 1;
  for (const [unitId, change] of [
    ['ward-1', '2024-03'],
    ['ward-2', '2024-09'],
    ['ward-3', '9999-01'],
  ] as const)
    await addResults(house.db, { unitId, measureId: 'care-plan' }, (month, i) => ({
      numerator: (month < change ? 40 : 60) + wiggle(i),
      denominator: 100,
    }));
  [nurse, manager, otherManager, coordinator, chair] = await Promise.all(
    (['nurse', 'manager', 'manager-2', 'coordinator', 'chair'] as const).map(house.as),
  );
});
afterAll(() => house.stop());

/** From idea to a cycle with its verdict, on ward 1. */
async function keptCycle(
  verdict: 'kept' | 'dropped' = 'kept',
): Promise<{ cycleId: string; threadId: string }> {
  const idea = { unitId: 'ward-1', title: 'Plan at first visit', text: 'Could we?' };
  const { threadId } = (await nurse.give('thread.raise-idea', idea)).body;
  const raised = await nurse.give('proposal.raise', {
    ...{ threadId, kind: 'idea', title: 'Plan at first visit', text: 'Twenty minutes.' },
  });
  const { proposalId } = raised.body;
  await manager.give('proposal.decide', { proposalId, outcome: 'try', reason: 'Cheap.' });
  const started = await nurse.give('cycle.start', {
    ...{ threadId, title: 'Plan at first visit', aim: 'More plans', change: 'Twenty minutes' },
    ...{ measureId: 'care-plan', predictionText: 'Up to 60 %', plan: 'All of us' },
  });
  const { cycleId } = started.body;
  await nurse.give('cycle.record-do', { cycleId, startMonth: '2024-03', text: 'Begun.' });
  await nurse.give('cycle.record-study', { cycleId, text: 'It rose.' });
  await manager.give('cycle.record-act', { cycleId, verdict, reason: 'It helped.' });
  return { cycleId, threadId };
}

/** As an evaluation writes it: the new number supersedes the one before. */
async function newResult({
  unitId,
  month,
  numerator,
}: {
  readonly unitId: string;
  readonly month: string;
  readonly numerator: number;
}): Promise<void> {
  const at = monthNumber(month);
  await sql`with anew as (
      insert into evaluation (data_version, first_month, last_month, events_unassigned, started_at, finished_at)
      select 'later', first_month, last_month, 0, now(), now() from evaluation order by id desc limit 1
      returning id),
    superseded as (
      update result set superseded_by = anew.id from anew
      where unit_id = ${unitId} and measure_id = 'care-plan' and month = ${at} and superseded_by is null
      returning result.*, anew.id as evaluation)
    insert into result select measure_id, unit_id, month, ${numerator}, denominator, sum_of_squares, definition_digest,
      evaluation, null from superseded`.execute(house.db);
}

const content = {
  title: 'Care plan at the first visit',
  summary: 'Twenty minutes of each first visit are kept for the plan.',
  essentials: ['The patient writes it with us', 'Within the first visit'],
  parameters: [
    { kind: 'number', name: 'Minutes kept', unit: 'min', value: 20, least: 10, greatest: 30 },
  ],
  measureIds: [],
  origin: 'front-line',
};

describe('a practice', () => {
  let practiceId: string;
  let cycleId: string;

  test('is made from a cycle that was kept, once', async () => {
    ({ cycleId } = await keptCycle());
    const made = await nurse.give('practice.make', { cycleId, ...content });
    expect(made.status).toBe(200);
    practiceId = made.body.practiceId;
    const again = await nurse.give('practice.make', { cycleId, ...content });
    expect(again).toMatchObject({ status: 409, body: { code: 'practice-already-made' } });
    const page = await nurse.get(`/api/practices/${practiceId}`);
    expect(page.body).toMatchObject({
      origin: 'front-line',
      cycleId,
      version: { version: 1, state: 'in-force', measureIds: ['care-plan'] },
      rows: [{ unit: { id: 'ward-1' }, adoptionId: null }],
      combined: { kind: 'not-estimable', reason: 'too-few-units-to-combine' },
    });
  });

  test('is not made from a cycle that was dropped, nor without anything essential', async () => {
    const { cycleId: dropped } = await keptCycle('dropped');
    const refused = await nurse.give('practice.make', { cycleId: dropped, ...content });
    expect(refused).toMatchObject({ status: 409, body: { code: 'cycle-not-kept' } });
    const { cycleId: kept } = await keptCycle();
    const empty = await nurse.give('practice.make', { cycleId: kept, ...content, essentials: [] });
    expect(empty).toMatchObject({ status: 409, body: { code: 'practice-without-essentials' } });
  });

  test('lies on the commons once it is offered, and is found by words in either language', async () => {
    const listed = async (query: string) =>
      (await chair.get(`/api/practices${query}`)).body.practices.map(
        ({ title }: { title: string }) => title,
      );
    expect(await listed('')).toEqual([]);
    expect(await listed('?shown=all')).toEqual([content.title]);
    expect((await nurse.give('practice.offer', { practiceId, reason: 'Useful.' })).status).toBe(
      403,
    );
    await manager.give('practice.offer', { practiceId, reason: 'Useful to others.' });
    expect(await listed('?text=plans')).toEqual([content.title]); // English stem of plan
    expect(await listed('?text=helicopter')).toEqual([]);
    expect(await listed('?origin=research')).toEqual([]);
    expect(await listed('?measureId=care-plan')).toEqual([content.title]);
  });

  test('a version is never overwritten: a new thought is a new version', async () => {
    const { origin: _, ...revised } = {
      ...content,
      summary: 'Fifteen minutes are enough.',
      measureIds: ['care-plan'],
    };
    await nurse.give('practice.revise', { practiceId, ...revised, reason: 'Shorter works.' });
    const { body } = await nurse.get(`/api/practices/${practiceId}`);
    expect(body.versions.map((v: { version: number }) => v.version)).toEqual([2, 1]);
    await expect(
      house.db
        .updateTable('practice_version')
        .set({ summary: 'Something else' })
        .where('practice_id', '=', practiceId)
        .execute(),
    ).rejects.toThrow('never changed');
  });

  test('is adopted with parts set within what it allows, and the effect is judged beside a ward that changed nothing', async () => {
    const adopt = {
      practiceId,
      unitId: 'ward-2',
      basis: 'chosen',
      startMonth: '2024-09',
      reason: 'We want it too.',
    };
    const tooMuch = await otherManager.give('adoption.begin', { ...adopt, values: { p1: 45 } });
    expect(tooMuch).toMatchObject({ status: 409, body: { code: 'part-out-of-range' } });
    expect(tooMuch.body.message).toContain('10 to 30 min');
    expect(tooMuch.body.values).toMatchObject({ part: 'Minutes kept', found: 45, least: 10 });
    const begun = await otherManager.give('adoption.begin', { ...adopt, values: { p1: 15 } });
    expect(begun.status).toBe(200);
    const { adoptionId } = begun.body;
    const twice = await coordinator.give('adoption.begin', adopt);
    expect(twice).toMatchObject({ status: 409, body: { code: 'already-adopting' } });

    const { body } = await nurse.get(`/api/practices/${practiceId}`);
    expect(body.rows[1]).toMatchObject({
      ...{ adoptionId, unit: { id: 'ward-2' }, stage: 'trying', basis: 'chosen', version: 2 },
      learnedFrom: { id: 'ward-1' },
      partsSet: [{ name: 'Minutes kept', standard: '20', here: '15' }],
      effect: {
        kind: 'estimate',
        method: 'its-beside-others',
        reading: 'better',
        beside: { units: 1 },
      },
    });
    // 0.60 − 0.40 in the ward, nothing in the other.
    expect(body.rows[1].effect.difference).toBeCloseTo(0.2, 2);
    expect(body.combined).toMatchObject({ kind: 'estimate', next: null });
    const measure = await nurse.get('/api/units/ward-2/measures/care-plan');
    expect(measure.body.annotations).toMatchObject([
      { kind: 'change', month: '2024-09', label: content.title },
    ]);
  });

  test('goes from stage to stage by the table, and is embedded only with its essentials in place', async () => {
    const { body } = await nurse.get(`/api/practices/${practiceId}`);
    const { adoptionId } = body.rows[1];
    const move = (stage: string) =>
      otherManager.give('adoption.move', { adoptionId, stage, reason: 'So we see it.' });
    expect(await move('embedded')).toMatchObject({ status: 409, body: { code: 'stage-not-next' } });
    expect((await move('in-use')).status).toBe(200);
    expect(await move('embedded')).toMatchObject({ body: { code: 'essentials-not-kept' } });
    const check = (keptIds: string[]) =>
      otherManager.give('adoption.check-fidelity', { adoptionId, month: '2026-02', keptIds });
    expect(await check(['e9'])).toMatchObject({ status: 409, body: { code: 'essential-unknown' } });
    await check(['e1']);
    expect(await move('embedded')).toMatchObject({ body: { code: 'essentials-not-kept' } });
    await check(['e1', 'e2']);
    expect((await move('embedded')).status).toBe(200);
    const page = await otherManager.get(`/api/adoptions/${adoptionId}`);
    expect(page.body).toMatchObject({
      row: { stage: 'embedded', essentialsKept: 2, essentials: 2 },
      nextStages: ['in-use', 'stopped'],
    });
  });

  test('an adaptation answers eight questions, and one that touches an essential is not called consistent', async () => {
    const { body } = await nurse.get(`/api/practices/${practiceId}`);
    const { adoptionId } = body.rows[1];
    const adaptation = {
      ...{ adoptionId, when: 'while-trying', planned: 'planned', decidedBy: 'front-line' },
      ...{ what: 'content', level: 'patient', nature: 'shortening', fidelity: 'consistent' },
      ...{ text: 'Half the plan now, half by phone.', why: 'Short first visits.' },
    };
    const refused = await otherManager.give('adoption.adapt', {
      ...adaptation,
      essentialIds: ['e2'],
    });
    expect(refused).toMatchObject({ status: 409, body: { code: 'adaptation-touches-essential' } });
    const told = await otherManager.give('adoption.adapt', {
      ...{ ...adaptation, essentialIds: ['e2'], fidelity: 'inconsistent' },
    });
    expect(told.status).toBe(200);
    const page = await nurse.get(`/api/practices/${practiceId}`);
    expect(page.body.rows[1].adaptations).toMatchObject([
      { nature: 'shortening', fidelity: 'inconsistent', why: 'Short first visits.' },
    ]);
  });

  test('is not taken up when the version is withdrawn or expired, and says why', async () => {
    const reason = 'The evidence did not hold.';
    await manager.give('practice.withdraw', { practiceId, version: 1, reason });
    const again = await manager.give('practice.withdraw', { practiceId, version: 1, reason });
    expect(again).toMatchObject({ status: 409, body: { code: 'practice-withdrawn' } });
    const adopt = { practiceId, unitId: 'ward-3', basis: 'chosen', reason: 'Us too.' };
    const withdrawn = await chair.give('adoption.begin', { ...adopt, version: 1 });
    expect(withdrawn).toMatchObject({ status: 409, body: { code: 'practice-withdrawn' } });
    expect(withdrawn.body.message).toContain(reason);
    const brought = await manager.give('practice.bring', {
      ...{ ...content, unitId: 'ward-1', origin: 'research', source: 'A paper' },
      ...{ measureIds: ['care-plan'], expiresOn: '2026-03-10' },
    });
    house.setNow('2026-03-11T08:00:00.000Z');
    const late = await chair.give('adoption.begin', {
      ...{ ...adopt, practiceId: brought.body.practiceId },
    });
    expect(late).toMatchObject({ status: 409, body: { code: 'practice-expired' } });
    expect(late.body.message).toContain('2026-03-10');
  });

  test('is mandated only by a forum that has decided so', async () => {
    const adopt = { practiceId, unitId: 'ward-3', basis: 'mandated', reason: 'The board says so.' };
    const refused = await chair.give('adoption.begin', { ...adopt, mandatedByForumId: 'board' });
    expect(refused).toMatchObject({ status: 409, body: { code: 'not-mandated' } });
  });

  test('two who take it up in the same unit at once: one is heard, the other is told', async () => {
    const adopt = { practiceId, unitId: 'ward-3', basis: 'chosen', reason: 'Us too.' };
    const answers = await Promise.all([chair, chair].map((c) => c.give('adoption.begin', adopt)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await verifyLedger(house.db)).toMatchObject({ kind: 'whole' });
    expect(house.troubles).toEqual([]);
  });

  test('effects are kept beside the results they rest on, and worked out anew when those or other changes are new', async () => {
    const effects = async () =>
      (await nurse.get(`/api/practices/${practiceId}`)).body.rows.map(
        ({ effect }: { effect: object }) => effect,
      );
    const kept = () =>
      sql<{ unit_id: string; rests_on: string; effect: object }>`
        select unit_id, rests_on, effect from adoption_effect order by start_month`.execute(
        house.db,
      );
    await house.application.effectsKept();
    const before = await kept();
    expect(before.rows.map(({ unit_id }) => unit_id)).toEqual(['ward-1', 'ward-2']);
    expect((await effects()).slice(0, 2)).toEqual(before.rows.map(({ effect }) => effect));
    // The page reads: what is kept is what it shows, for as long as it rests on the same.
    await sql`update adoption_effect set effect = '{"kind": "not-estimable", "reason": "no-scatter"}'`.execute(
      house.db,
    );
    expect((await effects())[0]).toMatchObject({ reason: 'no-scatter' });
    // Ward 3, which both were compared with, changes something: nothing is left to compare with.
    const { body } = await nurse.get(`/api/practices/${practiceId}`);
    const begun = await chair.give('adoption.move', {
      ...{ adoptionId: body.rows[2].adoptionId, stage: 'trying', startMonth: '2025-01' },
      reason: 'We too.',
    });
    expect(begun.status).toBe(200);
    expect(await effects()).toMatchObject([
      { kind: 'estimate', method: 'its-alone' },
      { kind: 'estimate', method: 'its-alone' },
      { kind: 'estimate', method: 'its-alone' },
    ]);
    await house.application.effectsKept();
    const after = await kept();
    expect(await effects()).toEqual(after.rows.map(({ effect }) => effect));
    // A new result for one month of ward 1: the estimate is another, whoever asks first.
    const [first] = await effects();
    await newResult({ unitId: 'ward-1', month: '2024-05', numerator: 90 });
    expect((await effects())[0].difference).toBeGreaterThan(first.difference);
    expect(house.troubles).toEqual([]);
  });
});

describe('spread and balance', () => {
  test('the organisation says where it wants to be, with a reason, and sees the drift', async () => {
    const nothing = await chair.give('balance.set', { reason: 'Balanced.' });
    expect(nothing).toMatchObject({ status: 409, body: { code: 'balance-without-aim' } });
    const aims = {
      fromBelowShare: 0.6,
      mandatedShareMax: 0.2,
      reason: 'Ownership keeps it alive.',
    };
    expect((await manager.give('balance.set', aims)).status).toBe(403);
    await chair.give('balance.set', aims);
    const { body } = await nurse.get('/api/balance');
    expect(body.aims).toMatchObject({ by: { id: 'chair' }, reason: aims.reason });
    expect(body.drift).toMatchObject([
      { figure: 'from-below', aim: 0.6, within: true },
      { figure: 'mandated', aim: 0.2, within: true },
      { figure: 'days-to-decision', aim: null, within: null },
      { figure: 'adapted' },
      { figure: 'answered' },
    ]);
    expect([(await chair.get('/api/balance')).body.maySet, body.maySet]).toEqual([true, false]);
  });

  test('every figure can be recomputed from the ledger alone', async () => {
    // Nothing but rows of the ledger, counted by plain SQL: no table of practices, adoptions or proposals.
    const { rows } = await sql<Record<string, number>>`
      with adopted as (select * from ledger where command = 'adoption.begin'),
        made as (select detail -> 'spread' ->> 'practiceId' as id, detail -> 'spread' ->> 'origin' as origin
                 from ledger where command in ('practice.make', 'practice.bring'))
      select (select count(*)::int from adopted) as adoptions,
        (select count(distinct unit_id)::int from adopted) as units,
        (select count(distinct detail -> 'spread' ->> 'practiceId')::int from adopted) as practices,
        (select count(*)::int from adopted where detail -> 'spread' ->> 'basis' = 'mandated') as mandated,
        (select count(distinct m.id)::int from made m
          join adopted a on a.detail -> 'spread' ->> 'practiceId' = m.id
          where m.origin in ('front-line', 'patients-and-families')) as from_below,
        (select count(*)::int from adopted a where (a.detail -> 'spread' ->> 'partsChanged')::int > 0
          or exists (select 1 from ledger l where l.command = 'adoption.adapt'
            and l.detail -> 'spread' ->> 'adoptionId' = a.detail -> 'spread' ->> 'adoptionId')) as adapted,
        (select count(*)::int from ledger where command = 'proposal.raise') as proposals,
        (select count(distinct proposal_id)::int from ledger where command = 'proposal.decide'
          and detail ->> 'outcome' not in ('park', 'pass-on')) as answered`.execute(house.db);
    const counted = rows[0] ?? {};
    const spread = (await nurse.get('/api/spread')).body;
    const balance = (await nurse.get('/api/balance')).body;
    expect({
      ...{ adoptions: spread.adoptions, units: spread.units, practices: spread.practices },
      ...{ proposals: spread.proposals, mandated: balance.mandated.of },
      ...{ from_below: balance.fromBelow.of, adapted: balance.adapted.of },
      answered: balance.answered.of,
    }).toEqual(counted);
    expect(counted.adoptions).toBe(2);
    const flowing = spread.flow.filter(({ from }: { from: string }) => from.startsWith('1:'));
    expect(flowing.reduce((sum: number, { count }: { count: number }) => sum + count, 0)).toBe(
      counted.proposals,
    );
    expect(spread.curves[0].points.at(-1)).toMatchObject({ begun: 2, inUse: 2 });
    expect(spread.learning).toContainEqual(
      expect.objectContaining({ practices: 1, to: expect.objectContaining({ id: 'ward-2' }) }),
    );
  });

  test('what is remembered of the ledger grows with it', async () => {
    const before = (await nurse.get('/api/spread')).body.proposals;
    await keptCycle();
    expect((await nurse.get('/api/spread')).body.proposals).toBe(before + 1);
  });
});
