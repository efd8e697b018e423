import { problem } from '#core';
import { mayBecomePractice, type ProposalOrigin } from '#practice';
import { insertPractice, insertVersion, practiceOfCycle } from '#store';
import { command } from '../command.ts';
import {
  type ContentInput,
  contentOf,
  contentWanted,
  contentWords,
  versionMade,
} from '../practices/practice-content.ts';
import { Conflict, permitted } from '../trouble.ts';
import { cycleWanted, threadUnit } from './loading.ts';

type Input = ContentInput & {
  readonly requestId: string;
  readonly cycleId: string;
  readonly origin: ProposalOrigin;
};

/** A closed cycle whose change was kept becomes a practice that others can take up. */
export const makePractice = command({
  name: 'practice.make',
  load: async (tx, input: Input) => {
    await contentWanted(tx, input);
    const content = await cycleWanted(tx, input);
    return { ...content, madeAlready: await practiceOfCycle(tx, input.cycleId) };
  },
  unitOf: threadUnit,
  undoneBy: 'practice.withdraw',
  run: async (tx, { cycle, madeAlready }, input, act) => {
    permitted(mayBecomePractice(cycle));
    if (madeAlready !== null) throw new Conflict(alreadyMade(madeAlready));
    const { person, at, newId } = act;
    const { unitId, threadId, measureId } = cycle;
    const practiceId = newId();
    const written = contentOf({ ...input, measureIds: [measureId, ...input.measureIds] });
    const version = versionMade({ practiceId, version: 1, content: written }, act);
    await insertPractice(tx, {
      ...{ id: practiceId, unitId, threadId, cycleId: cycle.id, origin: input.origin },
      ...{ ownerId: person.id, madeAt: at, offeredAt: null },
    });
    await insertVersion(tx, version);
    const spread = { kind: 'made', practiceId, version: 1, origin: input.origin } as const;
    const ids = { unitId, threadId, cycleId: cycle.id, measureId };
    return { entry: { ...ids, words: contentWords(input), detail: { spread } } };
  },
});

const alreadyMade = (practiceId: string) =>
  problem(
    'practice-already-made',
    'A practice has been made from this cycle already.',
    'Make a new version of it instead.',
    practiceId,
  );
