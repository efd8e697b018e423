import { writeFileSync } from 'node:fs';
import { type Arrival, type LineFinding, type PlainLine, type Span, utcInstant } from '#data';

/**
 * Rows on their way into the database, as a text file of values with a separator that JSON text
 * never holds: control characters must be escaped there. The database reads such files fast.
 */
export const stageSeparator = '\x01';

const endOfRow = 0x0a;
const separator = 0x01;
/** More than everything of a plain line that stands before its body: names are of 64 characters at most. */
const longestHead = 1024;
const firstBytes = 1 << 22;

/** Grows by doubling and is used again for each batch. */
export interface Stage {
  readonly rows: number;
  readonly bytes: number;
  addArrival(arrival: Arrival, place: Place, body: Body): void;
  /** A line that is plain: its identity and its body are pieces of the same bytes. */
  addPlain(line: PlainLine, place: Place, body: Bytes): void;
  addFinding(finding: LineFinding, place: Place): void;
  /** Writes the rows so far to a file and begins anew. */
  writeTo(file: string): void;
}

/** Where a row came from. */
export interface Place {
  readonly file: number;
  readonly line: number;
}

/** A piece of what was read. */
interface Bytes extends Span {
  readonly bytes: Buffer;
}

/** The text of a resource: a piece of what was read, or text of our own making. */
export type Body = Bytes | string;

export function openStage(): Stage {
  let buffer = Buffer.allocUnsafe(firstBytes);
  let length = 0;
  let rows = 0;
  const reserve = (more: number) => {
    if (length + more <= buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(buffer.length * 2, length + more));
    buffer.copy(larger, 0, 0, length);
    buffer = larger;
  };
  const addText = (text: string) => {
    reserve(text.length * 3);
    length += buffer.write(text, length, 'utf8');
  };
  const addBody = (body: Body) => {
    if (typeof body === 'string') {
      addText(body);
      return;
    }
    reserve(body.end - body.start + 1);
    length += body.bytes.copy(buffer, length, body.start, body.end);
  };
  /** Short pieces, for which calling the buffer's own copy would take longer than copying. */
  const addSpan = (bytes: Buffer, { start, end }: Span) => {
    if (start >= 0) {
      reserve(end - start + 1);
      for (let at = start; at < end; at++) buffer[length++] = bytes[at] ?? 0;
    }
    buffer[length++] = separator;
  };
  const endRow = () => {
    reserve(1);
    buffer[length] = endOfRow;
    length += 1;
    rows += 1;
  };
  return {
    get rows() {
      return rows;
    },
    get bytes() {
      return length;
    },
    addArrival(arrival, place, body) {
      addText(arrivalPrefix(arrival, place));
      addBody(body);
      endRow();
    },
    addPlain(line, place, body) {
      const { bytes } = body;
      reserve(longestHead);
      length += buffer.write(
        `${place.file}\x01${place.line}\x01${line.type}\x01`,
        length,
        'latin1',
      );
      addSpan(bytes, line.id);
      addSpan(bytes, line.version);
      length += buffer.write(instantAt(bytes, line.lastUpdated), length, 'latin1');
      buffer[length++] = separator;
      addSpan(bytes, line.patientId);
      length += buffer.write('0\x01', length, 'latin1');
      addBody(body);
      endRow();
    },
    addFinding({ rule, element, found }, { file, line }) {
      addText([file, line, rule, clean(element), clean(found)].join(stageSeparator));
      endRow();
    },
    writeTo(file) {
      writeFileSync(file, buffer.subarray(0, length), { mode: 0o600 });
      length = 0;
      rows = 0;
    },
  };
}

const instantAt = (bytes: Buffer, { start, end }: Span): string =>
  start < 0 ? '' : utcInstant(bytes.toString('latin1', start, end));

const arrivalPrefix = (arrival: Arrival, { file, line }: Place): string =>
  `${file}\x01${line}\x01${arrival.type}\x01${arrival.id}\x01${arrival.version}\x01${arrival.lastUpdated}\x01${arrival.patientId}\x01${arrival.isDeleted ? 1 : 0}\x01`;

/** What a source wrote may hold anything, our separators among it. */
const clean = (text: string): string =>
  Array.from(text, (character) => (character < ' ' || !isWhole(character) ? ' ' : character)).join(
    '',
  );

/** Half of a surrogate pair cannot be written as UTF-8. */
const isWhole = (character: string): boolean =>
  character.length === 2 || character < '\ud800' || character > '\udfff';
