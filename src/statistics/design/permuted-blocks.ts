import { at, positions } from '../element.ts';

/** Rows an allocation list may hold. */
const mostRows = 100_000;
const mostInABlock = 1000;

/** A source of randomness: numbers from 0 up to but not including 1. Give a seeded one to be able to repeat the list. */
export type RandomSource = () => number;

export interface BlockOptions {
  /** Names of the arms, at least two; repeat a name for an unequal ratio (A, A, B is 2 : 1). */
  readonly arms: readonly string[];
  /** Block sizes to choose among at random, each a multiple of the number of arms; several sizes hide the next. */
  readonly blockSizes: readonly number[];
  /** Length of the list of every stratum. */
  readonly rowsPerStratum: number;
  readonly random: RandomSource;
}

export interface Allocation {
  /** From 1 within its stratum. */
  readonly sequence: number;
  readonly arm: string;
  /** From 1 within its stratum. */
  readonly block: number;
}

export interface AllocationList {
  readonly stratum: string;
  readonly allocations: readonly Allocation[];
}

/**
 * Allocation lists by permuted blocks, one for every stratum.
 *
 * Within a block every arm comes up in its proportion, in random order (Fisher–Yates), so arms never differ by
 * more than half a block. Concealment is the caller's: keep the list away from those who enrol, and use
 * `nextAllocation` to hand out one arm at a time.
 *
 * @param strata names; one for an unstratified list
 * @throws RangeError for fewer than two arms, a block size that is not a multiple of them, or lists beyond 100,000 rows
 * @see Pocock, Clinical Trials (1983) chapter 5; docs/methods/allocation.md
 */
export function permutedBlocks(
  strata: readonly string[],
  options: BlockOptions,
): readonly AllocationList[] {
  requireBlocks(strata, options);
  return strata.map((stratum) => ({ stratum, allocations: listOf(options) }));
}

function listOf({ arms, blockSizes, rowsPerStratum, random }: BlockOptions): Allocation[] {
  const allocations: Allocation[] = [];
  for (let block = 1; allocations.length < rowsPerStratum; block++) {
    const size = at(blockSizes, pick(blockSizes.length, random));
    const inOrder = positions(size).map((i) => at(arms, i % arms.length));
    for (const arm of shuffled(inOrder, random)) {
      allocations.push({ sequence: allocations.length + 1, arm, block });
    }
  }
  return allocations.slice(0, rowsPerStratum);
}

/** A whole number 0 … count − 1, all equally likely. */
function pick(count: number, random: RandomSource): number {
  const value = random();
  if (!(value >= 0 && value < 1)) {
    throw new RangeError(
      `permutedBlocks: the random source gave ${value}; 0 ≤ value < 1 is needed`,
    );
  }
  return Math.floor(value * count);
}

/** Fisher–Yates: every order equally likely. */
function shuffled<T>(values: readonly T[], random: RandomSource): T[] {
  const result = [...values];
  for (let last = result.length - 1; last > 0; last--) {
    const other = pick(last + 1, random);
    [result[last], result[other]] = [at(result, other), at(result, last)];
  }
  return result;
}

function requireBlocks(
  strata: readonly string[],
  { arms, blockSizes, rowsPerStratum }: BlockOptions,
): void {
  const name = 'permutedBlocks';
  if (new Set(arms).size < 2) {
    throw new RangeError(`${name}: ${new Set(arms).size} different arms; at least two are needed`);
  }
  if (strata.length === 0 || new Set(strata).size !== strata.length) {
    throw new RangeError(`${name}: strata must be named, each once; got ${strata.length}`);
  }
  const size = blockSizes.find(
    (each) => !(Number.isInteger(each / arms.length) && each > 0 && each <= mostInABlock),
  );
  if (blockSizes.length === 0 || size !== undefined) {
    throw new RangeError(
      `${name}: block size ${size}; a multiple of ${arms.length} up to ${mostInABlock} is needed`,
    );
  }
  if (!(Number.isInteger(rowsPerStratum) && rowsPerStratum > 0)) {
    throw new RangeError(`${name}: ${rowsPerStratum} rows; a whole number above 0 is needed`);
  }
  if (rowsPerStratum * strata.length > mostRows) {
    throw new RangeError(`${name}: ${rowsPerStratum * strata.length} rows; at most ${mostRows}`);
  }
}

/**
 * The next arm of a stratum and nothing more, so that a list can be used without being seen.
 *
 * @param used rows already handed out in that stratum
 * @returns null when the list is used up: draw a new one
 * @throws RangeError for a stratum that the list does not have
 */
export function nextAllocation(
  lists: readonly AllocationList[],
  stratum: string,
  used: number,
): string | null {
  const list = lists.find((each) => each.stratum === stratum);
  if (list === undefined) throw new RangeError(`nextAllocation: no stratum ${stratum}`);
  return list.allocations[used]?.arm ?? null;
}
