import { daysBetween } from '../waiting.ts';
import type { Candidate } from './candidate.ts';
import type { Actionable } from './recipient.ts';
import { isSameChart, type MessageScore, type Said } from './score.ts';

/** Nobody gets more than this many in one period. */
export const messagesPerPeriod = 2;
/** Two weeks, as most forums meet: often enough for a month's news, seldom enough to be read. */
export const periodDays = 14;
/** The same matter is not said again to the same recipient within this many periods. */
export const periodsBetween = 2;

export interface Scored {
  readonly candidate: Candidate;
  readonly actionable: Actionable;
  readonly score: MessageScore;
}

/** Why a matter was not said. */
export type NotChosen =
  | 'switched-off'
  | 'said-before'
  | 'not-worth-sending'
  | 'same-chart'
  | 'two-already';

export type Picked = Scored &
  (
    | { readonly outcome: 'chosen' | 'held-back' }
    | { readonly outcome: 'not-chosen'; readonly because: NotChosen }
  );

/** Told, or held back by chance: either takes up one of the two places. */
export const isPlaced = ({ outcome }: Picked): boolean => outcome !== 'not-chosen';

export interface Picking {
  readonly scored: readonly Scored[];
  readonly said: readonly Said[];
  readonly worthSending: number;
  readonly asOf: string;
  readonly isSwitchedOff: (candidate: Candidate) => boolean;
  /** True where chance holds this matter back from everybody, so that the effect of saying it can be told. */
  readonly isHeldBack: (candidate: Candidate) => boolean;
}

/**
 * The messages of one recipient in one period, the best first, and everything else with the reason why not. At most two
 * places; one that chance holds back keeps its place, since otherwise we would compare it with another message instead
 * of with none.
 */
export function pickMessages(picking: Picking): readonly Picked[] {
  const inOrder = picking.scored.toSorted(better);
  const taken: Candidate[] = [];
  return inOrder.map((scored) => {
    const because = whyNot(scored, taken, picking);
    if (because !== null) return { ...scored, outcome: 'not-chosen', because };
    taken.push(scored.candidate);
    return { ...scored, outcome: picking.isHeldBack(scored.candidate) ? 'held-back' : 'chosen' };
  });
}

/** The higher score first; equal scores in an order that is the same every time. */
const better = (a: Scored, b: Scored): number =>
  b.score.total - a.score.total || (a.candidate.key < b.candidate.key ? -1 : 1);

function whyNot(
  { candidate, score }: Scored,
  taken: readonly Candidate[],
  { said, worthSending, asOf, isSwitchedOff }: Picking,
): NotChosen | null {
  if (isSwitchedOff(candidate)) return 'switched-off';
  const recent = said.some(
    ({ key, at }) =>
      key === candidate.key &&
      daysBetween(periodOf(at), periodOf(asOf)) < periodsBetween * periodDays,
  );
  if (recent) return 'said-before';
  if (score.total < worthSending) return 'not-worth-sending';
  if (taken.some((one) => isSameChart(one, candidate))) return 'same-chart';
  return taken.length >= messagesPerPeriod ? 'two-already' : null;
}

const dayMilliseconds = 86_400_000;
/** A Monday; every period begins whole periods from it. */
const firstMonday = Date.parse('2026-01-05');

/** The first day of the period an instant lies in, as 'YYYY-MM-DD'. */
export function periodOf(asOf: string): string {
  const length = periodDays * dayMilliseconds;
  const start = firstMonday + Math.floor((Date.parse(asOf) - firstMonday) / length) * length;
  return new Date(start).toISOString().slice(0, 10);
}
