import type { Random } from './random.ts';

/** Youngest and oldest in whole years, and the age at which most are: a triangular distribution. */
export type AgeRange = readonly [youngest: number, oldest: number, peak: number];

export function drawAge(random: Random, range: AgeRange): number {
  const [youngest, end, peak] = bounds(range);
  const u = random();
  const width = end - youngest;
  return u < (peak - youngest) / width
    ? youngest + Math.sqrt(u * width * (peak - youngest))
    : end - Math.sqrt((1 - u) * width * (end - peak));
}

/** Share of patients of one range whose age also lies in the other. */
export function shareWithin(range: AgeRange, other: AgeRange): number {
  const [low, high] = bounds(other);
  return shareBelow(range, high) - shareBelow(range, low);
}

function shareBelow(range: AgeRange, age: number): number {
  const [youngest, end, peak] = bounds(range);
  if (age <= youngest) return 0;
  if (age >= end) return 1;
  const width = end - youngest;
  return age < peak
    ? (age - youngest) ** 2 / (width * (peak - youngest))
    : 1 - (end - age) ** 2 / (width * (end - peak));
}

/** One is of an age until the day before the next birthday. */
const bounds = ([youngest, oldest, peak]: AgeRange): AgeRange => [youngest, oldest + 1, peak];
