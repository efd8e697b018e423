import { recordedSql } from './choose.ts';
import { allOf, anyOf } from './conditions.ts';
import { extremeTime } from './extremes.ts';
import { predecessor, successor } from './neighbours.ts';
import { lessNumber, sameOrLessNumber } from './numbers.ts';
import {
  extremePiece,
  isBefore,
  isWithinClosed,
  type TimePrecision,
  withStandIn,
} from './times.ts';
import { both } from './truth.ts';
import type {
  Bound,
  IntervalValue,
  NullValue,
  NumberValue,
  TimePiece,
  TimeValue,
  Truth,
} from './value.ts';
import { always, nothing, unknown } from './value.ts';

export type Point = TimeValue | NumberValue;

/** Whether a point lies within an interval, by CQL's rules for closed, open and missing ends. */
export function isIn(
  point: Point,
  { low, high, isPresent }: IntervalValue,
  precision: TimePrecision,
): Truth {
  const above = sideOf(low, (bound) => notAbove(bound, point, low.isClosed, precision));
  const below = sideOf(high, (bound) => notAbove(point, bound, high.isClosed, precision));
  const inside = ofKnown(point, insideBoth(above, below), [above, below]);
  if (isPresent === null) return inside;
  return {
    kind: 'truth',
    isTrue: allOf([isPresent(), inside.isTrue]),
    isFalse: anyOf([`NOT ${isPresent()}`, inside.isFalse]),
  };
}

/** Where both ends may be missing no comparison is left to tell that the point itself is. */
function ofKnown(point: Point, inside: Truth, sides: readonly Truth[]): Truth {
  if (
    isNever(point) ||
    sides.some(({ widened, isTrue }) => widened === undefined && isTrue !== 'TRUE')
  )
    return inside;
  const { widened: _, parts: __, ...rest } = inside;
  const recorded = point.kind === 'time' ? recordedSql(withStandIn(point)) : point.low;
  return { ...rest, isTrue: allOf([`${recorded} IS NOT NULL`, inside.isTrue]) };
}

/** When both ends come from the same recorded time they are missing together, and then there is no end. */
function insideBoth(above: Truth, below: Truth): Truth {
  const [one, other] = [above.widened, below.widened];
  if (one === undefined || other === undefined || one.missing !== other.missing)
    return both(above, below);
  const core = allOf([one.core, other.core]);
  return {
    kind: 'truth',
    isTrue: anyOf([core, one.missing]),
    isFalse: anyOf([above.isFalse, below.isFalse]),
    widened: { core, missing: one.missing },
  };
}

function sideOf({ value, withoutValue }: Bound, compare: (value: Point) => Truth): Truth {
  if (value.kind === 'null') return withoutValue === 'unbounded' ? always : unknown;
  if (value.kind === 'quantity') return unknown;
  const compared = compare(value);
  if (withoutValue === 'unknown' || isNever(value)) return compared;
  const core = compared.isTrue;
  const missing = `${value.kind === 'time' ? recordedSql(value) : value.low} IS NULL`;
  return { ...compared, isTrue: anyOf([core, missing]), widened: { core, missing } };
}

/** An exact time is never absent. */
const isNever = (value: Point): boolean => value.kind === 'time' && value.isExact;

function notAbove(a: Point, b: Point, isClosed: boolean, precision: TimePrecision): Truth {
  if (a.kind === 'time' && b.kind === 'time') {
    return isClosed ? isWithinClosed(a, b, precision) : isBefore(a, b, precision);
  }
  if (a.kind === 'number' && b.kind === 'number') {
    return isClosed ? sameOrLessNumber(a, b) : lessNumber(a, b);
  }
  return unknown;
}

/** The first point of an interval; where a closed end has no value, the first moment there is. */
export const startOf = (interval: IntervalValue): Point | NullValue | undefined =>
  endPoint(interval, interval.low, 'least');

export const endOf = (interval: IntervalValue): Point | NullValue | undefined =>
  endPoint(interval, interval.high, 'greatest');

/** Undefined where there is no plain answer: an end of quantities, an open end that may be partial. */
function endPoint(
  interval: IntervalValue,
  bound: Bound,
  extreme: 'least' | 'greatest',
): Point | NullValue | undefined {
  const { value, isClosed, withoutValue, orExtreme } = bound;
  if (value.kind === 'null') return missingEnd(interval, bound, extreme);
  if (value.kind === 'number') return isClosed ? value : undefined;
  if (value.kind !== 'time') return undefined;
  if (!isClosed)
    return extreme === 'least' ? successor(withStandIn(value)) : predecessor(withStandIn(value));
  if (withoutValue === 'unknown' || value.isExact) return value;
  return {
    ...value,
    standIn:
      orExtreme ??
      (() => orExtremeWhen(value, presenceOf({ ...interval, needsAnEnd: true }), extreme)),
  };
}

/** A closed end without a value is the first or last there is of the type of the other end; without one it is missing. */
function missingEnd(
  { low, high, isPresent }: IntervalValue,
  { withoutValue }: Bound,
  extreme: 'least' | 'greatest',
): TimeValue | NullValue | undefined {
  if (withoutValue === 'unknown') return nothing;
  const other = (extreme === 'least' ? high : low).value;
  if (other.kind === 'null') return nothing;
  const isOfTimes = other.kind === 'time' && other.type === 'DateTime' && other.isExact;
  return isOfTimes && isPresent === null ? extremeTime(extreme) : undefined;
}

/** Of an interval of no known type that has no end nothing is known, not even that it has no bounds. */
export function presenceOf({
  isPresent,
  needsAnEnd,
  low,
  high,
}: IntervalValue): (() => string) | null {
  const ends = [low, high].flatMap(({ value }) => (value.kind === 'time' ? [value] : []));
  if (needsAnEnd !== true || ends.some(({ isExact }) => isExact)) return isPresent;
  const hasEnd = (): string => anyOf(ends.map((end) => `${recordedSql(end)} IS NOT NULL`));
  return () => allOf([isPresent?.() ?? 'TRUE', hasEnd()]);
}

function orExtremeWhen(
  value: TimeValue,
  isPresent: (() => string) | null,
  extreme: 'least' | 'greatest',
): TimeValue {
  const otherwise = (which: TimePiece): string => {
    const moment = extremePiece(which, extreme);
    return isPresent === null ? moment : `CASE WHEN ${isPresent()} THEN ${moment} END`;
  };
  return {
    ...value,
    piece: (which) => `COALESCE(${value.piece(which)}, ${otherwise(which)})`,
    origin: null,
    standIn: null,
  };
}
