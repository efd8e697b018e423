// What is worked out without the engine's calendar is what the engine works out with it.
import { Date as CqlDate, DateTime, Quantity } from 'cql-execution';
import { doAddition, doSubtraction } from 'cql-execution/lib/datatypes/quantity.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ElmNode } from '../../elm.ts';
import { engineIsCorrected } from '../engine-corrections.ts';
import { OnePatient } from '../patient-source.ts';
import { Compiler } from './compiler.ts';
import { movedTime } from './moved-time.ts';
import { Scope } from './scope.ts';
import { times } from './times.ts';

const lastOfMonth = (year: number, month: number) =>
  new Date(Date.UTC(year, month, 0)).getUTCDate();
const day = fc
  .tuple(fc.constantFrom(1900, 1999, 2000, 2024, 2025, 2026), fc.integer({ min: 1, max: 12 }))
  .chain(([year, month]) =>
    fc.tuple(
      fc.constant(year),
      fc.constant(month),
      fc.integer({ min: 1, max: lastOfMonth(year, month) }),
    ),
  );
const clock = fc.constantFrom(
  ...([
    [null, null, null, null],
    [0, null, null, null],
    [23, 59, null, null],
    [8, 30, 15, null],
    [8, 30, 15, 0],
    [23, 59, 59, 999],
  ] as const),
);
const date = day.map((parts) => new CqlDate(...parts));
const dateTime = fc
  .tuple(day, clock, fc.constantFrom(0, 1, 2, -5, 5.5))
  .map(([parts, hours, offset]) => new DateTime(...parts, ...hours, offset));
const amount = fc
  .tuple(
    fc.integer({ min: -400, max: 400 }),
    fc.constantFrom('year', 'years', 'months', 'mo', 'day', 'd'),
  )
  .map(([value, unit]) => new Quantity(value, unit));

test('a time is moved as the engine moves it', () => {
  expect(engineIsCorrected).toBe(true);
  fc.assert(
    fc.property(fc.oneof(date, dateTime), amount, (time, quantity) => {
      expect(movedTime(time, quantity, 1)).toEqual(doAddition(time, quantity));
      expect(movedTime(time, quantity, -1)).toEqual(doSubtraction(time, quantity));
    }),
    { seed: 20_261_122, numRuns: 300 },
  );
});

const pair = fc.oneof(
  fc.tuple(date, date),
  fc.tuple(dateTime, dateTime),
  fc.tuple(dateTime, clock).map(([one, hours]) => [one, withClock(one, hours)] as const),
);

const withClock = (
  { year, month, day: ofMonth, timezoneOffset }: DateTime,
  hours: readonly (number | null)[],
) => new DateTime(year, month, ofMonth, ...hours.slice(0, 4), timezoneOffset);

test.each([
  ...['Year', 'Month', 'Week', 'Day'].map((precision) => ['CalculateAgeAt', precision] as const),
  ...['Year', 'Month', 'Week', 'Day', 'Hour', 'Minute'].map(
    (precision) => ['DurationBetween', precision] as const,
  ),
])('%s in %s is what the engine finds', (type, precision) => {
  fc.assert(
    fc.property(pair, ([from, to]) => {
      const isOfClock = precision === 'Hour' || precision === 'Minute';
      fc.pre(!(isOfClock && from instanceof CqlDate));
      const between = from.durationBetween(to, precision.toLowerCase());
      const found = between?.isPoint() === true ? between.low : between;
      const ours = answered({ type, precision }, from, to);
      expect(withoutSignOfZero(ours)).toEqual(withoutSignOfZero(found));
    }),
    { seed: 20_261_122, numRuns: 150 },
  );
});

/** Where less than a unit lies between, the engine may say −0. */
const withoutSignOfZero = (value: unknown): unknown => (value === 0 ? 0 : value);

/** What the compiled operator says about two values. */
function answered(node: ElmNode, from: unknown, to: unknown): unknown {
  const given = [from, to].map((value, index) => ({ type: `Given ${index}`, value }));
  const handlers = {
    ...times,
    ...Object.fromEntries(given.map(({ type, value }) => [type, () => () => value])),
  };
  const run = new Compiler([], new Map(), handlers).run(
    { ...node, operand: given.map(({ type }) => ({ type })) },
    new Scope('none', { size: 0 }),
  );
  const { record } = new OnePatient([{ resourceType: 'Patient', id: 'nobody' }], 'UTC');
  const now = new DateTime(2026, 1, 1, 0, 0, 0, 0, 0);
  const session = { patient: record, parameters: {}, now };
  return run([], { ...session, definitions: [], retrieves: [], fixed: [] });
}
