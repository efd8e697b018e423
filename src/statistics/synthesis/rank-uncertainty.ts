import { normalCdf, normalQuantile } from '../distributions/normal.ts';
import { at, positions } from '../element.ts';
import { cannotEstimate, estimated, type Outcome } from '../outcome.ts';
import { requireProbability } from '../requirements.ts';
import { sum } from '../summary/sum.ts';
import type { UnitEstimates } from './heterogeneity.ts';
import { requireUnits } from './pooled-estimate.ts';

export interface RankUncertainty {
  /** 1 + the expected number of units whose true value is lower; need not be whole. */
  readonly expectedRank: number;
  /** Ranks the unit may hold, with the stated confidence for all units at once; 1 is the lowest value. */
  readonly lowestRank: number;
  readonly highestRank: number;
}

/**
 * How little a league table says: the ranks each unit may hold, given the uncertainty of the estimates.
 *
 * Simultaneous intervals for all true values (Šidák: each with confidence c^(1/k)); a unit ranks above those
 * whose interval lies wholly below its own and below those whose interval lies wholly above, and
 * no more is known. Expected rank 1 + Σ_j Φ((yᵢ − yⱼ)/√(vᵢ + vⱼ)).
 *
 * Assumes independent, about normal estimates.
 *
 * @param confidence that all the rank intervals hold together
 * @returns not estimable with fewer than two units
 * @example estimates 0, 100, 101 with variance 1: ranks 1, 2 to 3, 2 to 3
 * @see Klein, Wright & Wieczorek (2020); Goldstein & Spiegelhalter (1996); docs/methods/pooling-units.md
 */
export function rankUncertainty(
  units: UnitEstimates,
  confidence = 0.95,
): Outcome<readonly RankUncertainty[]> {
  requireUnits('rankUncertainty', units);
  requireProbability(confidence, 'rankUncertainty: confidence');
  const count = units.estimates.length;
  if (count < 2) {
    return cannotEstimate('too-few-units', `${count} units; at least two are needed to compare.`);
  }
  const multiplier = normalQuantile((1 + confidence ** (1 / count)) / 2);
  const intervals = units.estimates.map((y, i) => {
    const reach = multiplier * Math.sqrt(at(units.variances, i));
    return { lower: y - reach, upper: y + reach };
  });
  return estimated(
    intervals.map((own, i) => ({
      expectedRank: expectedRank(units, i),
      lowestRank: 1 + intervals.filter((other) => other.upper < own.lower).length,
      highestRank: count - intervals.filter((other) => other.lower > own.upper).length,
    })),
  );
}

const expectedRank = ({ estimates, variances }: UnitEstimates, unit: number): number =>
  1 +
  sum(
    positions(estimates.length)
      .filter((other) => other !== unit)
      .map((other) =>
        normalCdf(
          (at(estimates, unit) - at(estimates, other)) /
            Math.sqrt(at(variances, unit) + at(variances, other)),
        ),
      ),
  );
