import path from 'node:path';
import { rowGroupRows } from '../row-group.ts';
import type { Batch, FilePart } from './reader-messages.ts';
import { openStage, type Stage } from './stage.ts';

/** The batch that is being filled. */
export interface Staging {
  readonly arrivals: Stage;
  readonly findings: Stage;
  readonly isFull: boolean;
  /** How far a file has come within this batch; a later word on the same file replaces an earlier one. */
  note(part: FilePart): void;
  take(isLast: boolean): Batch;
}

/** A batch ends with the rows of one row group, or with so many bytes. */
const batchBytesMax = 24 * 2 ** 20;
/** One batch is being stored while the next is read. */
const batchesInUse = 2;

/** `reader` tells the files of several readers apart. */
export function openStaging(scratch: string, reader: number): Staging {
  const [arrivals, findings] = [openStage(), openStage()];
  const parts = new Map<number, FilePart>();
  let number = 0;
  return {
    arrivals,
    findings,
    get isFull() {
      return arrivals.rows >= rowGroupRows || arrivals.bytes >= batchBytesMax;
    },
    note: (part) => void parts.set(part.file, part),
    take(isLast) {
      const name = (what: string) =>
        path.join(scratch, `${what}-${reader}-${number % batchesInUse}`);
      const batch: Batch = {
        rows: arrivals.rows,
        stage: name('arrivals'),
        findingRows: findings.rows,
        findings: name('findings'),
        parts: [...parts.values()],
        isLast,
      };
      arrivals.writeTo(batch.stage);
      findings.writeTo(batch.findings);
      parts.clear();
      number += 1;
      return batch;
    },
  };
}
