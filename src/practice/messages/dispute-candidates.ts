import type { Challenge } from '../challenge.ts';
import { daysBetween } from '../waiting.ts';
import type { Candidate } from './candidate.ts';
import { periodDays } from './pick.ts';

/** An answer is news for two periods: whoever was away for one still hears of it. */
const answerNewDays = 2 * periodDays;

/** What a disputed number, or what a check of the data found, gives reason to say at an instant. */
export function disputeCandidates(challenge: Challenge, asOf: string): readonly Candidate[] {
  const { conclusion, about } = challenge;
  if (conclusion === null) return [waiting(challenge, asOf)];
  if (about.kind === 'check' || daysBetween(conclusion.at, asOf) > answerNewDays) return [];
  const { id, firstMonth, lastMonth, raisedBy } = challenge;
  const { outcome } = conclusion;
  return [
    {
      ...aboutDispute(challenge),
      ...{ type: 'dispute-answered', key: `dispute-answered/${id}`, measureId: about.measureId },
      // Reading the answer is for whoever doubted the number.
      ...{ ownerId: raisedBy, since: conclusion.at, size: 1 },
      facts: { type: 'dispute-answered', outcome, firstMonth, lastMonth },
    },
  ];
}

const aboutDispute = ({ unitId, threadId }: Challenge) => ({
  ...{ unitId, threadId, forumId: null },
  step: { page: 'thread' as const, id: threadId },
});

function waiting(challenge: Challenge, asOf: string): Candidate {
  const { id, about, ownerId, raisedAt: since, firstMonth, lastMonth, found } = challenge;
  const days = Math.max(0, Math.floor(daysBetween(since, asOf)));
  const same = { ...aboutDispute(challenge), ownerId, since };
  // Full size once it has waited for a whole period.
  const size = Math.min(1, days / periodDays);
  if (about.kind === 'measure')
    return {
      ...{ ...same, type: 'number-disputed', key: `number-disputed/${id}`, size },
      measureId: about.measureId,
      facts: { type: 'number-disputed', firstMonth, lastMonth, days },
    };
  const share = found === null || found.checked === 0 ? 0 : found.bad / found.checked;
  return {
    ...{ ...same, type: 'data-doubted', key: `data-doubted/${id}`, size, measureId: null },
    facts: { type: 'data-doubted', checkId: about.checkId, month: lastMonth, share, days },
  };
}
