import { awaitsDecision, type Proposal } from './proposal.ts';
import type { SupportRequest } from './support-request.ts';
import { daysBetween } from './waiting.ts';

/** What has waited longer than a forum's cadence, or has come back on its date: an item of the next agenda by itself. */
export interface SilentItem {
  readonly kind: 'proposal-silent' | 'proposal-returned' | 'request-silent';
  readonly id: string;
  readonly threadId: string | null;
  readonly title: string;
  /** Since when it has waited: at the forum, from its date of return, or in the queue. */
  readonly since: string;
  readonly daysWaited: number;
}

export interface Lying {
  readonly proposals: readonly Proposal[];
  readonly requests: readonly SupportRequest[];
}

/**
 * What lies before a forum in silence, the longest waiting first: undecided proposals and unanswered requests that have
 * waited longer than the forum's cadence, and parked proposals whose date has come. Nothing disappears.
 */
export function silentItems(
  forum: { readonly id: string; readonly cadenceDays: number },
  { proposals, requests }: Lying,
  asOf: string,
): readonly SilentItem[] {
  const here = proposals.filter(({ forumId }) => forumId === forum.id);
  const items = [
    ...here.filter(awaitsDecision).map((one) => silent('proposal-silent', one, one.atForumSince)),
    ...here.flatMap((one) =>
      one.state === 'parked' && one.returnOn !== null
        ? [silent('proposal-returned', one, instantOf(one.returnOn))]
        : [],
    ),
    ...requests
      .filter(({ forumId, state }) => forumId === forum.id && state !== 'answered')
      .map((one) => silent('request-silent', one, one.askedAt)),
  ].map((item) => ({ ...item, daysWaited: daysBetween(item.since, asOf) }));
  return items
    .filter(({ kind, daysWaited }) =>
      kind === 'proposal-returned' ? daysWaited >= 0 : daysWaited > forum.cadenceDays,
    )
    .toSorted((a, b) => b.daysWaited - a.daysWaited);
}

const silent = (
  kind: SilentItem['kind'],
  { id, threadId, title }: Pick<SilentItem, 'id' | 'threadId' | 'title'>,
  since: string,
) => ({ kind, id, threadId, title, since });

const instantOf = (day: string): string => new Date(day).toISOString();
