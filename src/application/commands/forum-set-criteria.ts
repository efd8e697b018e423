import { problem } from '#core';
import type { Criterion } from '#practice';
import { saveDecidingRules } from '#store';
import { command } from '../command.ts';
import { forumWanted } from '../deciding/hand-over.ts';
import { Conflict } from '../trouble.ts';

type Input = {
  readonly requestId: string;
  readonly forumId: string;
  readonly criteria: readonly Criterion[];
};

/** What the forum weighs proposals by. What lies on the table is scored by the criteria it was taken up with. */
export const setForumCriteria = command({
  name: 'forum.set-criteria',
  load: async (_tx, { forumId }: Input, organisation) => forumWanted(organisation, forumId),
  unitOf: ({ unitId }) => unitId,
  forumOf: (forum) => forum,
  undoneBy: 'forum.set-criteria',
  run: async (tx, forum, { criteria }) => {
    const twice = criteria.find(({ id }, i) => criteria.findIndex((one) => one.id === id) !== i);
    if (twice !== undefined) throw new Conflict(named(twice.id));
    await saveDecidingRules(tx, forum.id, { criteria });
    return { entry: { unitId: forum.unitId, forumId: forum.id, detail: { criteria } } };
  },
});

const named = (id: string) =>
  problem(
    'criterion-twice',
    `Two criteria have the name '${id}'.`,
    'Give each criterion its own.',
    'criteria',
    { criterion: id },
  );
