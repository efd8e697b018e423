import { addMonths, type Month, monthNumber } from '#core';
import { at } from './at.ts';

/**
 * The days the demo knows, counted from 0. Patients are followed from day 0 so that everything is in full swing
 * when the records begin; the records begin a quarter before the first of the 48 months, so that what looks
 * back (waits, readmissions, responses) is right from the first month on.
 */
export interface Calendar {
  /** Days from 1970-01-01 to day 0. */
  readonly firstEpochDay: number;
  /** The first of the whole months, 48 of them, and the last. */
  readonly from: Month;
  readonly until: Month;
  /** Day on which the delivered records begin, on which the first whole month begins, and after which nothing happens. */
  readonly recordsDay: number;
  readonly fromDay: number;
  readonly endDay: number;
  /** '2026-03-01' for each day, a month past the end included for visits that are booked. */
  readonly dates: readonly string[];
  /** Offset in Stockholm at daytime. */
  readonly offsets: readonly string[];
  /** 0 for January. */
  readonly monthOfYear: readonly number[];
  readonly nextWorkday: readonly number[];
  /** The working day closest to each day, the earlier of two. */
  readonly nearestWorkday: readonly number[];
  readonly clockChanges: readonly boolean[];
  /** First day of each whole month, and the end. */
  readonly monthStarts: readonly number[];
}

const demoMonths = 48;
const monthsOfRecordsBefore = 3;
const monthsFollowedBefore = 17;
const daysBooked = 45;
const dayMs = 86_400_000;

export function demoCalendar(until: Month): Calendar {
  const from = addMonths(until, 1 - demoMonths);
  const firstEpochDay = epochDay(addMonths(from, -monthsFollowedBefore));
  const dayOf = (month: Month): number => epochDay(month) - firstEpochDay;
  const endDay = dayOf(addMonths(until, 1));
  const days = Array.from({ length: endDay + daysBooked }, (_, i) => firstEpochDay + i);
  const dates = days.map((day) => new Date(day * dayMs).toISOString().slice(0, 10));
  const closed = days.map((day) => isWeekend(day) || isPublicHoliday(day));
  return {
    firstEpochDay,
    from,
    until,
    recordsDay: dayOf(addMonths(from, -monthsOfRecordsBefore)),
    fromDay: dayOf(from),
    endDay,
    dates,
    offsets: days.map((day) => (isSummerTime(day) ? '+02:00' : '+01:00')),
    monthOfYear: dates.map((date) => Number(date.slice(5, 7)) - 1),
    nextWorkday: closed.map((_, i) => nextOpen(closed, i)),
    nearestWorkday: closed.map((_, i) => nearestOpen(closed, i)),
    clockChanges: days.map((day) => isSummerTime(day) !== isSummerTime(day - 1)),
    monthStarts: Array.from({ length: demoMonths + 1 }, (_, i) => dayOf(addMonths(from, i))),
  };
}

/** No closure is longer than this many days. */
const closedDaysMax = 14;

const nextOpen = (closed: readonly boolean[], day: number): number =>
  day + closed.slice(day, day + closedDaysMax).indexOf(false);

function nearestOpen(closed: readonly boolean[], day: number): number {
  for (let apart = 0; apart < Math.min(day, closedDaysMax); apart++) {
    if (closed[day - apart] === false) return day - apart;
    if (closed[day + apart] === false) return day + apart;
  }
  return day;
}

/** Which of the whole months a day lies in, counted from 0; negative in the quarter before. */
export const monthIndex = (calendar: Calendar, day: number): number =>
  monthNumber(at(calendar.dates, day).slice(0, 7)) - monthNumber(calendar.from);

function epochDay(month: Month): number {
  const number = monthNumber(month);
  return Date.UTC(Math.floor(number / 12), number % 12, 1) / dayMs;
}

/** Day 0 of the epoch was a Thursday. */
const weekday = (day: number): number => (day + 4) % 7;
const isWeekend = (day: number): boolean => weekday(day) % 6 === 0;

const yearOf = (day: number): number => new Date(day * dayMs).getUTCFullYear();
const dayIn = (year: number, month: number, date: number): number =>
  Date.UTC(year, month - 1, date) / dayMs;
const lastSunday = (year: number, month: number): number => {
  const last = dayIn(year, month + 1, 0);
  return last - weekday(last);
};

/** From the last Sunday of March to the last of October (Directive 2000/84/EC). */
function isSummerTime(day: number): boolean {
  const year = yearOf(day);
  return day >= lastSunday(year, 3) && day < lastSunday(year, 10);
}

/** Days on which Swedish outpatient care is closed, weekends apart. */
function isPublicHoliday(day: number): boolean {
  const date = new Date(day * dayMs).toISOString().slice(5, 10);
  if (fixedHolidays.has(date)) return true;
  const afterEaster = day - easterDay(yearOf(day));
  if (afterEaster === -2 || afterEaster === 1 || afterEaster === 39) return true;
  return weekday(day) === 5 && date >= '06-19' && date <= '06-25';
}

const fixedHolidays: ReadonlySet<string> = new Set([
  '01-01',
  '01-06',
  '05-01',
  '06-06',
  '12-24',
  '12-25',
  '12-26',
  '12-31',
]);

/** Easter Sunday by the anonymous Gregorian rule (Nature, 20 April 1876), as given by Meeus. */
function easterDay(year: number): number {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - Math.floor(b / 4) - g + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 19 * l) / 433);
  const month = Math.floor((h + l - 7 * m + 90) / 25);
  return dayIn(year, month, (h + l - 7 * m + 33 * month + 19) % 32);
}
