import { type InstantWords, quoted } from './dialect.ts';

/** hh, hh:mm, hh:mm:ss or with a fraction. */
export const clockPattern = String.raw`([01]\d|2[0-3])(:[0-5]\d(:[0-5]\d(\.\d+)?)?)?`;
const withoutOffset = String.raw`\d{4}(-\d{2}(-\d{2}(T${clockPattern})?)?)?`;
const withOffset = String.raw`\d{4}-\d{2}-\d{2}T${clockPattern}(Z|[+-](0\d|1[0-4]):[0-5]\d)`;

/** Every date or time FHIR and FHIRPath can write. */
export const temporalPattern = `${withoutOffset}|${withOffset}`;

/** Where a text with a clock time lacks seconds, or minutes too. */
const lacksMinutes = (text: string): string => `substr(${text}, 14, 1) <> ':'`;
const lacksSeconds = (text: string): string => `substr(${text}, 17, 1) <> ':'`;

/** A text with a clock time, padded to seconds where they are not stated. */
const padded = (text: string): string =>
  `CASE WHEN ${lacksMinutes(text)} THEN substr(${text}, 1, 13) || ':00:00' || substr(${text}, 14)` +
  ` WHEN ${lacksSeconds(text)} THEN substr(${text}, 1, 16) || ':00' || substr(${text}, 17)` +
  ` ELSE ${text} END`;

/** How long a text with a clock time may last beyond its first instant; a whole second lasts `secondMs`. */
const span = (text: string, secondMs: number): string =>
  `CASE WHEN substr(${text}, 20, 1) = '.' THEN INTERVAL '0 milliseconds'` +
  ` WHEN ${lacksMinutes(text)} THEN INTERVAL '3599999 milliseconds'` +
  ` WHEN ${lacksSeconds(text)} THEN INTERVAL '59999 milliseconds'` +
  ` ELSE INTERVAL '${secondMs} milliseconds' END`;

/** The shortest text with an offset, 2024-03-01T10+01:00, has 19 characters: shorter ones may end in a day. */
export const statesOffset = (text: string): string =>
  `right(${text}, 1) = 'Z' OR (length(${text}) > 18 AND substr(right(${text}, 6), 1, 1) IN ('+', '-'))`;

/** The SQL names or expressions of one text and of what was made of it so far. */
interface DatedText {
  readonly text: string;
  readonly wall: string;
  readonly first: string;
}

/**
 * SQL for the first date and time on a local clock that the text names, as a timestamp without zone:
 * '2024-03' gives the first midnight of March. Null when the text states an offset or cannot be read.
 */
export function localClock(text: string, words: InstantWords): string {
  const stated =
    `CASE length(${text}) WHEN 4 THEN ${text} || '-01-01T00:00:00' WHEN 7 THEN ${text} || '-01T00:00:00'` +
    ` WHEN 10 THEN ${text} || 'T00:00:00' ELSE ${padded(text)} END`;
  return (
    // Nearly every time states seconds and an offset: one look at the character after the seconds says so.
    `CASE WHEN ${text} IS NULL OR substr(${text}, 20, 1) IN ('Z', '+', '-') THEN NULL` +
    ` WHEN ${statesOffset(text)} THEN NULL` +
    ` WHEN ${words.matches(text, withoutOffset)} THEN ${words.wallClock(stated)} END`
  );
}

/** When clocks go back an hour shows twice: this is its first run. */
function firstUtc(wall: string, zone: string, words: InstantWords): string {
  const usual = words.toUtc(wall, zone);
  const earlier = `(${usual} - INTERVAL '1 hour')`;
  return `CASE WHEN ${words.fromUtc(earlier, zone)} = ${wall} THEN ${earlier} ELSE ${usual} END`;
}

/**
 * SQL for the first instant, in UTC, that a FHIR date, dateTime or instant may mean.
 *
 * The precision as recorded is kept: '2024-03' begins at the first midnight of March. Without an offset the
 * text is read in `zone`; where clocks go back, the earlier of the two. Null when the text is unreadable.
 *
 * @param zone IANA name, as Europe/Stockholm
 */
export function firstInstant(
  { text, wall }: Pick<DatedText, 'text' | 'wall'>,
  zone: string,
  words: InstantWords,
): string {
  return (
    `CASE WHEN ${wall} IS NOT NULL THEN ${firstUtc(wall, quoted(zone), words)}` +
    ` WHEN ${words.matches(text, withOffset)} THEN ${words.instant(padded(text))} END`
  );
}

/**
 * SQL for the last instant, in UTC, that a FHIR date, dateTime or instant may mean, to the millisecond:
 * '2024-03' ends one millisecond before April begins. Where clocks go back, the later of the two.
 */
export function lastInstant(
  { text, wall, first }: DatedText,
  zone: string,
  words: InstantWords,
  secondMs = 999,
): string {
  const place = quoted(zone);
  const length =
    `CASE length(${text}) WHEN 4 THEN INTERVAL '1 year' WHEN 7 THEN INTERVAL '1 month'` +
    ` ELSE INTERVAL '1 day' END`;
  const next = `(${wall} + ${length})`;
  return (
    `CASE WHEN ${first} IS NULL THEN NULL WHEN ${wall} IS NULL THEN ${first} + ${span(text, secondMs)}` +
    ` WHEN length(${text}) > 10 THEN ${words.toUtc(wall, place)} + ${span(text, secondMs)}` +
    ` ELSE ${firstUtc(next, place, words)} - INTERVAL '1 millisecond' END`
  );
}

/**
 * First and last instant of a text in one expression each, for comparisons inside a path. FHIRPath counts
 * seconds and their fraction as one precision, so here 10:30:05 is the same moment as 10:30:05.000.
 */
function instantsOf(
  text: string,
  zone: string,
  words: InstantWords,
): { readonly first: string; readonly last: string } {
  const wall = `(${localClock(text, words)})`;
  const first = `(${firstInstant({ text, wall }, zone, words)})`;
  return { first, last: `(${lastInstant({ text, wall, first }, zone, words, 0)})` };
}

/** FHIRPath compares times by the instants both sides may mean, and says nothing where those overlap. */
export function comparedInstants(
  operator: '=' | '<',
  [a, b]: readonly [string, string],
  zone: string,
  words: InstantWords,
): string {
  const left = instantsOf(a, zone, words);
  const right = instantsOf(b, zone, words);
  const same = `${left.first} = ${right.first} AND ${left.last} = ${right.last}`;
  const before = `${left.last} < ${right.first}`;
  const after = `${right.last} < ${left.first}`;
  return operator === '='
    ? `CASE WHEN ${before} OR ${after} THEN false WHEN ${same} THEN true END`
    : `CASE WHEN ${before} THEN true WHEN ${after} OR (${same}) THEN false END`;
}
