// Dates and times are generated, of no person.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compileFlatTable } from '#cql';
import { type Engine, type Engines, openEngines } from '../conformance/sql-on-fhir/engines.ts';

const view = {
  resource: 'Condition',
  select: [{ column: [{ name: 'x', path: 'recordedDate', type: 'dateTime' }] }],
};

/** First and last instant of each text, by one engine. */
async function instantsOf(
  engine: Engine,
  texts: readonly string[],
  zone: string,
): Promise<ReadonlyMap<unknown, readonly unknown[]>> {
  await engine.load(
    texts.map((recordedDate) => JSON.stringify({ resourceType: 'Condition', recordedDate })),
  );
  const { sql } = compileFlatTable(view, { dialect: engine.dialect, from: 'resources', zone });
  const rows = await engine.run(sql);
  return new Map(rows.map(({ x, x_low, x_high }) => [x, [x_low, x_high]]));
}

const stockholm = 'Europe/Stockholm';

/** Offsets in hours in brackets: +1 in winter and +2 in summer for Stockholm. */
const known: readonly (readonly [string, string | null, string | null])[] = [
  ['2024', '2023-12-31T23:00:00.000Z', '2024-12-31T22:59:59.999Z'], // 00:00 [+1] to next 00:00 [+1]
  ['2024-03', '2024-02-29T23:00:00.000Z', '2024-03-31T21:59:59.999Z'], // [+1] to April's 00:00 [+2]
  ['2024-02-29', '2024-02-28T23:00:00.000Z', '2024-02-29T22:59:59.999Z'],
  ['2024-03-31', '2024-03-30T23:00:00.000Z', '2024-03-31T21:59:59.999Z'], // 23 hours long
  ['2024-10-27', '2024-10-26T22:00:00.000Z', '2024-10-27T22:59:59.999Z'], // 25 hours long
  ['2024-10-27T02:30:00', '2024-10-27T00:30:00.000Z', '2024-10-27T01:30:00.999Z'], // shown twice
  ['2024-10-27T02', '2024-10-27T00:00:00.000Z', '2024-10-27T01:59:59.999Z'], // the doubled hour
  ['2024-07-01T12:00:00', '2024-07-01T10:00:00.000Z', '2024-07-01T10:00:00.999Z'], // [+2]
  ['2024-01-01T12:00', '2024-01-01T11:00:00.000Z', '2024-01-01T11:00:59.999Z'], // [+1]
  ['2024-01-01T12:00:00.25', '2024-01-01T11:00:00.250Z', '2024-01-01T11:00:00.250Z'],
  ['2024-01-01T12:00:00Z', '2024-01-01T12:00:00.000Z', '2024-01-01T12:00:00.999Z'],
  ['2024-01-01T12:00:00.123Z', '2024-01-01T12:00:00.123Z', '2024-01-01T12:00:00.123Z'],
  ['2024-01-01T12:00:00.123987Z', '2024-01-01T12:00:00.123Z', '2024-01-01T12:00:00.123Z'], // cut
  ['2024-01-01T00:30:00+02:00', '2023-12-31T22:30:00.000Z', '2023-12-31T22:30:00.999Z'],
  ['2024-01-01T23:30:00-08:00', '2024-01-02T07:30:00.000Z', '2024-01-02T07:30:00.999Z'],
  ['2024-01-01T12:00+05:30', '2024-01-01T06:30:00.000Z', '2024-01-01T06:30:59.999Z'],
  ['2023-02-29', null, null],
  ['2024-13', null, null],
  ['2024-01-01T24:00:00Z', null, null],
  ['2024-01-01T12:60:00Z', null, null],
  ['2024-01-01T12:00:00+15:00', null, null],
  ['2024-1-1', null, null],
  ['2024-01-01 12:00:00', null, null],
  ['24', null, null],
  ['infinity', null, null],
  ['', null, null],
];

