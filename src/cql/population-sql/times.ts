import { allOf, anyOf, comparison } from './truth.ts';
import type { DayRange, TimeValue, Truth } from './value.ts';

/** How finely times are compared: by the instant, or by the calendar day where each was recorded. */
export type TimePrecision = 'instant' | 'day';

interface Range {
  readonly low: string;
  readonly high: string;
}

function rangeAt(time: TimeValue, precision: TimePrecision): Range {
  const settled = withStandIn(time);
  const byDay = precision === 'day' && time.type === 'DateTime';
  return byDay ? settled.day() : { low: settled.low, high: settled.high };
}

/** The time with what stands in where nothing is recorded. */
export function withStandIn(time: TimeValue): TimeValue {
  const { orElse } = time;
  if (orElse === null) return time;
  const or = (sql: string, standIn: string): string =>
    `COALESCE(${sql}, CASE WHEN ${orElse.when} THEN ${standIn} END)`;
  return {
    ...time,
    low: or(time.low, orElse.instant),
    high: or(time.high, orElse.instant),
    day: () => {
      const { low, high } = time.day();
      return { low: or(low, orElse.day), high: or(high, orElse.day) };
    },
    orElse: null,
  };
}

const isPoint = ({ low, high }: Range): boolean => low === high;

/**
 * Whether one time lies before another. Two times whose ranges overlap without being the same cannot be told
 * apart: neither true nor false.
 */
export function isBefore(a: TimeValue, b: TimeValue, precision: TimePrecision): Truth {
  const [one, other] = [rangeAt(a, precision), rangeAt(b, precision)];
  const isFalse =
    isPoint(one) && isPoint(other)
      ? `${one.low} >= ${other.low}`
      : anyOf([`${one.low} > ${other.high}`, sameRange(one, other, precision)]);
  return comparison(`${one.high} < ${other.low}`, isFalse);
}

/** Whether one time lies before another or is the same. */
export function isSameOrBefore(a: TimeValue, b: TimeValue, precision: TimePrecision): Truth {
  const [one, other] = [rangeAt(a, precision), rangeAt(b, precision)];
  const isTrue =
    isPoint(one) && isPoint(other)
      ? `${one.low} <= ${other.low}`
      : notAfter(one, other, sameRange(one, other, precision));
  return comparison(isTrue, `${one.low} > ${other.high}`);
}

export function isSame(a: TimeValue, b: TimeValue, precision: TimePrecision): Truth {
  const [one, other] = [rangeAt(a, precision), rangeAt(b, precision)];
  if (isPoint(one) && isPoint(other))
    return comparison(`${one.low} = ${other.low}`, `${one.low} <> ${other.low}`);
  const apart = anyOf([`${one.high} < ${other.low}`, `${one.low} > ${other.high}`]);
  return comparison(sameRange(one, other, precision), apart);
}

/** As isSameOrBefore, but for the closed end of an interval: there 10:00:00 and 10:00:00.000 are one moment. */
export function isWithinClosed(a: TimeValue, b: TimeValue, precision: TimePrecision): Truth {
  const [one, other] = [rangeAt(a, precision), rangeAt(b, precision)];
  if (precision === 'day' || (isPoint(one) && isPoint(other)))
    return isSameOrBefore(a, b, precision);
  const same = anyOf([sameRange(one, other, precision), sameSecond(a, b)]);
  return comparison(notAfter(one, other, same), `${one.low} > ${other.high}`);
}

/** The first comparison alone narrows a join; the second decides the edge. */
function notAfter(one: Range, other: Range, same: string): string {
  return allOf([`${one.low} <= ${other.high}`, anyOf([`${one.high} < ${other.low}`, same])]);
}

/**
 * Two partial times of the same text compare as equal by the instant. By the day they do not: the day was not
 * recorded, so the ranges must be one day.
 */
function sameRange(one: Range, other: Range, precision: TimePrecision): string {
  if (precision === 'day') {
    if (isPoint(one)) return allOf([`${other.low} = ${one.low}`, `${other.high} = ${one.low}`]);
    if (isPoint(other)) return allOf([`${one.low} = ${other.low}`, `${one.high} = ${other.low}`]);
    return allOf([`${one.low} = ${other.high}`, `${one.high} = ${other.low}`]);
  }
  return allOf([...new Set([`${one.low} = ${other.low}`, `${one.high} = ${other.high}`])]);
}

const withinSecond = (time: TimeValue): string =>
  time.isExact ? 'TRUE' : `${time.high} <= ${time.low} + INTERVAL '999 milliseconds'`;

