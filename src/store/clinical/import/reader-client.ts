import path from 'node:path';
import { type FhirElementTable, fhirElementTable } from '#cql';
import type { LineRules } from '#data';
import { startThread } from '../../start-thread.ts';
import type { ClinicalStore } from '../clinical-store.ts';
import { errorOf } from '../store-client.ts';
import { lineRules } from './line-rules.ts';
import type {
  Batch,
  FileToRead,
  ReaderRequest,
  ReaderResponse,
  ReaderWorkerData,
} from './reader-messages.ts';

/** Reads files on a thread of its own. */
export interface FileReader {
  /** The batches of files; the next one is read while the caller works on the last. Close after a failure. */
  batches(files: readonly FileToRead[]): AsyncGenerator<Batch>;
  close(): Promise<void>;
}

let fhir: FhirElementTable | undefined;

/** The same checks as for files, for what is posted. */
export function postedLineRules({ tables }: ClinicalStore): LineRules {
  fhir ??= fhirElementTable();
  const types = [...new Set(tables.map(({ resource }) => resource))];
  return { ...lineRules(fhir, types), holdsDeletions: false };
}

export function startReader(clinicalFolder: string, typesWithTable: readonly string[]): FileReader {
  const scratch = path.join(clinicalFolder, 'scratch');
  fhir ??= fhirElementTable();
  const data: ReaderWorkerData = { task: 'import-reader', scratch, typesWithTable, fhir };
  const worker = startThread('store/clinical/worker.ts', data);
  let take: ((response: ReaderResponse | Error) => void) | undefined;
  let ended: Error | undefined;
  worker.on('message', (response: ReaderResponse) => take?.(response));
  worker.on('error', (error) => {
    ended = error;
    take?.(error);
  });
  const send = (request: ReaderRequest) => worker.postMessage(request);
  const next = () =>
    new Promise<ReaderResponse | Error>((resolve) => {
      take = resolve;
      if (ended !== undefined) resolve(ended);
      send({ kind: 'next' });
    });
  async function* batches(files: readonly FileToRead[]): AsyncGenerator<Batch> {
    send({ kind: 'open', files });
    let coming = next();
    for (;;) {
      const response = await coming;
      if (response instanceof Error) throw response;
      if (response.kind === 'failed') throw errorOf(response.failure);
      const { batch } = response;
      if (!batch.isLast) coming = next();
      yield batch;
      if (batch.isLast) return;
    }
  }
  const close = async () => {
    await worker.terminate();
  };
  return { batches, close };
}
