import { binomialUpperTail } from '#statistics';

/** What a check counted somewhere. */
export interface CheckedRows {
  readonly checked: number;
  readonly bad: number;
  /** The share of bad rows that other months lead one to expect: 0…1. */
  readonly expected: number;
}

/** How seldom chance alone may put so many bad rows above a threshold: thousands of cells are judged at a time. */
export const falseAlarmProbability = 1e-6;

/**
 * Whether the share of bad rows is above the threshold, and by more than chance makes of few rows.
 *
 * Assumes rows that are bad independently of each other, which faults in a transfer are not: then there are more of them,
 * never fewer. p = expected + threshold, at most 1; above when bad / checked > p and P(X ≥ bad) ≤ 10⁻⁶ for
 * X ~ Binomial(checked, p). With p = 0 one bad row is above.
 *
 * @param rows counts in one unit, month and kind of record
 * @param threshold tolerated share beyond what is expected, 0…1
 * @throws RangeError when the counts are no counts
 * @example isAboveThreshold({ checked: 40, bad: 20, expected: 0 }, 0.05) // true: P(X ≥ 20) < 10⁻¹³
 * @example isAboveThreshold({ checked: 10, bad: 2, expected: 0 }, 0.05) // false: P(X ≥ 2) = 0.09
 * @see docs/methods/data-quality.md
 */
export function isAboveThreshold(
  { checked, bad, expected }: CheckedRows,
  threshold: number,
): boolean {
  if (bad < 0 || checked < bad) throw new RangeError(`isAboveThreshold: ${bad} bad of ${checked}`);
  const tolerated = Math.min(1, expected + threshold);
  if (bad === 0 || bad / checked <= tolerated) return false;
  if (tolerated === 0) return true;
  return binomialUpperTail(bad - 1, checked, tolerated) <= falseAlarmProbability;
}
