import { problem } from '#core';
import { isWithin, type Person, type UnitTree } from '#organisation';
import { requireOpen } from '#practice';
import { ownSignals, updateThread } from '#store';
import { command } from '../command.ts';
import { Conflict, found, permitted } from '../trouble.ts';
import { threadUnit, threadWanted } from './loading.ts';

type Input = {
  readonly requestId: string;
  readonly threadId: string;
  readonly ownerId: string;
};

export const takeOverThread = command({
  name: 'thread.take-over',
  load: (tx, input: Input) => threadWanted(tx, input),
  unitOf: threadUnit,
  undoneBy: 'thread.take-over',
  run: async (tx, content, { ownerId }, { organisation }) => {
    const thread = permitted(requireOpen(content.thread));
    const owner = found(
      organisation.people.find(({ id }) => id === ownerId),
      'person',
      ownerId,
    );
    if (!reaches(owner, thread.unitId, organisation.tree)) throw new Conflict(outOfReach(owner.id));
    await updateThread(tx, { ...thread, ownerId });
    await ownSignals(tx, { threadId: thread.id, ownerId });
    const words = { owner: owner.name };
    return { entry: { unitId: thread.unitId, threadId: thread.id, words, detail: { ownerId } } };
  },
});

const reaches = (person: Person, unitId: string, tree: UnitTree): boolean =>
  person.roles.some((held) => isWithin(tree, unitId, held.unitId));

const outOfReach = (personId: string) =>
  problem(
    'owner-out-of-reach',
    'This person has no role in the unit or above it, and could not act on the thread.',
    'Choose someone who works in the unit or leads it.',
    personId,
  );
