import { Date as CqlDate, DateTime, Interval } from 'cql-execution';
import { MaxValue, MinValue } from 'cql-execution/lib/elm/arithmetic.js';
import math from 'cql-execution/lib/util/math.js';
import { type ElmNode, nodeAt, textAt } from '../../elm.ts';
import { requirePossible } from '../corrections/times.ts';
import { precisionOf } from './comparisons.ts';
import { binary, type Compile, part, unary } from './operand.ts';
import { callMethod, isKind, isMissing, NotCompiled, type Run, type Session } from './run.ts';

const offsetOf = ({ now }: Session): number => now.timezoneOffset ?? 0;

const dateParts = ['year', 'month', 'day'] as const;
const timeParts = [
  ...dateParts,
  ...(['hour', 'minute', 'second', 'millisecond', 'timezoneOffset'] as const),
];

type Part = number | null;

function partsIn(names: readonly string[]): Compile {
  return (node, scope, compiler) => {
    const runs = names.map((name) =>
      node[name] === undefined ? undefined : part(node, name, scope, compiler),
    );
    return (frame, session) => runs.map((run) => run?.(frame, session) ?? null);
  };
}

const numbersOf = (values: unknown): readonly Part[] =>
  Array.isArray(values) ? values.map((value) => (typeof value === 'number' ? value : null)) : [];

const dateTime: Compile = (node, scope, compiler) => {
  const run = partsIn(timeParts)(node, scope, compiler);
  const hasOffset = node.timezoneOffset !== undefined;
  return (frame, session) => {
    const [year, month, day, hour, minute, second, ms, offset] = numbersOf(run(frame, session));
    const zone = hasOffset ? offset : offsetOf(session);
    return possible(new DateTime(year, month, day, hour, minute, second, ms, zone));
  };
};

const date: Compile = (node, scope, compiler) => {
  const run = partsIn(dateParts)(node, scope, compiler);
  return (frame, session) => {
    const [year, month, day] = numbersOf(run(frame, session));
    return possible(new CqlDate(year, month, day));
  };
};

/** A time with parts that can be; null when not even a year is known. */
function possible(value: DateTime | CqlDate): DateTime | CqlDate | null {
  if (value.year === null) return null;
  requirePossible(value, false);
  return value;
}

const interval: Compile = (node, scope, compiler) => {
  const low = part(node, 'low', scope, compiler);
  const high = part(node, 'high', scope, compiler);
  const lowClosed = closed(node, 'lowClosed', scope, compiler);
  const highClosed = closed(node, 'highClosed', scope, compiler);
  const pointType = pointTypeOf(nodeAt(node, 'low')) ?? pointTypeOf(nodeAt(node, 'high'));
  return (frame, session) => {
    const [from, to] = [low(frame, session) ?? null, high(frame, session) ?? null];
    const type = from === null && to === null ? pointType : undefined;
    return new Interval(from, to, lowClosed(frame, session), highClosed(frame, session), type);
  };
};

/** What the interval is of when both its ends are missing. */
function pointTypeOf(bound: ElmNode | undefined): string | undefined {
  if (bound === undefined) return undefined;
  const named = textAt(bound, 'asType');
  if (named !== undefined) return named;
  const specifier = nodeAt(bound, 'asTypeSpecifier');
  return specifier?.type === 'NamedTypeSpecifier' ? textAt(specifier, 'name') : undefined;
}

type ClosedRun = (...on: Parameters<Run>) => boolean | undefined;

function closed(
  node: ElmNode,
  key: string,
  ...place: [Parameters<Compile>[1], Parameters<Compile>[2]]
): ClosedRun {
  const fixed = node[key];
  if (typeof fixed === 'boolean') return () => fixed;
  if (node[`${key}Expression`] === undefined) return () => undefined;
  const run = part(node, `${key}Expression`, ...place);
  return (frame, session) => {
    const value = run(frame, session);
    return typeof value === 'boolean' ? value : undefined;
  };
}

/**
 * Where an interval begins or ends, worked out once for each interval; the first and last moment there is are told in
 * the offset of the evaluation.
 */
function bound(method: 'start' | 'end', extreme: DateTime): Compile {
  const held = new WeakMap<Interval, unknown>();
  return unary((value, session) => {
    if (isMissing(value)) return null;
    if (!(value instanceof Interval)) return callMethod(value, method);
    if (held.has(value)) return held.get(value);
    const found = value[method]();
    const isExtreme =
      found instanceof DateTime && found.year === extreme.year && found.equals(extreme) === true;
    if (isExtreme) found.timezoneOffset = offsetOf(session);
    else held.set(value, found);
    return found;
  });
}

/** A point, or an Uncertainty when partial dates leave room for several. */
function certain(value: unknown): unknown {
  if (isMissing(value)) return null;
  return callMethod(value, 'isPoint') === true ? Reflect.get(Object(value), 'low') : value;
}

const between =
  (method: 'differenceBetween' | 'durationBetween'): Compile =>
  (node, scope, compiler) => {
    const precision = precisionOf(node);
    const whole = method === 'durationBetween' ? wholeUnits(precision) : () => null;
    return binary((a, b) => {
      if (!isTemporal(a) || !isTemporal(b)) return null;
      return whole(a, b) ?? certain(callMethod(a, method, b, precision));
    })(node, scope, compiler);
  };

