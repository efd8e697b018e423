/** A number from 0 up to, not including, 1. */
export type Random = () => number;

/**
 * A stream of its own for each (seed, index), so that patients can be made in any order, by any number of workers,
 * and come out the same. Generator: sfc32 (Chris Doty-Humphrey, PractRand), started from mixed words and run
 * twelve rounds, as its author recommends.
 */
export function openStream(seed: number, index: number): Random {
  let a = mix(seed >>> 0);
  let b = mix(a ^ Math.floor(seed / 0x1_0000_0000));
  let c = mix(b ^ (index >>> 0));
  let counter = 1;
  const random = (): number => {
    const word = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + word) | 0;
    return (word >>> 0) / 0x1_0000_0000;
  };
  for (let round = 0; round < 12; round++) random();
  return random;
}

/** The finaliser of MurmurHash3 (Austin Appleby): neighbouring numbers become unrelated words. */
function mix(word: number): number {
  let h = (word + 0x9e3779b9) | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

export const chance = (random: Random, probability: number): boolean => random() < probability;

/** A whole number from 0 up to, not including, `count`. */
export const below = (random: Random, count: number): number => Math.floor(random() * count);

export const between = (random: Random, [low, high]: readonly [number, number]): number =>
  low + (high - low) * random();

/** A whole number from low to high, both included. */
export const wholeBetween = (random: Random, [low, high]: readonly [number, number]): number =>
  low + below(random, high - low + 1);

/** Normal deviate by Box and Muller (1958), one of the pair. */
export function normal(random: Random, mean: number, standardDeviation: number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random()));
  return mean + standardDeviation * radius * Math.cos(2 * Math.PI * random());
}

/** Gamma with shape 2, as the sum of two exponentials: skewed, never negative; standard deviation mean/√2. */
export const gammaTwo = (random: Random, mean: number): number =>
  (-mean / 2) * Math.log((1 - random()) * (1 - random()));

/** Gamma with shape 3, centred and scaled to mean 0 and standard deviation 1; never below −√3. */
export const skewedDeviate = (random: Random): number =>
  (-Math.log((1 - random()) * (1 - random()) * (1 - random())) - 3) / Math.sqrt(3);

/** Poisson count by multiplying uniforms (Knuth), for the small means of single patients. */
export function poisson(random: Random, mean: number): number {
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = random(); product > limit; product *= random()) count++;
  return count;
}

/** Running shares of weights, the last exactly 1. */
export function cumulative(weights: readonly number[]): readonly number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let running = 0;
  return weights.map((weight, i) => {
    running += weight;
    return i === weights.length - 1 ? 1 : running / total;
  });
}

/** The index drawn by running shares. */
export function draw(random: Random, shares: readonly number[]): number {
  const u = random();
  const index = shares.findIndex((share) => u < share);
  return index < 0 ? shares.length - 1 : index;
}
