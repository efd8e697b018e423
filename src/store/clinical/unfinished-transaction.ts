import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  statSync,
} from 'node:fs';

/**
 * The log that DuckDB writes ahead (storage version 1.5): a head, then records of 8 bytes of length, 8 bytes of checksum and a
 * payload. A transaction is committed when the record `flush` stands behind its own records.
 */
const logVersion = 2;
const recordHeadBytes = 16;
/** Field 100, the kind of record, is 100, `flush`; then the end of the object. */
const flush = Buffer.from([0x64, 0x00, 0x64, 0xff, 0xff]);
const headBytesMax = 256;
const endOfObject = 0xffff;
const field = { kind: 100, version: 101, database: 102 } as const;
const kindOfHead = 98;

/**
 * Takes away what a kill left of a transaction in the log before its commit was written. DuckDB 1.5.6 would bring back the
 * rows that such a transaction had written in whole row groups, and none of its other rows.
 *
 * A log of another form is left as it is. The caller holds the database, and nobody has it open.
 */
export function cutUnfinishedTransaction(log: string): void {
  if (!existsSync(log)) return;
  const { size } = statSync(log);
  const descriptor = openSync(log, 'r+');
  try {
    const end = endOfLastCommit(descriptor, size);
    if (end === null || end === size) return;
    ftruncateSync(descriptor, end);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** The place behind the last commit, or behind the head where there is none; null for a log of another form. */
function endOfLastCommit(descriptor: number, size: number): number | null {
  const head = endOfHead(bytesAt(descriptor, 0, Math.min(size, headBytesMax)));
  if (head === null) return null;
  let last = head;
  for (let at = head; at + recordHeadBytes <= size; ) {
    const length = Number(bytesAt(descriptor, at, recordHeadBytes).readBigUInt64LE());
    const end = at + recordHeadBytes + length;
    if (length === 0 || end > size) break;
    const isFlush =
      length === flush.length && bytesAt(descriptor, at + recordHeadBytes, length).equals(flush);
    if (isFlush) last = end;
    at = end;
  }
  return last;
}

function bytesAt(descriptor: number, at: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  const read = readSync(descriptor, bytes, 0, length, at);
  return bytes.subarray(0, read);
}

/** The first record has neither length nor checksum: numbered fields until the end of the object. */
function endOfHead(bytes: Buffer): number | null {
  const found = new Map<number, number>();
  for (let at = 0; at + 2 <= bytes.length; ) {
    const name = bytes.readUInt16LE(at);
    at += 2;
    if (name === endOfObject) return isKnown(found) ? at : null;
    const one = numberAt(bytes, at);
    found.set(name, one.value);
    at = one.end;
    // The name of the database is a list of numbers.
    for (let i = 0; name === field.database && i < one.value; i++) at = numberAt(bytes, at).end;
  }
  return null;
}

const isKnown = (found: ReadonlyMap<number, number>): boolean =>
  found.get(field.kind) === kindOfHead && found.get(field.version) === logVersion;

/** A number in base 128, the lowest digits first; every byte but the last has its highest bit set. */
function numberAt(bytes: Buffer, start: number): { readonly value: number; readonly end: number } {
  let value = 0;
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    value += (byte & 0x7f) * 2 ** (7 * (at - start));
    if (byte < 0x80) return { value, end: at + 1 };
  }
  return { value, end: bytes.length };
}
