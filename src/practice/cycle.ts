import { addMonths, type Month, monthsBetween, problem } from '#core';
import { allowed, type Ruling, refused } from './ruling.ts';

export type CycleState = 'planned' | 'running' | 'studied' | 'closed';
export type Verdict = 'kept' | 'adapted' | 'dropped';

/** What somebody expects before the change, in words and, where it can be said, as a number by a month. */
export interface Prediction {
  readonly text: string;
  /** On the measure's display scale: a proportion is 0…1. */
  readonly value: number | null;
  readonly byMonth: Month | null;
}

/** One turn of plan–do–study–act. */
export interface Cycle {
  readonly id: string;
  readonly threadId: string;
  readonly proposalId: string;
  readonly unitId: string;
  readonly measureId: string;
  readonly balancingMeasureIds: readonly string[];
  readonly title: string;
  readonly aim: string;
  readonly change: string;
  readonly prediction: Prediction;
  /** The first month in which the new way of working applied; null while only planned. */
  readonly startMonth: Month | null;
  readonly state: CycleState;
  readonly verdict: Verdict | null;
  readonly verdictReason: string | null;
  readonly ownerId: string;
  readonly startedAt: string;
  readonly closedAt: string | null;
}

/** A change is recorded when it happens: further ahead it is a plan, further back it is history. */
const monthsAheadMax = 12;
const monthsBackMax = 120;

/** Do: the change went live in this month. While it runs the month may be corrected; the ledger keeps both. */
export function recordDo(cycle: Cycle, startMonth: Month, at: string): Ruling<Cycle> {
  if (cycle.state !== 'planned' && cycle.state !== 'running')
    return refused(wrongStep(cycle, 'the start of the change', 'planned or running'));
  const ahead = monthsBetween(at.slice(0, 7), startMonth);
  if (ahead > monthsAheadMax || ahead < -monthsBackMax)
    return refused(
      problem(
        'start-month-too-far',
        `The change cannot start in ${startMonth}: that is more than ${ahead > 0 ? `${monthsAheadMax} months ahead` : `${monthsBackMax} months back`}.`,
        'Check the year, and record the month in which the new way of working first applied.',
        cycle.id,
      ),
    );
  return allowed({ ...cycle, state: 'running', startMonth });
}

/** Study: what happened, beside what was predicted. Studying again replaces nothing: the ledger keeps each. */
export function recordStudy(cycle: Cycle): Ruling<Cycle> {
  if (cycle.state !== 'running' && cycle.state !== 'studied')
    return refused(wrongStep(cycle, 'a study', 'running'));
  return allowed({ ...cycle, state: 'studied' });
}

/** Act: keep, adapt or drop, with the reason. */
export function recordAct(
  cycle: Cycle,
  act: { readonly verdict: Verdict; readonly reason: string; readonly at: string },
): Ruling<Cycle> {
  if (cycle.state !== 'studied') return refused(wrongStep(cycle, 'a verdict', 'studied'));
  const { verdict, reason, at } = act;
  return allowed({ ...cycle, state: 'closed', verdict, verdictReason: reason, closedAt: at });
}

const nextStep = {
  planned: 'Record first when the change started.',
  running: 'Record first what came of it (study).',
  studied: 'Give the verdict: kept, adapted or dropped.',
  closed: 'It has its verdict; start a new cycle on the thread to go on.',
} as const satisfies Record<CycleState, string>;

const wrongStep = (cycle: Cycle, what: string, needed: string) =>
  problem(
    'cycle-not-there',
    `This cycle is ${cycle.state}; ${what} can be recorded when it is ${needed}.`,
    nextStep[cycle.state],
    cycle.id,
  );

/** Half a year of monthly points is the least that shows a shift by the rules; until then waiting is no neglect. */
const monthsToShow = 6;

/** First day on which the effect may be asked for; null while no start is known. */
export function effectDueOn(cycle: Cycle): string | null {
  if (cycle.startMonth === null) return null;
  const lastMonth = cycle.prediction.byMonth ?? addMonths(cycle.startMonth, monthsToShow - 1);
  return `${addMonths(lastMonth, 1)}-01`;
}
