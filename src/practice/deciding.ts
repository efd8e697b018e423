import { type Problem, problem, type Text } from '#core';
import { allowed, type Ruling, refused } from './ruling.ts';

/** What a forum weighs proposals by. */
export interface Criterion {
  readonly id: string;
  readonly name: Text;
  /** Above 0; only the proportions between weights matter. */
  readonly weight: number;
}

/** How a forum decides together. */
export interface DecidingRules {
  readonly criteria: readonly Criterion[];
}

/** Points a member gives on each criterion: from 0, not at all, to 10, wholly. */
export const pointsMax = 10;

/** Used until a forum has chosen its own criteria. */
export const defaultRules: DecidingRules = {
  criteria: [
    {
      id: 'benefit',
      name: { en: 'Benefit for patients and families', sv: 'Nytta för patienter och närstående' },
      weight: 3,
    },
    { id: 'feasible', name: { en: 'Can be done here', sv: 'Går att göra här' }, weight: 2 },
    {
      id: 'evidence',
      name: { en: 'Evidence that it works', sv: 'Stöd för att det hjälper' },
      weight: 2,
    },
    {
      id: 'equity',
      name: { en: 'Fair to all groups', sv: 'Rättvist för alla grupper' },
      weight: 1,
    },
  ],
};

/** A forum has a proposal on the table: scored one by one and unseen, then opened, then decided. */
export interface Consideration {
  readonly id: string;
  readonly proposalId: string;
  readonly forumId: string;
  /** As they were when it was taken up. */
  readonly rules: DecidingRules;
  readonly begunAt: string;
  /** When the scores were shown to all; null while each sees only their own. */
  readonly openedAt: string | null;
  readonly closedAt: string | null;
}

export interface MemberScore {
  readonly personId: string;
  readonly points: Readonly<Record<string, number>>;
}

/** A member with something to gain or lose: shown, and not counted. */
export interface DeclaredInterest {
  readonly personId: string;
  readonly text: string;
}

export interface DecidingMember {
  readonly personId: string;
  /** False for a member who is heard without being counted. */
  readonly counts: boolean;
}

/** Everything that is known of how a forum decides on one proposal. */
export interface Deliberation {
  readonly proposalId: string;
  readonly forumId: string;
  /** Null while the forum has not taken it up. */
  readonly consideration: Consideration | null;
  readonly rules: DecidingRules;
  /** Members who must take part in a decision. */
  readonly quorumNeeded: number;
  readonly members: readonly DecidingMember[];
  readonly scores: readonly MemberScore[];
  readonly interests: readonly DeclaredInterest[];
}

/** Members whose word counts in this consideration: those without a declared interest, and not voices only. */
export const voters = ({ members, interests }: Deliberation): readonly string[] =>
  members
    .filter(({ counts }) => counts)
    .map(({ personId }) => personId)
    .filter((id) => !interests.some(({ personId }) => personId === id));

/** True once everybody whose word counts has scored: nobody can be swayed any more. */
export function allHaveScored(deliberation: Deliberation): boolean {
  const voting = voters(deliberation);
  const scored = new Set(deliberation.scores.map(({ personId }) => personId));
  return voting.length > 0 && voting.every((id) => scored.has(id));
}

/** A member gives points, once or anew, until the scores are open. */
export function score(
  deliberation: Deliberation,
  { personId, points }: MemberScore,
): Ruling<Deliberation> {
  const trouble =
    memberTrouble(deliberation, personId) ??
    tableTrouble(deliberation) ??
    interestTrouble(deliberation, personId) ??
    pointsTrouble(deliberation.rules, points);
  if (trouble !== null) return refused(trouble);
  const others = deliberation.scores.filter((one) => one.personId !== personId);
  return allowed({ ...deliberation, scores: [...others, { personId, points }] });
}

/** A member says that they have something to gain or lose; from then on they are not counted. */
export function declareInterest(
  deliberation: Deliberation,
  declared: DeclaredInterest,
): Ruling<Deliberation> {
  const trouble = memberTrouble(deliberation, declared.personId);
  if (trouble !== null) return refused(trouble);
  const others = deliberation.interests.filter(({ personId }) => personId !== declared.personId);
  return allowed({ ...deliberation, interests: [...others, declared] });
}

/** Shows the scores to all: when everybody has scored, or when the chair will not wait. */
export function openScores(deliberation: Deliberation, at: string): Ruling<Consideration> {
  const { consideration, scores, proposalId } = deliberation;
  const trouble = tableTrouble(deliberation);
  if (trouble !== null) return refused(trouble);
  if (consideration === null || scores.length === 0)
    return refused(
      problem(
        'nobody-has-scored',
        'Nobody has scored yet, so there is nothing to open.',
        'Let the members score first, or decide without scores.',
        proposalId,
      ),
    );
  return allowed({ ...consideration, openedAt: at });
}

export interface CriterionTally {
  readonly criterionId: string;
  /** Mean points, 0…10; null when no counted member has scored. */
  readonly mean: number | null;
  readonly lowest: number | null;
  readonly highest: number | null;
}

export interface Tally {
  readonly criteria: readonly CriterionTally[];
  /** Mean of the criteria by their weights, 0…10; null when no counted member has scored. */
  readonly weighted: number | null;
  readonly counted: number;
  /** Scored but not counted: a declared interest, or a voice without a vote. */
  readonly notCounted: number;
}

