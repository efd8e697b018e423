import { Refusal } from './refusal.ts';
import { exactTime, stepped, timeFromOrigin, withStandIn } from './times.ts';
import type { TimePiece, TimeValue } from './value.ts';

/**
 * A time moved by whole days; the calendar of the place moves with it. Beyond the last moment there is no time, so
 * what stands in for an end that is not recorded falls away when it is moved onwards.
 */
export function plusDays(recorded: TimeValue, count: number): TimeValue {
  const time = count > 0 ? { ...recorded, standIn: null } : withStandIn(recorded);
  const { origin, clock } = time;
  if (time.isExact) {
    if (clock === null) throw beyond();
    return exactTime(
      stepped(time.piece('low'), count),
      stepped(clock, count),
      stepped(time.piece('from'), count),
    );
  }
  if (origin === null || origin.shift !== 0) {
    return { ...time, piece: (which) => movedPiece(time.piece, which, count), origin: null };
  }
  const name = `${origin.name}_${count < 0 ? 'minus' : 'plus'}_${Math.abs(count)}_days`;
  return timeFromOrigin({ ...origin, name, shift: count }, time.type);
}

/** A month moved by days is the month in which its first day (its last, backwards) then lies. */
function movedPiece(piece: (which: TimePiece) => string, which: TimePiece, count: number): string {
  const start = `(${piece(count < 0 ? 'last' : 'first')} ${count < 0 ? '-' : '+'} ${Math.abs(count)})`;
  const first = (unit: string): string => `date_trunc('${unit}', ${start})`;
  const afterLast = (unit: string): string =>
    `date_trunc('${unit}', ${start}) + INTERVAL '1 ${unit}'`;
  const by = (day: string, coarse: (unit: string) => string): string =>
    `CASE WHEN ${piece('digits')} >= 10 THEN ${day} WHEN ${piece('digits')} = 7 THEN ${coarse('month')} ELSE ${coarse('year')} END`;
  const shift = (unit: string): string =>
    `(CAST(${first(unit)} AS DATE) - ${piece('first')}) * INTERVAL '1 day'`;
  switch (which) {
    case 'digits':
    case 'midnight':
      return piece(which);
    case 'from':
      return by(stepped(piece('from'), count), (unit) => `${first(unit)} - INTERVAL '6 hours'`);
    case 'until':
      return by(
        stepped(piece('until'), count),
        (unit) => `${afterLast(unit)} - INTERVAL '18 hours'`,
      );
    case 'first':
      return by(`${piece('first')} + ${count}`, (unit) => `CAST(${first(unit)} AS DATE)`);
    case 'last':
      return by(
        `${piece('last')} + ${count}`,
        (unit) => `CAST(${afterLast(unit)} - INTERVAL '1 day' AS DATE)`,
      );
    case 'low':
      return by(stepped(piece('low'), count), (unit) => `${piece('low')} + ${shift(unit)}`);
    case 'high':
      return by(
        stepped(piece('high'), count),
        (unit) =>
          `${piece('low')} + (${afterLast(unit)} - CAST(${piece('first')} AS TIMESTAMP)) - INTERVAL '1 millisecond'`,
      );
    default:
      return which satisfies never;
  }
}

/**
 * A time moved by milliseconds. On which day a recorded time then lies depends on the clocks where it was recorded, and is
 * refused; one that is known to the day alone moves by whole days, and a month alone stays that month.
 */
export function plusMilliseconds(time: TimeValue, count: number): TimeValue | undefined {
  const { clock } = time;
  const step = (sql: string): string =>
    `${sql} ${count < 0 ? '-' : '+'} INTERVAL '${Math.abs(count)} milliseconds'`;
  if (time.isExact)
    return clock === null ? undefined : exactTime(step(time.piece('low')), step(clock));
  if (time.type === 'Date' || Math.abs(count) >= shortestMonthDays * dayMs) return undefined;
  const settled = count > 0 ? { ...time, standIn: null } : withStandIn(time);
  const days = Math.trunc(count / dayMs);
  const byDays = days === 0 ? settled : plusDays(settled, days);
  return {
    ...settled,
    origin: null,
    piece: (which) => movedByClock(settled.piece, byDays.piece, which, step),
  };
}

