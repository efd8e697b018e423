/** A point that one or more rules mark, and on which side of the centre it lies. */
export interface FlaggedPoint {
  readonly index: number;
  readonly rules: readonly string[];
  readonly side: 'high' | 'low';
}

/** Flagged points that belong together: one special cause, told once. */
export interface Episode {
  readonly firstIndex: number;
  readonly lastIndex: number;
  readonly side: 'high' | 'low';
  /** The last index that had to be seen before any rule fired: when people could first have known. */
  readonly knownAtIndex: number;
  /** The rule that fired then. */
  readonly rule: string;
}

/** Quiet points between two flagged ones of the same side that still make one episode. */
export const quietPointsWithin = 2;

/**
 * Joins flagged points of one side into episodes and finds, for each, the point at which it first became known.
 *
 * A rule that needs several points (seven on one side, say) marks them all in hindsight; `flagsUpTo(last)` must answer what was marked when
 * only the points up to `last` existed.
 *
 * @param length    number of points on the chart
 * @param flagsUpTo flagged points seen with the points 0…last only
 */
export function findEpisodes(
  length: number,
  flagsUpTo: (last: number) => readonly FlaggedPoint[],
): readonly Episode[] {
  if (length === 0) return [];
  return joinPoints(flagsUpTo(length - 1)).map(({ first, last }) => {
    const { index, rule } = firstKnown(first, last, flagsUpTo);
    return {
      firstIndex: first.index,
      lastIndex: last.index,
      side: first.side,
      knownAtIndex: index,
      rule,
    };
  });
}

interface Joined {
  readonly first: FlaggedPoint;
  last: FlaggedPoint;
}

function joinPoints(flags: readonly FlaggedPoint[]): readonly Joined[] {
  const episodes: Joined[] = [];
  for (const point of [...flags].sort((a, b) => a.index - b.index)) {
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

function firstKnown(
  first: FlaggedPoint,
  last: FlaggedPoint,
  flagsUpTo: (last: number) => readonly FlaggedPoint[],
): { readonly index: number; readonly rule: string } {
  for (let at = first.index; at <= last.index; at += 1) {
    const seen = flagsUpTo(at).find(
      ({ index, side }) => index >= first.index && index <= at && side === first.side,
    );
    if (seen !== undefined) return { index: at, rule: seen.rules[0] ?? '' };
  }
  return { index: last.index, rule: first.rules[0] ?? '' };
}
