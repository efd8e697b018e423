import { isUtf8 } from 'node:buffer';
import { ProblemError, problem } from '#core';

/** A line of a file: `region[start, end)`, without its line end. */
export interface LinePlace {
  readonly region: Buffer;
  readonly start: number;
  readonly end: number;
  /** Where the next line begins in the region, and in the whole content. */
  readonly next: number;
  readonly nextByte: number;
  /** Counted from 1. */
  readonly number: number;
}

/** Resources with pictures inside are long; longer than this is a file without line ends. */
export const lineBytesMax = 16 * 2 ** 20;

const lineEnd = 0x0a;
const carriageReturn = 0x0d;
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

export interface RegionReader {
  /** Whole lines out of the next chunk; what is left waits for the chunk after it. */
  lines(chunk: Buffer): Iterable<LinePlace>;
  /** The last line, when the file does not end with a line end. */
  rest(): Iterable<LinePlace>;
}

/** Cuts the content of a file into lines. */
export function readLines(path: string): RegionReader {
  let carry: Buffer = Buffer.alloc(0);
  let position = 0;
  let number = 0;
  function* linesOf(region: Buffer): Generator<LinePlace> {
    requireUtf8(region, path, number);
    const isMarked = number === 0 && region.subarray(0, byteOrderMark.length).equals(byteOrderMark);
    for (let start = isMarked ? byteOrderMark.length : 0; start < region.length; ) {
      const { stop, next } = lineFrom(region, start);
      number += 1;
      requireShort(stop - start, path, number);
      yield { region, start, end: stop, next, nextByte: position + next, number };
      start = next;
    }
    position += region.length;
  }
  function* lines(chunk: Buffer): Generator<LinePlace> {
    const last = chunk.lastIndexOf(lineEnd);
    if (last < 0) {
      carry = Buffer.concat([carry, chunk]);
      requireShort(carry.length, path, number + 1);
      return;
    }
    // Only the line that was begun before is put together; the others are read where they lie.
    const first = carry.length === 0 ? 0 : chunk.indexOf(lineEnd) + 1;
    if (first > 0) yield* linesOf(Buffer.concat([carry, chunk.subarray(0, first)]));
    carry = Buffer.from(chunk.subarray(last + 1));
    if (last >= first) yield* linesOf(chunk.subarray(first, last + 1));
  }
  return { lines, rest: () => linesOf(carry) };
}

function lineFrom(region: Buffer, start: number): { readonly stop: number; readonly next: number } {
  const found = region.indexOf(lineEnd, start);
  if (found < 0) return { stop: region.length, next: region.length };
  const hasReturn = found > start && region[found - 1] === carriageReturn;
  return { stop: hasReturn ? found - 1 : found, next: found + 1 };
}

function requireShort(bytes: number, path: string, number: number): void {
  if (bytes <= lineBytesMax) return;
  throw new ProblemError(
    problem(
      'line-too-long',
      `${path}, line ${number}, is longer than ${lineBytesMax / 2 ** 20} MB.`,
      'Export one resource per line (NDJSON), large attachments left out; nothing of this import was published.',
      `${path}:${number}`,
    ),
  );
}

function requireUtf8(region: Buffer, path: string, linesBefore: number): void {
  if (isUtf8(region)) return;
  const number = linesBefore + 1 + brokenLine(region);
  throw new ProblemError(
    problem(
      'not-utf-8',
      `${path}, line ${number}, is not UTF-8 text.`,
      'Export or save the file as UTF-8 and try again; nothing of this import was published.',
      `${path}:${number}`,
    ),
  );
}

function brokenLine(region: Buffer): number {
  let index = 0;
  for (let start = 0; start < region.length; index++) {
    const found = region.indexOf(lineEnd, start);
    const stop = found < 0 ? region.length : found;
    if (!isUtf8(region.subarray(start, stop))) break;
    start = stop + 1;
  }
  return index;
}
