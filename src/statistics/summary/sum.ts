/**
 * Sum that keeps the digits lost by ordinary addition (Neumaier's compensated sum).
 *
 * The error is about one rounding of the result, whatever the number of terms.
 *
 * @example sum([1, 1e100, 1, -1e100]) // 2, where plain addition gives 0
 * @see Neumaier A. Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen. ZAMM 1974.
 */
export function sum(values: Iterable<number>): number {
  let total = 0;
  let lost = 0;
  for (const value of values) {
    const next = total + value;
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  }
  return total + lost;
}

/** Running totals: the first value, the sum of the first two, and so on. */
export function cumulativeSum(values: readonly number[]): number[] {
  let total = 0;
  return values.map((value) => {
    total += value;
    return total;
  });
}
