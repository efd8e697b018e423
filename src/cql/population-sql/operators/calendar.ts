import type { ElmNode } from '../../elm.ts';
import { nodeAt, textAt } from '../../elm.ts';
import { mapChoice } from '../choices.ts';
import type { Compiler, Handler, Scope } from '../compiler.ts';
import { extremeTime } from '../extremes.ts';
import { plain } from '../plain.ts';
import { exactTime, withStandIn } from '../times.ts';
import { certain, type NumberValue, nothing, type TimePiece, type TimeValue } from '../value.ts';
import { theOperand, twoOperands } from './operand.ts';

/** Whole calendar days from one time to the other, by the dates as they were recorded. */
const difference: Handler = (node, scope, compiler) => {
  if (textAt(node, 'precision') !== 'Day')
    return compiler.refuse('a difference is compiled in days only', node, scope);
  const [a, b] = twoOperands(node, scope, compiler);
  if (a.kind === 'null' || b.kind === 'null') return nothing;
  if (a.kind !== 'time' || b.kind !== 'time' || a.type !== b.type) {
    return compiler.refuse(
      `a difference between ${a.kind} and ${b.kind} is not compiled`,
      node,
      scope,
    );
  }
  const [from, to] = [withStandIn(a), withStandIn(b)];
  return {
    kind: 'number',
    type: 'integer',
    low: `(${to.piece('first')} - ${from.piece('last')})`,
    high: `(${to.piece('last')} - ${from.piece('first')})`,
  } satisfies NumberValue;
};

/** The calendar date of a time, where it was recorded. */
export function dateOf(time: TimeValue): TimeValue {
  if (time.type === 'Date') return time;
  const settled = withStandIn(time);
  const pieces: Partial<Record<TimePiece, TimePiece>> = { low: 'first', high: 'last' };
  return {
    ...settled,
    type: 'Date',
    piece: (which) => settled.piece(pieces[which] ?? which),
    clock: null,
    origin: null,
    standIn: null,
  };
}

const dateFrom: Handler = (node, scope, compiler) => {
  const value = plain(theOperand(node, scope, compiler), scope, compiler);
  const date = mapChoice(value, (form) => {
    if (form.kind === 'null') return nothing;
    return form.kind === 'time' ? dateOf(form) : undefined;
  });
  return date ?? compiler.refuse(`the date of a ${value.kind} is not compiled`, node, scope);
};

/**
 * A date as a time without a clock, by the clocks of the evaluation. In memory it equals a recorded day by its calendar;
 * here both are stretches of time, and the same one only where the clocks never change.
 */
const toDateTime: Handler = (node, scope, compiler) => {
  const value = plain(theOperand(node, scope, compiler), scope, compiler);
  if (value.kind === 'null') return nothing;
  if (value.kind !== 'time')
    return compiler.refuse(`a ${value.kind} is not made a time`, node, scope);
  return value.type === 'DateTime'
    ? value
    : withoutClock(withStandIn(value), node, scope, compiler);
};

function withoutClock(date: TimeValue, node: ElmNode, scope: Scope, compiler: Compiler): TimeValue {
  if (compiler.input.timeZone !== 'UTC')
    return compiler.refuse(
      'a date made a time is not compiled where the clocks of the zone change',
      node,
      scope,
    );
  const { alias } = compiler.within(scope, node).period();
  const inUtc = (day: string): string => `(${day} - (${alias}.end_by_clock - ${alias}.period_end))`;
  const first = `CAST(${date.piece('first')} AS TIMESTAMP)`;
  const last = `CAST(${date.piece('last')} AS TIMESTAMP)`;
  const pieces: Partial<Record<TimePiece, string>> = {
    low: inUtc(first),
    high: inUtc(`${last} + INTERVAL '1 day' - INTERVAL '1 millisecond'`),
  };
  return {
    ...date,
    type: 'DateTime',
    piece: (which) => pieces[which] ?? date.piece(which),
    isExact: false,
    clock: null,
    origin: null,
    standIn: null,
  };
}

/** The year of a time or date that is surely one. */
const component: Handler = (node, scope, compiler) => {
  const value = plain(theOperand(node, scope, compiler), scope, compiler);
  if (value.kind === 'null') return nothing;
  if (textAt(node, 'precision') !== 'Year' || value.kind !== 'time')
    return compiler.refuse(
      `the ${textAt(node, 'precision')} of a ${value.kind} is not compiled`,
      node,
      scope,
    );
  const time = withStandIn(value);
  const year = (day: TimePiece): string => `CAST(EXTRACT(YEAR FROM ${time.piece(day)}) AS INTEGER)`;
  // Every time has a year of its own, be it partial or not.
  return certain('integer', year('first'));
};

/** The certain numbers that a node's parts are, in order. */
function numbersAt(
  node: ElmNode,
  keys: readonly string[],
  scope: Scope,
  compiler: Compiler,
): readonly (string | undefined)[] {
  return keys.map((key) => {
    const written = nodeAt(node, key);
    const value = written === undefined ? undefined : plain(written, scope, compiler);
    return value?.kind === 'number' && value.low === value.high ? value.low : undefined;
  });
}

const daysOfMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The beginning of a day whose month and day stand in the text; undefined where it may not be a day of every year. */
function midnightOf(parts: readonly (string | undefined)[]): string | undefined {
  const [year, month = '', day = ''] = parts;
  const isWritten = /^\d+$/.test(month) && /^[1-9]\d?$/.test(day);
  const isDay = isWritten && Number(day) <= (daysOfMonth[Number(month) - 1] ?? 0);
  return year === undefined || !isDay
    ? undefined
    : `CAST(make_date(CAST(${year} AS INTEGER), ${month}, ${day}) AS TIMESTAMP)`;
}

const dateParts = ['year', 'month', 'day'];
const clockParts = ['hour', 'minute', 'second', 'millisecond', 'timezoneOffset'];

/** A time put together from all its parts, in UTC. */
const dateTime: Handler = (node, scope, compiler) => {
  const midnight = midnightOf(numbersAt(node, dateParts, scope, compiler));
  const clock = numbersAt(node, clockParts, scope, compiler);
  const isWritten = clock.every((part) => /^\d+$/.test(part ?? ''));
  if (midnight === undefined || !isWritten || clock[4] !== '0')
    return compiler.refuse('a time is put together from all its parts, in UTC, only', node, scope);
  const [hours, minutes, seconds, milliseconds] = clock;
  const time = `(${midnight} + INTERVAL '${hours} hours ${minutes} minutes ${seconds} seconds ${milliseconds} milliseconds')`;
  return exactTime(time, time);
};

const date: Handler = (node, scope, compiler) => {
  const midnight = midnightOf(numbersAt(node, dateParts, scope, compiler));
  return midnight === undefined
    ? compiler.refuse('a date is put together from a year and a written month and day', node, scope)
    : dateOf(exactTime(midnight, midnight));
};

const extreme =
  (which: 'least' | 'greatest'): Handler =>
  (node, scope, compiler) => {
    const type = (textAt(node, 'valueType') ?? '').replace(/^\{.*\}/, '');
    return type === 'DateTime'
      ? extremeTime(which)
      : compiler.refuse(`the ${which} ${type} is not compiled`, node, scope);
  };

export const calendarHandlers: Readonly<Record<string, Handler>> = {
  DifferenceBetween: difference,
  DateFrom: dateFrom,
  DateTime: dateTime,
  Date: date,
  DateTimeComponentFrom: component,
  ToDate: dateFrom,
  ToDateTime: toDateTime,
  MinValue: extreme('least'),
  MaxValue: extreme('greatest'),
};
