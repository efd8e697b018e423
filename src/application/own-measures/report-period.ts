import { ProblemError, problem } from '#core';
import { offsetAtLocalTime } from '#cql';

/** From the first midnight to the one after the last day, as instants; the end does not belong to it. */
export interface ReportPeriod {
  readonly start: string;
  readonly end: string;
}

const datePattern = /^\d{4}(-\d{2}(-\d{2})?)?$/;

/**
 * A period as people write it: a year, a month, a day, or two of these with a stroke between them, both included.
 *
 * @param timeZone whose midnights count
 * @example '2026-03', '2026-01-01/2026-03-31'
 */
export function reportPeriod(text: string, timeZone: string): ReportPeriod {
  const [first = '', last = first, ...more] = text.split('/');
  if (more.length > 0 || !datePattern.test(first) || !datePattern.test(last))
    throw notAPeriod(text);
  const [start, end] = [firstDay(first), dayAfter(last)];
  if (Number.isNaN(start) || Number.isNaN(end) || start >= end) throw notAPeriod(text);
  return { start: midnight(start, timeZone), end: midnight(end, timeZone) };
}

const firstDay = (date: string): number =>
  Date.parse(`${date.padEnd(10, '-01-01'.slice(-(10 - date.length)))}T00:00:00Z`);

function dayAfter(date: string): number {
  const [year = 0, month, day] = date.split('-').map(Number);
  if (month === undefined) return Date.UTC(year + 1, 0, 1);
  if (day === undefined) return Date.UTC(year, month, 1);
  return Date.UTC(year, month - 1, day + 1);
}

const midnight = (localAsUtcMs: number, timeZone: string): string =>
  new Date(localAsUtcMs - offsetAtLocalTime(timeZone, localAsUtcMs) * 60_000).toISOString();

/** The period as the relation that compiled questions read. */
export const periodCte = ({ start, end }: ReportPeriod): string =>
  `period AS (SELECT 1 AS period_id, ${timestamp(start)} AS period_start, ${timestamp(end)} AS period_end)`;

const timestamp = (instant: string): string =>
  `TIMESTAMP '${instant.replace('T', ' ').replace('Z', '')}'`;

const notAPeriod = (text: string): ProblemError =>
  new ProblemError(
    problem(
      'not-a-period',
      `'${text}' is not a period.`,
      'Write a year, a month or a day, or the first and the last: 2026, 2026-03, 2026-01-01/2026-03-31.',
      '--period',
    ),
  );
