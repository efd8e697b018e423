import { close } from '#practice';
import { closeSignals } from '#store';
import { command } from '../command.ts';
import { permitted } from '../trouble.ts';
import { saveSettled, threadUnit, threadWanted } from './loading.ts';

type Input = {
  readonly requestId: string;
  readonly threadId: string;
  readonly reason: string;
};

export const closeThread = command({
  name: 'thread.close',
  load: (tx, input: Input) => threadWanted(tx, input),
  unitOf: threadUnit,
  undoneBy: 'thread.reopen',
  run: async (tx, content, { threadId, reason }, { at }) => {
    const thread = permitted(close(content, reason, at));
    await saveSettled(tx, { ...content, thread }, at);
    await closeSignals(tx, { threadId, reason });
    return { entry: { unitId: thread.unitId, threadId, words: { reason } } };
  },
});
