import { problem } from '#core';
import { awaitsDecision, countDots, type DotRound, dotsFor, layDots } from '#practice';
import {
  type Changes,
  dotsIn,
  holdForum,
  insertDotRound,
  interestsIn,
  latestDotRound,
  openDotRound,
  proposalsAtForums,
  saveDots,
} from '#store';
import { command } from '../command.ts';
import type { OrganisationInForce } from '../context.ts';
import { forumWanted } from '../deciding/hand-over.ts';
import { Conflict, permitted } from '../trouble.ts';

type ForumNamed = { readonly requestId: string; readonly forumId: string };

/** Fewer than two proposals leave nothing to choose between. */
const choicesMin = 2;

async function withRound(tx: Changes, { forumId }: ForumNamed, organisation: OrganisationInForce) {
  const forum = forumWanted(organisation, forumId);
  await holdForum(tx, forumId);
  return { forum, round: await latestDotRound(tx, forumId) };
}

type Starting = ForumNamed & { readonly dotsEach: number | null };

/** The forum begins to choose between the proposals that lie before it. */
export const startDots = command({
  name: 'forum.start-dots',
  load: async (tx, input: Starting, organisation) => ({
    ...(await withRound(tx, input, organisation)),
    lying: await proposalsAtForums(tx, [input.forumId]),
  }),
  unitOf: ({ forum }) => forum.unitId,
  forumOf: ({ forum }) => forum,
  undoneBy: 'forum.open-dots',
  run: async (tx, { forum, round, lying }, { dotsEach }, { at, newId }) => {
    if (round !== null && round.openedAt === null) throw new Conflict(alreadyChoosing(forum.id));
    const proposalIds = lying.filter(awaitsDecision).map(({ id }) => id);
    if (proposalIds.length < choicesMin)
      throw new Conflict(nothingToChoose(forum.id, proposalIds.length));
    const each = dotsEach ?? dotsFor(proposalIds.length);
    const begun = { id: newId(), forumId: forum.id, proposalIds, dotsEach: each, begunAt: at };
    await insertDotRound(tx, { ...begun, openedAt: null });
    const detail = { dotsEach: each, proposals: proposalIds };
    return { entry: { unitId: forum.unitId, forumId: forum.id, detail } };
  },
});

type Laying = ForumNamed & { readonly dots: Readonly<Record<string, number>> };

/** A member lays dots, unseen by the others. */
export const layForumDots = command({
  name: 'forum.lay-dots',
  load: (tx, input: Laying, organisation) => withRound(tx, input, organisation),
  unitOf: ({ forum }) => forum.unitId,
  forumOf: ({ forum }) => forum,
  undoneBy: 'forum.lay-dots',
  run: async (tx, { forum, round }, { dots }, { person }) => {
    const open = roundWanted(round, forum.id);
    await saveDots(tx, open.id, permitted(layDots(open, { personId: person.id, dots })));
    return { entry: { unitId: forum.unitId, forumId: forum.id, detail: { dots } } };
  },
});

/** The chair shows the dots: what the forum wants to take up first. */
export const openForumDots = command({
  name: 'forum.open-dots',
  load: (tx, input: ForumNamed, organisation) => withRound(tx, input, organisation),
  unitOf: ({ forum }) => forum.unitId,
  forumOf: ({ forum }) => forum,
  undoneBy: 'forum.start-dots',
  run: async (tx, { forum, round }, _input, { at }) => {
    const open = roundWanted(round, forum.id);
    if (open.openedAt !== null) throw new Conflict(noRound(forum.id));
    await openDotRound(tx, open.id, at);
    const interests = await interestsIn(tx, open.proposalIds);
    const counts = countDots(open, await dotsIn(tx, [open.id]), (personId, proposalId) =>
      interests.some((one) => one.personId === personId && one.proposalId === proposalId),
    );
    const dots = Object.fromEntries(counts.map((count) => [count.proposalId, count.dots]));
    return { entry: { unitId: forum.unitId, forumId: forum.id, detail: { dots } } };
  },
});

function roundWanted(round: DotRound | null, forumId: string): DotRound {
  if (round === null) throw new Conflict(noRound(forumId));
  return round;
}

const noRound = (forumId: string) =>
  problem(
    'no-dot-round',
    'The forum is not choosing with dots now.',
    'The chair can start a round when two or more proposals wait.',
    forumId,
  );

const alreadyChoosing = (forumId: string) =>
  problem(
    'dot-round-open',
    'The forum is choosing with dots already.',
    'Open the dots that are laid; then start a new round.',
    forumId,
  );

const nothingToChoose = (forumId: string, waiting: number) =>
  problem(
    'nothing-to-choose',
    `Choosing needs ${choicesMin} proposals, and ${waiting} ${waiting === 1 ? 'waits' : 'wait'} here.`,
    'Take up the proposals as they are.',
    forumId,
    { needed: choicesMin, waiting },
  );
