/** How a date, dateTime or instant of FHIR reads. */
export type DateReading = 'full' | 'partial' | 'no-zone' | 'impossible';

const pattern =
  /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d)(?::(\d\d)(?::(\d\d)(?:\.\d+)?)?)?(Z|[+-]\d\d:\d\d)?)?)?)?$/;
const daysOfMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/**
 * Reads a date text by the calendar: which day exists, which hour, which offset from UTC.
 *
 * @returns 'partial' for a year or a year and month, 'no-zone' for a time without offset
 * @example readDate('2023-02-29') // 'impossible'
 */
export function readDate(text: string): DateReading {
  const parts = pattern.exec(text);
  if (parts === null) return 'impossible';
  const [, year, month, day, hour, minute, second, zone] = parts;
  if (year === '0000') return 'impossible';
  if (!isCalendarDay(Number(year), Number(month ?? 1), Number(day ?? 1))) return 'impossible';
  if (day === undefined) return 'partial';
  if (hour === undefined) return 'full';
  if (Number(hour) > 23 || Number(minute ?? 0) > 59 || Number(second ?? 0) > 59)
    return 'impossible';
  if (zone === undefined) return 'no-zone';
  return isOffset(zone) ? 'full' : 'impossible';
}

function isCalendarDay(year: number, month: number, day: number): boolean {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = month === 2 && isLeap ? 29 : (daysOfMonth[month - 1] ?? 0);
  return day >= 1 && day <= days;
}

/** Offsets reach to fourteen hours on either side. */
const isOffset = (zone: string): boolean =>
  zone === 'Z' || (Number(zone.slice(1, 3)) <= 14 && Number(zone.slice(4)) <= 59);

/** Whether the end is certainly before the start; false when their precision or zone leaves a doubt. */
export function isBefore(end: string, start: string): boolean {
  const hasTimes = end.length > 10 && start.length > 10;
  if (hasTimes && readDate(end) === 'full' && readDate(start) === 'full')
    return Date.parse(end) < Date.parse(start);
  // A day may begin 26 hours earlier elsewhere: only dates without times compare by their text.
  if (end.length > 10 || start.length > 10) return false;
  const length = Math.min(end.length, start.length);
  return end.slice(0, length) < start.slice(0, length);
}

/** An instant as the store writes it, in UTC with milliseconds; empty when the text is no full instant. */
export function utcInstant(text: string): string {
  if (text.length <= 10 || readDate(text) !== 'full') return '';
  const instant = Date.parse(text);
  // Hours without minutes are FHIRPath's, not ISO's: no source writes meta.lastUpdated so.
  return Number.isNaN(instant) ? '' : new Date(instant).toISOString();
}
