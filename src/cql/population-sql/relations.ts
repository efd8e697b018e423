import { recordedSql } from './choose.ts';
import { allOf } from './conditions.ts';
import { extremeTime } from './extremes.ts';
import { presenceOf } from './intervals.ts';
import { predecessor, successor } from './neighbours.ts';
import {
  extremePiece,
  isBefore,
  isSameOrBefore,
  type TimePrecision,
  withStandIn,
} from './times.ts';
import { both, comparison } from './truth.ts';
import {
  type Bound,
  type IntervalValue,
  nothing,
  type TimePiece,
  type TimeValue,
  type Truth,
} from './value.ts';

/** Where a closed interval begins or ends: a time, or anything up to the other end where nobody knows. */
interface Edge {
  readonly time: TimeValue;
  /** The first and the last moment it may be. */
  readonly earliest: TimeValue;
  readonly latest: TimeValue;
  /** SQL that is true where the edge is known. */
  readonly isKnown: string;
}

interface Edges {
  readonly low: Edge;
  readonly high: Edge;
}

export type IntervalRelation = (
  a: IntervalValue,
  b: IntervalValue,
  precision: TimePrecision,
) => Truth | undefined;

/** An interval without bounds overlaps anything, of whatever type it is. */
const mayBeBoundless = ({ low, high }: IntervalValue): boolean =>
  low.isClosed &&
  high.isClosed &&
  low.withoutValue === 'unbounded' &&
  high.withoutValue === 'unbounded';

const relation =
  (
    decide: (a: Edges, b: Edges, precision: TimePrecision) => Truth,
    isOverlap = false,
  ): IntervalRelation =>
  (a, b, precision) => {
    const [one, other] = [edgesOf(a), edgesOf(b)];
    if (one === undefined || other === undefined) return undefined;
    const held = decide(one, other, precision);
    const present = [a, b].flatMap((interval) => {
      const presence =
        isOverlap && mayBeBoundless(interval) ? interval.isPresent : presenceOf(interval);
      return presence?.() ?? [];
    });
    return {
      kind: 'truth',
      isTrue: allOf([...present, held.isTrue]),
      isFalse: allOf([...present, held.isFalse]),
    };
  };

export const isIncludedIn = relation((a, b, precision) =>
  both(notAfter(b.low, a.low, precision), notAfter(a.high, b.high, precision)),
);

export const overlap = relation(
  (a, b, precision) => both(notAfter(a.low, b.high, precision), notAfter(b.low, a.high, precision)),
  true,
);

export const overlapsBefore = relation(
  (a, b, precision) => both(before(a.low, b.low, precision), notAfter(b.low, a.high, precision)),
  true,
);

export const overlapsAfter = relation(
  (a, b, precision) => both(notAfter(a.low, b.high, precision), before(b.high, a.high, precision)),
  true,
);

export const endsBefore = relation((a, b, precision) => before(a.high, b.low, precision));

export const startsAfter = relation((a, b, precision) => before(b.high, a.low, precision));

const notAfter = (a: Edge, b: Edge, precision: TimePrecision): Truth =>
  whenKnown(a, b, isSameOrBefore(a.time, b.time, precision), {
    isTrue: isBefore(b.earliest, a.latest, 'instant').isFalse,
    isFalse: isBefore(b.latest, a.earliest, 'instant').isTrue,
  });

const before = (a: Edge, b: Edge, precision: TimePrecision): Truth =>
  whenKnown(a, b, isBefore(a.time, b.time, precision), {
    isTrue: isBefore(a.latest, b.earliest, 'instant').isTrue,
    isFalse: isBefore(a.earliest, b.latest, 'instant').isFalse,
  });

/** An edge that nobody knows is compared by the moments it may be, whatever the precision, as in memory. */
function whenKnown(
  a: Edge,
  b: Edge,
  known: Truth,
  otherwise: { readonly isTrue: string; readonly isFalse: string },
): Truth {
  const areKnown = allOf([...new Set([a.isKnown, b.isKnown])]);
  if (areKnown === 'TRUE') return known;
  if (areKnown === 'FALSE') return comparison(otherwise.isTrue, otherwise.isFalse);
  return comparison(
    `CASE WHEN ${areKnown} THEN ${known.isTrue} ELSE ${otherwise.isTrue} END`,
    `CASE WHEN ${areKnown} THEN ${known.isFalse} ELSE ${otherwise.isFalse} END`,
  );
}

