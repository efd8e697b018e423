import { openForIdea, type ProposalOrigin } from '#practice';
import { insertPractice, insertThread, insertVersion } from '#store';
import { command } from '../command.ts';
import {
  type ContentInput,
  contentOf,
  contentWanted,
  contentWords,
  versionMade,
} from '../practices/practice-content.ts';
import { found } from '../trouble.ts';

type Input = ContentInput & {
  readonly requestId: string;
  readonly unitId: string;
  readonly origin: ProposalOrigin;
  readonly source: string;
};

/** A practice found elsewhere: a paper, another organisation. It gets a thread of its own. */
export const bringPractice = command({
  name: 'practice.bring',
  load: async (tx, input: Input, { tree }) => {
    await contentWanted(tx, input);
    return found(tree.byId.get(input.unitId), 'unit', input.unitId);
  },
  unitOf: ({ id }) => id,
  undoneBy: 'practice.withdraw',
  run: async (tx, unit, input, act) => {
    const { person, at, newId } = act;
    const practiceId = newId();
    const version = versionMade({ practiceId, version: 1, content: contentOf(input) }, act);
    const thread = openForIdea({
      ...{ id: newId(), unitId: unit.id, measureId: null, title: input.title },
      ...{ ownerId: person.id, at },
    });
    await insertThread(tx, thread);
    await insertPractice(tx, {
      ...{ id: practiceId, unitId: unit.id, threadId: thread.id, cycleId: null },
      ...{ origin: input.origin, ownerId: person.id, madeAt: at, offeredAt: null },
    });
    await insertVersion(tx, version);
    const spread = { kind: 'made', practiceId, version: 1, origin: input.origin } as const;
    const words = { ...contentWords(input), source: input.source };
    return { entry: { unitId: unit.id, threadId: thread.id, words, detail: { spread } } };
  },
});
