import type { Thread, WaitingFor } from './thread.ts';

/** How a thread stands on a day: what it waits for, since when, and whether it has been forgotten. */
export interface Standing {
  readonly state: 'open' | 'parked' | 'closed';
  readonly waitingFor: WaitingFor;
  readonly since: string;
  /** True when it has waited longer than its forum's cadence, counted from the day when waiting stopped being agreed. */
  readonly overdue: boolean;
}

const dayMilliseconds = 86_400_000;

/**
 * How a thread stands at an instant. A parked proposal whose date has come waits for a decision again, by itself:
 * nothing disappears.
 */
export function standingOf(thread: Thread, asOf: string, cadenceDays: number): Standing {
  const { waitingFor, waitingSince, notBefore } = thread;
  if (thread.state === 'closed')
    return { state: 'closed', waitingFor, since: waitingSince, overdue: false };
  const agreedUntil = notBefore === null ? waitingSince : later(waitingSince, notBefore);
  const overdue = daysBetween(agreedUntil, asOf) > cadenceDays;
  if (waitingFor !== 'its-date') return { state: 'open', waitingFor, since: waitingSince, overdue };
  if (daysBetween(agreedUntil, asOf) < 0)
    return { state: 'parked', waitingFor, since: waitingSince, overdue: false };
  return { state: 'open', waitingFor: 'a-decision', since: instantOf(agreedUntil), overdue };
}

/** Days from one instant or day to another; negative when the second is earlier. */
export const daysBetween = (from: string, to: string): number =>
  (Date.parse(to) - Date.parse(from)) / dayMilliseconds;

const later = (a: string, b: string): string => (Date.parse(a) >= Date.parse(b) ? a : b);
const instantOf = (text: string): string => new Date(text).toISOString();

/** Days from opening to closing: how long this loop took; null while it is open. */
export const loopDays = (thread: Pick<Thread, 'openedAt' | 'closedAt'>): number | null =>
  thread.closedAt === null ? null : daysBetween(thread.openedAt, thread.closedAt);
