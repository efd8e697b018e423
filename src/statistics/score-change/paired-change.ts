import { minus } from '../linear-algebra/vector.ts';
import { cannotEstimate, estimated, type Outcome } from '../outcome.ts';
import { type EffectEstimate, judgeEffect } from '../regression/inference.ts';
import { requireFinite, requireSameLength } from '../requirements.ts';
import { mean, standardDeviation } from '../summary/moments.ts';

export interface PairedChange {
  /** Mean of after − before with its paired t interval. */
  readonly change: EffectEstimate;
  /** Standard deviation of the differences. */
  readonly standardDeviation: number;
  /** Mean change / SD before (Glass's form): in units of how people differed to begin with. */
  readonly effectSize: Outcome<number>;
  /** Mean change / SD of the changes (standardised response mean). */
  readonly standardisedResponseMean: number;
  readonly pairs: number;
}

/**
 * How much a group changed between two measurements of the same people.
 *
 * Assumes pairs that are independent of each other and differences that are about normal or many. A group's change is not
 * an effect: those measured at their worst tend to come closer to the mean anyway.
 *
 * @returns not estimable with fewer than two pairs or when all change equally
 * @throws RangeError when lengths differ or a score is not finite
 * @example before [1, 2, 3], after [2, 4, 6]: mean change 2, SD 1, response mean 2
 * @see Kazis, Anderson & Meenan (1989); docs/methods/reliable-change.md
 */
export function pairedChange(
  before: readonly number[],
  after: readonly number[],
  confidence = 0.95,
): Outcome<PairedChange> {
  requireSameLength(before, after, 'pairedChange: before and after');
  requireFinite(before, 'pairedChange: before');
  requireFinite(after, 'pairedChange: after');
  const pairs = before.length;
  if (pairs < 2)
    return cannotEstimate('too-few-points', `${pairs} pairs; at least two are needed.`);
  const differences = minus(after, before);
  const spread = standardDeviation(differences);
  const judged = judgeEffect(mean(differences), spread / Math.sqrt(pairs), {
    reference: pairs - 1,
    confidence,
  });
  if (judged.kind === 'not-estimable') return judged;
  const spreadBefore = standardDeviation(before);
  return estimated({
    change: judged.value,
    standardDeviation: spread,
    effectSize:
      spreadBefore > 0
        ? estimated(mean(differences) / spreadBefore)
        : cannotEstimate(
            'no-variation',
            'All began with the same score: no scatter to measure by.',
          ),
    standardisedResponseMean: mean(differences) / spread,
    pairs,
  });
}
