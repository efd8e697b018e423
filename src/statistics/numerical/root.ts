const maximumHalvings = 1100;

/**
 * A root of a continuous function between two bounds where it changes sign, by bisection,
 * to the last digits of the argument.
 *
 * @throws RangeError when the function has the same sign at both bounds
 */
export function findRoot(
  f: (x: number) => number,
  bounds: { readonly low: number; readonly high: number; readonly tolerance?: number },
): number {
  const tolerance = bounds.tolerance ?? 1e-15;
  let { low, high } = bounds;
  const signAtLow = Math.sign(f(low));
  if (signAtLow === 0) return low;
  if (signAtLow === Math.sign(f(high))) {
    throw new RangeError(`findRoot: no sign change between ${low} and ${high}`);
  }
  for (let halving = 0; halving < maximumHalvings; halving++) {
    const middle = (low + high) / 2;
    const sign = Math.sign(f(middle));
    if (sign === 0 || high - low <= tolerance * Math.abs(middle)) return middle;
    if (sign === signAtLow) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
