import { problem } from '#core';
import { look, type ThreadContent } from '#practice';
import { type Changes, loadSignal, type StoredSignal, takeUpSignals } from '#store';
import { command } from '../command.ts';
import { Conflict, found, permitted } from '../trouble.ts';
import { saveSettled, threadWanted } from './loading.ts';

type Input = {
  readonly requestId: string;
  readonly signalId: string;
  readonly comment: string;
};

/** A person has looked at a signal and takes its thread further. */
export const openFromSignal = command({
  name: 'thread.open-from-signal',
  load: async (tx, { signalId }: Input) => {
    const signal = found(await loadSignal(tx, signalId), 'signal', signalId);
    return { signal, content: await threadOf(tx, signal) };
  },
  unitOf: ({ signal }) => signal.unitId,
  undoneBy: 'thread.close',
  run: async (tx, { signal, content }, { comment }, { at }) => {
    if (content.thread.lookedAt !== null) throw new Conflict(alreadyLooked(content.thread.id));
    const thread = permitted(look(content.thread, at));
    await saveSettled(tx, { ...content, thread }, at);
    await takeUpSignals(tx, thread.id);
    const words = comment === '' ? {} : { comment };
    const { unitId, measureId, id: signalId } = signal;
    return { entry: { unitId, threadId: thread.id, measureId, signalId, words } };
  },
});

/** Every stored signal gets its thread in the transaction that stores it. */
async function threadOf(tx: Changes, { id, threadId }: StoredSignal): Promise<ThreadContent> {
  if (threadId === null) throw new Error(`signal ${id} was stored without a thread`);
  return threadWanted(tx, { threadId });
}

const alreadyLooked = (threadId: string) =>
  problem(
    'signal-already-taken-up',
    'Somebody has already taken this signal up.',
    'Go on in its thread.',
    threadId,
  );
