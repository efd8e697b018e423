import type { RuleHit, Side } from '../signal-rules/rule.ts';
import type { RunsAnalysis } from '../signal-rules/runs-analysis.ts';
import type { ChartPoint, PointMeaning } from './chart-point.ts';
import type { ChartOptions, Direction } from './chart-request.ts';

/** The variation icon: what the latest point says, and on which side. */
export interface Variation {
  readonly meaning: PointMeaning;
  readonly side: Side;
}

/** The assurance icon: will the process, left as it is, meet the target? */
export type Assurance = 'consistently-meets' | 'consistently-fails' | 'hit-or-miss';

/** The first rule in the order of the preset decides. */
export function meaningOf(hits: readonly RuleHit[], direction: Direction): PointMeaning {
  const [first] = hits;
  return first === undefined ? 'common-cause' : meaningOfSide(first.side, direction);
}

function meaningOfSide(side: Side, direction: Direction): PointMeaning {
  if (side === 'neither' || direction === 'neutral') return 'special-cause';
  return (side === 'high') === (direction === 'increase') ? 'improvement' : 'concern';
}

/**
 * The icon of the latest point that is neither a gap nor excluded. A runs test that signals for the
 * last part counts when no rule marks the point itself: its side is that of the longest run when the
 * run is too long, and none when only the crossings are too few.
 */
export function variationOf(
  points: readonly ChartPoint[],
  runs: RunsAnalysis | null,
  direction: Direction,
): Variation | null {
  const last = points.findLast(({ value, isExcluded }) => value !== null && !isExcluded);
  if (last === undefined) return null;
  const [first] = last.hits;
  if (first !== undefined) return { meaning: last.meaning, side: first.side };
  if (runs === null || !runs.isSignal) return { meaning: 'common-cause', side: 'neither' };
  const side = runs.longestRun > runs.longestRunLimit ? runs.longestRunSide : 'neither';
  return { meaning: meaningOfSide(side, direction), side };
}

/**
 * Where the target lies against the latest limits. Strictly outside them is consistent; on or within
 * them is hit or miss (`targetOnLimit: 'outside'` counts a target on a limit as outside). When the
 * process never varied, the centre itself meets the target or does not.
 */
export function assuranceOf(
  points: readonly ChartPoint[],
  options: ChartOptions,
): Assurance | null {
  const last = points.findLastIndex(({ upper3Sigma }) => upper3Sigma !== null);
  const lower = points[last]?.lower3Sigma ?? null;
  const upper = points[last]?.upper3Sigma ?? null;
  const target = latestTarget(options.target, last);
  if (target === null || lower === null || upper === null) return null;
  if (options.direction === undefined || options.direction === 'neutral') return null;
  const side = sideOfTarget({ target, lower, upper }, options);
  if (side === 0) return 'hit-or-miss';
  return side < 0 === (options.direction === 'increase')
    ? 'consistently-meets'
    : 'consistently-fails';
}

interface TargetAndLimits {
  readonly target: number;
  readonly lower: number;
  readonly upper: number;
}

/** +1 when the target lies above everything the process does, −1 below, 0 within its reach. */
function sideOfTarget({ target, lower, upper }: TargetAndLimits, options: ChartOptions): number {
  if (lower === upper && target === lower) return options.direction === 'increase' ? -1 : 1;
  const isOutside = options.targetOnLimit === 'outside';
  if (target > upper || (isOutside && target === upper)) return 1;
  return target < lower || (isOutside && target === lower) ? -1 : 0;
}

/** The newest target at or before a position. */
function latestTarget(target: ChartOptions['target'], position: number): number | null {
  if (typeof target !== 'object') return target ?? null;
  return target.slice(0, position + 1).findLast((each) => each !== null) ?? null;
}