/**
 * What the counted scores add up to: per criterion the mean m and the lowest and highest points, over criteria
 * Σ wᵢ mᵢ / Σ wᵢ. Scores of members with a declared interest are left out.
 *
 * @example weights 3 and 1, two members with (10, 2) and (6, 4): means 8 and 3, weighted (3×8 + 1×3) / 4 = 6.75
 */
export function tally(deliberation: Deliberation): Tally {
  const voting = new Set(voters(deliberation));
  const counted = deliberation.scores.filter(({ personId }) => voting.has(personId));
  const criteria = deliberation.rules.criteria.map(({ id }) => {
    const points = counted.flatMap((one) => one.points[id] ?? []);
    return { criterionId: id, ...summaryOf(points) };
  });
  return {
    criteria,
    weighted: weightedMean(deliberation.rules.criteria, criteria),
    counted: counted.length,
    notCounted: deliberation.scores.length - counted.length,
  };
}

const summaryOf = (points: readonly number[]) =>
  points.length === 0
    ? { mean: null, lowest: null, highest: null }
    : {
        mean: points.reduce((sum, one) => sum + one, 0) / points.length,
        lowest: Math.min(...points),
        highest: Math.max(...points),
      };

function weightedMean(
  criteria: readonly Criterion[],
  tallies: readonly CriterionTally[],
): number | null {
  const weighed = criteria.flatMap(({ weight }, i) => {
    const mean = tallies[i]?.mean ?? null;
    return mean === null ? [] : [{ weight, mean }];
  });
  const weights = weighed.reduce((sum, { weight }) => sum + weight, 0);
  if (weights === 0) return null;
  return weighed.reduce((sum, { weight, mean }) => sum + weight * mean, 0) / weights;
}

export interface Quorum {
  readonly needed: number;
  readonly takingPart: number;
  readonly members: number;
}

/**
 * Whether enough members take part: those who have scored and those who are in the room, without the ones who have
 * declared an interest.
 */
export function quorum(deliberation: Deliberation, presentIds: readonly string[]): Ruling<Quorum> {
  const { proposalId, quorumNeeded: needed, members, scores, interests } = deliberation;
  const counting = members.filter(({ counts }) => counts).map(({ personId }) => personId);
  const conflicted = new Set(interests.map(({ personId }) => personId));
  const free = counting.filter((id) => !conflicted.has(id));
  const here = new Set([...presentIds, ...scores.map(({ personId }) => personId)]);
  const takingPart = free.filter((id) => here.has(id)).length;
  if (counting.length === 0) return refused(forumWithoutMembers(proposalId));
  if (free.length < needed) return refused(cannotBeMet(proposalId, needed, free.length));
  if (takingPart < needed) return refused(notMet(proposalId, needed, takingPart));
  return allowed({ needed, takingPart, members: counting.length });
}

export const forumWithoutMembers = (where: string): Problem =>
  problem(
    'forum-without-members',
    'This forum has no members whose word counts, so nobody can decide in it together.',
    'Add members to the forum, or pass the proposal on to another one.',
    where,
  );

const cannotBeMet = (where: string, needed: number, free: number): Problem =>
  problem(
    'quorum-cannot-be-met',
    `The forum needs ${needed} members to decide, and only ${free} are without a declared interest.`,
    'Pass the proposal on to another forum, or change the forum’s members or its quorum.',
    where,
    { needed, free },
  );

const notMet = (where: string, needed: number, takingPart: number): Problem =>
  problem(
    'quorum-not-met',
    `The forum needs ${needed} members to decide, and ${takingPart} take part.`,
    'Let more members score, mark who is present, or park the proposal until a date.',
    where,
    { needed, takingPart },
  );

const memberTrouble = ({ members, forumId }: Deliberation, personId: string): Problem | null =>
  members.some((one) => one.personId === personId)
    ? null
    : problem(
        'not-a-member',
        'You are not a member of this forum.',
        'Say what you think on the thread, or ask the forum’s chair.',
        forumId,
      );

/** It lies on the table, and the scores are not open yet. */
function tableTrouble({ consideration, proposalId }: Deliberation): Problem | null {
  if (consideration === null || consideration.closedAt !== null)
    return problem(
      'not-on-the-table',
      'The forum has not taken this proposal up.',
      'Let the chair take it up first; then the members score it.',
      proposalId,
    );
  if (consideration.openedAt === null) return null;
  return problem(
    'scores-open',
    'The scores are open already; what is given now would follow what others have said.',
    'Record a dissent, or ask the chair to take the proposal up anew.',
    proposalId,
  );
}

const interestTrouble = (
  { interests, proposalId }: Deliberation,
  personId: string,
): Problem | null =>
  interests.some((one) => one.personId === personId)
    ? problem(
        'interest-declared',
        'You have declared an interest in this proposal, so your score does not count.',
        'Say what you know on the thread; the others decide.',
        proposalId,
      )
    : null;

function pointsTrouble({ criteria }: DecidingRules, points: MemberScore['points']): Problem | null {
  const wrong = criteria.find(({ id }) => !isPoints(points[id]));
  const unknown = Object.keys(points).find((id) => !criteria.some((one) => one.id === id));
  if (wrong === undefined && unknown === undefined) return null;
  return problem(
    'points-not-whole',
    `Each criterion needs a whole number of points from 0 to ${pointsMax}, and only the forum’s own criteria count.`,
    'Give points on every criterion.',
    wrong?.id ?? unknown ?? '',
  );
}

const isPoints = (value: number | undefined): boolean =>
  value !== undefined && Number.isInteger(value) && value >= 0 && value <= pointsMax;
