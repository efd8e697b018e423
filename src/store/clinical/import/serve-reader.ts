import type { MessagePort } from 'node:worker_threads';
import { isResourceType } from '#cql';
import { failureOf } from '../failure.ts';
import { elementLookup } from './element-lookup.ts';
import { readFile } from './read-file.ts';
import type { Batch, ReaderRequest, ReaderResponse, ReaderWorkerData } from './reader-messages.ts';

/** Reads, checks and stages files on a thread of its own, one batch for each time it is asked. */
export function serveReader(port: MessagePort, data: ReaderWorkerData): void {
  const withTable = new Set(data.typesWithTable);
  const options = {
    scratch: data.scratch,
    lineRules: {
      lookup: elementLookup(),
      isKnownType: isResourceType,
      hasTable: (type: string) => withTable.has(type),
    },
  };
  let batches: AsyncGenerator<Batch> | undefined;
  const post = (response: ReaderResponse) => port.postMessage(response);
  const answer = async (request: ReaderRequest) => {
    if (request.kind === 'open') {
      await batches?.return(undefined);
      batches = readFile(request.file, options);
      return;
    }
    const next = await batches?.next();
    if (next === undefined || next.done === true) throw new Error('the file has no further batch');
    post({ kind: 'batch', batch: next.value });
  };
  let last: Promise<void> = Promise.resolve();
  port.on('message', (request: ReaderRequest) => {
    last = last
      .then(() => answer(request))
      .catch((error: unknown) => post({ kind: 'failed', failure: failureOf(error, data.scratch) }));
  });
}
