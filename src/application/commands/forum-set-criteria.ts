import { problem } from '#core';
import type { Criterion, DecidingRules } from '#practice';
import { considerationsOf, proposalsAtForums, saveDecidingRules } from '#store';
import { command } from '../command.ts';
import { forumWanted } from '../deciding/hand-over.ts';
import { Conflict } from '../trouble.ts';

type Input = {
  readonly requestId: string;
  readonly forumId: string;
  readonly criteria: readonly Criterion[];
  readonly patientMembers: DecidingRules['patientMembers'];
};

/** What the forum weighs proposals by, and whether patients among its members count. */
export const setForumCriteria = command({
  name: 'forum.set-criteria',
  load: async (tx, { forumId }: Input, organisation) => {
    const forum = forumWanted(organisation, forumId);
    const lying = await proposalsAtForums(tx, [forum.id]);
    const considerations = await considerationsOf(
      tx,
      lying.map(({ id }) => id),
    );
    const open = considerations.find((one) => one.forumId === forumId && one.closedAt === null);
    return { forum, onTheTable: open?.proposalId ?? null };
  },
  unitOf: ({ forum }) => forum.unitId,
  forumOf: ({ forum }) => forum,
  undoneBy: 'forum.set-criteria',
  run: async (tx, { forum, onTheTable }, { criteria, patientMembers }) => {
    if (onTheTable !== null) throw new Conflict(underWay(onTheTable));
    const twice = criteria.find(({ id }, i) => criteria.findIndex((one) => one.id === id) !== i);
    if (twice !== undefined) throw new Conflict(named(twice.id));
    await saveDecidingRules(tx, forum.id, { criteria, patientMembers });
    const detail = { criteria, patientMembers };
    return { entry: { unitId: forum.unitId, forumId: forum.id, detail } };
  },
});

const underWay = (proposalId: string) =>
  problem(
    'forum-is-scoring',
    'The forum has a proposal on the table, scored by its present criteria.',
    'Decide that proposal first; then change the criteria.',
    proposalId,
  );

const named = (id: string) =>
  problem(
    'criterion-twice',
    `Two criteria have the name '${id}'.`,
    'Give each criterion its own.',
    'criteria',
  );
