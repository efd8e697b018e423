import type { Hash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { ProblemError, problem } from '#core';
import { codeOf } from '../../data-folder.ts';

const chunkBytes = 1 << 20;

export interface FileBytes {
  /** Bytes of the file itself taken so far. */
  readonly inputBytes: number;
  /** The content, unzipped where it was zipped. A chunk holds until the next one is asked for. */
  chunks(): AsyncIterable<Buffer>;
}

export interface FileBytesOptions {
  readonly digest: Hash;
  /** Sees the bytes as the file has them. */
  readonly onInput: (piece: Buffer) => void;
}

/** Opens a file for reading; whether it is gzipped is seen from its first bytes, not from its name. */
export function openFileBytes(
  path: string,
  isCompressed: boolean,
  { digest, onInput }: FileBytesOptions,
): FileBytes {
  let inputBytes = 0;
  async function* input(): AsyncGenerator<Buffer> {
    for await (const piece of piecesOf(path, isCompressed)) {
      digest.update(piece);
      onInput(piece);
      inputBytes += piece.length;
      yield piece;
    }
  }
  async function* chunks(): AsyncGenerator<Buffer> {
    try {
      yield* isCompressed ? unzipped(input()) : input();
    } catch (error) {
      throw readingProblem(path, error);
    }
  }
  return {
    get inputBytes() {
      return inputBytes;
    },
    chunks,
  };
}

/** One buffer for all pieces, unless somebody keeps them: new ones would keep the garbage collector busy. */
async function* piecesOf(path: string, areKept: boolean): AsyncGenerator<Buffer> {
  const handle = await open(path, 'r');
  try {
    const shared = Buffer.allocUnsafe(chunkBytes);
    for (;;) {
      const buffer = areKept ? Buffer.allocUnsafe(chunkBytes) : shared;
      const { bytesRead } = await handle.read(buffer, 0, chunkBytes, null);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

export async function isGzipped(path: string): Promise<boolean> {
  try {
    const handle = await open(path, 'r');
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
      return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw readingProblem(path, error);
  }
}

async function* unzipped(input: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: chunkBytes });
  // The error, if any, is thrown by the loop below; the callback is what keeps it from being thrown twice.
  const stream: AsyncIterable<Buffer> = pipeline(input, gunzip, () => undefined);
  yield* stream;
}

export function readingProblem(path: string, error: unknown): unknown {
  if (error instanceof ProblemError) return error;
  const code = codeOf(error);
  const known = knownTrouble(code);
  if (known === undefined) return error;
  return new ProblemError(problem(known.code, `${path} ${known.found}`, known.tip, path), {
    cause: error,
  });
}

function knownTrouble(code: string) {
  switch (code) {
    case 'Z_BUF_ERROR':
      return {
        code: 'gzip-cut-off',
        found: 'is a gzip file that ends too early.',
        tip: 'Copy or export the file again; nothing of this import was published.',
      };
    case 'Z_DATA_ERROR':
      return {
        code: 'gzip-broken',
        found: 'is a gzip file that is damaged.',
        tip: 'Copy or export the file again; nothing of this import was published.',
      };
    case 'ENOENT':
    case 'EACCES':
    case 'EPERM':
    case 'EISDIR':
    case 'EIO':
    case 'ELOOP':
      return {
        code: 'file-unreadable',
        found: `cannot be read (${code}).`,
        tip: 'Check that the file is there and that the user running Gyrus may read it, then import again.',
      };
    default:
      return undefined;
  }
}
