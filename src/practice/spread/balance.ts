import { groupBy } from '#core';
import { median } from '#statistics';
import { type ProposalOrigin, proposalOrigins } from '../proposal.ts';
import { daysBetween } from '../waiting.ts';
import { type AdoptionTold, adoptionsTold } from './adoptions.ts';
import { type ProposalTold, proposalsTold } from './proposals.ts';
import type { BalanceAims, RecordedEntry } from './recorded.ts';

/** A share with what it is a share of; null where there is nothing to share. */
export interface CountedShare {
  readonly of: number;
  readonly total: number;
  readonly share: number | null;
}

export interface Balance {
  /** Adopted practices by where the thought behind them came from. */
  readonly origins: readonly { readonly origin: ProposalOrigin; readonly practices: number }[];
  readonly fromBelow: CountedShare;
  readonly mandated: CountedShare;
  /** Adoptions in which something was set or done otherwise than the practice says. */
  readonly adapted: CountedShare;
  /** Adoptions with an adaptation that is not consistent with the practice. */
  readonly inconsistent: CountedShare;
  /** Proposals that have had a word: anything but parked or passed on without one since. */
  readonly answered: CountedShare;
  /** Median days from coming before a forum to its word, by the forum's place; and over all. */
  readonly daysToDecision: readonly {
    readonly place: string;
    readonly decisions: number;
    readonly medianDays: number;
  }[];
  readonly medianDaysToDecision: number | null;
}

const below: readonly ProposalOrigin[] = ['front-line', 'patients-and-families'];

const shareOf = (of: number, total: number): CountedShare => ({
  of,
  total,
  share: total === 0 ? null : of / total,
});

const medianOrNull = (values: readonly number[]): number | null =>
  values.length === 0 ? null : median(values);

/**
 * The balance between top-down and bottom-up, from what was done: adoptions begun, proposals raised and decisions made
 * within a time. What came of them later counts too: an answer after the time is an answer.
 *
 * @param placeOf the place a forum counts as
 * @param within from this instant (included) to that (excluded)
 */
export function balanceOf(
  entries: readonly RecordedEntry[],
  {
    placeOf,
    within,
  }: {
    readonly placeOf: (forumId: string) => string;
    readonly within: { readonly from: string; readonly to: string };
  },
): Balance {
  const isWithin = (at: string) => at >= within.from && at < within.to;
  const adoptions = adoptionsTold(entries).filter(({ begunAt }) => isWithin(begunAt));
  const proposals = proposalsTold(entries);
  return {
    ...originsOf(adoptions),
    mandated: counted(adoptions, ({ basis }) => basis === 'mandated'),
    adapted: counted(adoptions, (one) => one.adaptations + one.partsChanged > 0),
    inconsistent: counted(adoptions, (one) => one.inconsistent > 0),
    answered: counted(
      proposals.filter(({ raisedAt }) => isWithin(raisedAt)),
      isAnswered,
    ),
    ...decisionTimes(proposals, placeOf, isWithin),
  };
}

const counted = <T>(items: readonly T[], holds: (item: T) => boolean): CountedShare =>
  shareOf(items.filter(holds).length, items.length);

function originsOf(adoptions: readonly AdoptionTold[]) {
  const adopted = new Map(
    adoptions.flatMap(({ practiceId, origin }) => (origin === null ? [] : [[practiceId, origin]])),
  );
  const origins = proposalOrigins.map((origin) => ({
    origin,
    practices: [...adopted.values()].filter((one) => one === origin).length,
  }));
  const fromBelow = [...adopted.values()].filter((origin) => below.includes(origin)).length;
  return { origins, fromBelow: shareOf(fromBelow, adopted.size) };
}

const isAnswered = ({ stays }: ProposalTold): boolean =>
  stays.some(({ outcome }) => outcome !== null && outcome !== 'park' && outcome !== 'pass-on');

function decisionTimes(
  proposals: readonly ProposalTold[],
  placeOf: (forumId: string) => string,
  isWithin: (at: string) => boolean,
) {
  const decided = proposals.flatMap(({ stays }) =>
    stays.flatMap(({ forumId, since, until, isFirstWord }) =>
      until === null || !isFirstWord || !isWithin(until)
        ? []
        : [{ place: placeOf(forumId), days: daysBetween(since, until) }],
    ),
  );
  const byPlace = groupBy(decided, ({ place }) => place);
  return {
    daysToDecision: [...byPlace].map(([place, own]) => ({
      place,
      decisions: own.length,
      medianDays: median(own.map(({ days }) => days)),
    })),
    medianDaysToDecision: medianOrNull(decided.map(({ days }) => days)),
  };
}

export interface AimsSet {
  readonly at: string;
  readonly aims: BalanceAims;
}

/** Where the organisation last said that it wants to be; null when it never has. */
export function aimsInForce(entries: readonly RecordedEntry[]): AimsSet | null {
  const last = entries.findLast(({ detail }) => detail.balance !== undefined);
  return last?.detail.balance === undefined ? null : { at: last.at, aims: last.detail.balance };
}

export const balanceFigures = [
  'from-below',
  'mandated',
  'days-to-decision',
  'adapted',
  'answered',
] as const;
export type BalanceFigure = (typeof balanceFigures)[number];

export interface Drift {
  readonly figure: BalanceFigure;
  readonly value: number | null;
  readonly aim: number | null;
  /** Whether the figure keeps to the aim; null where either is missing. */
  readonly within: boolean | null;
}

/** Each figure beside where the organisation wants it to be. */
export function driftOf(balance: Balance, aims: BalanceAims | null): readonly Drift[] {
  const atLeast = (figure: BalanceFigure, value: number | null, aim: number | null): Drift => ({
    ...{ figure, value, aim },
    within: value === null || aim === null ? null : value >= aim,
  });
  const atMost = (figure: BalanceFigure, value: number | null, aim: number | null): Drift => ({
    ...{ figure, value, aim },
    within: value === null || aim === null ? null : value <= aim,
  });
  return [
    atLeast('from-below', balance.fromBelow.share, aims?.fromBelowShare ?? null),
    atMost('mandated', balance.mandated.share, aims?.mandatedShareMax ?? null),
    atMost('days-to-decision', balance.medianDaysToDecision, aims?.daysToDecisionMax ?? null),
    atLeast('adapted', balance.adapted.share, aims?.adaptedShareMin ?? null),
    atLeast('answered', balance.answered.share, aims?.answeredShare ?? null),
  ];
}
