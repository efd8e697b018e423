import type { Cycle } from '../cycle.ts';
import type { ChangeEstimate } from '../effect/effect-of-change.ts';
import type { Thread } from '../thread.ts';
import { daysBetween, type Standing } from '../waiting.ts';
import { type Candidate, stepsWaitedFor } from './candidate.ts';

/** One open thread with how it stands. */
export interface ThreadInHand {
  readonly thread: Pick<Thread, 'id' | 'unitId' | 'measureId' | 'ownerId' | 'notBefore'>;
  readonly standing: Standing;
  /** The forum that has it. */
  readonly forum: { readonly id: string; readonly cadenceDays: number } | null;
  /** The cycle under way, with what can be said of its effect. */
  readonly cycle: Pick<Cycle, 'id' | 'unitId' | 'measureId' | 'startMonth'> | null;
  readonly effect: Pick<ChangeEstimate, 'reading' | 'difference' | 'lower95' | 'upper95'> | null;
  /** The day on which the effect could first be read: 'YYYY-MM-DD'. */
  readonly effectDueOn: string | null;
}

/** What one thread gives reason to say at an instant. */
export const threadCandidates = (held: ThreadInHand, asOf: string): readonly Candidate[] => [
  ...effectTold(held, asOf),
  ...stepDue(held, asOf),
];

function effectTold(held: ThreadInHand, asOf: string): readonly Candidate[] {
  const { thread, cycle, effect, effectDueOn } = held;
  if (cycle === null || effect === null || cycle.startMonth === null) return [];
  if (effectDueOn === null || daysBetween(effectDueOn, asOf) < 0) return [];
  const { reading, difference, lower95, upper95 } = effect;
  const { startMonth } = cycle;
  return [
    {
      ...{ type: 'effect-told', key: `effect-told/${cycle.id}/${reading}` },
      ...{ unitId: cycle.unitId, measureId: cycle.measureId, threadId: thread.id },
      ...{ forumId: null, ownerId: thread.ownerId, since: instantOf(effectDueOn) },
      // An effect of either kind is told with full size; one that cannot be told apart from chance with half.
      size: reading === 'uncertain' ? 0.5 : 1,
      facts: { type: 'effect-told', reading, difference, lower95, upper95, startMonth },
      step: { page: 'cycle', id: cycle.id },
    },
  ];
}

function stepDue(held: ThreadInHand, asOf: string): readonly Candidate[] {
  const { thread, standing, forum, cycle } = held;
  const { since } = standing;
  const waitingFor = stepsWaitedFor.find((step) => step === standing.waitingFor);
  if (standing.state !== 'open' || waitingFor === undefined) return [];
  const due = thread.notBefore === null ? since : laterOf(since, instantOf(thread.notBefore));
  const days = Math.floor(daysBetween(due, asOf));
  if (days < 0) return [];
  const cadence = forum?.cadenceDays ?? Number.POSITIVE_INFINITY;
  return [
    {
      ...{ type: 'step-due', key: `step-due/${thread.id}/${waitingFor}` },
      ...{ unitId: thread.unitId, measureId: thread.measureId, threadId: thread.id },
      forumId: waitingFor === 'a-decision' ? (forum?.id ?? null) : null,
      ...{ ownerId: thread.ownerId, since: due },
      // Full size once it has waited for as long as the forum lets pass between two meetings.
      size: Math.min(1, days / cadence),
      facts: { type: 'step-due', waitingFor, since: due, days },
      step:
        cycle === null || waitingFor === 'a-decision'
          ? { page: 'thread', id: thread.id }
          : { page: 'cycle', id: cycle.id },
    },
  ];
}

const instantOf = (day: string): string => new Date(day).toISOString();
const laterOf = (a: string, b: string): string => (Date.parse(a) >= Date.parse(b) ? a : b);
