import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { effectReasonSchema } from '#api';
import { effectReasons } from '#practice';
import { patientMark, readPatients } from '../../src/application/patients/read-patients.ts';
import {
  addResults,
  type Client,
  type RunningHouse,
  runningHouse,
  storeSignal,
} from '../harness/running-house.ts';
import { smallOrganisation } from '../harness/small-organisation.ts';

const chart = { unitId: 'ward-1', measureId: 'waiting-days' };
let house: RunningHouse;
let nurse: Client;
let manager: Client;
let coordinator: Client;
beforeAll(async () => {
  house = await runningHouse();
  // 27 days of waiting, give or take two, and 19 from September 2024 on.
  await addResults(house.db, chart, (month, i) => ({
    numerator: ((month < '2024-09' ? 27 : 19) + (i % 2 === 0 ? 2 : -2)) * 10,
    denominator: 10,
  }));
  [nurse, manager, coordinator] = (await Promise.all(
    (['nurse', 'manager', 'coordinator'] as const).map((name) => house.as(name)),
  )) as [Client, Client, Client];
});
afterAll(async () => {
  expect(house.troubles).toEqual([]);
  await house.stop();
});

async function idea(by: Client, unitId = 'ward-1'): Promise<string> {
  const { body } = await by.give('thread.raise-idea', { unitId, title: 'Idea', text: 'Text' });
  return body.threadId;
}
async function proposal(by: Client, threadId: string): Promise<string> {
  const input = { threadId, kind: 'idea', title: 'Proposal', text: 'Text' };
  return (await by.give('proposal.raise', input)).body.proposalId;
}
const decide = (by: Client, proposalId: string, outcome: string, returnOn: string | null = null) =>
  by.give('proposal.decide', { proposalId, outcome, reason: 'Reason', returnOn });
const threadsIn = async (client: Client, unitId: string) =>
  (await client.get(`/api/inbox?unitId=${unitId}`)).body.items.map(
    (item: { kind: string; thread?: { id: string }; signal?: { threadId: string } }) =>
      item.thread?.id ?? item.signal?.threadId,
  );

test('every reason why an effect cannot be said is a code of the contract', () => {
  expect(effectReasonSchema.options).toEqual([...effectReasons]);
});

describe('a cycle', () => {
  test('shows its effect against the prediction, and the change on the chart by itself', async () => {
    house.setNow('2024-08-05T08:00:00.000Z');
    const opened = await nurse.give('thread.raise-idea', {
      ...chart,
      title: 'Waiting',
      text: 'Too long',
    });
    const { threadId } = opened.body;
    await decide(manager, await proposal(nurse, threadId), 'try');
    const { body: started } = await nurse.give('cycle.start', {
      threadId,
      title: 'One queue',
      aim: 'Shorter waiting',
      change: 'One queue for all',
      measureId: 'waiting-days',
      predictionText: 'Down to 20 days',
      predictedValue: 20,
      predictedByMonth: '2025-02',
      plan: 'From September',
    });
    const page = async () => (await nurse.get(`/api/cycles/${started.cycleId}`)).body;
    expect(await page()).toMatchObject({
      state: 'planned',
      effect: { kind: 'not-estimable' },
      annotations: [],
      mayAct: true,
    });
    await nurse.give('cycle.record-do', {
      cycleId: started.cycleId,
      startMonth: '2024-09',
      text: 'Done',
    });
    const overview = await nurse.get('/api/units/ward-1/measures/waiting-days');
    expect(overview.body.annotations).toMatchObject([
      { kind: 'change', month: '2024-09', label: 'One queue', cycleId: started.cycleId },
    ]);

    house.setNow('2025-10-03T08:00:00.000Z');
    await nurse.give('cycle.record-study', { cycleId: started.cycleId, text: 'Shorter' });
    const studied = await page();
    expect(studied.effect).toMatchObject({
      kind: 'estimate',
      method: 'its-level',
      monthsBefore: 24,
      monthsAfter: 13, // September 2024 to September 2025: what was whole on that day
      reading: 'better',
      predictionMet: 'met',
      dataVersion: 'd1',
      estimatedAt: '2025-10-03T08:00:00.000Z',
    });
    // 24 months at 27 and 13 of them at 19, of which the odd one out lies two higher: 19 + 2/13 − 27.
    expect(studied.effect.difference).toBeCloseTo(19 + 2 / 13 - 27, 10);
    expect(studied.prediction.from).toBeCloseTo(27, 10);
    expect(studied.prediction.to).toBe(20);
    expect(studied.steps.map(({ step }: { step: string }) => step)).toEqual([
      'plan',
      'do',
      'study',
    ]);

    house.setNow('2026-03-02T08:00:00.000Z');
    expect((await page()).effect).toEqual(studied.effect);
    await manager.give('cycle.record-act', {
      cycleId: started.cycleId,
      verdict: 'kept',
      reason: 'It helped',
    });
    expect(await page()).toMatchObject({
      verdict: 'kept',
      verdictReason: 'It helped',
      mayAct: false,
    });
    const { body: thread } = await nurse.get(`/api/threads/${threadId}`);
    const effects = thread.entries.filter(({ kind }: { kind: string }) => kind === 'effect');
    expect(effects).toMatchObject([{ by: null, effect: { reading: 'better' } }]);
    await manager.give('thread.close', { threadId, reason: 'Part of the day now' });
  });
});