const unitMs: ReadonlyMap<string | undefined, number> = new Map([
  ['week', 604_800_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
]);

/**
 * Whole units of a fixed length between two exact times by the same clocks, or two whole dates, without the engine's way
 * over its calendar; null where that way is needed.
 */
function wholeUnits(precision: string | undefined): (from: unknown, to: unknown) => number | null {
  const unit = unitMs.get(precision);
  if (unit === undefined) return () => null;
  return (from, to) => {
    if (offsetFor(from) !== offsetFor(to)) return null;
    const [start, end] = [clockMs(from), clockMs(to)];
    return start === null || end === null ? null : Math.trunc((end - start) / unit) + 0;
  };
}

/** Two dates have the same; a date and a time never. */
const offsetFor = (value: unknown): number | null | string =>
  value instanceof DateTime ? (value.timezoneOffset ?? 'none') : 'date';

/** What its calendar and clock show, in ms; null when a part down to the second is missing. */
function clockMs(value: unknown): number | null {
  if (value instanceof CqlDate) return utcMs(value, 0, 0, 0, 0);
  if (!(value instanceof DateTime)) return null;
  const { hour, minute, second, millisecond } = value;
  if (isMissing(hour) || isMissing(minute) || isMissing(second)) return null;
  return utcMs(value, hour, minute, second, millisecond ?? 0);
}

function utcMs(
  { year, month, day }: DateTime | CqlDate,
  ...clock: [number, number, number, number]
) {
  // Date.UTC takes the years before 100 for others.
  if (isMissing(year) || isMissing(month) || isMissing(day) || year < 100) return null;
  return Date.UTC(year, month - 1, day, ...clock);
}

const isTemporal = (value: unknown): boolean =>
  value instanceof DateTime || value instanceof CqlDate;

/** Age in whole units: dates are compared as dates when asked for a date, otherwise as times. */
const ageAt: Compile = (node, scope, compiler) => {
  const precision = precisionOf(node);
  return binary((birth, asOf, session) => {
    if (isMissing(birth) || isMissing(asOf)) return null;
    const years = precision === 'year' ? wholeYears(birth, asOf) : null;
    if (years !== null) return years;
    const born = inKindOf(birth, asOf, session);
    return certain(callMethod(born, 'durationBetween', asOf, precision));
  })(node, scope, compiler);
};

/**
 * Between two whole dates, or times by the same clocks, without the engine's way by instants. On the day itself the time
 * of day decides, and who is born on 29 February has birthdays of their own: they go that way.
 */
function wholeYears(from: unknown, to: unknown): number | null {
  const areDates = from instanceof CqlDate && to instanceof CqlDate;
  const areTimes =
    from instanceof DateTime && to instanceof DateTime && from.timezoneOffset === to.timezoneOffset;
  if (!areDates && !areTimes) return null;
  const { year, month, day } = from;
  if (isMissing(year) || isMissing(month) || isMissing(day)) return null;
  if (month === 2 && day === 29) return null;
  if (isMissing(to.year) || isMissing(to.month) || isMissing(to.day)) return null;
  const days = (to.month - month) * 31 + to.day - day;
  if (days === 0 && !areDates) return null;
  const years = to.year - year - (days < 0 ? 1 : 0);
  return years < 0 ? null : years;
}

function inKindOf(birth: unknown, asOf: unknown, { now }: Session): unknown {
  if (asOf instanceof CqlDate && birth instanceof DateTime) return birth.getDate();
  if (asOf instanceof DateTime && birth instanceof CqlDate)
    return birth.getDateTime(now.timezoneOffset);
  return birth;
}

const component: Compile = (node, scope, compiler) => {
  const precision = precisionOf(node) ?? '';
  return unary((value) =>
    isMissing(value) ? null : (Reflect.get(Object(value), precision) ?? null),
  )(node, scope, compiler);
};

const toDateTime = unary((value, { now }) => {
  if (isMissing(value)) return null;
  if (value instanceof CqlDate) return value.getDateTime(now.timezoneOffset);
  return DateTime.parse(String(value));
});

const toDate = unary((value) => {
  if (isMissing(value)) return null;
  return value instanceof DateTime ? value.getDate() : CqlDate.parse(String(value));
});

const extreme =
  (values: Readonly<Record<string, unknown>>): Compile =>
  (node) => {
    const value = values[textAt(node, 'valueType') ?? ''];
    if (value === undefined) throw new NotCompiled(node);
    if (!isKind(value, 'isDateTime')) return () => value;
    return (_frame, session) => {
      const copy = callMethod(value, 'copy');
      if (copy instanceof DateTime && copy.timezoneOffset !== null)
        copy.timezoneOffset = offsetOf(session);
      return copy;
    };
  };

export const times: Readonly<Record<string, Compile>> = {
  DateTime: dateTime,
  Date: date,
  Interval: interval,
  Start: bound('start', math.MIN_DATETIME_VALUE),
  End: bound('end', math.MAX_DATETIME_VALUE),
  Width: unary((value) => (isMissing(value) ? null : callMethod(value, 'width'))),
  DateFrom: unary((value) => (isMissing(value) ? null : callMethod(value, 'getDate'))),
  TimeFrom: unary((value) => (isMissing(value) ? null : callMethod(value, 'getTime'))),
  DateTimeComponentFrom: component,
  DifferenceBetween: between('differenceBetween'),
  DurationBetween: between('durationBetween'),
  CalculateAgeAt: ageAt,
  ToDateTime: toDateTime,
  ToDate: toDate,
  Now:
    () =>
    (_frame, { now }) =>
      now,
  Today:
    () =>
    (_frame, { now }) =>
      now.getDate(),
  MinValue: extreme(MinValue.MIN_VALUES),
  MaxValue: extreme(MaxValue.MAX_VALUES),
};
