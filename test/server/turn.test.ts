import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyLedger } from '#store';
import { type RunningHouse, runningHouse, storeSignal } from '../harness/running-house.ts';

let house: RunningHouse;
beforeAll(async () => {
  house = await runningHouse();
});
afterAll(() => house.stop());

test('a turn of the wheel: from signal to closed thread, by three people', async () => {
  const threadId = await storeSignal(
    house.db,
    { id: 's-1', unitId: 'ward-1', measureId: 'waiting-days', month: '2026-02' },
    '2026-03-01T08:00:00.000Z',
  );
  const nurse = await house.as('nurse');
  const manager = await house.as('manager');
  const waitingFor = async () => {
    const { body } = await nurse.get(`/api/threads/${threadId}`);
    return body.thread.waitingFor;
  };
  expect(await waitingFor()).toBe('a-look');

  const taken = await nurse.give('thread.open-from-signal', {
    signalId: 's-1',
    comment: 'Since the new booking system.',
  });
  expect(taken).toMatchObject({ status: 200, body: { threadId } });
  expect(await waitingFor()).toBe('a-proposal');

  const raised = await nurse.give('proposal.raise', {
    threadId,
    kind: 'idea',
    title: 'Call before the visit',
    text: 'Two days before.',
  });
  expect(await waitingFor()).toBe('a-decision');
  const { proposalId } = raised.body;
  const refused = await nurse.give('proposal.decide', {
    proposalId,
    outcome: 'try',
    reason: 'Yes.',
  });
  expect(refused.status).toBe(403);
  expect(refused.body.grantedBy).toEqual([
    'unit-manager',
    'coordinator',
    'board-chair',
    'forum-chair',
  ]);
  await manager.give('proposal.decide', { proposalId, outcome: 'try', reason: 'Cheap to try.' });
  expect(await waitingFor()).toBe('a-cycle');

  const started = await nurse.give('cycle.start', {
    threadId,
    title: 'Calls',
    aim: 'Shorter waiting',
    change: 'A call two days before',
    measureId: 'waiting-days',
    predictionText: 'Down to 20 days',
    predictedValue: 20,
    predictedByMonth: '2026-08',
    plan: 'Nora calls',
  });
  const { cycleId } = started.body;
  expect(await waitingFor()).toBe('the-change');
  await nurse.give('cycle.record-do', { cycleId, startMonth: '2026-03', text: 'Started.' });
  expect(await waitingFor()).toBe('the-effect');
  await nurse.give('cycle.record-study', { cycleId, text: 'Shorter.' });
  expect(await waitingFor()).toBe('a-verdict');
  await manager.give('cycle.record-act', { cycleId, verdict: 'kept', reason: 'It helped.' });
  expect(await waitingFor()).toBe('closing');

  const coordinator = await house.as('coordinator');
  const closed = await coordinator.give('thread.close', { threadId, reason: 'Done.' });
  expect(closed.status).toBe(200);
  const { body } = await nurse.get(`/api/threads/${threadId}`);
  expect(body.thread).toMatchObject({ state: 'closed', waitingFor: 'nothing' });
  expect(body.signals).toMatchObject([{ id: 's-1', state: 'closed' }]);
  expect(body.mayDo).toEqual(['thread.reopen']);
  expect(body.entries.map((entry: { kind: string }) => entry.kind)).toEqual([
    'signal',
    'comment',
    'proposal',
    'decision',
    'cycle-started',
    'cycle-step',
    'cycle-step',
    'effect',
    'verdict',
    'closed',
  ]);
  expect(await verifyLedger(house.db)).toMatchObject({ kind: 'whole', entries: 10 });
  expect(house.troubles).toEqual([]);
});
