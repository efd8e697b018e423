import { lessNumber, sameOrLessNumber } from './numbers.ts';
import { isBefore, isWithinClosed, type TimePrecision, withStandIn } from './times.ts';
import { allOf, anyOf, both } from './truth.ts';
import type { Bound, IntervalValue, NullValue, NumberValue, TimeValue, Truth } from './value.ts';
import { always, unknown } from './value.ts';

export type Point = TimeValue | NumberValue;

/** Whether a point lies within an interval, by CQL's rules for closed, open and missing ends. */
export function isIn(
  point: Point,
  { low, high, isPresent }: IntervalValue,
  precision: TimePrecision,
): Truth {
  const inside = both(
    withinBound(low, (bound) => notAbove(bound, point, low.isClosed, precision)),
    withinBound(high, (bound) => notAbove(point, bound, high.isClosed, precision)),
  );
  if (isPresent === null) return inside;
  return {
    kind: 'truth',
    isTrue: allOf([isPresent, inside.isTrue]),
    isFalse: anyOf([`NOT ${isPresent}`, inside.isFalse]),
  };
}

function withinBound(bound: Bound, compare: (value: Point) => Truth): Truth {
  const { value, withoutValue } = bound;
  if (value.kind === 'null') return withoutValue === 'unbounded' ? always : unknown;
  if (value.kind === 'quantity') return unknown;
  const compared = compare(value);
  if (withoutValue === 'unknown' || isNever(value)) return compared;
  return { ...compared, isTrue: anyOf([compared.isTrue, `${lowOf(value)} IS NULL`]) };
}

/** An exact time is never absent. */
const isNever = (value: Point): boolean => value.kind === 'time' && value.isExact;

const lowOf = (value: Point): string =>
  value.kind === 'time' ? withStandIn(value).low : value.low;

function notAbove(a: Point, b: Point, isClosed: boolean, precision: TimePrecision): Truth {
  if (a.kind === 'time' && b.kind === 'time') {
    return isClosed ? isWithinClosed(a, b, precision) : isBefore(a, b, precision);
  }
  if (a.kind === 'number' && b.kind === 'number') {
    return isClosed ? sameOrLessNumber(a, b) : lessNumber(a, b);
  }
  return unknown;
}

const lastMoment = "TIMESTAMP '9999-12-31 23:59:59.999'";
const firstMoment = "TIMESTAMP '0001-01-01 00:00:00'";

/** The first point of an interval; where a closed end has no value, the first moment there is. */
export const startOf = (interval: IntervalValue): TimeValue | NumberValue | NullValue | undefined =>
  endPoint(interval, interval.low, { instant: firstMoment, day: "DATE '0001-01-01'", step: 1 });

export const endOf = (interval: IntervalValue): TimeValue | NumberValue | NullValue | undefined =>
  endPoint(interval, interval.high, { instant: lastMoment, day: "DATE '9999-12-31'", step: -1 });

interface Extreme {
  readonly instant: string;
  readonly day: string;
  readonly step: 1 | -1;
}

/** Undefined where there is no plain answer: an end of quantities, an open end that may be partial. */
function endPoint(interval: IntervalValue, bound: Bound, extreme: Extreme) {
  const { value, isClosed, withoutValue } = bound;
  if (value.kind === 'number') return isClosed ? value : undefined;
  if (value.kind !== 'time') return undefined;
  if (!isClosed) return value.isExact ? plusMilliseconds(value, extreme.step) : undefined;
  if (withoutValue === 'unknown' || value.isExact) return value;
  const { instant, day } = extreme;
  return { ...value, orElse: { when: interval.isPresent ?? 'TRUE', instant, day } };
}

/** An exact time moved by milliseconds; its calendar day may change. */
export function plusMilliseconds(time: TimeValue, milliseconds: number): TimeValue | undefined {
  const { clock } = time;
  if (!time.isExact || clock === null) return undefined;
  const step = (sql: string): string =>
    `${sql} ${milliseconds < 0 ? '-' : '+'} INTERVAL '${Math.abs(milliseconds)} milliseconds'`;
  const moved = step(time.low);
  return { ...time, low: moved, high: moved, ...exactDay(step(clock)) };
}

/** The clock time of an exact time and the day it falls on. */
export function exactDay(clock: string): Pick<TimeValue, 'clock' | 'day'> {
  const day = `CAST(${clock} AS DATE)`;
  return { clock, day: () => ({ low: day, high: day }) };
}
