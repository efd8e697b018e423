import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isBefore, readDate, utcInstant } from './dates.ts';

describe('a date of FHIR', () => {
  test.each([
    ['2024-03-01', 'full'],
    ['2024-02-29', 'full'], // 2024 = 4 × 506
    ['2000-02-29', 'full'], // divisible by 400
    ['2024-03-01T12:00:00+01:00', 'full'],
    ['2024-03-01T12:00:00.123456Z', 'full'],
    ['2024-03-01T12:00Z', 'full'],
    ['2024-03-01T12+01:00', 'full'],
    ['2024', 'partial'],
    ['2024-03', 'partial'],
    ['2024-03-01T12:00:00', 'no-zone'],
    ['2024-03-01T12:00:00.5', 'no-zone'],
    ['2023-02-29', 'impossible'],
    ['1900-02-29', 'impossible'], // divisible by 100, not by 400
    ['2024-02-30', 'impossible'],
    ['2024-04-31', 'impossible'],
    ['2024-13-01', 'impossible'],
    ['2024-00-01', 'impossible'],
    ['2024-01-00', 'impossible'],
    ['0000-01-01', 'impossible'],
    ['2024-3-1', 'impossible'],
    ['20240301', 'impossible'],
    ['2024-03-01 12:00:00Z', 'impossible'],
    ['2024-03-01T24:00:00Z', 'impossible'],
    ['2024-03-01T12:60:00Z', 'impossible'],
    ['2024-03-01T12:00:60Z', 'impossible'],
    ['2024-03-01T12:00:00.Z', 'impossible'],
    ['2024-03-01T12:00:00+15:00', 'impossible'],
    ['2024-03-01T12:00:00+01', 'impossible'],
    ['2024-03-01T12:00:00Zulu', 'impossible'],
    ['2024-03-01T', 'impossible'],
    ['2024-', 'impossible'],
    ['', 'impossible'],
    ['yesterday', 'impossible'],
  ])('%s is %s', (text, reading) => {
    expect(readDate(text)).toBe(reading);
  });
  test('is one that the calendar of JavaScript gives back', () => {
    const part = (max: number) =>
      fc.integer({ min: 0, max }).map((n) => String(n).padStart(2, '0'));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9999 }), part(14), part(33), (year, month, day) => {
        const text = `${String(year).padStart(4, '0')}-${month}-${day}`;
        const instant = new Date(`${text}T00:00:00Z`);
        const isDay = !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(text);
        expect(readDate(text)).toBe(isDay ? 'full' : 'impossible');
      }),
    );
  });
});

describe('an end before its start', () => {
  test.each([
    ['2024-03-01', '2024-03-02', true],
    ['2024-03-02', '2024-03-01', false],
    ['2024-03', '2024-03-31', false], // any day of March may be meant
    ['2023', '2024-01-01', true],
    ['2024-03-01T10:00:00+01:00', '2024-03-01T11:00:00+01:00', true],
    ['2024-03-01T10:00:00Z', '2024-03-01T10:30:00+01:00', false], // 10:00 and 9:30 UTC
    ['2024-03-01T09:00:00Z', '2024-03-01T10:30:00+01:00', true], // 9:00 and 9:30 UTC
    ['2024-03-01T10:00:00', '2024-03-01T11:00:00Z', false], // the zone of the end is not known
    ['2024-03-01', '2024-03-01T11:00:00Z', false],
  ])('%s after %s: %s', (end, start, before) => {
    expect(isBefore(end, start)).toBe(before);
  });
});

describe('an instant', () => {
  test('is written in UTC with milliseconds', () => {
    expect(utcInstant('2024-03-01T12:00:00.5+01:00')).toBe('2024-03-01T11:00:00.500Z');
  });
  test('is empty where the text is none', () => {
    for (const text of ['2024-03-01', '2024-03-01T12:00:00', 'now', '2024-03-01T12+01:00'])
      expect(utcInstant(text)).toBe('');
  });
});