/** Both are known to the second or better, and their seconds, with what fractions are known, agree. */
const sameSecond = (a: TimeValue, b: TimeValue): string =>
  allOf([`${a.low} = ${b.low}`, withinSecond(a), withinSecond(b)]);

/**
 * Equality as CQL's = has it: seconds without a fraction equal the full second; a coarser time equals only one of
 * its own precision and is otherwise unknown unless the ranges lie apart.
 */
export function isEqual(one: TimeValue, other: TimeValue): Truth {
  const [a, b] = [withStandIn(one), withStandIn(other)];
  if (a.isExact && b.isExact) return comparison(`${a.low} = ${b.low}`, `${a.low} <> ${b.low}`);
  const seconds = [withinSecond(a), withinSecond(b)];
  const apart = [
    `${a.high} < ${b.low}`,
    `${a.low} > ${b.high}`,
    allOf([...seconds, `${a.low} <> ${b.low}`]),
  ];
  return comparison(anyOf([sameRange(a, b, 'instant'), sameSecond(a, b)]), anyOf(apart));
}

/**
 * A time moved by whole days; the calendar of the place moves with it. Beyond the last moment there is no time, so
 * what stands in for an end that is not recorded falls away when it is moved onwards.
 */
export function plusDays(recorded: TimeValue, days: number): TimeValue {
  const time = days > 0 ? { ...recorded, orElse: null } : withStandIn(recorded);
  const step = (sql: string): string =>
    `${sql} ${days < 0 ? '-' : '+'} INTERVAL '${Math.abs(days)} days'`;
  const day = (): DayRange => movedDays(time, days);
  const clock = time.clock === null ? null : step(time.clock);
  if (time.digits === null)
    return { ...time, low: step(time.low), high: step(time.high), clock, day };
  const digits = time.digits();
  const moved = day();
  const before = time.day();
  const coarse = (sql: string, from: string, to: string): string =>
    `CASE WHEN ${digits} >= 10 THEN ${step(sql)} ELSE ${sql} + (${to} - ${from}) * INTERVAL '1 day' END`;
  return {
    ...time,
    low: coarse(time.low, before.low, moved.low),
    high: coarse(time.high, before.high, moved.high),
    day,
  };
}

/** A month moved by days is the month in which its first day (its last, backwards) then lies. */
function movedDays(time: TimeValue, days: number): DayRange {
  const { low, high } = time.day();
  const step = (sql: string): string => `${sql} ${days < 0 ? '-' : '+'} ${Math.abs(days)}`;
  if (time.digits === null)
    return low === high ? point(step(low)) : { low: step(low), high: step(high) };
  const digits = time.digits();
  const start = step(days < 0 ? high : low);
  const within = (exact: string, month: string, year: string): string =>
    `CASE WHEN ${digits} >= 10 THEN ${exact} WHEN ${digits} = 7 THEN ${month} ELSE ${year} END`;
  return {
    low: within(step(low), firstDayOf('month', start), firstDayOf('year', start)),
    high: within(step(high), lastDayOf('month', start), lastDayOf('year', start)),
  };
}

const point = (sql: string): DayRange => ({ low: sql, high: sql });

const firstDayOf = (unit: 'month' | 'year', day: string): string =>
  `CAST(date_trunc('${unit}', ${day}) AS DATE)`;

const lastDayOf = (unit: 'month' | 'year', day: string): string =>
  `CAST(date_trunc('${unit}', ${day}) + INTERVAL '1 ${unit}' - INTERVAL '1 day' AS DATE)`;

/** The days a recorded date or time may mean, from its text: '2024-03' is the first to the last of March. */
export function dayRangeOfText(text: string, low: string): DayRange {
  const month = `CAST(${text} || '-01' AS DATE)`;
  const year = `CAST(${text} || '-01-01' AS DATE)`;
  const end = (start: string, unit: 'month' | 'year'): string =>
    `CAST(${start} + INTERVAL '1 ${unit}' - INTERVAL '1 day' AS DATE)`;
  const range = (ofMonth: string, ofYear: string): string =>
    `CASE WHEN ${low} IS NULL THEN NULL WHEN length(${text}) >= 10 THEN CAST(left(${text}, 10) AS DATE)` +
    ` WHEN length(${text}) = 7 THEN ${ofMonth} ELSE ${ofYear} END`;
  return { low: range(month, year), high: range(end(month, 'month'), end(year, 'year')) };
}
