import { type Estimate, estimate, notEstimable } from '#core';
import { meanDifference, proportionDifference, type SumOfValues } from '#statistics';

/** What a measure counted for one group of patients over a period. */
export interface GroupTotal {
  readonly group: string;
  readonly numerator: number;
  readonly denominator: number;
  readonly sumOfSquares: number;
}

/** How far one group lies from all others, on the measure's own scale. */
export interface GroupGap {
  readonly group: string;
  readonly value: number;
  readonly othersValue: number;
  readonly difference: number;
  readonly lower: number;
  readonly upper: number;
  /** The interval's level after allowing for all comparisons made together. */
  readonly level: number;
}

/** Cases each side must have before two groups are compared. */
export const casesPerGroupMin = 30;
/** Error rate for the whole family of comparisons looked at together. */
const familyError = 0.05;

/**
 * Compares one group with everybody else in the same measure, unit and period.
 *
 * Proportions: difference with Newcombe's hybrid score interval. Means: difference with the large-sample interval
 * of two means with unequal variances. The level is 1 − 0.05 / comparisons (Bonferroni), so that looking at many measures does not by itself
 * find a gap.
 *
 * @param comparisons how many comparisons are made together, ≥ 1
 * @see docs/methods/group-gaps.md
 */
export function compareGroup(
  group: GroupTotal,
  others: GroupTotal,
  {
    scoring,
    comparisons,
  }: { readonly scoring: 'proportion' | 'continuous'; readonly comparisons: number },
): Estimate<GroupGap> {
  if (Math.min(group.denominator, others.denominator) < casesPerGroupMin)
    return notEstimable('too-few-cases');
  const level = 1 - familyError / Math.max(1, comparisons);
  const { value, lower, upper } =
    scoring === 'proportion'
      ? proportionDifference(shareOf(group), shareOf(others), level)
      : meanDifference(sumsOf(group), sumsOf(others), level);
  return estimate({
    group: group.group,
    value: group.numerator / group.denominator,
    othersValue: others.numerator / others.denominator,
    difference: value,
    lower,
    upper,
    level,
  });
}

/** True when chance alone would seldom give such a difference anywhere among the comparisons made. */
export const isGap = ({ lower, upper }: GroupGap): boolean => lower > 0 || upper < 0;

const shareOf = ({ numerator, denominator }: GroupTotal) => ({
  events: numerator,
  cases: denominator,
});

const sumsOf = ({ numerator, denominator, sumOfSquares }: GroupTotal): SumOfValues => ({
  count: denominator,
  total: numerator,
  sumOfSquares,
});
