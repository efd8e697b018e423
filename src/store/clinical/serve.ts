import type { MessagePort } from 'node:worker_threads';
import type { DuckDBConnection } from '@duckdb/node-api';
import { type ClinicalDatabase, openDatabase } from './database.ts';
import { failureOf, isFatal } from './failure.ts';
import type { ClinicalWorkerData, Columns, Limits, Request, Response } from './messages.ts';
import { type ReaderPool, readerPool } from './reader-pool.ts';
import { type OpenResult, openResult, runWhole } from './run-statement.ts';

/** Queries that may run side by side; further ones wait, so that file reading keeps its threads. */
const readersMax = 2;

const interruptAgainMs = 20;

interface OpenStore {
  readonly database: ClinicalDatabase;
  readonly writer: DuckDBConnection;
  readonly readers: ReaderPool;
}

interface Reading {
  readonly connection: DuckDBConnection;
  readonly result: OpenResult;
  readonly batchRows: number;
}

type ReadRequest = Extract<Request, { kind: 'read' }>;
type WriteRequest = Extract<Request, { kind: 'write' }>;

/** Answers the requests that arrive on a port with the database in `data.folder`. */
export function serveStore(port: MessagePort, data: ClinicalWorkerData): void {
  const server = new StoreServer(data, (response) => port.postMessage(response));
  port.on('message', (request: Request) => server.receive(request));
  server.start();
}

class StoreServer {
  readonly #data: ClinicalWorkerData;
  readonly #post: (response: Response) => void;
  readonly #readings = new Map<number, Reading>();
  readonly #running = new Map<number, DuckDBConnection>();
  readonly #cancelled = new Set<number>();
  #store: Promise<OpenStore>;
  #lastWrite: Promise<void> = Promise.resolve();

  constructor(data: ClinicalWorkerData, post: (response: Response) => void) {
    this.#data = data;
    this.#post = post;
    this.#store = openStore(data);
  }

  start(): void {
    this.#store.then(
      () => this.#post({ kind: 'opened' }),
      (error: unknown) => this.#fail(null, error),
    );
  }

  receive(request: Request): void {
    this.#answer(request).catch((error: unknown) => this.#fail(request.id, error));
  }

  async #answer(request: Request): Promise<void> {
    switch (request.kind) {
      case 'read':
        return this.#read(request);
      case 'more':
        return this.#more(request.id);
      case 'cancel':
        return this.#cancel(request.id);
      case 'write':
        return this.#inTurn(() => this.#write(request));
      case 'limits':
        return this.#inTurn(() => this.#setLimits(request.id, request.limits));
      case 'close':
        return this.#inTurn(() => this.#close(request.id));
      default:
        throw new Error(`unknown request ${JSON.stringify(request satisfies never)}`);
    }
  }

  async #read({ id, statement, batchRows }: ReadRequest): Promise<void> {
    const { readers } = await this.#store;
    const connection = await readers.borrow();
    try {
      this.#requireWanted(id);
      this.#running.set(id, connection);
      const result = await openResult(connection, statement);
      this.#readings.set(id, { connection, result, batchRows });
    } catch (error) {
      this.#finish(id, connection, readers);
      throw error;
    }
    await this.#more(id);
  }

  async #more(id: number): Promise<void> {
    const reading = this.#readings.get(id);
    if (reading === undefined) return; // It was cancelled while this request was on its way.
    const { readers } = await this.#store;
    try {
      const { rows, last } = await reading.result.next(reading.batchRows);
      this.#requireWanted(id);
      this.#post({ kind: 'rows', id, rows, last });
      if (last) this.#finish(id, reading.connection, readers);
    } catch (error) {
      this.#finish(id, reading.connection, readers);
      throw error;
    }
  }

  #finish(id: number, connection: DuckDBConnection, readers: ReaderPool): void {
    this.#readings.delete(id);
    this.#running.delete(id);
    this.#cancelled.delete(id);
    readers.giveBack(connection);
  }

  async #cancel(id: number): Promise<void> {
    const { readers } = await this.#store;
    const idleReading = this.#readings.get(id);
    this.#cancelled.add(id);
    this.#interrupt(id);
    // A reading between two batches has no query that could notice the interruption.
    if (idleReading !== undefined) this.#finish(id, idleReading.connection, readers);
  }

  /** A query that is just being prepared does not notice an interruption, hence again until it has. */
  #interrupt(id: number): void {
    const connection = this.#running.get(id);
    if (connection === undefined || !this.#cancelled.has(id)) return;
    connection.interrupt();
    setTimeout(() => this.#interrupt(id), interruptAgainMs);
  }

  #requireWanted(id: number): void {
    if (this.#cancelled.has(id)) throw new Error('INTERRUPT: no longer wanted');
  }

  /** One writer at a time: DuckDB would refuse the second of two that touch the same rows. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#lastWrite.then(work);
    this.#lastWrite = turn.catch(() => undefined); // The failure is answered to its own request.
    return turn;
  }

  async #write({ id, statements }: WriteRequest): Promise<void> {
    const { writer } = await this.#store;
    this.#running.set(id, writer);
    try {
      this.#requireWanted(id);
      await writer.run('begin');
      const results: Columns[] = [];
      for (const [index, statement] of statements.entries()) {
        results.push(await runWhole(writer, statement));
        this.#requireWanted(id);
        this.#post({ kind: 'step', id, done: index + 1 });
      }
      await writer.run('commit');
      this.#post({ kind: 'written', id, results });
    } catch (error) {
      await this.#rollBack(writer, error);
      throw error;
    } finally {
      this.#running.delete(id);
      this.#cancelled.delete(id);
    }
  }

  async #rollBack(writer: DuckDBConnection, error: unknown): Promise<void> {
    if (isFatal(error)) return this.#reopen();
    try {
      await writer.run('rollback');
    } catch (second) {
      if (isFatal(second)) await this.#reopen();
      // Otherwise no transaction was open: the beginning or the commit itself was refused.
    }
  }

  /** A full disk in the midst of a commit makes DuckDB refuse everything until it is opened anew. */
  async #reopen(): Promise<void> {
    const { database } = await this.#store;
    database.abandon();
    this.#readings.clear();
    this.#running.clear();
    this.#store = openStore(this.#data);
    await this.#store;
  }

  async #setLimits(id: number, { memoryMb, threads }: Limits): Promise<void> {
    const { writer } = await this.#store;
    await writer.run(`set global memory_limit = '${Math.floor(memoryMb)}MB'`);
    await writer.run(`set global threads = ${threads}`);
    this.#post({ kind: 'written', id, results: [] });
  }

  async #close(id: number): Promise<void> {
    const { database, writer, readers } = await this.#store;
    for (const running of this.#running.values()) running.interrupt();
    readers.close();
    writer.closeSync();
    await database.close();
    this.#post({ kind: 'closed', id });
  }

  #fail(id: number | null, error: unknown): void {
    this.#post({ kind: 'failed', id, failure: failureOf(error, this.#data.folder) });
  }
}

async function openStore(data: ClinicalWorkerData): Promise<OpenStore> {
  const database = await openDatabase(data);
  const writer = await database.connect();
  return { database, writer, readers: readerPool(database.connect, readersMax) };
}
