import { problem } from '#core';
import { reopen, type Thread } from '#practice';
import { type Changes, openThreadOn, takeUpSignals } from '#store';
import { command } from '../command.ts';
import { Conflict, permitted } from '../trouble.ts';
import { saveSettled, threadUnit, threadWanted } from './loading.ts';

type Input = {
  readonly requestId: string;
  readonly threadId: string;
  readonly reason: string;
};

export const reopenThread = command({
  name: 'thread.reopen',
  load: (tx, input: Input) => threadWanted(tx, input),
  unitOf: threadUnit,
  undoneBy: 'thread.close',
  run: async (tx, content, { threadId, reason }, { at }) => {
    const thread = permitted(reopen(content.thread, at));
    await refuseSecond(tx, thread);
    await saveSettled(tx, { ...content, thread }, at);
    await takeUpSignals(tx, threadId);
    return { entry: { unitId: thread.unitId, threadId, words: { reason } } };
  },
});

async function refuseSecond(tx: Changes, { unitId, measureId }: Thread): Promise<void> {
  const other = measureId === null ? null : await openThreadOn(tx, { unitId, measureId });
  if (other === null) return;
  throw new Conflict(
    problem(
      'thread-already-open',
      'A newer thread on this measure in this unit is open.',
      'Go on there, so that one conversation holds it all.',
      other,
    ),
  );
}
