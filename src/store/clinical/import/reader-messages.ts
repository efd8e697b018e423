import type { FhirElementTable } from '#cql';
import type { RuleCode } from '#data';
import type { Failure } from '../messages.ts';

export type FileKind = 'resources' | 'costs';

/** What the reading thread is told when it starts. */
export interface ReaderWorkerData {
  readonly task: 'import-reader';
  /** Which of the readers of one import it is, from 0. */
  readonly number: number;
  /** Where batches are staged. */
  readonly scratch: string;
  readonly typesWithTable: readonly string[];
  /** What FHIR says of its types: the thread then starts without loading what knows it. */
  readonly fhir: FhirElementTable;
}

/** How far a file has been read: whole lines, of which everything is stored. */
export interface Progress {
  readonly lines: number;
  /** Lines with content that were read as resources, or as rows of a table. */
  readonly resources: number;
  readonly bytes: number;
  readonly rawBytes: number;
  readonly counts: Readonly<Partial<Record<RuleCode, number>>>;
}

export interface FileToRead {
  readonly id: number;
  readonly path: string;
  /** In bytes, as it lies on the disk. */
  readonly size: number;
  readonly kind: FileKind;
  readonly holdsDeletions: boolean;
  /** Where the raw copy is written. */
  readonly raw: string;
  readonly from: Progress;
}

/** A file as far as a batch has read it. */
export interface FilePart {
  readonly file: number;
  readonly progress: Progress;
  /** Bytes of the file itself read so far: fewer than `progress.bytes` when it is gzipped. */
  readonly inputBytes: number;
  /** The digest of the file as it lies on the disk, once it is read to its end. */
  readonly sha256: string | null;
}

/** Lines of one or more files, staged for the database, with the progress that is reached once they are stored. */
export interface Batch {
  readonly rows: number;
  readonly stage: string;
  readonly findingRows: number;
  readonly findings: string;
  readonly parts: readonly FilePart[];
  readonly isLast: boolean;
}

export type ReaderRequest =
  | { readonly kind: 'open'; readonly files: readonly FileToRead[] }
  | { readonly kind: 'next' };

export type ReaderResponse =
  | { readonly kind: 'batch'; readonly batch: Batch }
  | { readonly kind: 'failed'; readonly failure: Failure };
