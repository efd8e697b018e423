/** One component of a weighted composite. */
export interface WeightedPart {
  /** Its own score, 0…1; null where it has none. */
  readonly score: number | null;
  readonly weight: number;
  /** Less of it is better while more of the composite is, or the other way round. */
  readonly isReversed: boolean;
}

/**
 * The weighted score of a composite, by the CQFMeasures guide: the weighted mean of its components' scores, each as
 * 1 − score where its improvement is the other way round.
 *
 * Σ wᵢ sᵢ / Σ wᵢ, with sᵢ 0…1; weights of any scale, not negative, not all 0
 *
 * @returns 0…1; null where a component that weighs has no score, for the rest would be another measure
 * @example weightedScore of 0.8, 0.8 and, the other way round, 0.2, all of weight 1: 0.8
 * @see docs/methods/measure-reports.md
 */
export function weightedScore(parts: readonly WeightedPart[]): number | null {
  const weighing = parts.filter(({ weight }) => weight > 0);
  if (weighing.length === 0) return null;
  let sum = 0;
  let weights = 0;
  for (const { score, weight, isReversed } of weighing) {
    if (score === null) return null;
    sum += weight * (isReversed ? 1 - score : score);
    weights += weight;
  }
  return sum / weights;
}