describe('a recalculation', () => {
  const wanted = { ...chart, fromMonth: '2024-09', reason: 'A new way of working that stays' };
  test('is signed, stands on the chart and starts the limits anew', async () => {
    const before = (await manager.get('/api/units/ward-1/measures/waiting-days')).body;
    expect(before.chart.recalculatedFrom).toEqual([]);
    const { status, body } = await manager.give('chart.recalculate', wanted);
    expect(status).toBe(200);
    const after = (await manager.get('/api/units/ward-1/measures/waiting-days')).body;
    expect(after.chart.recalculatedFrom).toEqual(['2024-09']);
    expect(after.annotations).toContainEqual(
      expect.objectContaining({
        kind: 'recalculation',
        month: '2024-09',
        by: { id: 'manager', name: 'Mats Manager' },
        reason: wanted.reason,
      }),
    );
    const part = await house.db.selectFrom('chart_part').selectAll().executeTakeFirstOrThrow();
    expect(part.ledger_seq).toBe(body.ledgerSeq);
  });
  test.each([
    ['the same month again', '2024-09', 'already-recalculated'],
    ['the first month of all', '2022-03', 'month-outside-chart'],
    ['a month to come', '2026-03', 'month-outside-chart'],
  ])('from %s is refused', async (_, fromMonth, code) => {
    const answer = await manager.give('chart.recalculate', { ...wanted, fromMonth });
    expect(answer).toMatchObject({ status: 409, body: { code } });
  });
});

describe('what needs us', () => {
  test('has a signal until somebody has looked, and it is the lead who is asked', async () => {
    const at = '2026-03-01T08:00:00.000Z';
    const id = 'needs-look';
    const threadId = await storeSignal(house.db, { id, ...chart, month: '2026-02' }, at);
    const { body } = await manager.get('/api/inbox?unitId=ward-1');
    expect(body.items).toContainEqual(
      expect.objectContaining({
        ...{ kind: 'signal', mine: true, overdue: false, since: at },
        signal: expect.objectContaining({ id, threadId, state: 'new' }),
      }),
    );
    const { threads } = (await nurse.get('/api/threads?unitId=ward-1')).body;
    // What the title is said from, in the reader's language: '… worse in Feb 2026'.
    expect(threads.find((one: { id: string }) => one.id === threadId)).toMatchObject({
      measureTitle: { sv: expect.any(String) },
      openingSignal: {
        ...{ month: '2026-02', firstMonth: '2026-02', rule: 'shift', reading: 'concern' },
      },
    });
    const others = (await nurse.get('/api/inbox?unitId=ward-1')).body.items;
    expect(others).toContainEqual(expect.objectContaining({ kind: 'signal', mine: false }));
    await nurse.give('thread.open-from-signal', { signalId: id, comment: 'Seen' });
    const later = (await manager.get('/api/inbox?unitId=ward-1')).body.items;
    expect(later.map(({ kind }: { kind: string }) => kind)).not.toContain('signal');
    expect(await threadsIn(manager, 'ward-1')).toContain(threadId);
  });

  test('has a proposal where it lies, and nowhere else', async () => {
    const threadId = await idea(nurse);
    const proposalId = await proposal(nurse, threadId);
    expect(await threadsIn(manager, 'ward-1')).toContain(threadId);
    expect(await threadsIn(coordinator, 'dep-a')).not.toContain(threadId);
    await decide(manager, proposalId, 'pass-on');
    expect(await threadsIn(manager, 'ward-1')).not.toContain(threadId);
    expect(await threadsIn(coordinator, 'dep-a')).toContain(threadId);
    const mine = (await coordinator.get('/api/inbox?unitId=dep-a')).body.items;
    expect(mine).toContainEqual(expect.objectContaining({ kind: 'thread', mine: true }));
  });

  test('leaves a parked proposal alone until its date, and then brings it back', async () => {
    const threadId = await idea(nurse);
    const proposalId = await proposal(nurse, threadId);
    await decide(manager, proposalId, 'park', '2026-05-01');
    const state = async () => (await nurse.get(`/api/threads/${threadId}`)).body.thread;
    expect(await state()).toMatchObject({ state: 'parked', waitingFor: 'its-date' });
    expect(await threadsIn(manager, 'ward-1')).not.toContain(threadId);
    house.setNow('2026-05-02T08:00:00.000Z');
    expect(await state()).toMatchObject({
      state: 'open',
      waitingFor: 'a-decision',
      overdue: false,
    });
    expect(await threadsIn(manager, 'ward-1')).toContain(threadId);
    house.setNow('2026-03-02T08:00:00.000Z');
  });

  test('further up has what was forgotten further down', async () => {
    const threadId = await idea(nurse);
    expect(await threadsIn(coordinator, 'dep-a')).not.toContain(threadId);
    house.setNow('2026-03-17T08:00:00.000Z'); // 15 days; the local forum meets every 14
    expect(await threadsIn(coordinator, 'dep-a')).toContain(threadId);
    house.setNow('2026-03-02T08:00:00.000Z');
  });
});

