import type { MessageType } from '#core';
import type { Measure } from '#cql';
import type { RoleKind } from '#organisation';
import { daysBetween } from '../waiting.ts';
import type { Candidate } from './candidate.ts';
import type { Actionable } from './recipient.ts';
import { type MessageWeights, type ScorePart, scoreParts } from './weights.ts';

/** Each part of a score, 0…1, and what they come to by the weights. */
export interface MessageScore {
  readonly parts: Readonly<Record<ScorePart, number>>;
  readonly total: number;
}

/** More of a kind or a measure, or fewer; what is not named is as it comes. */
export type Wish = 'more' | 'fewer';

export interface Wishes {
  readonly types: Readonly<Partial<Record<MessageType, Wish>>>;
  readonly measures: Readonly<Record<string, Wish>>;
}

export const noWishes: Wishes = { types: {}, measures: {} };

/** What was said to the recipient before. */
export interface Said {
  readonly key: string;
  readonly type: MessageType;
  readonly unitId: string;
  readonly measureId: string | null;
  readonly at: string;
}

export interface Scoring {
  readonly candidate: Candidate;
  readonly actionable: Actionable;
  /** Levels from what the recipient answers for down to the unit it is about. */
  readonly levelsBelow: number;
  /** For whom the measure is made; null where there is no measure. */
  readonly interest: Measure['interest'] | null;
  /** The recipient's roles; none for a team or a board. */
  readonly roles: readonly RoleKind[];
  readonly wishes: Wishes;
  readonly said: readonly Said[];
  readonly weights: MessageWeights;
  readonly asOf: string;
  readonly periodDays: number;
}

const actionableValue: Readonly<Record<Actionable, number>> = {
  yours: 1,
  'at-hand': 0.8,
  below: 0.5,
  'to-know': 0.2,
};

/**
 * How much a matter is worth saying to one recipient.
 *
 * score = Σ wᵢ·partᵢ / Σ wᵢ over new, actionable, important, preferred and unsaid, each 0…1:
 * new halves with each period since it could first be known; actionable is 1 where the next step is the recipient's own,
 * 0.8 at hand, 0.5 below, 0.2 to know; important is the weight of its kind × (½ + ½ size), halved for each level it lies below;
 * preferred is 1 for what was wished for, 0 for what was wished away, else ¾ where the measure is made for the recipient's role
 * and ½ where not; unsaid is 1 − ½ⁿ, n the periods since the same chart was last spoken of, and 1 where it never was.
 *
 * @see docs/methods/precision-feedback.md
 */
export function scoreOf(scoring: Scoring): MessageScore {
  const { weights } = scoring;
  const parts: Readonly<Record<ScorePart, number>> = {
    new: newness(scoring),
    actionable: actionableValue[scoring.actionable],
    important: importance(scoring),
    preferred: preference(scoring),
    unsaid: unsaid(scoring),
  };
  const sum = (value: (part: ScorePart) => number) =>
    scoreParts.reduce((total, part) => total + weights.parts[part] * value(part), 0);
  const all = sum(() => 1);
  return { parts, total: all > 0 ? sum((part) => parts[part]) / all : 0 };
}

const newness = ({ candidate, asOf, periodDays }: Scoring): number =>
  0.5 ** (Math.max(0, daysBetween(candidate.since, asOf)) / periodDays);

const importance = ({ candidate, levelsBelow, weights }: Scoring): number =>
  weights.importance[candidate.type] * (0.5 + 0.5 * candidate.size) * 0.5 ** levelsBelow;

function preference({ candidate, wishes, interest, roles }: Scoring): number {
  const { type, measureId } = candidate;
  const stated = [wishes.types[type], measureId === null ? undefined : wishes.measures[measureId]];
  if (stated.includes('fewer')) return 0;
  if (stated.includes('more')) return 1;
  return interest !== null && roles.some((role) => interestOf[role] === interest) ? 0.75 : 0.5;
}

/** Whose interest a role has first; the others look at everything. */
const interestOf: Readonly<Partial<Record<RoleKind, Measure['interest']>>> = {
  nurse: 'front-line',
  'unit-manager': 'management',
  coordinator: 'management',
  'board-chair': 'authority',
  'patient-representative': 'front-line',
};

function unsaid({ candidate, said, asOf, periodDays }: Scoring): number {
  const last = said
    .filter((one) => isSameChart(one, candidate))
    .reduce<string | null>(
      (latest, { at }) => (latest === null || at > latest ? at : latest),
      null,
    );
  return last === null ? 1 : 1 - 0.5 ** (Math.max(0, daysBetween(last, asOf)) / periodDays);
}

/** The same unit and measure; where there is no measure, the same matter. */
export const isSameChart = (
  a: Pick<Said, 'key' | 'unitId' | 'measureId'>,
  b: Pick<Said, 'key' | 'unitId' | 'measureId'>,
): boolean =>
  a.measureId === null || b.measureId === null
    ? a.key === b.key
    : a.unitId === b.unitId && a.measureId === b.measureId;
