import { answerAt, type Forum, type MatterAt, type RouteAnswer } from '#organisation';
import { directionOf, type Proposal } from '#practice';
import {
  appendEntry,
  type Changes,
  insertProposalStep,
  type LedgerEntry,
  updateProposal,
} from '#store';
import { blankEntry } from '../command.ts';
import type { OrganisationInForce } from '../context.ts';
import { found } from '../trouble.ts';

/** A proposal where it lies now, as the rules of decision see it. */
export const matterOf = (proposal: Proposal): MatterAt => ({
  attributes: { ...proposal.attributes, kind: proposal.kind },
  unitId: proposal.unitId,
  concernsUnitId: proposal.concernsUnitId,
  forumId: proposal.forumId,
  prepared: proposal.prepared,
  askedBy: proposal.askedByForumId,
});

export const routeAnswer = (organisation: OrganisationInForce, proposal: Proposal): RouteAnswer =>
  answerAt(organisation, matterOf(proposal));

export const forumWanted = ({ forums }: OrganisationInForce, forumId: string): Forum =>
  found(
    forums.find(({ id }) => id === forumId),
    'forum',
    forumId,
  );

/** The proposal with what a hand-over changes beside the forum: who has it, whom it concerns, whether it is prepared. */
export function handedOver(
  organisation: OrganisationInForce,
  { proposal, to, answer }: { proposal: Proposal; to: Forum; answer: RouteAnswer },
): Proposal {
  if (answer.kind === 'hand-over' && answer.next.forumId === to.id) {
    const { unitId, concernsUnitId, prepared, askedBy } = answer.next;
    return { ...proposal, unitId, concernsUnitId, prepared, askedByForumId: askedBy };
  }
  const advises = (forumId: string) => {
    const { kind } = forumWanted(organisation, forumId);
    return organisation.forumKinds.some(({ id, advises: only }) => id === kind && only);
  };
  if (advises(to.id)) return { ...proposal, askedByForumId: proposal.forumId };
  return advises(proposal.forumId)
    ? { ...proposal, prepared: true, askedByForumId: null }
    : proposal;
}

interface Following {
  readonly organisation: OrganisationInForce;
  readonly at: string;
}

/**
 * Lets the rules take a proposal as far as they send it by themselves: each hand-over is a step of its own with the
 * rule's reason. It stops where a forum decides, where the rules have no answer, and where it has been before.
 */
export async function followRules(
  tx: Changes,
  start: Proposal,
  { organisation, at }: Following,
): Promise<Proposal> {
  let proposal = start;
  const been = new Set([proposal.forumId]);
  for (;;) {
    const answer = routeAnswer(organisation, proposal);
    if (answer.kind !== 'hand-over' || been.has(answer.next.forumId)) return proposal;
    been.add(answer.next.forumId);
    proposal = await handOver(tx, { organisation, at, proposal, answer });
  }
}

interface RuledHandOver extends Following {
  readonly proposal: Proposal;
  readonly answer: Extract<RouteAnswer, { readonly kind: 'hand-over' }>;
}

async function handOver(
  tx: Changes,
  { organisation, at, proposal, answer }: RuledHandOver,
): Promise<Proposal> {
  const from = forumWanted(organisation, proposal.forumId);
  const to = forumWanted(organisation, answer.next.forumId);
  const direction = directionOf(organisation, from, to);
  const moved = {
    ...handedOver(organisation, { proposal, to, answer }),
    ...{ forumId: to.id, atForumSince: at },
  };
  const { because } = answer;
  const entry = await appendEntry(tx, {
    ...{ ...blankEntry, at, personId: null, command: 'proposal.handed-over' },
    ...{ unitId: from.unitId, threadId: proposal.threadId, proposalId: proposal.id },
    forumId: from.id,
    words: { title: proposal.title },
    detail: { nowAtForum: to.id, direction, because, ruleId: answer.ruleId },
  });
  const next = { ...moved, lastStep: entry.seq };
  await updateProposal(tx, next);
  await insertProposalStep(tx, {
    ...stepOf(entry, next),
    ...{ move: 'pass-on', forumId: from.id, toForumId: to.id },
    ...{ direction, reason: '', because },
  });
  return next;
}

/** What every step of a route takes from its entry in the ledger. */
export const stepOf = ({ seq, at, personId }: LedgerEntry, proposal: Proposal) => ({
  proposalId: proposal.id,
  ledgerSeq: seq,
  at,
  personId,
  stateAfter: proposal.state,
  forumId: proposal.forumId,
  toForumId: proposal.forumId,
  direction: 'stays' as const,
  because: null,
});