describe('loops', () => {
  test('tell how many turn and how long they take, for the unit and each below it', async () => {
    const manager2 = await house.as('manager-2');
    house.setNow('2026-03-02T08:00:00.000Z');
    const quick = await idea(manager2, 'ward-2');
    const slow = await idea(manager2, 'ward-2');
    await idea(manager2, 'ward-2');
    const slowProposal = await proposal(manager2, slow);
    house.setNow('2026-03-04T08:00:00.000Z');
    await manager2.give('thread.close', { threadId: quick, reason: 'R' });
    house.setNow('2026-03-06T08:00:00.000Z');
    await decide(manager2, slowProposal, 'decline');
    house.setNow('2026-03-12T08:00:00.000Z');
    await manager2.give('thread.close', { threadId: slow, reason: 'R' });
    house.setNow('2026-03-17T08:00:00.000Z');
    const { body } = await manager2.get('/api/loops?unitId=dep-a');
    const rows = new Map<string, object>(
      body.units.map((row: { unit: { id: string } }) => [row.unit.id, row]),
    );
    expect([...rows.keys()]).toEqual(['dep-a', 'ward-1', 'ward-2']);
    expect(rows.get('ward-2')).toMatchObject({
      ...{ open: 1, overdue: 1, closed: 2 },
      medianLoopDays: 6, // 2 and 10 days
      medianDaysToDecision: 4,
    });
    const all = (await manager2.get('/api/loops')).body.units;
    expect(all.map((row: { unit: { id: string } }) => row.unit.id)).toEqual([
      'div',
      'dep-a',
      'dep-b',
    ]);
    house.setNow('2026-03-02T08:00:00.000Z');
  });
});

describe('reading about patients', () => {
  const reading = { ...chart, month: '2026-01', patientId: 'synthetic-7' };
  const readings = () =>
    house.db.selectFrom('ledger').selectAll().where('command', '=', 'patients.read').execute();
  const readAs = async (personId: string, purpose: string, unitId = 'ward-1') => {
    const person = smallOrganisation().people.find(({ id }) => id === personId);
    if (person === undefined) throw new Error(`no ${personId}`);
    let wasRead = false;
    const context = { ...house.application, person };
    const result = readPatients(context, { ...reading, unitId, purpose }, async () => {
      wasRead = true;
      // What is read is read only once the ledger has it.
      return readings();
    });
    return { result, wasRead: () => wasRead };
  };

  test('needs a purpose', async () => {
    const { result, wasRead } = await readAs('nurse', ' look ');
    await expect(result).rejects.toMatchObject({ problem: { code: 'purpose-missing' } });
    expect(wasRead()).toBe(false);
  });
  test.each(['coordinator', 'chair', 'patient', 'researcher', 'manager-2'])(
    'is refused to the %s',
    async (who) => {
      const { result, wasRead } = await readAs(who, 'Why are they counted?');
      await expect(result).rejects.toMatchObject({
        grantedBy: ['nurse', 'unit-manager', 'analyst'],
      });
      expect(wasRead()).toBe(false);
      expect(await readings()).toEqual([]);
    },
  );
  test('is in the ledger with its purpose before anything is read, and without the patient’s id', async () => {
    const { result } = await readAs('nurse', 'Why is she counted?');
    expect(await result).toMatchObject([
      {
        person_id: 'nurse',
        unit_id: 'ward-1',
        measure_id: 'waiting-days',
        words: { purpose: 'Why is she counted?', month: '2026-01' },
        detail: { patientMark: patientMark(house.application, 'synthetic-7') },
      },
    ]);
    const rows = await sql<{ line: string }>`select ledger::text as line from ledger`.execute(
      house.db,
    );
    expect(rows.rows.map(({ line }) => line).join('\n')).not.toContain('synthetic-7');
    expect(patientMark({ auditKey: Buffer.alloc(32, 8) }, 'synthetic-7')).not.toBe(
      patientMark(house.application, 'synthetic-7'),
    );
  });
});
