import type { RuleCode } from '#data';
import type { Failure } from '../messages.ts';

export type FileKind = 'resources' | 'costs';

/** What the reading thread is told when it starts. */
export interface ReaderWorkerData {
  readonly task: 'import-reader';
  /** Where batches are staged. */
  readonly scratch: string;
  readonly typesWithTable: readonly string[];
}

/** How far a file has been read: whole lines, of which everything is stored. */
export interface Progress {
  readonly lines: number;
  readonly resources: number;
  readonly bytes: number;
  readonly rawBytes: number;
  readonly counts: Readonly<Partial<Record<RuleCode, number>>>;
}

export interface FileToRead {
  readonly path: string;
  readonly kind: FileKind;
  readonly holdsDeletions: boolean;
  readonly raw: string;
  readonly from: Progress;
}

/** A part of a file, staged for the database, with the progress that is reached once it is stored. */
export interface Batch {
  readonly rows: number;
  readonly stage: string;
  readonly findingRows: number;
  readonly findings: string;
  readonly progress: Progress;
  /** Bytes of the file itself read so far: fewer than `progress.bytes` when it is gzipped. */
  readonly inputBytes: number;
  /** The file's digest with its last batch. */
  readonly sha256: string | null;
}

export type ReaderRequest =
  | { readonly kind: 'open'; readonly file: FileToRead }
  | { readonly kind: 'next' };

export type ReaderResponse =
  | { readonly kind: 'batch'; readonly batch: Batch }
  | { readonly kind: 'failed'; readonly failure: Failure };
