import type { MessagePort } from 'node:worker_threads';
import { plainLineReader } from '#data';
import { failureOf } from '../failure.ts';
import { lineRules, plainLineRules } from './line-rules.ts';
import { readFiles } from './read-files.ts';
import type { Batch, ReaderRequest, ReaderResponse, ReaderWorkerData } from './reader-messages.ts';

/** Reads, checks and stages files on a thread of its own, one batch for each time it is asked. */
export function serveReader(port: MessagePort, data: ReaderWorkerData): void {
  const options = {
    number: data.number,
    scratch: data.scratch,
    lineRules: lineRules(data.fhir, data.typesWithTable),
    readPlain: plainLineReader(plainLineRules(data.fhir, data.typesWithTable)),
  };
  let batches: AsyncGenerator<Batch> | undefined;
  const post = (response: ReaderResponse) => port.postMessage(response);
  const answer = async (request: ReaderRequest) => {
    if (request.kind === 'open') {
      await batches?.return(undefined);
      batches = readFiles(request.files, options);
      return;
    }
    const next = await batches?.next();
    if (next === undefined || next.done === true) throw new Error('there is no further batch');
    post({ kind: 'batch', batch: next.value });
  };
  let last: Promise<void> = Promise.resolve();
  port.on('message', (request: ReaderRequest) => {
    last = last
      .then(() => answer(request))
      .catch((error: unknown) => post({ kind: 'failed', failure: failureOf(error, data.scratch) }));
  });
}