describe('First and last instant of a recorded time', () => {
  let engines: Engines;
  beforeAll(async () => {
    engines = await openEngines();
  });
  afterAll(() => engines.close());

  test.each(['duckdb', 'postgres'] as const)('are as the calendar says (%s)', async (dialect) => {
    const texts = known.map(([text]) => text);
    const found = await instantsOf(engines[dialect], texts, stockholm);
    for (const [text, low, high] of known)
      expect([text, ...(found.get(text) ?? [])]).toEqual([text, low, high]);
  });

  test('are the same on both engines and by the clock of JavaScript', async () => {
    const zones = [stockholm, 'America/New_York', 'Asia/Kolkata', 'UTC'];
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(recordedTimes, { minLength: 1, maxLength: 200 }),
        fc.constantFrom(...zones),
        async (texts, zone) => {
          const inDuckDb = await instantsOf(engines.duckdb, texts, zone);
          const inPostgres = await instantsOf(engines.postgres, texts, zone);
          expect(inPostgres).toEqual(inDuckDb);
          for (const text of texts) {
            const expected = byJavaScript(text, zone);
            if (expected !== 'skipped hour')
              expect([text, ...(inDuckDb.get(text) ?? [])]).toEqual([text, ...expected]);
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});

const two = (number: number): string => String(number).padStart(2, '0');

/** Times of every precision, with and without offset; many on the nights when clocks change. */
const recordedTimes = fc
  .record({
    day: fc.oneof(
      fc.integer({ min: 0, max: 20_800 }).map((days) => new Date(Date.UTC(1981, 0, 1 + days))),
      fc
        .constantFrom('2024-03-31', '2024-10-27', '2023-11-05', '2023-03-12')
        .map((d) => new Date(d)),
    ),
    hour: fc.oneof(fc.integer({ min: 0, max: 23 }), fc.constantFrom(1, 2, 3)),
    minute: fc.integer({ min: 0, max: 59 }),
    second: fc.integer({ min: 0, max: 59 }),
    millisecond: fc.integer({ min: 0, max: 999 }),
    precision: fc.constantFrom('year', 'month', 'day', 'minute', 'second', 'millisecond'),
    offset: fc.constantFrom('', '', 'Z', '+01:00', '-11:30', '+14:00'),
  })
  .map(({ day, hour, minute, second, millisecond, precision, offset }) => {
    const date = day.toISOString().slice(0, 10);
    const clock = `${date}T${two(hour)}:${two(minute)}`;
    const texts: Readonly<Record<string, string>> = {
      year: date.slice(0, 4),
      month: date.slice(0, 7),
      day: date,
      minute: `${clock}${offset}`,
      second: `${clock}:${two(second)}${offset}`,
      millisecond: `${clock}:${two(second)}.${String(millisecond).padStart(3, '0')}${offset}`,
    };
    return texts[precision] ?? date;
  });

/** The same rule in JavaScript: every instant at which a clock of the zone shows the time. */
function byJavaScript(text: string, zone: string): readonly [string, string] | 'skipped hour' {
  const offset = /(Z|[+-]\d\d:\d\d)$/.exec(text.slice(10))?.[1];
  const shown = offset === undefined ? text : text.slice(0, -offset.length);
  const start = Date.parse(`${shown}${'0000-01-01T00:00:00'.slice(shown.length)}Z`);
  const end = endOf(shown, start);
  if (offset !== undefined) {
    const minutes = offset === 'Z' ? 0 : minutesOf(offset);
    return [iso(start - minutes * 60_000), iso(end - minutes * 60_000)];
  }
  const isClock = shown.length > 10;
  const first = instantsShowing(start, zone);
  const last = isClock ? instantsShowing(end, zone) : instantsShowing(end + 1, zone);
  if (first.length === 0 || last.length === 0) return 'skipped hour';
  return [iso(Math.min(...first)), isClock ? iso(Math.max(...last)) : iso(Math.min(...last) - 1)];
}

const iso = (ms: number): string => new Date(ms).toISOString();

const minutesOf = (offset: string): number =>
  Number(`${offset.charAt(0)}1`) * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4)));

function endOf(shown: string, start: number): number {
  const date = new Date(start);
  if (shown.length === 4) return Date.UTC(date.getUTCFullYear() + 1, 0, 1) - 1;
  if (shown.length === 7) return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1) - 1;
  const lengths: Readonly<Record<number, number>> = { 10: 86_400_000, 16: 60_000, 19: 1000 };
  return start + (lengths[shown.length] ?? 1) - 1;
}

function instantsShowing(wall: number, zone: string): readonly number[] {
  const offsets = [-24, 24].map((hours) => offsetAt(wall + hours * 3_600_000, zone));
  const candidates = offsets.map((offset) => wall - offset);
  return candidates.filter((instant) => instant + offsetAt(instant, zone) === wall);
}

function offsetAt(instant: number, zone: string): number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  const parts = new Map(
    format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]),
  );
  const get = (type: string): number => parts.get(type as 'year') ?? 0;
  const shown = Date.UTC(
    get('year'),
    get('month') - 1,
    get('day'),
    get('hour'),
    get('minute'),
    get('second'),
  );
  return shown - Math.floor(instant / 1000) * 1000;
}