const dayMs = 86_400_000;
/** A month alone stays the same month when it is moved by less. */
const shortestMonthDays = 28;

function movedByClock(
  piece: (which: TimePiece) => string,
  byDays: (which: TimePiece) => string,
  which: TimePiece,
  step: (sql: string) => string,
): string {
  if (which === 'digits') return piece('digits');
  if (which === 'low' || which === 'high')
    return `CASE WHEN ${piece('digits')} > 10 THEN ${step(piece(which))} WHEN ${piece('digits')} = 10 THEN ${byDays(which)} ELSE ${piece(which)} END`;
  throw new Refusal('the day of a recorded time that was moved by hours is not compiled', '');
}

/**
 * A time moved by months; its clock stays, and the 31st becomes the last day of a shorter month. A year alone moves by
 * whole years.
 */
export function plusMonths(recorded: TimeValue, count: number): TimeValue {
  const time = count > 0 ? { ...recorded, standIn: null } : withStandIn(recorded);
  const { clock } = time;
  if (time.isExact) {
    if (clock === null) throw beyond();
    const moved = `(${byMonths(clock, count)})`;
    return exactTime(`${time.piece('low')} + (${moved} - ${clock})`, moved);
  }
  return {
    ...time,
    origin: null,
    standIn: null,
    clock: null,
    piece: (which) => movedByMonths(time.piece, ofDate(time, which), count),
  };
}

/** The low and the high of a date are its days. */
const ofDate = ({ type }: TimeValue, which: TimePiece): TimePiece => {
  if (type !== 'Date') return which;
  if (which === 'low') return 'first';
  return which === 'high' ? 'last' : which;
};

const byMonths = (sql: string, count: number): string =>
  `${sql} ${count < 0 ? '-' : '+'} INTERVAL '${Math.abs(count)} months'`;

function movedByMonths(
  piece: (which: TimePiece) => string,
  which: TimePiece,
  count: number,
): string {
  const digits = piece('digits');
  const first = `CAST(${piece('first')} AS TIMESTAMP)`;
  const begins = `CASE WHEN ${digits} = 4 THEN ${byMonths(first, Math.trunc(count / 12) * 12)} ELSE ${byMonths(first, count)} END`;
  const unit = `CASE ${digits} WHEN 4 THEN INTERVAL '1 year' WHEN 7 THEN INTERVAL '1 month' ELSE INTERVAL '1 day' END`;
  const isPartial = `${digits} < 10`;
  switch (which) {
    case 'digits':
    case 'midnight':
      return piece(which);
    case 'first':
      return `CAST(${begins} AS DATE)`;
    case 'last':
      return `CAST((${begins}) + ${unit} - INTERVAL '1 day' AS DATE)`;
    case 'from':
      return `(${begins}) - CASE WHEN ${isPartial} THEN INTERVAL '6 hours' ELSE INTERVAL '0 hours' END`;
    case 'until':
      return `(${begins}) + ${unit} - CASE WHEN ${isPartial} THEN INTERVAL '18 hours' ELSE INTERVAL '24 hours' END`;
    case 'low':
      return `${piece('low')} + ((${begins}) - ${first})`;
    case 'high':
      return `CASE WHEN ${digits} <= 10 THEN ${piece('low')} + ((${begins}) + ${unit} - ${first}) - INTERVAL '1 millisecond' ELSE ${piece('high')} + ((${begins}) - ${first}) END`;
    default:
      return which satisfies never;
  }
}

const beyond = (): Refusal =>
  new Refusal('moving the first or last moment there is is not compiled', '');
