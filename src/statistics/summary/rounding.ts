/** Sixteen roundings: what sums, ratios and powers of equal numbers may come to differ by. */
const ROUNDING = 16 * Number.EPSILON;

/**
 * a − b, or 0 when the two differ by no more than rounding.
 *
 * Equal rates reach a chart as 2.1 and 6.300000000000001/3. Whoever asks which side of a line a point
 * lies on, or whether a series varies at all, must not be answered by the last bit.
 *
 * @example differenceBeyondRounding(0.1 + 0.2, 0.3) // 0
 */
export function differenceBeyondRounding(a: number, b: number): number {
  const difference = a - b;
  const size = Math.max(Math.abs(a), Math.abs(b));
  return Math.abs(difference) <= ROUNDING * size ? 0 : difference;
}
