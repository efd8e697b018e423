import type { RecordedEntry } from './recorded.ts';

/** A stay of a proposal before a forum: from its coming until the forum's word. */
export interface Stay {
  readonly forumId: string;
  readonly since: string;
  readonly until: string | null;
  /** What the forum said; null while it has not. */
  readonly outcome: string | null;
  /** False where the forum had said something before and went on from there. */
  readonly isFirstWord: boolean;
}

/** The way of one proposal, as the ledger tells it. */
export interface ProposalTold {
  readonly proposalId: string;
  readonly raisedAt: string;
  readonly stays: readonly Stay[];
}

const raising = 'proposal.raise';

/** Every proposal that was raised before a forum, with its stays in order. */
export function proposalsTold(entries: readonly RecordedEntry[]): readonly ProposalTold[] {
  const told = new Map<string, { proposalId: string; raisedAt: string; stays: Stay[] }>();
  for (const { command, proposalId, forumId, at, detail } of entries) {
    if (proposalId === null || forumId === null) continue;
    if (command === raising) {
      const stay = { forumId, since: at, until: null, outcome: null, isFirstWord: true };
      told.set(proposalId, { proposalId, raisedAt: at, stays: [stay] });
      continue;
    }
    const one = told.get(proposalId);
    const goOn = stepsOn[command];
    if (one !== undefined && goOn !== undefined)
      one.stays = goOn(one.stays, { forumId, at, ...detail });
  }
  return [...told.values()];
}

interface Decided {
  readonly forumId: string;
  readonly at: string;
  readonly outcome?: string;
  readonly nowAtForum?: string;
}

/** Ends the open stay; a parked proposal and one that is passed on begin the next. */
function afterDecision(stays: readonly Stay[], decided: Decided): Stay[] {
  const { forumId, at, outcome = '', nowAtForum = forumId } = decided;
  const last = stays.at(-1);
  const isFirstWord = last?.until === null;
  const since = isFirstWord ? last.since : (last?.until ?? at);
  const ended: Stay = { forumId, since, until: at, outcome, isFirstWord };
  const kept = isFirstWord ? stays.slice(0, -1) : stays;
  const goesOn = outcome === 'park' || nowAtForum !== forumId;
  const next: Stay = {
    forumId: nowAtForum,
    since: at,
    until: null,
    outcome: null,
    isFirstWord: true,
  };
  return [...kept, ended, ...(goesOn ? [next] : [])];
}

/** The rules sent it on at once: the forum had it, and its stay says nothing of how long the forum takes. */
function afterHandOver(stays: readonly Stay[], handed: Decided): Stay[] {
  const after = afterDecision(stays, { ...handed, outcome: 'pass-on' });
  return after.map((stay, i) => (i === after.length - 2 ? { ...stay, isFirstWord: false } : stay));
}

/** What takes a proposal's way further, by the command. */
const stepsOn: Readonly<Record<string, typeof afterDecision>> = {
  'proposal.decide': afterDecision,
  'proposal.handed-over': afterHandOver,
};

/** A strand of the flow: so many proposals went from one place to another. */
export interface Strand {
  readonly from: string;
  readonly to: string;
  readonly count: number;
}

/** Later steps are few and would make the drawing a thread ball: from here on only the end is drawn. */
export const flowStepsMax = 4;

/**
 * How proposals went between levels, step by step, to what was said last.
 *
 * @param placeOf the place a forum counts as (its level, its kind)
 * @returns strands from `step:place` (steps from 1) to `step:place`, `outcome:…`, or `waiting` for what still lies
 *   before a forum; in the order in which they were first used
 */
export function proposalFlow(
  proposals: readonly ProposalTold[],
  placeOf: (forumId: string) => string,
): readonly Strand[] {
  const counts = new Map<string, { from: string; to: string; count: number }>();
  for (const { stays } of proposals) {
    const way = [...stepsOf(stays, placeOf), endOf(stays)];
    way.slice(1).forEach((to, i) => {
      const from = way[i] ?? to;
      const key = JSON.stringify([from, to]);
      const strand = counts.get(key) ?? { from, to, count: 0 };
      strand.count += 1;
      counts.set(key, strand);
    });
  }
  return [...counts.values()];
}

/** The places in order, each once while the proposal stays there. */
function stepsOf(stays: readonly Stay[], placeOf: (forumId: string) => string): readonly string[] {
  const places = stays.map(({ forumId }) => placeOf(forumId));
  const changes = places.filter((place, i) => place !== places[i - 1]);
  return changes.slice(0, flowStepsMax).map((place, i) => `${i + 1}:${place}`);
}

function endOf(stays: readonly Stay[]): string {
  const last = stays.at(-1);
  return last === undefined || last.outcome === null ? 'waiting' : `outcome:${last.outcome}`;
}
