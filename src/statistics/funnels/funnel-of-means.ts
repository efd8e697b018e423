import { type SumOfValues, squaredErrorOfMean } from '../comparison/means-of-sums.ts';
import { normalUpperQuantile } from '../distributions/normal.ts';
import { at } from '../element.ts';
import { cannotEstimate, estimated, type Outcome } from '../outcome.ts';
import { sum } from '../summary/sum.ts';
import { overdispersion, winsorised } from './overdispersion.ts';

const USUAL_TRIM = 0.1;
const TAIL_998 = 0.001;

export interface MeanInFunnel {
  readonly value: number;
  readonly lower998: number;
  readonly upper998: number;
}

export interface FunnelOfMeans {
  readonly centre: number;
  /** Variance between units. */
  readonly tau2: number;
  /** One per unit, in the order given. */
  readonly units: readonly MeanInFunnel[];
}

/**
 * Funnel of means: each unit against centre ± 3.09 √(s²/n + τ²), 99.8 % limits that allow for the
 * variation between units (τ², DerSimonian and Laird, from winsorised z-scores).
 *
 * centre Σ totals / Σ counts; s² is each unit's own variance.
 *
 * @param trimShare share of units winsorised at each end, 0.1 unless given
 * @returns not estimable without units, or when the values of a unit do not vary
 * @throws RangeError for a unit of fewer than two values
 * @see Spiegelhalter DJ. Stat Med 2005;24:1185–202. docs/methods/units-beside.md
 */
export function funnelOfMeans(
  units: readonly SumOfValues[],
  trimShare = USUAL_TRIM,
): Outcome<FunnelOfMeans> {
  if (units.length === 0) return cannotEstimate('no-units', 'There are no units to compare.');
  const errors = units.map((unit) => Math.sqrt(squaredErrorOfMean(unit)));
  if (errors.some((error) => error === 0)) {
    return cannotEstimate(
      'no-variation',
      'All values of a unit are equal, so its mean has no scale to be judged on. Leave that unit out.',
    );
  }
  const centre = sum(units.map(({ total }) => total)) / sum(units.map(({ count }) => count));
  const means = units.map(({ total, count }) => total / count);
  const z = means.map((mean, i) => (mean - centre) / at(errors, i));
  const { tau2 } = overdispersion(winsorised(z, trimShare), errors);
  return estimated({
    centre,
    tau2,
    units: means.map((value, i) => {
      const reach = normalUpperQuantile(TAIL_998) * Math.sqrt(at(errors, i) ** 2 + tau2);
      return { value, lower998: centre - reach, upper998: centre + reach };
    }),
  });
}
