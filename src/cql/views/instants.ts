import { type InstantWords, quoted } from './dialect.ts';

const day = String.raw`\d{4}-\d{2}-\d{2}`;
const hour = '([01][0-9]|2[0-3])';
const toSecond = String.raw`T${hour}:[0-5]\d:[0-5]\d(\.\d+)?`;
const coarser = String.raw`T${hour}(:[0-5]\d)?`;
const offset = String.raw`(Z|[+-](0\d|1[0-4]):[0-5]\d)`;

/** A text that states seconds, or hours or minutes only, padded to seconds. */
const padded = (text: string): string =>
  `CASE WHEN substr(${text}, 14, 1) <> ':' THEN substr(${text}, 1, 13) || ':00:00' || substr(${text}, 14)` +
  ` WHEN substr(${text}, 17, 1) <> ':' THEN substr(${text}, 1, 16) || ':00' || substr(${text}, 17)` +
  ` ELSE ${text} END`;

/** How long a text with a clock time may last beyond its first instant. */
const span = (text: string): string =>
  `CASE WHEN substr(${text}, 14, 1) <> ':' THEN INTERVAL '3599999 milliseconds'` +
  ` WHEN substr(${text}, 17, 1) <> ':' THEN INTERVAL '59999 milliseconds'` +
  ` WHEN substr(${text}, 20, 1) = '.' THEN INTERVAL '0 milliseconds'` +
  ` ELSE INTERVAL '999 milliseconds' END`;

interface Calendar {
  readonly characters: number;
  readonly pattern: string;
  readonly firstDay: (text: string) => string;
  readonly length: string;
}

const calendars: readonly Calendar[] = [
  { characters: 10, pattern: day, firstDay: (text) => text, length: '1 day' },
  {
    characters: 7,
    pattern: String.raw`\d{4}-\d{2}`,
    firstDay: (text) => `${text} || '-01'`,
    length: '1 month',
  },
  {
    characters: 4,
    pattern: String.raw`\d{4}`,
    firstDay: (text) => `${text} || '-01-01'`,
    length: '1 year',
  },
];

const midnight = (calendar: Calendar, text: string, words: InstantWords): string =>
  words.wallClock(`(${calendar.firstDay(text)} || 'T00:00:00')`);

/** The first instant at which clocks of the zone show this time: when clocks go back an hour shows twice. */
function firstUtc(wallClock: string, zone: string, words: InstantWords): string {
  const usual = words.toUtc(wallClock, zone);
  const earlier = `(${usual} - INTERVAL '1 hour')`;
  return `CASE WHEN ${words.fromUtc(earlier, zone)} = ${wallClock} THEN ${earlier} ELSE ${usual} END`;
}

/**
 * SQL for the first instant, in UTC, that a FHIR date, dateTime or instant may mean.
 *
 * The precision as recorded is kept: '2024-03' begins at the first midnight of March. Without an offset the
 * text is read in `zone`; where clocks go back, the earlier of the two. Null when the text is unreadable.
 *
 * @param text SQL of the recorded text @param zone IANA name, as Europe/Stockholm
 */
export function firstInstant(text: string, zone: string, words: InstantWords): string {
  const place = quoted(zone);
  const branches = [
    `WHEN ${text} IS NULL THEN NULL WHEN ${words.matches(text, day + toSecond + offset)} THEN ${words.instant(text)}`,
    ...calendars.map(
      (calendar) =>
        `WHEN ${words.matches(text, calendar.pattern)} THEN ${firstUtc(midnight(calendar, text, words), place, words)}`,
    ),
    `WHEN ${words.matches(text, day + toSecond)} THEN ${firstUtc(words.wallClock(text), place, words)}`,
    `WHEN ${words.matches(text, day + coarser + offset)} THEN ${words.instant(padded(text))}`,
    `WHEN ${words.matches(text, day + coarser)} THEN ${firstUtc(words.wallClock(padded(text)), place, words)}`,
  ];
  return `CASE ${branches.join(' ')} END`;
}

/**
 * SQL for the last instant, in UTC, that a FHIR date, dateTime or instant may mean, to the millisecond:
 * '2024-03' ends one millisecond before April begins. Where clocks go back, the later of the two.
 *
 * @param first SQL of the first instant of the same text; what it could read is not checked again
 */
export function lastInstant(
  text: string,
  first: string,
  zone: string,
  words: InstantWords,
): string {
  const place = quoted(zone);
  const endOf = (calendar: Calendar): string => {
    const next = `(${midnight(calendar, text, words)} + INTERVAL '${calendar.length}')`;
    return `${firstUtc(next, place, words)} - INTERVAL '1 millisecond'`;
  };
  const ends = calendars.map((calendar) => `WHEN ${calendar.characters} THEN ${endOf(calendar)}`);
  const hasOffset = `right(${text}, 1) = 'Z' OR substr(right(${text}, 6), 1, 1) IN ('+', '-')`;
  const local = words.toUtc(words.wallClock(padded(text)), place);
  return (
    `CASE WHEN ${first} IS NULL THEN NULL WHEN length(${text}) > 10 AND (${hasOffset}) THEN ${first} + ${span(text)}` +
    ` ELSE CASE length(${text}) ${ends.join(' ')} ELSE ${local} + ${span(text)} END END`
  );
}
