import { expect, test } from 'vitest';
import { offsetMinutes } from './zone.ts';

const at = (text: string): number => Date.parse(text);

test.each([
  // Clocks in Sweden go forward at 01:00 UTC on the last Sunday of March, and back in October.
  ['Europe/Stockholm', '2025-03-30T00:59:59.999Z', 60],
  ['Europe/Stockholm', '2025-03-30T01:00:00.000Z', 120],
  ['Europe/Stockholm', '2025-10-26T00:59:59.999Z', 120],
  ['Europe/Stockholm', '2025-10-26T01:00:00.000Z', 60],
  ['Asia/Kathmandu', '2025-06-01T12:00:00.000Z', 345],
  ['Australia/Lord_Howe', '2025-10-04T15:29:59.999Z', 630],
  ['Australia/Lord_Howe', '2025-10-04T15:30:00.000Z', 660],
  // Liberia left an offset of −0:44:30 on 7 January 1972, at 00:44:30 UTC.
  ['Africa/Monrovia', '1972-01-07T00:44:29.000Z', -44],
  ['Africa/Monrovia', '1972-01-07T00:44:30.000Z', 0],
])('%s at %s', (zone, instant, minutes) => {
  const asked = () => offsetMinutes(zone, at(instant));
  // −44:30 is rounded to a whole minute, either way.
  expect(Math.abs(asked() - minutes)).toBeLessThanOrEqual(minutes === -44 ? 1 : 0);
  expect(asked()).toBe(asked());
});
