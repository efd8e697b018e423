import { type Problem, problem } from '#core';
import { allowed, type Ruling, refused } from './ruling.ts';

export const proposalKinds = ['idea', 'need', 'innovation'] as const;
export type ProposalKind = (typeof proposalKinds)[number];

/** Where a proposal comes from. */
export const proposalOrigins = [
  'front-line',
  'patients-and-families',
  'management',
  'signal',
  'research',
  'other-organisation',
] as const;
export type ProposalOrigin = (typeof proposalOrigins)[number];

export const proposalStates = [
  'raised',
  'considered',
  'tried',
  'prioritised',
  'spread',
  'mandated',
  'parked',
  'declined',
] as const;
export type ProposalState = (typeof proposalStates)[number];

export const decisionOutcomes = [
  'try',
  'prioritise',
  'spread',
  'mandate',
  'park',
  'decline',
  'pass-on',
] as const;
export type DecisionOutcome = (typeof decisionOutcomes)[number];

/** What can happen to a proposal: a forum takes it up, or decides. */
export type ProposalMove = 'consider' | DecisionOutcome;

/** An idea, a need or an innovation, on its way through forums. */
export interface Proposal {
  readonly id: string;
  readonly threadId: string;
  /** The unit that has it: its thread's, until it is handed sideways. */
  readonly unitId: string;
  readonly kind: ProposalKind;
  readonly origin: ProposalOrigin;
  /** What rules of decision look at: reach, cost, risk … where it is not the usual. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Another unit that it concerns; null when it concerns the unit of its thread. */
  readonly concernsUnitId: string | null;
  /** True once a support unit has prepared it. */
  readonly prepared: boolean;
  /** The forum that asked a support unit and waits for its answer. */
  readonly askedByForumId: string | null;
  /** Earlier proposals that it takes further or tries again. */
  readonly earlierIds: readonly string[];
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
  /** The ledger's number of the last step of its route: who decides says that this is what they have seen. */
  readonly lastStep: number;
}

export interface Decision {
  readonly outcome: DecisionOutcome;
  readonly returnOn: string | null;
  /** Where it is handed over to; null when there is nowhere to hand it. */
  readonly toForumId: string | null;
  /** The last step that whoever decides has seen; null when they do not say. */
  readonly seenStep: number | null;
  readonly at: string;
}

const decisions = {
  try: 'tried',
  prioritise: 'prioritised',
  spread: 'spread',
  mandate: 'mandated',
  park: 'parked',
  decline: 'declined',
  // With the next forum it begins anew; the route remembers what was decided before.
  'pass-on': 'raised',
} as const;

type Transitions = Readonly<Partial<Record<ProposalMove, ProposalState>>>;

/**
 * Every legal transition: state → what happens → state after. What is not here is refused. What has been decided can be
 * taken further (what was tried can be spread, what was mandated can be withdrawn), and only a declined proposal is at
 * its end.
 */
export const transitions: Readonly<Record<ProposalState, Transitions>> = {
  raised: { consider: 'considered', ...decisions },
  considered: { consider: 'considered', ...decisions },
  parked: { consider: 'considered', ...decisions },
  tried: without(decisions, 'try', 'park'),
  prioritised: without(decisions, 'prioritise'),
  spread: without(decisions, 'try', 'prioritise', 'spread', 'park'),
  mandated: without(decisions, 'try', 'prioritise', 'mandate', 'park'),
  declined: {},
};

function without(all: Transitions, ...left: readonly DecisionOutcome[]): Transitions {
  return Object.fromEntries(
    Object.entries(all).filter(([move]) => !left.some((one) => one === move)),
  );
}

const settled: readonly ProposalState[] = [
  'tried',
  'prioritised',
  'spread',
  'mandated',
  'declined',
];

/** A proposal waits for a decision until a forum has made one; parked, it waits for its date. */
export const isDecided = ({ state }: Pick<Proposal, 'state'>): boolean => settled.includes(state);

/** It lies before its forum and waits: not decided, and not parked. */
export const awaitsDecision = ({ state }: Pick<Proposal, 'state'>): boolean =>
  state === 'raised' || state === 'considered';

/** The forum takes the proposal up: from now on its members score it. Taken up anew, it is scored anew. */
export function consider(proposal: Proposal, seenStep: number | null): Ruling<Proposal> {
  if (transitions[proposal.state].consider === undefined) return refused(alreadyDecided(proposal));
  const isNews = seenStep !== null || proposal.state === 'considered';
  if (isNews && seenStep !== proposal.lastStep) return refused(movedOn(proposal));
  return allowed({ ...proposal, state: 'considered', returnOn: null });
}

/**
 * The forum's decision on a proposal. What is decided already can only be taken further by someone who has seen that
 * decision, so that of two who decide at once one is heard and the other is told.
 */
export function decide(proposal: Proposal, decision: Decision): Ruling<Proposal> {
  const trouble =
    staleness(proposal, decision) ??
    legality(proposal, decision) ??
    parkingTrouble(proposal, decision) ??
    passingTrouble(proposal, decision);
  if (trouble !== null) return refused(trouble);
  const { outcome, at } = decision;
  const passed = outcome === 'pass-on';
  return allowed({
    ...proposal,
    state: decisions[outcome],
    returnOn: outcome === 'park' ? decision.returnOn : null,
    forumId: passed ? (decision.toForumId ?? proposal.forumId) : proposal.forumId,
    atForumSince: passed ? at : proposal.atForumSince,
    firstDecidedAt: proposal.firstDecidedAt ?? at,
  });
}

function staleness(proposal: Proposal, { seenStep }: Decision): Problem | null {
  if (seenStep === proposal.lastStep) return null;
  if (isDecided(proposal)) return alreadyDecided(proposal);
  return seenStep === null ? null : movedOn(proposal);
}

const movedOn = (proposal: Proposal): Problem =>
  problem(
    'proposal-moved-on',
    'Somebody else was first: something has happened to this proposal since you saw it.',
    'Read what happened on its page; nothing of yours was recorded. Do it anew if it is still needed.',
    proposal.id,
  );

function legality(proposal: Proposal, { outcome }: Decision): Problem | null {
  if (transitions[proposal.state][outcome] !== undefined) return null;
  const possible = Object.keys(transitions[proposal.state]);
  if (possible.length === 0) return alreadyDecided(proposal);
  return problem(
    'decision-not-possible',
    `A proposal that is ${proposal.state} cannot get the decision '${outcome}'.`,
    `Possible now: ${possible.join(', ')}.`,
    proposal.id,
    { state: proposal.state, outcome, outcomes: possible },
  );
}

const alreadyDecided = (proposal: Proposal): Problem =>
  problem(
    'proposal-already-decided',
    `This proposal is already decided: it was ${proposal.state}.`,
    'Read the decision on the thread; raise a new proposal if something has changed.',
    proposal.id,
    { state: proposal.state },
  );

/** Nothing is parked for ever: it comes back on a date. */
function parkingTrouble(proposal: Proposal, { outcome, returnOn, at }: Decision): Problem | null {
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
    { day: returnOn },
  );
}

function passingTrouble(proposal: Proposal, { outcome, toForumId }: Decision): Problem | null {
  if (outcome !== 'pass-on') return null;
  if (toForumId === null)
    return problem(
      'no-further-forum',
      'There is no forum above this one to pass the proposal on to.',
      'Decide here: try it, park it until a date, or decline it with a reason.',
      proposal.id,
    );
  if (toForumId !== proposal.forumId) return null;
  return problem(
    'already-at-forum',
    'The proposal lies before this forum already.',
    'Choose another forum, or decide here.',
    proposal.id,
  );
}
