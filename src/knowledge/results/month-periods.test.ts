import { expect, test } from 'vitest';
import { monthPeriods } from './month-periods.ts';

test('a month begins and ends at midnight where the organisation is', () => {
  const [march] = monthPeriods(['2026-03'], 'Europe/Stockholm');
  // Clocks go forward on 29 March: winter time at its start, summer time at its end.
  expect(march).toMatchObject({
    start: '2026-02-28T23:00:00.000Z',
    end: '2026-03-31T22:00:00.000Z',
  });
});

test('the end of one month is the start of the next', () => {
  const [october, november] = monthPeriods(['2026-10', '2026-11'], 'Europe/Stockholm');
  expect(october?.end).toBe(november?.start);
});
