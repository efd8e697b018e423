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
  readonly pattern: string;
  readonly firstDay: (text: string) => string;
  readonly length: string;
}

const calendars: readonly Calendar[] = [
  { pattern: day, firstDay: (text) => text, length: '1 day' },
  { pattern: String.raw`\d{4}-\d{2}`, firstDay: (text) => `${text} || '-01'`, length: '1 month' },
  { pattern: String.raw`\d{4}`, firstDay: (text) => `${text} || '-01-01'`, length: '1 year' },
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
    `WHEN ${words.matches(text, day + toSecond + offset)} THEN ${words.instant(text)}`,
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
 */
export function lastInstant(text: string, zone: string, words: InstantWords): string {
  const place = quoted(zone);
  const nextMidnight = (calendar: Calendar): string =>
    `(${midnight(calendar, text, words)} + INTERVAL '${calendar.length}')`;
  const branches = [
    `WHEN ${words.matches(text, day + toSecond + offset)} THEN ${words.instant(text)} + ${span(text)}`,
    ...calendars.map(
      (calendar) =>
        `WHEN ${words.matches(text, calendar.pattern)} THEN ${firstUtc(nextMidnight(calendar), place, words)} - INTERVAL '1 millisecond'`,
    ),
    `WHEN ${words.matches(text, day + toSecond)} THEN ${words.toUtc(words.wallClock(text), place)} + ${span(text)}`,
    `WHEN ${words.matches(text, day + coarser + offset)} THEN ${words.instant(padded(text))} + ${span(text)}`,
    `WHEN ${words.matches(text, day + coarser)} THEN ${words.toUtc(words.wallClock(padded(text)), place)} + ${span(text)}`,
  ];
  return `CASE ${branches.join(' ')} END`;
}
