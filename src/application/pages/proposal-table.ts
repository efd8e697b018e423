import type { Forum, Person } from '#organisation';
import {
  type Consideration,
  countDots,
  type Deliberation,
  type MemberScore,
  type Proposal,
  tally,
  voters,
} from '#practice';
import {
  considerationsOf,
  type Database,
  dotRoundsWith,
  dotsIn,
  interestsIn,
  scoresOf,
} from '#store';
import { deliberationOn } from '../deciding/deliberation.ts';
import { type Book, forumNamed, personNamed } from './organisation-book.ts';

interface Looking {
  readonly book: Book;
  readonly proposal: Proposal;
  readonly forum: Forum;
  readonly person: Person;
}

/** The table of the forum that has the proposal: its members, its criteria, and the scores once they are open. */
export async function tableNow(db: Database, { book, proposal, forum, person }: Looking) {
  const { people } = book.organisation;
  const deliberation = await deliberationOn(db, { proposalId: proposal.id, forum });
  const { consideration, rules, quorumNeeded, members, scores, interests } = deliberation;
  const isOpen = consideration !== null && consideration.openedAt !== null;
  const scored = new Set(scores.map(({ personId }) => personId));
  return {
    stage: consideration === null ? 'not-taken-up' : isOpen ? 'open' : 'scoring',
    begunAt: consideration?.begunAt ?? null,
    criteria: rules.criteria,
    quorumNeeded,
    members: members.map(({ personId, counts }) => ({
      ...personNamed(book, personId),
      chair: forum.members.some((one) => one.personId === personId && one.chair),
      isPatient: isPatient(people, personId),
      counts,
      hasScored: scored.has(personId),
      interest: interests.find((one) => one.personId === personId)?.text ?? null,
    })),
    own: scores.find(({ personId }) => personId === person.id)?.points ?? null,
    // Nobody sees another's points before they are open: not even the number behind the page.
    opened: isOpen ? openedScores(book, deliberation) : null,
  };
}

const isPatient = (people: readonly Person[], personId: string): boolean =>
  people
    .find(({ id }) => id === personId)
    ?.roles.some(({ role }) => role === 'patient-representative') ?? false;

function openedScores(book: Book, deliberation: Deliberation) {
  const voting = voters(deliberation);
  return {
    tally: tally(deliberation),
    scores: deliberation.scores.map(({ personId, points }) => ({
      by: personNamed(book, personId),
      points,
      counted: voting.includes(personId),
    })),
  };
}

/** What other forums made of it before, and this one in earlier rounds: their scores as they were opened. */
export async function tablesBefore(db: Database, { book, proposal }: Looking) {
  const all = await considerationsOf(db, [proposal.id]);
  const closed = all.filter(({ openedAt, closedAt }) => openedAt !== null && closedAt !== null);
  const scores = await scoresOf(
    db,
    closed.map(({ id }) => id),
  );
  return Promise.all(
    closed.map((one) =>
      tableBefore(db, { book, one, scores: scores.filter((s) => s.considerationId === one.id) }),
    ),
  );
}

interface Before {
  readonly book: Book;
  readonly one: Consideration;
  readonly scores: readonly MemberScore[];
}

async function tableBefore(db: Database, { book, one, scores }: Before) {
  const interests = await interestsIn(db, [one.proposalId]);
  const deliberation: Deliberation = {
    ...{ proposalId: one.proposalId, forumId: one.forumId, consideration: one, rules: one.rules },
    ...{ quorumNeeded: 0, scores, interests },
    members: scores.map(({ personId }) => ({ personId, counts: votesIn(book, one, personId) })),
  };
  return {
    forum: forumNamed(book, one.forumId),
    at: one.openedAt ?? one.begunAt,
    criteria: one.rules.criteria,
    ...openedScores(book, deliberation),
  };
}

/** As members stand now; who has left the forum counted when they scored. */
const votesIn = ({ organisation }: Book, { forumId }: Consideration, memberId: string): boolean =>
  organisation.forums
    .find(({ id }) => id === forumId)
    ?.members.find(({ personId }) => personId === memberId)?.votes ?? true;

/** How many dots the proposal got, in each round that was opened. */
export async function dotsOf(db: Database, { book, proposal }: Looking) {
  const rounds = await dotRoundsWith(db, proposal.id);
  const laid = await dotsIn(
    db,
    rounds.map(({ id }) => id),
  );
  const interests = await interestsIn(db, [proposal.id]);
  return rounds.map((round) => {
    const counts = countDots(
      round,
      laid.filter(({ roundId }) => roundId === round.id),
      (personId, proposalId) =>
        interests.some((one) => one.personId === personId && one.proposalId === proposalId),
    );
    const place = counts.findIndex(({ proposalId }) => proposalId === proposal.id);
    return {
      forum: forumNamed(book, round.forumId),
      at: round.openedAt ?? round.begunAt,
      dots: counts[place]?.dots ?? 0,
      people: counts[place]?.people ?? 0,
      notCounted: counts[place]?.notCounted ?? 0,
      choices: round.proposalIds.length,
    };
  });
}
