import { normalCdf } from '../distributions/normal.ts';
import { at } from '../element.ts';

/** Boxes exist for this many useful points. */
export const SMALLEST_BOX = 10;
export const LARGEST_BOX = 100;

const TARGET_SPECIFICITY = 0.925;
const SHIFT_TO_FIND = 0.8;

/** No run longer than this comes near a box of up to 100 points. */
const LONGEST_RUN_CONSIDERED = 22;

/**
 * Pr(crossings = c and longest run ≤ l) for n independent points that lie above the centre with
 * probability p; entry [l][c].
 *
 * Runs above and below alternate; the chance of r runs of at most l points filling n places follows
 * from the chance of r − 1 runs by one more run, summed as a moving geometric window.
 */
function crossingsByLongestRun(n: number, p: number): number[][] {
  const longest = Math.min(n, LONGEST_RUN_CONSIDERED);
  return Array.from({ length: longest + 1 }, (_, limit) =>
    limit === 0 ? new Array<number>(n).fill(0) : crossingsWithin(n, p, limit),
  );
}

function crossingsWithin(n: number, p: number, limit: number): number[] {
  let endsHigh = oneMoreRun(startOfSeries(n), p, limit);
  let endsLow = oneMoreRun(startOfSeries(n), 1 - p, limit);
  const chances: number[] = [];
  for (let runs = 1; runs <= n; runs += 1) {
    chances.push(at(endsHigh, n) + at(endsLow, n));
    [endsHigh, endsLow] = [oneMoreRun(endsLow, p, limit), oneMoreRun(endsHigh, 1 - p, limit)];
  }
  return chances;
}

const startOfSeries = (n: number): number[] =>
  Array.from({ length: n + 1 }, (_, i) => (i === 0 ? 1 : 0));

/**
 * Entry i: the chance of reaching place i with one more run of 1…limit points. Each entry is p times
 * the one before plus the newest start of a run, less the start that is now too far back.
 */
function oneMoreRun(before: readonly number[], p: number, limit: number): number[] {
  const tooFar = p ** (limit + 1);
  let total = 0;
  return before.map((_, place) => {
    if (place === 0) return 0;
    total = p * (total + at(before, place - 1));
    if (place > limit) total -= tooFar * at(before, place - limit - 1);
    return Math.max(0, total);
  });
}

interface Chances {
  readonly inControl: readonly (readonly number[])[];
  readonly shifted: readonly (readonly number[])[];
}

/** The points are unremarkable when crossings ≥ fewest and longest run ≤ longest. */
export interface RunBox {
  readonly fewestCrossings: number;
  readonly longestRun: number;
}

const tailFrom = (chances: readonly number[], from: number): number =>
  chances.slice(from).reduce((total, chance) => total + chance, 0);

/**
 * Best box: of all boxes that a stable process stays within with probability 0.925 or more, the one
 * that a process shifted by 0.8 standard deviations most often leaves.
 *
 * @param n useful points, 10…100
 * @see Anhøj J, Wentzel-Larsen T. Smooth operator. PLoS ONE 2020;15:e0233920.
 */
export function bestBox(n: number): RunBox {
  const { fewestCrossings, longestRun } = cutBox(n);
  return { fewestCrossings, longestRun };
}

function chancesFor(n: number): Chances {
  if (!(Number.isInteger(n) && n >= SMALLEST_BOX && n <= LARGEST_BOX)) {
    throw new RangeError(`bestBox: ${n} useful points; boxes exist for 10 to 100`);
  }
  return {
    inControl: crossingsByLongestRun(n, 0.5),
    shifted: crossingsByLongestRun(n, normalCdf(SHIFT_TO_FIND)),
  };
}

function boxOf({ inControl, shifted }: Chances, n: number): RunBox {
  let best: RunBox = { fewestCrossings: 0, longestRun: n };
  let missed = Infinity;
  inControl.forEach((chances, longestRun) => {
    const fewestCrossings = largestFrom(chances);
    if (fewestCrossings < 0) return;
    const chance = tailFrom(at(shifted, longestRun), fewestCrossings);
    if (chance < missed) {
      missed = chance;
      best = { fewestCrossings, longestRun };
    }
  });
  return best;
}

/** The largest c with Pr(crossings ≥ c) at the target or above; −1 when even 0 falls short. */
function largestFrom(chances: readonly number[]): number {
  let total = 0;
  for (let c = chances.length - 1; c >= 0; c -= 1) {
    total += at(chances, c);
    if (total >= TARGET_SPECIFICITY) return c;
  }
  return -1;
}

/** A best box with its corner cut: along its fewest crossings and along its longest run. */
export interface CutBox extends RunBox {
  /** At the fewest crossings, runs longer than this are remarkable. */
  readonly longestRunAtFewestCrossings: number;
  /** At the longest run, fewer crossings than this are remarkable. */
  readonly fewestCrossingsAtLongestRun: number;
}

/**
 * Cut box: cells are taken off the corner of the best box one at a time, each time the one that a
 * shifted process visits most, as long as the stable process stays within with probability 0.925.
 *
 * @param n useful points, 10…100
 */
export function cutBox(n: number): CutBox {
  const known = boxes.get(n) ?? computedBox(n);
  boxes.set(n, known);
  return known;
}

/** The 91 boxes there are, each worked out when it is first asked for. */
const boxes = new Map<number, CutBox>();

function computedBox(n: number): CutBox {
  const chances = chancesFor(n);
  const box = boxOf(chances, n);
  const { fewestCrossings, longestRun } = box;
  const stays = tailFrom(at(chances.inControl, longestRun), fewestCrossings);
  let cut: Cut = {
    longest: longestRun,
    fewest: fewestCrossings,
    slack: stays - TARGET_SPECIFICITY,
  };
  for (let next = firstCut(chances, cut); next !== null; next = nextCut(chances, box, cut))
    cut = next;
  return {
    ...box,
    longestRunAtFewestCrossings: cut.longest,
    fewestCrossingsAtLongestRun: cut.fewest,
  };
}

/** How far both edges are cut, and how much in-control probability may still be given up. */
interface Cut {
  readonly longest: number;
  readonly fewest: number;
  readonly slack: number;
}

/** Pr(longest run = l and crossings = c). */
const cell = (table: Chances['inControl'], l: number, c: number): number =>
  at(at(table, l), c) - at(at(table, l - 1), c);

/** The corner cell belongs to both edges. */
function firstCut({ inControl }: Chances, { longest, fewest, slack }: Cut): Cut | null {
  const cost = cell(inControl, longest, fewest);
  return cost > slack ? null : { longest: longest - 1, fewest: fewest + 1, slack: slack - cost };
}

function nextCut({ inControl, shifted }: Chances, box: RunBox, cut: Cut): Cut | null {
  const candidates = [
    { l: cut.longest, c: box.fewestCrossings, longest: cut.longest - 1, fewest: cut.fewest },
    { l: box.longestRun, c: cut.fewest, longest: cut.longest, fewest: cut.fewest + 1 },
  ].filter(({ l, c }) => l > 0 && c < at(inControl, 0).length);
  const affordable = candidates
    .map((each) => ({ ...each, cost: cell(inControl, each.l, each.c) }))
    .filter(({ cost }) => cost <= cut.slack)
    .sort((a, b) => cell(shifted, b.l, b.c) - cell(shifted, a.l, a.c));
  const [chosen] = affordable;
  if (chosen === undefined || cut.longest === box.longestRun) return null;
  return { longest: chosen.longest, fewest: chosen.fewest, slack: cut.slack - chosen.cost };
}
