import { describe, expect, test } from 'vitest';
import { demoCalendar, monthIndex } from './calendar.ts';

const calendar = demoCalendar('2025-12');
const dayOf = (date: string): number => calendar.dates.indexOf(date);

describe('the demo calendar', () => {
  test('holds 48 whole months that end with the last one, and a quarter before them', () => {
    expect(calendar.from).toBe('2022-01');
    expect(calendar.monthStarts).toHaveLength(49);
    expect(calendar.dates[calendar.fromDay]).toBe('2022-01-01');
    expect(calendar.dates[calendar.recordsDay]).toBe('2021-10-01');
    expect(calendar.dates[calendar.endDay]).toBe('2026-01-01');
    expect(monthIndex(calendar, calendar.fromDay)).toBe(0);
    expect(monthIndex(calendar, calendar.fromDay - 1)).toBe(-1);
    expect(monthIndex(calendar, calendar.endDay - 1)).toBe(47);
  });
  test.each([
    ['2025-04-18', '2025-04-22'], // Good Friday to the Tuesday after Easter Monday
    ['2025-05-29', '2025-05-30'], // Ascension Day
    ['2025-06-20', '2025-06-23'], // Midsummer Eve, a Friday
    ['2025-12-24', '2025-12-29'], // three days of Christmas and a weekend
    ['2024-04-01', '2024-04-02'], // Easter Monday
    ['2025-09-02', '2025-09-02'],
  ])('after %s the next working day is %s', (date, next) => {
    expect(calendar.dates[calendar.nextWorkday[dayOf(date)] ?? -1]).toBe(next);
  });
  test.each([
    ['2025-09-06', '2025-09-05'], // Saturday to Friday
    ['2025-09-07', '2025-09-08'], // Sunday to Monday
    ['2025-12-25', '2025-12-23'], // as far to the 27th, a Saturday
  ])('closest to %s the working day is %s', (date, closest) => {
    expect(calendar.dates[calendar.nearestWorkday[dayOf(date)] ?? -1]).toBe(closest);
  });
  test('changes the clock on the last Sundays of March and October', () => {
    const changes = calendar.dates.filter((_, day) => calendar.clockChanges[day]);
    expect(changes.filter((date) => date.startsWith('2025'))).toEqual(['2025-03-30', '2025-10-26']);
    expect(calendar.offsets[dayOf('2025-03-29')]).toBe('+01:00');
    expect(calendar.offsets[dayOf('2025-03-30')]).toBe('+02:00');
    expect(calendar.offsets[dayOf('2025-10-26')]).toBe('+01:00');
  });
});
