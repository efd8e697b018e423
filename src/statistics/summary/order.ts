import { at } from '../element.ts';
import { requireProbability } from '../requirements.ts';

/** The values from smallest to largest, as a new list. */
export const ascending = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);

/**
 * Quantile by linear interpolation between order statistics (Hyndman and Fan's type 7).
 *
 * With x₍₁₎ ≤ … ≤ x₍ₙ₎ and h = (n − 1) p + 1, the quantile is
 * x₍⌊h⌋₎ + (h − ⌊h⌋)(x₍⌊h⌋₊₁₎ − x₍⌊h⌋₎).
 *
 * @param probability 0…1; 0 is the smallest and 1 the largest value
 * @throws RangeError for an empty list
 * @example quantile([1, 2, 3, 4], 0.25) // 1.75
 * @see Hyndman RJ, Fan Y. Sample quantiles in statistical packages. Am Stat 1996;50:361–5.
 */
export function quantile(values: readonly number[], probability: number): number {
  if (values.length === 0) throw new RangeError('quantile: no values; at least one is needed');
  requireProbability(probability, 'quantile: probability');
  const sorted = ascending(values);
  const position = (sorted.length - 1) * probability;
  const below = Math.floor(position);
  const low = at(sorted, below);
  const high = at(sorted, Math.min(below + 1, sorted.length - 1));
  return low + (position - below) * (high - low);
}

/** The middle value, or the mean of the two middle ones. @throws RangeError for an empty list */
export const median = (values: readonly number[]): number => quantile(values, 0.5);

/**
 * Ranks from 1, smallest first; equal values share the mean of the ranks they cover.
 *
 * @example ranks([30, 10, 30]) // [2.5, 1, 2.5]
 */
export function ranks(values: readonly number[]): number[] {
  const sorted = ascending(values);
  const first = new Map<number, number>();
  const last = new Map<number, number>();
  sorted.forEach((value, i) => {
    if (!first.has(value)) first.set(value, i + 1);
    last.set(value, i + 1);
  });
  return values.map((value) => ((first.get(value) ?? 0) + (last.get(value) ?? 0)) / 2);
}
