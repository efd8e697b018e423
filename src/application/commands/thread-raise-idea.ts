import { problem } from '#core';
import { openForIdea } from '#practice';
import { insertThread, openThreadOn } from '#store';
import { command } from '../command.ts';
import { Conflict, found } from '../trouble.ts';
import { measureWanted } from './loading.ts';

type Input = {
  readonly requestId: string;
  readonly unitId: string;
  readonly title: string;
  readonly text: string;
  readonly measureId: string | null;
};

export const raiseIdea = command({
  name: 'thread.raise-idea',
  load: async (tx, { unitId, measureId }: Input, { tree }) => {
    const unit = found(tree.byId.get(unitId), 'unit', unitId);
    if (measureId === null) return { unit, openThreadId: null };
    await measureWanted(tx, measureId);
    return { unit, openThreadId: await openThreadOn(tx, { unitId, measureId }) };
  },
  unitOf: ({ unit }) => unit.id,
  undoneBy: 'thread.close',
  run: async (tx, { unit, openThreadId }, { title, text, measureId }, { person, at, newId }) => {
    if (openThreadId !== null) throw new Conflict(alreadyOpen(openThreadId));
    const opening = { id: newId(), unitId: unit.id, measureId, title, ownerId: person.id, at };
    const thread = openForIdea(opening);
    await insertThread(tx, thread);
    const words = { title, text };
    return { entry: { unitId: unit.id, threadId: thread.id, measureId, words } };
  },
});

const alreadyOpen = (threadId: string) =>
  problem(
    'thread-already-open',
    'There is already an open thread on this measure in this unit.',
    'Add your idea there, so that one conversation holds it all.',
    threadId,
  );