function edgesOf({ low, high }: IntervalValue): Edges | undefined {
  const [first, last] = [closedEnd(low, 'least'), closedEnd(high, 'greatest')];
  if (first === undefined || last === undefined) return undefined;
  const [isKnown, isKnownToo] = [knownOf(low), knownOf(high)];
  // Two ends that may both be unknown are the interval of which nothing is known.
  if (isKnown !== 'TRUE' && isKnownToo !== 'TRUE') return undefined;
  if (first === 'unknown')
    return last === 'unknown' ? undefined : { low: unknownEdge('least', last), high: edge(last) };
  if (last === 'unknown') return { low: edge(first), high: unknownEdge('greatest', first) };
  return {
    low: isKnown === 'TRUE' ? edge(first) : edgeOrUpTo(first, isKnown, 'least', last),
    high: isKnownToo === 'TRUE' ? edge(last) : edgeOrUpTo(last, isKnownToo, 'greatest', first),
  };
}

const edge = (time: TimeValue): Edge => ({ time, earliest: time, latest: time, isKnown: 'TRUE' });

/** Where the end is unknown it may be every moment up to the other end. */
const unknownEdge = (extreme: 'least' | 'greatest', other: TimeValue): Edge => ({
  time: other,
  earliest: extreme === 'least' ? extremeTime('least') : other,
  latest: extreme === 'least' ? other : extremeTime('greatest'),
  isKnown: 'FALSE',
});

function edgeOrUpTo(
  time: TimeValue,
  isKnown: string,
  extreme: 'least' | 'greatest',
  other: TimeValue,
): Edge {
  const unknown = unknownEdge(extreme, other);
  const orElse = (bound: TimeValue): TimeValue =>
    piecewise(time, (which, piece) => `COALESCE(${piece}, ${bound.piece(which)})`);
  return {
    time,
    earliest: orElse(unknown.earliest),
    latest: orElse(unknown.latest),
    isKnown,
  };
}

const mayBeUnknown = ({ value, isClosed, withoutValue }: Bound): boolean =>
  (!isClosed || withoutValue === 'unknown') && !(value.kind === 'time' && value.isExact);

const knownOf = (bound: Bound): string =>
  mayBeUnknown(bound) && bound.value.kind === 'time'
    ? `${recordedSql(bound.value)} IS NOT NULL`
    : 'TRUE';

/** The end as the last point within; NULL where it is not recorded and nobody knows it. */
function closedEnd(bound: Bound, extreme: 'least' | 'greatest'): TimeValue | 'unknown' | undefined {
  const { value, isClosed, withoutValue } = bound;
  if (value.kind === 'null')
    return withoutValue === 'unbounded' && isClosed ? extremeTime(extreme) : 'unknown';
  if (value.kind !== 'time') return undefined;
  const settled = withStandIn(value);
  if (!isClosed) return extreme === 'least' ? successor(settled) : predecessor(settled);
  if (withoutValue === 'unknown' || settled.isExact) return settled;
  return (
    bound.orExtreme?.() ??
    piecewise(settled, (which, piece) => `COALESCE(${piece}, ${extremePiece(which, extreme)})`)
  );
}

const piecewise = (
  time: TimeValue,
  write: (which: TimePiece, piece: string) => string,
): TimeValue => ({
  ...time,
  isExact: false,
  clock: null,
  origin: null,
  standIn: null,
  piece: (which) => write(which, time.piece(which)),
});

/** The interval of which nothing is bounded. */
export const boundless: IntervalValue = {
  kind: 'interval',
  low: { value: nothing, isClosed: true, withoutValue: 'unbounded' },
  high: { value: nothing, isClosed: true, withoutValue: 'unbounded' },
  isPresent: null,
};
