import type { Worker } from 'node:worker_threads';
import { ProblemError } from '#core';
import type { NumberedAnswer } from './answer-questions.ts';

/** Threads that answer questions beside the one that answers people. */
export interface ThreadPool<Question, Answer> {
  ask(question: Question): Promise<Answer>;
  /** Ends every thread; what was not answered yet fails. */
  close(): Promise<void>;
}

export interface PoolOptions {
  readonly start: () => Worker;
  readonly threads: number;
  /** A thread with more questions than this says no, rather than letting everybody wait. */
  readonly waitingMax: number;
  /** What the threads do, for the error when one ends. */
  readonly doing: string;
}

/** Too many questions at once; the caller may ask again. */
export class ThreadsBusy extends Error {
  override readonly name = 'ThreadsBusy';
}

/** Threads start with the first question: most programs are never asked one. One that ends is replaced. */
export function threadPool<Question, Answer>(options: PoolOptions): ThreadPool<Question, Answer> {
  const places = Array.from(
    { length: Math.max(1, options.threads) },
    () => new Place<Question, Answer>(options),
  );
  return {
    ask: async (question) => {
      const running = await Promise.all(places.map((place) => place.thread()));
      return running.reduce((a, b) => (b.load < a.load ? b : a)).ask(question);
    },
    close: async () => {
      await Promise.all(places.map((place) => place.end()));
    },
  };
}

/** Where a thread runs, or will. */
class Place<Question, Answer> {
  readonly #options: PoolOptions;
  #starting: Promise<Thread<Question, Answer>> | undefined;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  async thread(): Promise<Thread<Question, Answer>> {
    this.#starting ??= Thread.start(this.#options);
    try {
      const thread = await this.#starting;
      if (!thread.hasEnded) return thread;
    } catch (error) {
      this.#starting = undefined;
      throw error;
    }
    this.#starting = Thread.start(this.#options);
    return this.#starting;
  }

  async end(): Promise<void> {
    await (await this.#starting)?.end();
  }
}

interface Waiting<Answer> {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

class Thread<Question, Answer> {
  readonly #worker: Worker;
  readonly #options: PoolOptions;
  readonly #waiting = new Map<number, Waiting<Answer>>();
  #number = 0;
  #hasEnded = false;

  private constructor(worker: Worker, options: PoolOptions) {
    this.#worker = worker;
    this.#options = options;
    worker.on('message', (message: NumberedAnswer<Answer>) => this.#answered(message));
    worker.on('error', () => this.#failAll());
    worker.on('exit', () => this.#failAll());
  }

  static async start<Question, Answer>(options: PoolOptions): Promise<Thread<Question, Answer>> {
    const worker = options.start();
    await new Promise((resolve, reject) => {
      const ended = () => reject(new Error(`a thread for ${options.doing} did not start`));
      worker.once('message', resolve).once('error', reject).once('exit', ended);
    });
    return new Thread(worker, options);
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  get load(): number {
    return this.#waiting.size;
  }

  ask(question: Question): Promise<Answer> {
    if (this.#waiting.size >= this.#options.waitingMax) return Promise.reject(new ThreadsBusy());
    const number = ++this.#number;
    return new Promise((resolve, reject) => {
      this.#waiting.set(number, { resolve, reject });
      this.#worker.postMessage({ number, question });
    });
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #answered(message: NumberedAnswer<Answer>): void {
    const waiting = this.#waiting.get(message.number);
    this.#waiting.delete(message.number);
    if (message.kind === 'answer') waiting?.resolve(message.answer);
    else if (message.kind === 'problem') waiting?.reject(new ProblemError(message.problem));
    else waiting?.reject(withFrames(this.#options.doing, message.frames));
  }

  #failAll(): void {
    this.#hasEnded = true;
    for (const { reject } of this.#waiting.values())
      reject(new Error(`a thread that was ${this.#options.doing} has ended`));
    this.#waiting.clear();
  }
}

function withFrames(doing: string, frames: string): Error {
  const error = new Error(`${doing} failed in a thread`);
  error.stack = `Error: ${error.message}\n${frames}`;
  return error;
}
