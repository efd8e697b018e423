import path from 'node:path';
import type { Worker } from 'node:worker_threads';
import { type FhirElementTable, fhirElementTable } from '#cql';
import type { LineRules } from '#data';
import { startThread } from '../../start-thread.ts';
import type { ClinicalStore } from '../clinical-store.ts';
import { errorOf } from '../store-client.ts';
import { asTheyCome } from './as-they-come.ts';
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
  /** The batches of files; the next one is read while the caller works on the last. */
  batches(files: readonly FileToRead[]): AsyncGenerator<Batch>;
  /** Call it always, also after a failure. */
  close(): Promise<void>;
}

let fhir: FhirElementTable | undefined;

/** The same checks as for files, for what is posted. */
export function postedLineRules({ tables }: ClinicalStore): LineRules {
  fhir ??= fhirElementTable();
  const types = [...new Set(tables.map(({ resource }) => resource))];
  return { ...lineRules(fhir, types), holdsDeletions: false };
}

/** A feed imports every few seconds, and a thread takes longer to start than a small file to read. */
const idleMilliseconds = 60_000;

interface Idle {
  readonly worker: Worker;
  readonly timer: NodeJS.Timeout;
}

const idleReaders = new WeakMap<ClinicalStore, Idle>();

/** Less than this is read sooner by one thread than a second one starts. */
const bytesForSecond = 8 * 2 ** 20;

/** Gives the reader that the last import left, or a new one; imports into one store go one after the other. */
export function startReader(store: ClinicalStore): FileReader {
  const workers: Worker[] = [];
  let isDone = true;
  async function* batches(files: readonly FileToRead[]): AsyncGenerator<Batch> {
    isDone = false;
    const readings = shared(files).map((share, number) => {
      const worker = (number === 0 ? takeIdle(store) : undefined) ?? newReader(store, number);
      workers.push(worker);
      return batchesFrom(worker, share);
    });
    yield* asTheyCome(readings);
    isDone = true;
  }
  const close = async () => {
    const [first, ...others] = workers.splice(0);
    await Promise.all(others.map((worker) => worker.terminate()));
    // One that stopped half way through a file would go on with it.
    if (isDone && first !== undefined) keepIdle(store, first);
    else await first?.terminate();
  };
  return { batches, close };
}

/** About how many bytes of NDJSON take as long as one of a cost table, which becomes a resource, and of a gzipped file. */
const timesAsLong = { costs: 5, gzipped: 8 } as const;

const timeOf = ({ kind, path: name, size }: FileToRead): number =>
  size *
  (kind === 'costs' ? timesAsLong.costs : 1) *
  (name.endsWith('.gz') ? timesAsLong.gzipped : 1);

/** For two threads, about the same time to each: the longest files first, each to whoever has least to do. */
function shared(files: readonly FileToRead[]): readonly (readonly FileToRead[])[] {
  const all = files.reduce((sum, file) => sum + timeOf(file), 0);
  if (files.length < 2 || all < bytesForSecond) return [files];
  const shares = [
    { files: new Set<FileToRead>(), time: 0 },
    { files: new Set<FileToRead>(), time: 0 },
  ];
  for (const file of files.toSorted((a, b) => timeOf(b) - timeOf(a))) {
    const [least] = shares.toSorted((a, b) => a.time - b.time);
    if (least === undefined) continue;
    least.files.add(file);
    least.time += timeOf(file);
  }
  return shares.map((share) => files.filter((file) => share.files.has(file)));
}

/** Ends the reader that waits for the next import, if there is one. */
export async function endIdleReader(store: ClinicalStore): Promise<void> {
  await takeIdle(store)?.terminate();
}

/** What a line is read into lives shortly: with this much room for the young, few of them are moved before they are gone. */
const readerMemory = { maxYoungGenerationSizeMb: 32 };

function newReader({ folder, tables }: ClinicalStore, number: number): Worker {
  const scratch = path.join(folder, 'scratch');
  const typesWithTable = [...new Set(tables.map(({ resource }) => resource))];
  fhir ??= fhirElementTable();
  const data: ReaderWorkerData = {
    ...{ task: 'import-reader', number, scratch, typesWithTable, fhir },
  };
  return startThread('store/clinical/worker.ts', data, readerMemory);
}

function takeIdle(store: ClinicalStore): Worker | undefined {
  const idle = idleReaders.get(store);
  if (idle === undefined) return undefined;
  clearTimeout(idle.timer);
  idleReaders.delete(store);
  forgetListeners(idle.worker);
  idle.worker.ref();
  return idle.worker;
}

function keepIdle(store: ClinicalStore, worker: Worker): void {
  const end = () => void endIdleReader(store);
  forgetListeners(worker);
  worker.once('error', end);
  worker.unref();
  idleReaders.set(store, { worker, timer: setTimeout(end, idleMilliseconds).unref() });
}

/** Ours only: the thread listens to itself too. */
const forgetListeners = (worker: Worker) =>
  worker.removeAllListeners('message').removeAllListeners('error');

async function* batchesFrom(worker: Worker, files: readonly FileToRead[]): AsyncGenerator<Batch> {
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
