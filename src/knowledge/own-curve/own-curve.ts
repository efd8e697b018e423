import type { ChangeMargin } from '#data';
import { minimalDetectableChange } from '#statistics';

export interface ScorePoint {
  /** When it was answered, as ISO text. */
  readonly at: string;
  readonly value: number;
}

/** How one person's latest score stands to an earlier one. */
export type OwnChange =
  | { readonly kind: 'too-few' }
  /** Nobody has told how exact the score is. */
  | { readonly kind: 'no-margin'; readonly points: number }
  | {
      readonly kind: 'change';
      readonly reading: 'better' | 'worse' | 'within-margin';
      /** Latest minus first. */
      readonly points: number;
      /** Smallest change beyond measurement error. */
      readonly margin: number;
      /** True where reliability and spread are assumed, not measured. */
      readonly assumed: boolean;
    };

/**
 * Smallest change of a score that is beyond measurement error: 1.96 √2 SD √(1 − r), or as it has been published.
 *
 * @returns points of the score
 * @see docs/methods/reliable-change.md
 */
export const changeMargin = (change: ChangeMargin): number =>
  change.kind === 'published'
    ? change.points
    : minimalDetectableChange(change.standardDeviation * Math.sqrt(1 - change.reliability));

/**
 * One person's change from the first to the latest score, told from measurement error.
 *
 * A change of exactly a published margin counts (it is given as "so many points or more"); of a margin worked out from
 * reliability only one beyond it does, as Jacobson and Truax have it.
 *
 * @param points in the order of time
 */
export function ownChange(
  points: readonly ScorePoint[],
  {
    change,
    higherIsBetter,
  }: { readonly change: ChangeMargin | null; readonly higherIsBetter: boolean },
): OwnChange {
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined || points.length < 2) return { kind: 'too-few' };
  const difference = last.value - first.value;
  if (change === null) return { kind: 'no-margin', points: difference };
  const margin = changeMargin(change);
  const isBeyond =
    change.kind === 'published' ? Math.abs(difference) >= margin : Math.abs(difference) > margin;
  const isBetter = difference > 0 === higherIsBetter;
  return {
    kind: 'change',
    reading: isBeyond ? (isBetter ? 'better' : 'worse') : 'within-margin',
    ...{ points: difference, margin },
    assumed: change.kind === 'reliability' && change.assumed,
  };
}
