import { requireOpen } from '#practice';
import { command } from '../command.ts';
import { permitted } from '../trouble.ts';
import { threadUnit, threadWanted } from './loading.ts';

type Input = {
  readonly requestId: string;
  readonly threadId: string;
  readonly text: string;
};

export const commentOnThread = command({
  name: 'thread.comment',
  load: (tx, input: Input) => threadWanted(tx, input),
  unitOf: threadUnit,
  undoneBy: null,
  run: async (_tx, content, { text }) => {
    const { id, unitId } = permitted(requireOpen(content.thread));
    return { entry: { unitId, threadId: id, words: { text } } };
  },
});
