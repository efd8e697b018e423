import { problem } from '#core';
import { allowed, type Ruling, refused } from './ruling.ts';

/** A forum chooses what to take up: each member lays a number of dots on the proposals before it. */
export interface DotRound {
  readonly id: string;
  readonly forumId: string;
  readonly proposalIds: readonly string[];
  readonly dotsEach: number;
  readonly begunAt: string;
  /** When the dots were shown to all; null while each sees only their own. */
  readonly openedAt: string | null;
}

export interface LaidDots {
  readonly personId: string;
  /** Dots by proposal. */
  readonly dots: Readonly<Record<string, number>>;
}

/** About a third of the choices: enough to spread, too few to please everybody. */
export const dotsFor = (choices: number): number => Math.max(1, Math.ceil(choices / 3));

/** A member lays dots, once or anew, until they are open. */
export function layDots(round: DotRound, { personId, dots }: LaidDots): Ruling<LaidDots> {
  if (round.openedAt !== null)
    return refused(
      problem(
        'dots-open',
        'The dots are open already; what is laid now would follow what others have laid.',
        'Say what you think in the meeting; the chair can start a new round.',
        round.forumId,
      ),
    );
  const outside = Object.keys(dots).find((id) => !round.proposalIds.includes(id));
  const laid = Object.values(dots).reduce((sum, one) => sum + one, 0);
  const isWhole = Object.values(dots).every((one) => Number.isInteger(one) && one >= 0);
  if (outside === undefined && isWhole && laid <= round.dotsEach && laid > 0)
    return allowed({ personId, dots });
  return refused(
    problem(
      'dots-not-right',
      `You have ${round.dotsEach} dots for ${round.proposalIds.length} proposals, and laid ${laid}.`,
      `Lay from 1 to ${round.dotsEach} dots, on proposals of this round only.`,
      outside ?? round.forumId,
      { dots: round.dotsEach, proposals: round.proposalIds.length, laid },
    ),
  );
}

export interface DotCount {
  readonly proposalId: string;
  readonly dots: number;
  readonly people: number;
  /** Dots of members with a declared interest in this proposal: shown, not counted. */
  readonly notCounted: number;
}

/** The proposals of a round, most dots first; those with equally many in the order of the round. */
export function countDots(
  round: DotRound,
  laid: readonly LaidDots[],
  hasInterest: (personId: string, proposalId: string) => boolean,
): readonly DotCount[] {
  const counts = round.proposalIds.map((proposalId) => {
    const given = laid
      .map(({ personId, dots }) => ({ personId, dots: dots[proposalId] ?? 0 }))
      .filter(({ dots }) => dots > 0);
    const free = given.filter(({ personId }) => !hasInterest(personId, proposalId));
    const sum = (some: typeof given) => some.reduce((total, { dots }) => total + dots, 0);
    return { proposalId, dots: sum(free), people: free.length, notCounted: sum(given) - sum(free) };
  });
  return counts.toSorted((a, b) => b.dots - a.dots);
}
