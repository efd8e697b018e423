import { smallCountMax } from '../variation/suppress-small.ts';

/** Counts that are told outside are rounded to this. */
export const roundedTo = 5;

/**
 * Hides small counts among the populations of a measure, for readers outside the level the counts belong to.
 *
 * Populations lie within each other (a numerator in its denominator), so a count tells on others: the difference of two
 * counts is a count too.
 *
 * 1. Primary: counts of 1 to 7 are hidden.
 * 2. Secondary: of two told counts that differ by 1 to 7, the smaller is hidden, until no such two are left.
 * 3. Over parts that add up to a whole (strata): where exactly one part of a column is hidden, the smallest other part
 *    that is not zero is hidden too, for the one could be had by subtraction.
 * 4. What is left is rounded to the nearest 5; zero stays zero.
 *
 * @param rows counts of the whole first, then of its parts; the same columns in each
 * @returns the same shape; null where a count is hidden
 * @example suppressCounts([[200, 195, 40]]) // 195 is hidden, for 200 − 195 = 5: [[200, null, 40]]
 * @see docs/methods/measure-reports.md
 */
export function suppressCounts(
  rows: readonly (readonly number[])[],
): readonly (readonly (number | null)[])[] {
  let told: readonly (readonly (number | null)[])[] = rows.map(withoutSmall);
  // Hiding in one way can make it needed in the other; each round hides at least one more count.
  for (let hidden = -1; hidden !== hiddenIn(told); ) {
    hidden = hiddenIn(told);
    told = withoutSingles(told.map(withoutCloseTo), rows);
  }
  return told.map((row) => row.map((count) => (count === null ? null : rounded(count))));
}

const isSmall = (count: number): boolean => count > 0 && count <= smallCountMax;

const withoutSmall = (row: readonly number[]): readonly (number | null)[] =>
  row.map((count) => (isSmall(count) ? null : count));

const hiddenIn = (rows: readonly (readonly (number | null)[])[]): number =>
  rows.flat().filter((count) => count === null).length;

/** From the largest down, so that what is hidden is always the smaller of two. */
function withoutCloseTo(row: readonly (number | null)[]): readonly (number | null)[] {
  const kept: number[] = [];
  const order = row
    .map((count, at) => ({ count, at }))
    .toSorted((a, b) => (b.count ?? -1) - (a.count ?? -1));
  const result: (number | null)[] = row.map(() => null);
  for (const { count, at } of order) {
    if (count === null || kept.some((larger) => isSmall(larger - count))) continue;
    kept.push(count);
    result[at] = count;
  }
  return result;
}

function withoutSingles(
  told: readonly (readonly (number | null)[])[],
  counts: readonly (readonly number[])[],
): readonly (readonly (number | null)[])[] {
  const result = told.map((row) => [...row]);
  const parts = result.slice(1);
  if (parts.length === 0) return result;
  for (const column of result[0]?.keys() ?? []) {
    if (result[0]?.[column] === null) continue;
    const hidden = parts.filter((row) => row[column] === null);
    if (hidden.length !== 1) continue;
    const next = parts
      .map((row, i) => ({ row, count: counts[i + 1]?.[column] ?? 0 }))
      .filter(({ row, count }) => row[column] !== null && count > 0)
      .toSorted((a, b) => a.count - b.count)[0];
    if (next !== undefined) next.row[column] = null;
    // No other part can hide it: then the whole must not be told.
    else if (result[0] !== undefined) result[0][column] = null;
  }
  return result;
}

const rounded = (count: number): number => Math.round(count / roundedTo) * roundedTo;
