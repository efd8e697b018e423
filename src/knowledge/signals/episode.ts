import type { RuleName } from '../control-chart/chart-reading.ts';

/** A point that a rule marks (the first in the preset's order), and on which side of the centre it lies. */
export interface FlaggedPoint {
  readonly index: number;
  readonly rule: RuleName;
  readonly side: 'high' | 'low';
}

/** Flagged points that belong together: one special cause, told once. */
export interface Episode {
  readonly firstIndex: number;
  readonly lastIndex: number;
  readonly side: 'high' | 'low';
  /** The point that first completed a rule: when people could first have known. */
  readonly knownAtIndex: number;
  /** The rule that was complete then. */
  readonly rule: RuleName;
}

/** Quiet points between two flagged ones of the same side that still make one episode. */
export const quietPointsWithin = 2;

/**
 * Joins flagged points of one side into episodes and finds, for each, the point at which it first became known.
 *
 * A rule that needs several points (seven on one side, say) marks them all in hindsight; it was known only at the
 * point that completed it.
 *
 * @param members     every point that belongs to a pattern, in any order
 * @param completions the points that complete a pattern: nothing later was needed to see it
 */
export function findEpisodes(
  members: readonly FlaggedPoint[],
  completions: readonly FlaggedPoint[],
): readonly Episode[] {
  const inOrder = [...completions].sort((a, b) => a.index - b.index);
  return joinPoints(members).map(({ first, last }) => {
    const known = inOrder.find(
      ({ index, side }) => side === first.side && index >= first.index && index <= last.index,
    );
    return {
      firstIndex: first.index,
      lastIndex: last.index,
      side: first.side,
      knownAtIndex: known?.index ?? last.index,
      rule: (known ?? last).rule,
    };
  });
}

interface Joined {
  readonly first: FlaggedPoint;
  last: FlaggedPoint;
}

function joinPoints(members: readonly FlaggedPoint[]): readonly Joined[] {
  const episodes: Joined[] = [];
  for (const point of [...members].sort((a, b) => a.index - b.index)) {
    const current = episodes.at(-1);
    const joins =
      current !== undefined &&
      current.last.side === point.side &&
      point.index - current.last.index <= quietPointsWithin + 1;
    if (joins) current.last = point;
    else episodes.push({ first: point, last: point });
  }
  return episodes;
}
