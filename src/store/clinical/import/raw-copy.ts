import { open } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

/** Quick and about a tenth of the size: raw files are written always and read seldom. */
const gzipLevel = 1;
const pieceBytes = 1 << 22;
/** A piece comes out in one go. */
const gzippedChunkBytes = 1 << 19;
const compress = promisify(gzip);

/** Keeps what came in, gzipped, as the source of truth. */
export interface RawCopy {
  write(bytes: Buffer): void;
  /** Resolves with the file's length once everything written so far is on the disk. */
  sync(): Promise<number>;
  close(): Promise<void>;
}

interface RawCopyOptions {
  /** The source is gzipped as it is; its bytes are kept as they came. */
  readonly isCompressed: boolean;
  /** Continue after this many bytes. Gzip members one after the other are a gzip file too. */
  readonly from: number;
}

export async function openRawCopy(file: string, options: RawCopyOptions): Promise<RawCopy> {
  const handle = await open(file, 'a', 0o600);
  await handle.truncate(options.from);
  let length = options.from;
  // Buffers are used again: new ones by the megabyte would keep the garbage collector busy.
  let piece = Buffer.allocUnsafe(pieceBytes);
  const free: (typeof piece)[] = [];
  let waiting = 0;
  let writing: Promise<void> = Promise.resolve();
  const flush = () => {
    if (waiting === 0) return;
    const full = piece;
    const content = full.subarray(0, waiting);
    piece = free.pop() ?? Buffer.allocUnsafe(pieceBytes);
    waiting = 0;
    const ready = options.isCompressed
      ? Promise.resolve(content)
      : compress(content, { level: gzipLevel, chunkSize: gzippedChunkBytes });
    const last = writing;
    writing = Promise.all([ready, last]).then(async ([bytes]) => {
      await handle.writeFile(bytes);
      length += bytes.length;
      free.push(full);
    });
    // sync() reports the failure; until then it must not count as nobody's.
    writing.catch(() => undefined);
  };
  return {
    write(bytes) {
      for (let from = 0; from < bytes.length; ) {
        const copied = bytes.copy(piece, waiting, from);
        from += copied;
        waiting += copied;
        if (waiting === pieceBytes) flush();
      }
    },
    async sync() {
      flush();
      await writing;
      await handle.datasync();
      return length;
    },
    close: () => handle.close(),
  };
}
