import { allOf, anyOf } from './conditions.ts';
import { comparison } from './truth.ts';
import type { TimeOrigin, TimePiece, TimeValue, Truth } from './value.ts';

/** How finely times are compared: by the instant, or by the calendar day where each was recorded. */
export type TimePrecision = 'instant' | 'day';

/** The time with what stands in where nothing is recorded. */
export const withStandIn = (time: TimeValue): TimeValue => time.standIn?.() ?? time;

/** A time as the text of its column, with the instants that the flat table has beside it. */
export function timeFromOrigin(
  origin: TimeOrigin,
  type: TimeValue['type'] = 'DateTime',
): TimeValue {
  const piece = (which: TimePiece): string =>
    origin.column({
      name: shortened(`${origin.name}_${endings[which]}`),
      over: (alias) => origin.over(alias, which, origin.shift),
    });
  return { kind: 'time', type, piece, isExact: false, clock: null, origin, standIn: null };
}

const endings: Readonly<Record<TimePiece, string>> = {
  low: 'low',
  high: 'high',
  from: 'day_from',
  until: 'day_until',
  first: 'first_day',
  last: 'last_day',
  digits: 'digits',
  midnight: 'midnight',
};

const longestColumn = 56;

/** PostgreSQL cuts longer names, so that two could become one; a checksum keeps them apart. */
function shortened(name: string): string {
  if (name.length <= longestColumn) return name;
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 1_000_003;
  return `${name.slice(0, longestColumn - 8)}_${sum}`;
}

/** A time known to the millisecond: its instant in UTC, its clock time and its day as a moment. */
export function exactTime(
  instant: string,
  clock: string,
  day = `date_trunc('day', ${clock})`,
): TimeValue {
  const pieces: Readonly<Record<TimePiece, string>> = {
    low: instant,
    high: instant,
    from: day,
    until: day,
    first: `CAST(${day} AS DATE)`,
    last: `CAST(${day} AS DATE)`,
    digits: '23',
    midnight: `${clock} = ${day}`,
  };
  return {
    kind: 'time',
    type: 'DateTime',
    piece: (which) => pieces[which],
    isExact: true,
    clock,
    origin: null,
    standIn: null,
  };
}

interface Range {
  readonly low: string;
  readonly high: string;
  readonly isPoint: boolean;
}

const instants = (time: TimeValue): Range => {
  const settled = withStandIn(time);
  return { low: settled.piece('low'), high: settled.piece('high'), isPoint: settled.isExact };
};

/**
 * The days of a time as two moments. One day is one moment; a month or a year begins six hours before its first day
 * and ends six hours after its last, so that it is neither before nor after a day at its edge, nor itself.
 */
const days = (time: TimeValue): Range => {
  const settled = withStandIn(time);
  return { low: settled.piece('from'), high: settled.piece('until'), isPoint: settled.isExact };
};

/**
 * Whether one time lies before another. Two times whose ranges overlap without being the same cannot be told
 * apart: neither true nor false.
 */
export function isBefore(a: TimeValue, b: TimeValue, precision: TimePrecision): Truth {
  if (precision === 'day') {
    const [one, other] = [days(a), days(b)];
    return comparison(`${one.high} < ${other.low}`, `${one.low} >= ${other.high}`);
  }
  const [one, other] = [instants(a), instants(b)];
  const isFalse =
    one.isPoint && other.isPoint
      ? `${one.low} >= ${other.low}`
      : anyOf([`${one.low} > ${other.high}`, sameRange(one, other)]);
  return comparison(`${one.high} < ${other.low}`, isFalse);
}

/** Whether one time lies before another or is the same. */
export function isSameOrBefore(a: TimeValue, b: TimeValue, precision: TimePrecision): Truth {
  if (precision === 'day') return sameOrBeforeByDay(a, b);
  const [one, other] = [instants(a), instants(b)];
  const isTrue =
    one.isPoint && other.isPoint
      ? `${one.low} <= ${other.low}`
      : notAfter(one, other, sameRange(one, other));
  return comparison(isTrue, `${one.low} > ${other.high}`);
}

function sameOrBeforeByDay(a: TimeValue, b: TimeValue): Truth {
  const [one, other] = [days(a), days(b)];
  return comparison(`${one.high} <= ${other.low}`, `${one.low} > ${other.high}`);
}

export function isSame(a: TimeValue, b: TimeValue, precision: TimePrecision): Truth {
  const [one, other] = precision === 'day' ? [days(a), days(b)] : [instants(a), instants(b)];
  if (one.isPoint && other.isPoint)
    return comparison(`${one.low} = ${other.low}`, `${one.low} <> ${other.low}`);
  const apart = anyOf([`${one.high} < ${other.low}`, `${one.low} > ${other.high}`]);
  // A month is the same instant range as the same month, but not known to be the same day.
  const same = precision === 'day' ? crosswise(one, other) : sameRange(one, other);
  return comparison(same, apart);
}

/** As isSameOrBefore, but for the closed end of an interval: there 10:00:00 and 10:00:00.000 are one moment. */
export function isWithinClosed(a: TimeValue, b: TimeValue, precision: TimePrecision): Truth {
  if (precision === 'day' || (a.isExact && b.isExact)) return isSameOrBefore(a, b, precision);
  const [one, other] = [instants(a), instants(b)];
  const same = anyOf([sameRange(one, other), sameSecond(one, other)]);
  return comparison(notAfter(one, other, same), `${one.low} > ${other.high}`);
}

