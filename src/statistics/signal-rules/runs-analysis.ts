import { binomialQuantile } from '../distributions/binomial.ts';
import { logGamma } from '../distributions/log-gamma.ts';
import type { RunsTest, Side } from './rule.ts';
import { bestBox, cutBox, LARGEST_BOX, SMALLEST_BOX } from './run-boxes.ts';

/** Runs and crossings of the points of one part that do not lie on the centre line. */
export interface RunsAnalysis {
  readonly usefulPoints: number;
  readonly longestRun: number;
  /** Side of the longest run, the latest of them when several are as long. */
  readonly longestRunSide: Side;
  /** Longest run that chance explains: round(log₂ n) + 3. */
  readonly longestRunLimit: number;
  readonly crossings: number;
  /** Fewest crossings that chance explains: the 5 % point of the binomial (n − 1, ½). */
  readonly crossingsLimit: number;
  readonly isSignal: boolean;
}

interface Counted {
  readonly usefulPoints: number;
  readonly longestRun: number;
  readonly longestRunSide: Side;
  readonly crossings: number;
  readonly above: number;
}

function countRuns(sides: Iterable<number>): Counted {
  let previous = 0;
  let length = 0;
  const total = { usefulPoints: 0, longestRun: 0, crossings: 0, above: 0 };
  let longestSide = 0;
  for (const side of sides) {
    if (side === 0) continue;
    if (previous !== 0 && side !== previous) total.crossings += 1;
    length = side === previous ? length + 1 : 1;
    previous = side;
    total.usefulPoints += 1;
    if (side > 0) total.above += 1;
    if (length >= total.longestRun) {
      total.longestRun = length;
      longestSide = side;
    }
  }
  return {
    ...total,
    longestRunSide: longestSide > 0 ? 'high' : longestSide < 0 ? 'low' : 'neither',
  };
}

/** Longest run that chance explains among n useful points: round(log₂ n) + 3 (Schilling 2012). */
export const longestRunLimit = (usefulPoints: number): number =>
  Math.round(Math.log2(usefulPoints)) + 3;

/** Fewest crossings that chance explains: the lower 5 % point of the binomial (n − 1, ½) (Chen 2010). */
export const crossingsLimit = (usefulPoints: number): number =>
  binomialQuantile(0.05, Math.max(0, usefulPoints - 1), 0.5);

/**
 * Anhøj's runs analysis: non-random variation shows as an unusually long run on one side of the
 * centre, or unusually few crossings of it. Points on the centre line are left out.
 *
 * @param sides +1, −1 or 0 for each point of one part, in order
 * @returns null when no point lies off the centre line
 * @see Anhøj J, Olesen AV. Run charts revisited. PLoS ONE 2014;9:e113825.
 * @see docs/methods/run-chart.md
 */
export function analyseRuns(sides: Iterable<number>, test: RunsTest): RunsAnalysis | null {
  const counted = countRuns(sides);
  if (counted.usefulPoints === 0) return null;
  const { above, ...shown } = counted;
  return {
    ...shown,
    longestRunLimit: longestRunLimit(counted.usefulPoints),
    crossingsLimit: crossingsLimit(counted.usefulPoints),
    isSignal: isRemarkable(counted, test),
  };
}

function isRemarkable(counted: Counted, test: RunsTest): boolean {
  const n = counted.usefulPoints;
  const hasBox = n >= SMALLEST_BOX && n <= LARGEST_BOX;
  switch (test) {
    case 'none':
      return false;
    case 'number-of-runs':
      return hasUnusualNumberOfRuns(counted);
    case 'best-box':
      return hasBox ? leavesBestBox(counted) : leavesAnhoejLimits(counted);
    case 'cut-box':
      return hasBox ? leavesCutBox(counted) : leavesAnhoejLimits(counted);
    case 'anhoej':
      return leavesAnhoejLimits(counted);
    default:
      return test satisfies never;
  }
}

const leavesAnhoejLimits = ({ usefulPoints, longestRun, crossings }: Counted): boolean =>
  longestRun > longestRunLimit(usefulPoints) || crossings < crossingsLimit(usefulPoints);

function leavesBestBox({ usefulPoints, longestRun, crossings }: Counted): boolean {
  const box = bestBox(usefulPoints);
  return crossings < box.fewestCrossings || longestRun > box.longestRun;
}

function leavesCutBox({ usefulPoints, longestRun, crossings }: Counted): boolean {
  const box = cutBox(usefulPoints);
  if (crossings < box.fewestCrossings || longestRun > box.longestRun) return true;
  const atFewest = crossings === box.fewestCrossings;
  const atLongest = longestRun === box.longestRun;
  const tooLong = atFewest && longestRun > box.longestRunAtFewestCrossings;
  const tooFew = atLongest && crossings < box.fewestCrossingsAtLongestRun;
  return tooLong || tooFew;
}

/** Each tail of the number-of-runs test. */
const RUNS_TAIL = 0.025;

/**
 * Too few or too many runs for the counts above and below: either tail of the exact distribution of
 * Wald and Wolfowitz at or below 2.5 %.
 *
 * @see Swed FS, Eisenhart C. Tables for testing randomness of grouping. Ann Math Stat 1943;14:66–87.
 */
function hasUnusualNumberOfRuns({ usefulPoints, above, crossings }: Counted): boolean {
  const runs = crossings + 1;
  let few = 0;
  let many = 0;
  for (let r = 1; r <= usefulPoints; r += 1) {
    const chance = chanceOfRuns(r, above, usefulPoints - above);
    if (r <= runs) few += chance;
    if (r >= runs) many += chance;
  }
  return few <= RUNS_TAIL || many <= RUNS_TAIL;
}

/** Pr(r runs) of a high and b low points in random order. */
function chanceOfRuns(r: number, a: number, b: number): number {
  const half = Math.floor(r / 2);
  const all = logChoose(a + b, a);
  const ways = (i: number, j: number): number =>
    i > a || j > b || i < 1 || j < 1
      ? 0
      : Math.exp(logChoose(a - 1, i - 1) + logChoose(b - 1, j - 1) - all);
  if (r === 1) return a === 0 || b === 0 ? 1 : 0;
  return r % 2 === 0 ? 2 * ways(half, half) : ways(half + 1, half) + ways(half, half + 1);
}

const logChoose = (n: number, k: number): number =>
  logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
