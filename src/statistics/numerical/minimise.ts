const goldenShare = (Math.sqrt(5) - 1) / 2;

/**
 * The minimum of a function of one variable between two bounds, by golden sections.
 *
 * Assumes one minimum inside the bounds; with several it finds one of them. The place is found
 * to about 1e-8 of its size, the value to full precision: near its minimum a smooth function
 * does not change within that distance.
 */
export function minimise(
  objective: (x: number) => number,
  bounds: { readonly low: number; readonly high: number; readonly tolerance?: number },
): { readonly x: number; readonly value: number } {
  const tolerance = bounds.tolerance ?? 1e-10;
  let { low, high } = bounds;
  let left = high - goldenShare * (high - low);
  let right = low + goldenShare * (high - low);
  let atLeft = objective(left);
  let atRight = objective(right);
  while (high - low > tolerance * (1 + Math.abs(low) + Math.abs(high))) {
    if (atLeft <= atRight) {
      [high, right, atRight] = [right, left, atLeft];
      left = high - goldenShare * (high - low);
      atLeft = objective(left);
    } else {
      [low, left, atLeft] = [left, right, atRight];
      right = low + goldenShare * (high - low);
      atRight = objective(right);
    }
  }
  return atLeft <= atRight ? { x: left, value: atLeft } : { x: right, value: atRight };
}
