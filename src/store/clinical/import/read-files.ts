import { createHash } from 'node:crypto';
import type { LineRules, ReadPlainLine } from '#data';
import { isGzipped, openFileBytes } from './file-bytes.ts';
import { FileReading } from './file-reading.ts';
import { openRawCopy, type RawCopy } from './raw-copy.ts';
import { readLines } from './read-lines.ts';
import type { Batch, FileToRead } from './reader-messages.ts';
import { openStaging, type Staging } from './staging.ts';

export interface ReaderOptions {
  readonly number: number;
  readonly scratch: string;
  readonly lineRules: Omit<LineRules, 'holdsDeletions'>;
  readonly readPlain: ReadPlainLine;
}

/** Reads files in batches: parses and checks each line, stages it for the database, and keeps the raw text. */
export async function* readFiles(
  files: readonly FileToRead[],
  options: ReaderOptions,
): AsyncGenerator<Batch> {
  const staging = openStaging(options.scratch, options.number);
  for (const file of files) yield* readFile(file, staging, options);
  yield staging.take(true);
}

async function* readFile(
  file: FileToRead,
  staging: Staging,
  options: ReaderOptions,
): AsyncGenerator<Batch> {
  const isCompressed = await isGzipped(file.path);
  const from = isCompressed ? 0 : file.from.rawBytes;
  const raw = await openRawCopy(file.raw, { isCompressed, from });
  try {
    yield* readThrough({ file, staging, options, raw, isCompressed });
  } finally {
    await raw.close();
  }
}

interface ReadThrough {
  readonly file: FileToRead;
  readonly staging: Staging;
  readonly options: ReaderOptions;
  readonly raw: RawCopy;
  readonly isCompressed: boolean;
}

async function* readThrough(input: ReadThrough): AsyncGenerator<Batch> {
  const { file, staging, options, raw, isCompressed } = input;
  const { lineRules, readPlain } = options;
  const digest = createHash('sha256');
  const onInput = (piece: Buffer) => {
    if (isCompressed) raw.write(piece);
  };
  const bytes = openFileBytes(file.path, isCompressed, { digest, onInput });
  const lines = readLines(file.path);
  const reading = new FileReading({
    file,
    staging,
    lineRules,
    readPlain,
    raw: isCompressed ? undefined : raw,
  });
  const note = async (isEnd: boolean) => {
    reading.keepRaw();
    const progress = reading.progress(await raw.sync());
    const sha256 = isEnd ? digest.digest('hex') : null;
    staging.note({ file: file.id, progress, inputBytes: bytes.inputBytes, sha256 });
  };
  for await (const chunk of bytes.chunks()) {
    for (const line of lines.lines(chunk)) {
      reading.take(line);
      if (!staging.isFull) continue;
      await note(false);
      yield staging.take(false);
    }
    reading.keepRaw();
  }
  for (const line of lines.rest()) reading.take(line);
  await note(true);
}
