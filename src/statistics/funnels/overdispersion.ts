import { at } from '../element.ts';
import { isBeyondRange } from '../requirements.ts';
import { quantile, ranks } from '../summary/order.ts';
import { sum } from '../summary/sum.ts';

/**
 * Pulls z-scores beyond the given quantiles back to them (type 7 quantiles).
 *
 * @param share 0…0.5 at each end
 */
export function winsorised(z: readonly number[], share: number): number[] {
  const low = quantile(z, share);
  const high = quantile(z, 1 - share);
  return z.map((value) => Math.min(high, Math.max(low, value)));
}

/**
 * Leaves out the lowest and highest units: those whose rank group ⌊rank · k/(n + 1)⌋, with
 * k = 1/share groups, is the first or the last. Null marks a unit left out.
 */
export function truncated(z: readonly number[], share: number): (number | null)[] {
  const groups = 1 / share;
  return ranks(z).map((rank, i) => {
    const group = Math.floor((rank * groups) / (z.length + 1));
    return group > 0 && group < groups - 1 ? at(z, i) : null;
  });
}

export interface Overdispersion {
  /** φ: the mean square of the trimmed z-scores; about 1 when chance explains the spread. */
  readonly phi: number;
  /** τ²: variance between units on the transformed scale. */
  readonly tau2: number;
}

/**
 * φ = Σz²/n and the between-unit variance of DerSimonian and Laird,
 * τ² = (nφ − (n − 1)) / (Σw − Σw²/Σw) with w = 1/s², or 0 when nφ < n − 1.
 *
 * @see Spiegelhalter DJ et al. Statistical methods for healthcare regulation. J R Stat Soc A 2012;175:1–47.
 */
export function overdispersion(
  z: readonly number[],
  standardErrors: readonly number[],
): Overdispersion {
  const n = z.length;
  if (n === 0) return { phi: 0, tau2: 0 };
  if (isBeyondRange(z)) throw new RangeError('overdispersion: z-scores are too large to square');
  const phi = sum(z.map((value) => value * value)) / n;
  if (n < 2 || n * phi < n - 1) return { phi, tau2: 0 };
  const weights = standardErrors.map((error) => 1 / (error * error));
  const total = sum(weights);
  const spread = total - sum(weights.map((weight) => weight * weight)) / total;
  return { phi, tau2: Math.max(0, (n * phi - (n - 1)) / spread) };
}
