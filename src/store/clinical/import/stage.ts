import { writeFileSync } from 'node:fs';
import type { Arrival, LineFinding } from '#data';

/**
 * Rows on their way into the database, as a text file of values with a separator that JSON text
 * never holds: control characters must be escaped there. The database reads such files fast.
 */
export const stageSeparator = '\x01';

const endOfRow = 0x0a;
const firstBytes = 1 << 22;

/** Grows by doubling and is used again for each batch. */
export interface Stage {
  readonly rows: number;
  readonly bytes: number;
  addArrival(arrival: Arrival, place: Place, body: Body): void;
  addFinding(finding: LineFinding, place: Place): void;
  /** Writes the rows so far to a file and begins anew. */
  writeTo(file: string): void;
}

/** Where a row came from. */
export interface Place {
  readonly file: number;
  readonly line: number;
}

/** The text of a resource: a piece of what was read, or text of our own making. */
export type Body =
  | { readonly bytes: Buffer; readonly start: number; readonly end: number }
  | string;

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
