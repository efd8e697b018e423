import { addMonths, type Month, monthsBetween } from '#core';
import type { DecisionSupportRule } from '../decision-support/rule.ts';
import type { Candidate, SignalInHand } from './candidate.ts';
import { quietMonthsMax } from './chart-candidates.ts';

/** A signal on the chart of how often a rule's advice is not followed. */
export interface AdviceInHand {
  readonly rule: Pick<DecisionSupportRule, 'id' | 'title'>;
  readonly signal: SignalInHand & { readonly unitId: string };
  /** The last month that is whole. */
  readonly asOfMonth: Month;
}

/** That people have begun to follow advice less often, while the pattern lasts. */
export function adviceCandidates({ rule, signal, asOfMonth }: AdviceInHand): readonly Candidate[] {
  const { unitId, reading, firstMonth, month, lastMonth, threadId, ownerId } = signal;
  if (reading !== 'concern' || monthsBetween(lastMonth, asOfMonth) > quietMonthsMax) return [];
  return [
    {
      ...{ type: 'advice-drifts', key: `advice-drifts/${rule.id}/${firstMonth}`, unitId },
      ...{ measureId: null, threadId, forumId: null, ownerId, size: 1 },
      since: `${addMonths(month, 1)}-01T00:00:00.000Z`,
      facts: { type: 'advice-drifts', rule: rule.title, firstMonth },
      step: threadId === null ? { page: 'advice', id: rule.id } : { page: 'thread', id: threadId },
    },
  ];
}
