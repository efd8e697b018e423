/** How a date, dateTime or instant of FHIR reads. */
export type DateReading = 'full' | 'partial' | 'no-zone' | 'impossible';

const daysOfMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
const [dash, colon, dot, plus, tee, zulu] = [0x2d, 0x3a, 0x2e, 0x2b, 0x54, 0x5a];
const zero = 0x30;

/**
 * Reads a date text by the calendar: which day exists, which hour, which offset from UTC. Written by hand,
 * for an import reads several of them on every line.
 *
 * @returns 'partial' for a year or a year and month, 'no-zone' for a time without offset
 * @example readDate('2023-02-29') // 'impossible'
 */
export function readDate(text: string): DateReading {
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  if (!(year > 0)) return 'impossible';
  if (text.length === 4) return 'partial';
  const month = twoDigits(text, 5);
  if (text.charCodeAt(4) !== dash || !(month >= 1 && month <= 12)) return 'impossible';
  if (text.length === 7) return 'partial';
  const day = twoDigits(text, 8);
  if (text.charCodeAt(7) !== dash || !(day >= 1 && day <= daysIn(year, month))) return 'impossible';
  if (text.length === 10) return 'full';
  return text.charCodeAt(10) === tee ? readTime(text) : 'impossible';
}

function daysIn(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && isLeap ? 29 : (daysOfMonth[month - 1] ?? 0);
}

/** The time after the 'T' at place 10: hours, or hours and minutes, or seconds too, with a fraction or without. */
function readTime(text: string): DateReading {
  if (!(twoDigits(text, 11) <= 23)) return 'impossible';
  let at = 13;
  for (let part = 0; part < 2 && text.charCodeAt(at) === colon; part++) {
    if (!(twoDigits(text, at + 1) <= 59)) return 'impossible';
    at += 3;
  }
  if (at === 19 && text.charCodeAt(at) === dot) {
    const from = at + 1;
    for (at = from; isDigit(text.charCodeAt(at)); ) at += 1;
    if (at === from) return 'impossible';
  }
  return readZone(text, at);
}

/** Offsets reach to fourteen hours on either side. */
function readZone(text: string, at: number): DateReading {
  if (at === text.length) return 'no-zone';
  const sign = text.charCodeAt(at);
  if (sign === zulu) return at + 1 === text.length ? 'full' : 'impossible';
  const isOffset =
    (sign === plus || sign === dash) &&
    text.length === at + 6 &&
    text.charCodeAt(at + 3) === colon &&
    twoDigits(text, at + 1) <= 14 &&
    twoDigits(text, at + 4) <= 59;
  return isOffset ? 'full' : 'impossible';
}

const isDigit = (code: number): boolean => code >= zero && code <= zero + 9;

/** NaN, which is neither more nor less than anything, when there are not two digits. */
function twoDigits(text: string, at: number): number {
  const [tens, ones] = [text.charCodeAt(at), text.charCodeAt(at + 1)];
  return isDigit(tens) && isDigit(ones) ? (tens - zero) * 10 + ones - zero : Number.NaN;
}

/** Whether the end is certainly before the start; false when their precision or zone leaves a doubt. */
export function isBefore(end: string, start: string): boolean {
  if (end.length > 10 && start.length > 10) {
    // The same offset, as nearly always: the text decides.
    if (end.length === start.length && end.slice(19) === start.slice(19)) return end < start;
    const isKnown = readDate(end) === 'full' && readDate(start) === 'full';
    return isKnown && Date.parse(end) < Date.parse(start);
  }
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
