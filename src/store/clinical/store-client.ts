import type { Worker } from 'node:worker_threads';
import { ProblemError, problem } from '#core';
import { startThread } from '../start-thread.ts';
import type {
  ClinicalParameter,
  ClinicalValue,
  ClinicalWorkerData,
  Columns,
  Failure,
  Limits,
  Request,
  Response,
  Statement,
} from './messages.ts';

export type ClinicalRow = Readonly<Record<string, ClinicalValue>>;

export interface QueryOptions {
  readonly parameters?: readonly ClinicalParameter[];
  readonly signal?: AbortSignal | undefined;
}

export interface StreamOptions extends QueryOptions {
  readonly batchRows?: number;
}

export interface WriteOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called after each statement with how many are done. */
  readonly onStep?: (done: number) => void;
}

/** Somebody no longer wanted the answer. */
export class CancelledError extends Error {
  constructor() {
    super('cancelled');
    this.name = 'CancelledError';
  }
}

const batchRowsDefault = 10_000;

type Answer = Exclude<Response, { kind: 'opened' }>;

interface Waiting {
  readonly take: (answer: Answer) => void;
  readonly onStep?: ((done: number) => void) | undefined;
}

/** The near end of the conversation with the worker thread. */
export class StoreClient {
  readonly #worker: Worker;
  readonly #folder: string;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #ended: Error | undefined;

  private constructor(worker: Worker, folder: string) {
    this.#worker = worker;
    this.#folder = folder;
    worker.on('message', (answer: Answer) => this.#receive(answer));
    worker.on('error', (error) => this.#end(error));
    worker.on('exit', () => this.#end(new Error('the clinical worker ended')));
  }

  static async start(data: ClinicalWorkerData): Promise<StoreClient> {
    const worker = startThread('store/clinical/worker.ts', data);
    const first = await new Promise<Response>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
    });
    if (first.kind === 'opened') return new StoreClient(worker, data.folder);
    await worker.terminate();
    throw first.kind === 'failed' ? errorOf(first.failure) : new Error('unexpected first answer');
  }

  async *read(
    statement: Statement,
    options: StreamOptions,
  ): AsyncGenerator<readonly ClinicalRow[]> {
    const { signal, batchRows = batchRowsDefault } = options;
    const id = this.#newId();
    let last = false;
    const cancel = () => this.#send({ kind: 'cancel', id });
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      throwIfAborted(signal);
      let answer = await this.#ask({ kind: 'read', id, statement, batchRows });
      for (;;) {
        if (answer.kind !== 'rows') throw new Error(`unexpected answer ${answer.kind}`);
        last = answer.last;
        if (answer.rows.rowCount > 0) yield rowsOf(answer.rows);
        if (last) return;
        throwIfAborted(signal);
        answer = await this.#ask({ kind: 'more', id });
      }
    } finally {
      signal?.removeEventListener('abort', cancel);
      if (!last && this.#ended === undefined) cancel();
    }
  }

  async write(
    statements: readonly Statement[],
    options: WriteOptions,
  ): Promise<readonly Columns[]> {
    const { signal, onStep } = options;
    throwIfAborted(signal);
    const id = this.#newId();
    const cancel = () => this.#send({ kind: 'cancel', id });
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      const answer = await this.#ask({ kind: 'write', id, statements }, onStep);
      if (answer.kind !== 'written') throw new Error(`unexpected answer ${answer.kind}`);
      return answer.results;
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
  }

  async setLimits(limits: Limits): Promise<void> {
    await this.#ask({ kind: 'limits', id: this.#newId(), limits });
  }

  async close(): Promise<void> {
    if (this.#ended !== undefined) return;
    try {
      await this.#ask({ kind: 'close', id: this.#newId() });
    } finally {
      await this.#worker.terminate();
    }
  }

  #newId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  #send(request: Request): void {
    this.#worker.postMessage(request);
  }

  #ask(request: Request, onStep?: (done: number) => void): Promise<Answer> {
    const ended = this.#ended;
    if (ended !== undefined) return Promise.reject(this.#endedError(ended));
    return new Promise((resolve, reject) => {
      const take = (answer: Answer) => {
        if (answer.kind === 'failed') reject(errorOf(answer.failure));
        else resolve(answer);
      };
      this.#waiting.set(request.id, { take, onStep });
      this.#send(request);
    });
  }

  #receive(answer: Answer): void {
    if (answer.id === null) return;
    const waiting = this.#waiting.get(answer.id);
    if (waiting === undefined) return; // The asker has gone: it cancelled.
    if (answer.kind === 'step') {
      waiting.onStep?.(answer.done);
      return;
    }
    this.#waiting.delete(answer.id);
    waiting.take(answer);
  }

  #end(cause: Error): void {
    this.#ended ??= cause;
    const { problem: ended } = this.#endedError(cause);
    for (const [id, { take }] of this.#waiting)
      take({ kind: 'failed', id, failure: { kind: 'problem', problem: ended } });
    this.#waiting.clear();
  }

  #endedError(cause: Error): ProblemError {
    return new ProblemError(
      problem(
        'clinical-store-ended',
        'The clinical store has stopped.',
        'Start Gyrus again; nothing that was stored before is lost.',
        this.#folder,
      ),
      { cause },
    );
  }
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new CancelledError();
}

export function errorOf(failure: Failure): Error {
  switch (failure.kind) {
    case 'problem':
      return new ProblemError(failure.problem);
    case 'cancelled':
      return new CancelledError();
    case 'mistake':
      return new Error(failure.message);
    default:
      throw new Error(`unknown failure ${JSON.stringify(failure satisfies never)}`);
  }
}

export function rowsOf({ names, values, rowCount }: Columns): readonly ClinicalRow[] {
  return Array.from({ length: rowCount }, (_, row) =>
    Object.fromEntries(names.map((name, column) => [name, values[column]?.[row] ?? null])),
  );
}
