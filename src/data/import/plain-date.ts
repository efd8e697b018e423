import { readDate } from './dates.ts';

const zero = 0x30;
const dash = 0x2d;
const [dayLength, shortest, longest] = [10, 20, 40];

/**
 * Whether these bytes are a whole day, or an instant with its offset: what `readDate` calls 'full'. A year or month, a time
 * without offset and anything unsure are not.
 */
export function isPlainDate(bytes: Uint8Array, start: number, end: number): boolean {
  const length = end - start;
  if (length < dayLength || length > longest) return false;
  if (length === dayLength) return isDay(bytes, start);
  return length >= shortest && isDay(bytes, start) && isInstant(bytes, start, end);
}

/** A day that every month has; the last three are for the reader that knows the calendar. */
function isDay(bytes: Uint8Array, at: number): boolean {
  const year = twoDigits(bytes, at) * 100 + twoDigits(bytes, at + 2);
  const month = twoDigits(bytes, at + 5);
  const day = twoDigits(bytes, at + 8);
  if (!(year > 0 && month >= 1 && month <= 12 && day >= 1 && day <= 31)) return false;
  if (bytes[at + 4] !== dash || bytes[at + 7] !== dash) return false;
  return day <= 28 || readDate(textOf(bytes, at, at + dayLength)) === 'full';
}

const [tee, colon, zulu, plus] = [0x54, 0x3a, 0x5a, 0x2b];

/** With seconds; a fraction is left to the reader of texts. */
function isInstant(bytes: Uint8Array, start: number, end: number): boolean {
  const [hour, minute, second] = [
    twoDigits(bytes, start + 11),
    twoDigits(bytes, start + 14),
    twoDigits(bytes, start + 17),
  ];
  const hasTime =
    bytes[start + 10] === tee && bytes[start + 13] === colon && bytes[start + 16] === colon;
  if (!hasTime || !(hour <= 23 && minute <= 59 && second <= 59)) return false;
  const sign = bytes[start + 19];
  if (sign === zulu) return end === start + 20;
  if (sign !== plus && sign !== dash) return readDate(textOf(bytes, start, end)) === 'full';
  const isOffset = twoDigits(bytes, start + 20) <= 14 && twoDigits(bytes, start + 23) <= 59;
  return isOffset && bytes[start + 22] === colon && end === start + 25;
}

/** NaN, which is neither more nor less than anything, when there are not two digits. */
function twoDigits(bytes: Uint8Array, at: number): number {
  const [tens, ones] = [(bytes[at] ?? 0) - zero, (bytes[at + 1] ?? 0) - zero];
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

const textOf = (bytes: Uint8Array, start: number, end: number): string =>
  String.fromCharCode(...bytes.subarray(start, end));
