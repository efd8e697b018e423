import { Date as CqlDate, DateTime, Quantity } from 'cql-execution';
import { isMissing } from './run.ts';

/** Far from the ends of the calendar, where the engine decides. */
const yearMin = 100;
const yearMax = 9900;

interface MovedBy {
  readonly of: 'month' | 'day';
  readonly each: number;
}

const year: MovedBy = { of: 'month', each: 12 };
const month: MovedBy = { of: 'month', each: 1 };
const day: MovedBy = { of: 'day', each: 1 };

/** Units by their names in CQL and in UCUM. */
const units: ReadonlyMap<string, MovedBy> = new Map([
  ...['year', 'years', 'a', 'a_g'].map((name) => [name, year] as const),
  ...['month', 'months', 'mo', 'mo_g'].map((name) => [name, month] as const),
  ...['day', 'days', 'd'].map((name) => [name, day] as const),
]);

/**
 * A date, or a time with an offset, whose day is known, moved by whole years, months or days without the engine's way
 * over its calendar; undefined where that way is needed.
 */
export function movedTime(
  time: unknown,
  amount: unknown,
  sign: 1 | -1,
): DateTime | CqlDate | undefined {
  if (!(amount instanceof Quantity) || !Number.isInteger(amount.value)) return undefined;
  const unit = units.get(amount.unit ?? '');
  if (unit === undefined || !(time instanceof DateTime || time instanceof CqlDate))
    return undefined;
  const moved = movedDay(time, unit, sign * Number(amount.value));
  if (moved === undefined) return undefined;
  const [ofYear, ofMonth, ofDay] = moved;
  if (time instanceof CqlDate) return new CqlDate(ofYear, ofMonth, ofDay);
  const { hour, minute, second, millisecond: ms, timezoneOffset: offset } = time;
  if (isMissing(offset)) return undefined;
  return new DateTime(ofYear, ofMonth, ofDay, hour, minute, second, ms, offset);
}

type Day = readonly [year: number, month: number, day: number];

function movedDay(time: DateTime | CqlDate, { of, each }: MovedBy, count: number): Day | undefined {
  const { year, month, day } = time;
  if (isMissing(year) || isMissing(month) || isMissing(day)) return undefined;
  const moved =
    of === 'day'
      ? movedDays(year, month, day + count)
      : movedMonths(year, month + count * each, day);
  return isFarFromEnds(year) && isFarFromEnds(moved[0]) ? moved : undefined;
}

const isFarFromEnds = (year: number): boolean => year > yearMin && year < yearMax;

function movedDays(year: number, month: number, day: number): Day {
  const moved = new Date(Date.UTC(year, month - 1, day));
  return [moved.getUTCFullYear(), moved.getUTCMonth() + 1, moved.getUTCDate()];
}

/** The same day of the month, or its last where it is shorter. */
function movedMonths(year: number, month: number, day: number): Day {
  const [ofYear, ofMonth] = movedDays(year, month, 1);
  const last = new Date(Date.UTC(ofYear, ofMonth, 0)).getUTCDate();
  return [ofYear, ofMonth, Math.min(day, last)];
}
