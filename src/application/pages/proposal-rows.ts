import { awaitsDecision, daysBetween, type Proposal } from '#practice';
import { type Book, forumNamed, personNamed, unitNamed } from './organisation-book.ts';

/** A proposal as lists show it. */
export function proposalRow(book: Book, proposal: Proposal) {
  const { id, threadId, kind, origin, title, state, raisedAt, returnOn } = proposal;
  return {
    ...{ id, threadId, kind, origin, title, state, raisedAt, returnOn },
    unit: unitNamed(book, proposal.unitId),
    forum: forumNamed(book, proposal.forumId),
    by: personNamed(book, proposal.raisedBy),
    since: proposal.atForumSince,
    silent: isSilent(book, proposal),
  };
}

/** It has waited longer than its forum's cadence, or its date of return has come. */
export function isSilent({ organisation, asOf }: Book, proposal: Proposal): boolean {
  const forum = organisation.forums.find(({ id }) => id === proposal.forumId);
  if (proposal.returnOn !== null) return daysBetween(proposal.returnOn, asOf) >= 0;
  const cadenceDays = forum?.cadenceDays ?? Number.POSITIVE_INFINITY;
  return awaitsDecision(proposal) && daysBetween(proposal.atForumSince, asOf) > cadenceDays;
}
