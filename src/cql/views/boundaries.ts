import type { Applied, InstantWords } from './dialect.ts';
import { isTemporal } from './fhir-elements.ts';
import { clockPattern, statesOffset, temporalPattern } from './instants.ts';

type BoundarySide = 'low' | 'high';

/** Fills a clock time up to milliseconds; a stated fraction is exact. */
const fullClock = (clock: string, side: BoundarySide): string => {
  const ends = side === 'low' ? '00:00:00.000' : '23:59:59.999';
  return (
    `CASE WHEN length(${clock}) > 8 THEN rpad(${clock}, 12, '0')` +
    ` ELSE ${clock} || substr('${ends}', length(${clock}) + 1) END`
  );
};

/** Fills a date up to its first or last day; null when there is no such month. */
function fullDate(date: string, side: BoundarySide, words: InstantWords): string {
  const months =
    side === 'low'
      ? `${date} || '-01'`
      : words.isoDate(
          `${words.wallClock(`(${date} || '-01T00:00:00')`)} + INTERVAL '1 month' - INTERVAL '1 day'`,
        );
  const [first, last] = ['-01-01', '-12-31'];
  return `CASE length(${date}) WHEN 4 THEN ${date} || '${side === 'low' ? first : last}' WHEN 7 THEN ${months} ELSE ${date} END`;
}

/** Without an offset a time may have been anywhere: the earliest place is +14:00, the latest -12:00. */
function fullDateTime(text: string, side: BoundarySide, words: InstantWords): string {
  const anywhere = side === 'low' ? '+14:00' : '-12:00';
  const offset =
    `CASE WHEN NOT (${statesOffset(text)}) THEN '' WHEN right(${text}, 1) = 'Z' THEN 'Z'` +
    ` ELSE right(${text}, 6) END`;
  const clock = `(substr(${text}, 12, length(${text}) - 11 - length(${offset})))`;
  const day = `(substr(${text}, 1, 10))`;
  return (
    `CASE WHEN length(${text}) <= 10 THEN ${fullDate(day, side, words)} || 'T' || ${fullClock("''", side)} || '${anywhere}'` +
    ` ELSE ${day} || 'T' || ${fullClock(clock, side)} || coalesce(NULLIF(${offset}, ''), '${anywhere}') END`
  );
}

/** SQL for FHIRPath's lowBoundary() and highBoundary() of a date, dateTime, instant, time or the text of a number. */
export function boundary(
  side: BoundarySide,
  text: string,
  { type }: Pick<Applied, 'type'>,
  words: InstantWords,
): string {
  if (type === 'time') {
    return `CASE WHEN ${words.matches(text, clockPattern)} THEN ${fullClock(text, side)} END`;
  }
  if (!isTemporal(type)) return words.decimalBoundary(text, side === 'low' ? '-' : '+');
  const full = type === 'date' ? fullDate(text, side, words) : fullDateTime(text, side, words);
  return `CASE WHEN ${words.matches(text, temporalPattern)} THEN ${full} END`;
}