/** The first comparison alone narrows a join; the second decides the edge. */
const notAfter = (one: Range, other: Range, same: string): string =>
  allOf([`${one.low} <= ${other.high}`, anyOf([`${one.high} < ${other.low}`, same])]);

const sameRange = (one: Range, other: Range): string =>
  allOf([...new Set([`${one.low} = ${other.low}`, `${one.high} = ${other.high}`])]);

const crosswise = (one: Range, other: Range): string =>
  allOf([...new Set([`${one.low} = ${other.high}`, `${one.high} = ${other.low}`])]);

const withinSecond = ({ low, high, isPoint }: Range): string =>
  isPoint ? 'TRUE' : `${high} <= ${low} + INTERVAL '999 milliseconds'`;

/** Both are known to the second or better, and their seconds, with what fractions are known, agree. */
const sameSecond = (one: Range, other: Range): string =>
  allOf([`${one.low} = ${other.low}`, withinSecond(one), withinSecond(other)]);

/**
 * Equality as CQL's = has it: seconds without a fraction equal the full second; a coarser time equals only one of
 * its own precision and is otherwise unknown unless the ranges lie apart.
 */
export function isEqual(a: TimeValue, b: TimeValue): Truth {
  const [one, other] = [instants(a), instants(b)];
  if (one.isPoint && other.isPoint)
    return comparison(`${one.low} = ${other.low}`, `${one.low} <> ${other.low}`);
  const apart = [
    `${one.high} < ${other.low}`,
    `${one.low} > ${other.high}`,
    allOf([withinSecond(one), withinSecond(other), `${one.low} <> ${other.low}`]),
  ];
  return comparison(anyOf([sameRange(one, other), sameSecond(one, other)]), anyOf(apart));
}

export const stepped = (sql: string, count: number): string =>
  `${sql} ${count < 0 ? '-' : '+'} INTERVAL '${Math.abs(count)} days'`;

/**
 * A piece of a recorded time, moved by whole days, from its text and the instants beside it: '2024-03' is the first to
 * the last of March.
 */
export function recordedPiece(text: string, which: TimePiece, shift: number): string {
  const moved = (sql: string): string => (shift === 0 ? sql : stepped(sql, shift));
  const begins = `CAST(left(${text} || '-01-01', 10) AS TIMESTAMP)`;
  const unit = `CASE length(${text}) WHEN 7 THEN 'month' ELSE 'year' END`;
  const length = `CASE length(${text}) WHEN 7 THEN INTERVAL '1 month' ELSE INTERVAL '1 year' END`;
  const base = shift < 0 ? `${begins} + ${length} - INTERVAL '1 day'` : begins;
  const start = shift === 0 ? begins : `date_trunc(${unit}, ${moved(base)})`;
  const known = (coarse: string): string =>
    `CASE WHEN ${text}_low IS NULL THEN NULL WHEN length(${text}) >= 10` +
    ` THEN ${moved(`CAST(left(${text}, 10) AS TIMESTAMP)`)} ELSE ${coarse} END`;
  const instant = (coarse: string): string =>
    `CASE WHEN ${text}_low IS NULL THEN NULL WHEN length(${text}) >= 10 THEN ${moved(`${text}_${which}`)} ELSE ${text}_low + (${start} - ${begins})${coarse} END`;
  switch (which) {
    case 'low':
      return shift === 0 ? `${text}_low` : instant('');
    case 'high':
      return shift === 0 ? `${text}_high` : instant(` + ${length} - INTERVAL '1 millisecond'`);
    case 'digits':
      return `length(${text})`;
    case 'midnight':
      return `(substr(${text}, 12, 8) = '00:00:00' AND (substr(${text}, 20, 1) <> '.' OR left(ltrim(substr(${text}, 21), '0'), 1) IN ('', 'Z', '+', '-')))`;
    case 'from':
      return known(`${start} - INTERVAL '6 hours'`);
    case 'until':
      return known(`${start} + ${length} - INTERVAL '18 hours'`);
    case 'first':
      return `CAST(${known(start)} AS DATE)`;
    case 'last':
      return `CAST(${known(`${start} + ${length} - INTERVAL '1 day'`)} AS DATE)`;
    default:
      return which satisfies never;
  }
}

const extremes = {
  least: { instant: "TIMESTAMP '0001-01-01 00:00:00'", day: '0001-01-01' },
  greatest: { instant: "TIMESTAMP '9999-12-31 23:59:59.999'", day: '9999-12-31' },
} as const;

/** A piece of the first or the last moment there is. */
export function extremePiece(which: TimePiece, extreme: keyof typeof extremes): string {
  const { instant, day } = extremes[extreme];
  if (which === 'digits') return '23';
  if (which === 'midnight') return extreme === 'least' ? 'TRUE' : 'FALSE';
  if (which === 'low' || which === 'high') return instant;
  return which === 'first' || which === 'last' ? `DATE '${day}'` : `TIMESTAMP '${day} 00:00:00'`;
}
