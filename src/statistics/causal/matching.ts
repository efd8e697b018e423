import { at } from '../element.ts';
import { cannotEstimate, estimated, type Outcome } from '../outcome.ts';
import { type EffectEstimate, judgeEffect } from '../regression/inference.ts';
import { requireFinite, requireSameLength } from '../requirements.ts';
import { mean, standardDeviation } from '../summary/moments.ts';
import { requireArms, rowsOfArm } from './arms.ts';

export interface MatchedPair {
  /** Row of the treated, and of its match; from 0. */
  readonly treated: number;
  readonly control: number;
}

export interface Matching {
  /** In order of the treated rows. */
  readonly pairs: readonly MatchedPair[];
  /** Treated rows without a match, within reach. */
  readonly unmatched: readonly number[];
}

export interface MatchingOptions {
  /** Largest difference allowed, in the unit of the distance; unlimited unless given. */
  readonly caliper?: number;
  /**
   * nearest (unless given): the control with the smallest difference. from-below: the closest control that
   * comes before in order of distance and row, and one after only when none is left before; what
   * MatchIt 4.5.1 does as built for Debian 12.
   */
  readonly choice?: 'nearest' | 'from-below';
}

/**
 * Greedy 1:1 matching without replacement on a distance such as the propensity.
 *
 * Treated rows choose in order of their value, largest first (they have the fewest counterparts), equal values
 * in order of row; each takes the nearest control still free, of equally near ones the earlier row.
 *
 * @param treated 0 or 1 per row
 * @param distance value to match on, one per row, such as the propensity
 * @returns not estimable when an arm is empty
 * @example matchNearest([1, 0, 0], [0.5, 0.1, 0.45]) // row 0 with row 2
 * @see Stuart (2010); docs/methods/propensity-matching.md
 */
export function matchNearest(
  treated: readonly number[],
  distance: readonly number[],
  { caliper = Number.POSITIVE_INFINITY, choice = 'nearest' }: MatchingOptions = {},
): Outcome<Matching> {
  requireSameLength(treated, distance, 'matchNearest: treated and distance');
  requireArms('matchNearest', treated);
  requireFinite(distance, 'matchNearest: distance');
  const changed = rowsOfArm(treated, 1);
  const controls = rowsOfArm(treated, 0);
  if (changed.length === 0 || controls.length === 0) {
    return cannotEstimate(
      'empty-arm',
      `${changed.length} treated and ${controls.length} untreated rows; at least one of each is needed.`,
    );
  }
  const inOrder = (a: number, b: number): number => at(distance, a) - at(distance, b) || a - b;
  const free = new Set(choice === 'nearest' ? controls : controls.sort(inOrder));
  const choose = choice === 'nearest' ? nearest : closestBefore(inOrder);
  const pairs: MatchedPair[] = [];
  const unmatched: number[] = [];
  for (const row of [...changed].sort((a, b) => at(distance, b) - at(distance, a) || a - b)) {
    const control = choose(row, free, distance);
    if (control === null || Math.abs(at(distance, control) - at(distance, row)) > caliper) {
      unmatched.push(row);
    } else {
      free.delete(control);
      pairs.push({ treated: row, control });
    }
  }
  return estimated({
    pairs: pairs.sort((a, b) => a.treated - b.treated),
    unmatched: unmatched.sort((a, b) => a - b),
  });
}

/** The free row closest to a row, the earlier one where two are equally close; null when none is free. */
function nearest(
  row: number,
  free: ReadonlySet<number>,
  distance: readonly number[],
): number | null {
  let best: number | null = null;
  let smallest = Number.POSITIVE_INFINITY;
  for (const candidate of free) {
    const gap = Math.abs(at(distance, candidate) - at(distance, row));
    if (gap < smallest) {
      smallest = gap;
      best = candidate;
    }
  }
  return best;
}

/** The last free row before a row in the given order (the free rows stand in it), or else the first after. */
const closestBefore =
  (inOrder: (a: number, b: number) => number) =>
  (row: number, free: ReadonlySet<number>): number | null => {
    let before: number | null = null;
    for (const candidate of free) {
      if (inOrder(candidate, row) > 0) return before ?? candidate;
      before = candidate;
    }
    return before;
  };

/** 1 for every matched row and 0 for the rest: weights for balance tables and differences. */
export function matchingWeights(matching: Matching, rows: number): number[] {
  const weights = Array.from({ length: rows }, () => 0);
  for (const { treated, control } of matching.pairs) {
    weights[treated] = 1;
    weights[control] = 1;
  }
  return weights;
}

/**
 * Effect on the treated from matched pairs: the mean difference within pairs, with the standard error of a
 * paired comparison.
 *
 * @returns not estimable with fewer than two pairs or when all pairs differ equally
 */
export function matchedDifference(
  outcome: readonly number[],
  matching: Matching,
  confidence = 0.95,
): Outcome<EffectEstimate> {
  requireFinite(outcome, 'matchedDifference: outcome');
  const differences = matching.pairs.map(
    ({ treated, control }) => at(outcome, treated) - at(outcome, control),
  );
  if (differences.length < 2) {
    return cannotEstimate(
      'too-few-points',
      `${differences.length} pairs; at least two are needed. A wider caliper finds more.`,
    );
  }
  const standardError = standardDeviation(differences) / Math.sqrt(differences.length);
  return judgeEffect(mean(differences), standardError, {
    reference: differences.length - 1,
    confidence,
  });
}
