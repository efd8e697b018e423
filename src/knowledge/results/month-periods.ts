import { addMonths, type Month, monthNumber } from '#core';
import { offsetAtLocalTime } from '#cql';

/** A calendar month as a measurement period: from its first midnight to the next month's, on the clocks of a zone. */
export interface MonthPeriod {
  /** The month's number, so that results find their month. */
  readonly id: number;
  readonly month: Month;
  /** Instants in UTC; the end does not belong to the period. */
  readonly start: string;
  readonly end: string;
}

/** @param timeZone an IANA name such as Europe/Stockholm */
export const monthPeriods = (months: readonly Month[], timeZone: string): readonly MonthPeriod[] =>
  months.map((month) => ({
    id: monthNumber(month),
    month,
    start: firstInstant(month, timeZone),
    end: firstInstant(addMonths(month, 1), timeZone),
  }));

function firstInstant(month: Month, timeZone: string): string {
  const midnightMs = Date.parse(`${month}-01T00:00:00Z`);
  const offsetMs = offsetAtLocalTime(timeZone, midnightMs) * 60_000;
  return new Date(midnightMs - offsetMs).toISOString();
}
