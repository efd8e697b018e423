import type { Text } from '#core';
import { type Forum, type Forums, isWithin } from '#organisation';
import type { ProposalMove, ProposalState } from './proposal.ts';

/** Which way a proposal was handed over; 'stays' when it was not. */
export type Direction = 'up' | 'down' | 'sideways' | 'stays';

/** One step of a proposal's route, with its reason: raised, taken up, decided, handed over. */
export interface ProposalStep {
  readonly proposalId: string;
  readonly ledgerSeq: number;
  readonly at: string;
  /** Null for a step the program took by itself. */
  readonly personId: string | null;
  readonly move: 'raise' | ProposalMove;
  readonly stateAfter: ProposalState;
  /** The forum that took the step. */
  readonly forumId: string;
  /** The forum that has the proposal after it. */
  readonly toForumId: string;
  readonly direction: Direction;
  /** In the words of whoever took the step; empty where a rule alone says why. */
  readonly reason: string;
  /** Why the rules send it there; null where no rule was asked. */
  readonly because: Text | null;
}

/** Which way a hand-over goes: by the tree of units, and within one unit by the order of the kinds of forum. */
export function directionOf({ tree, forumKinds }: Forums, from: Forum, to: Forum): Direction {
  if (from.id === to.id) return 'stays';
  const kindOf = (forum: Forum) => forumKinds.find(({ id }) => id === forum.kind);
  if (kindOf(from)?.advises === true || kindOf(to)?.advises === true) return 'sideways';
  if (from.unitId === to.unitId) {
    const place = (forum: Forum) => forumKinds.findIndex(({ id }) => id === forum.kind);
    if (place(from) === place(to)) return 'sideways';
    return place(to) > place(from) ? 'up' : 'down';
  }
  if (isWithin(tree, from.unitId, to.unitId)) return 'up';
  return isWithin(tree, to.unitId, from.unitId) ? 'down' : 'sideways';
}
