import type { Forum, Right } from '#organisation';
import {
  awaitsDecision,
  countDots,
  type Proposal,
  type SilentItem,
  type SupportRequest,
  silentItems,
} from '#practice';
import {
  type Database,
  dotsIn,
  inSnapshot,
  interestsIn,
  latestDotRound,
  proposalsAtForums,
  supportQueue,
} from '#store';
import type { Context } from '../context.ts';
import { forumWanted } from '../deciding/hand-over.ts';
import { rightsHere } from '../deciding/may-here.ts';
import { type Book, openBook, personNamed, unitNamed } from './organisation-book.ts';
import { proposalRow } from './proposal-rows.ts';
import { supportShown } from './support-rows.ts';

/** A forum around a screen: what lies before it, one by one, the longest waiting first. */
export const meetingPage = (context: Context, forumId: string) =>
  inSnapshot(context.db, async (db) => {
    const book = await openBook(db, context.clock());
    const forum = forumWanted(book.organisation, forumId);
    const [proposals, requests] = await Promise.all([
      proposalsAtForums(db, [forum.id]),
      supportQueue(db, [forum.id]),
    ]);
    const silent = silentItems(forum, { proposals, requests }, book.asOf);
    return {
      forum: forumShown(book, forum),
      items: itemsOf(book, proposals, silent),
      parked: proposals.filter((one) => !isUp(one, silent)).map((one) => proposalRow(book, one)),
      requests: requests.map((one: SupportRequest) => supportShown(book, one)),
      silentIds: silent.map(({ id }) => id),
      dots: await dotsNow(db, { context, book, forum }),
      mayDo: mayDo(context, book, forum),
    };
  });

const forumShown = (book: Book, { id, name, kind, unitId, cadenceDays, members }: Forum) => ({
  ...{ id, name, kind, cadenceDays },
  unit: unitNamed(book, unitId),
  members: members.map(({ personId, chair }) => ({ ...personNamed(book, personId), chair })),
});

/** Waits for the forum now: undecided, or parked until a day that has come. */
const isUp = (proposal: Proposal, silent: readonly SilentItem[]): boolean =>
  awaitsDecision(proposal) || silent.some(({ id }) => id === proposal.id);

function itemsOf(book: Book, proposals: readonly Proposal[], silent: readonly SilentItem[]) {
  const up = proposals.filter((one) => isUp(one, silent));
  const onTheTable = up.filter(({ state }) => state === 'considered');
  return [...onTheTable, ...up.filter(({ state }) => state !== 'considered')].map((one) =>
    proposalRow(book, one),
  );
}

interface Round {
  readonly context: Context;
  readonly book: Book;
  readonly forum: Forum;
}

/** The latest round of dots: one's own while it goes on, everybody's once it is open. */
async function dotsNow(db: Database, { context, book, forum }: Round) {
  const round = await latestDotRound(db, forum.id);
  if (round === null) return null;
  const laid = await dotsIn(db, [round.id]);
  const interests = await interestsIn(db, round.proposalIds);
  const isOpen = round.openedAt !== null;
  return {
    ...{ dotsEach: round.dotsEach, begunAt: round.begunAt, openedAt: round.openedAt },
    proposalIds: round.proposalIds,
    haveLaid: laid.map(({ personId }) => personNamed(book, personId)),
    own: laid.find(({ personId }) => personId === context.person.id)?.dots ?? null,
    counts: isOpen
      ? countDots(round, laid, (personId, proposalId) =>
          interests.some((one) => one.personId === personId && one.proposalId === proposalId),
        )
      : null,
  };
}

const meeting: readonly Right[] = [
  'forum.set-criteria',
  'forum.start-dots',
  'forum.lay-dots',
  'forum.open-dots',
  'support.take',
  'support.answer',
];

const mayDo = ({ person }: Context, { organisation }: Book, forum: Forum) =>
  rightsHere(person, meeting, { unitId: forum.unitId, forum, tree: organisation.tree });
