const TINY = 1e-300;
const kept = (value: number): number => (value === 0 ? TINY : value);

/**
 * b₀ + a₁/(b₁ + a₂/(b₂ + …)) by the modified Lentz method, run until the value no longer changes.
 *
 * @param term gives [aₖ, bₖ] for k = 1, 2, …; written into the pair it is handed
 * @see Press WH et al. Numerical Recipes, 3rd ed., 5.2.
 */
export function continuedFraction(
  start: number,
  term: (k: number, pair: [number, number]) => void,
): number {
  const pair: [number, number] = [0, 0];
  let value = kept(start);
  let c = value;
  let d = 0;
  for (let k = 1; k < 10_000_000; k += 1) {
    term(k, pair);
    d = 1 / kept(pair[1] + pair[0] * d);
    c = kept(pair[1] + pair[0] / c);
    const factor = c * d;
    value *= factor;
    if (Math.abs(factor - 1) < 2e-16) return value;
  }
  throw new RangeError('continuedFraction: did not settle in ten million terms');
}
