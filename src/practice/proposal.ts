import { problem } from '#core';
import { allowed, type Ruling, refused } from './ruling.ts';

export type ProposalKind = 'idea' | 'need' | 'innovation';
export type ProposalState = 'raised' | 'tried' | 'declined' | 'parked' | 'passed-on';
export type DecisionOutcome = 'try' | 'decline' | 'park' | 'pass-on';

/** An idea, a need or an innovation, on its way through forums. */
export interface Proposal {
  readonly id: string;
  readonly threadId: string;
  readonly kind: ProposalKind;
  readonly title: string;
  readonly text: string;
  readonly raisedBy: string;
  readonly raisedAt: string;
  readonly state: ProposalState;
  /** The forum that has it now, and since when. */
  readonly forumId: string;
  readonly atForumSince: string;
  /** 'YYYY-MM-DD': when a parked proposal comes back; null unless parked. */
  readonly returnOn: string | null;
  readonly firstDecidedAt: string | null;
}

export interface Decision {
  readonly outcome: DecisionOutcome;
  readonly returnOn: string | null;
  /** The next forum up the route; null at the top. */
  readonly nextForumId: string | null;
  readonly at: string;
}

const stateAfter = {
  try: 'tried',
  decline: 'declined',
  park: 'parked',
  'pass-on': 'passed-on',
} as const satisfies Record<DecisionOutcome, ProposalState>;

/** A proposal waits for a decision until it is tried or declined; parked, it waits for its date. */
export const isDecided = (proposal: Proposal): boolean =>
  proposal.state === 'tried' || proposal.state === 'declined';

/** The forum's decision on a proposal. */
export function decide(proposal: Proposal, decision: Decision): Ruling<Proposal> {
  if (isDecided(proposal))
    return refused(
      problem(
        'proposal-already-decided',
        `This proposal is already decided: it was ${proposal.state}.`,
        'Read the decision on the thread; raise a new proposal if something has changed.',
        proposal.id,
      ),
    );
  const trouble = parkingTrouble(proposal, decision) ?? passingTrouble(proposal, decision);
  if (trouble !== null) return refused(trouble);
  const passed = decision.outcome === 'pass-on';
  return allowed({
    ...proposal,
    state: stateAfter[decision.outcome],
    returnOn: decision.outcome === 'park' ? decision.returnOn : null,
    forumId: passed ? (decision.nextForumId ?? proposal.forumId) : proposal.forumId,
    atForumSince: passed ? decision.at : proposal.atForumSince,
    firstDecidedAt: proposal.firstDecidedAt ?? decision.at,
  });
}

/** Nothing is parked for ever: it comes back on a date. */
function parkingTrouble(proposal: Proposal, { outcome, returnOn, at }: Decision) {
  if (outcome !== 'park') return null;
  if (returnOn === null)
    return problem(
      'parked-without-date',
      'A parked proposal needs the date when it comes back.',
      'Give a date, or decline the proposal with a reason.',
      proposal.id,
    );
  if (returnOn > at.slice(0, 10)) return null;
  return problem(
    'return-date-past',
    `A parked proposal cannot come back on ${returnOn}: that day is not after the decision.`,
    'Choose a later date.',
    proposal.id,
  );
}

function passingTrouble(proposal: Proposal, { outcome, nextForumId }: Decision) {
  if (outcome !== 'pass-on' || nextForumId !== null) return null;
  return problem(
    'no-further-forum',
    'There is no forum above this one to pass the proposal on to.',
    'Decide here: try it, park it until a date, or decline it with a reason.',
    proposal.id,
  );
}
