import { Worker } from 'node:worker_threads';
import type { RuleAnswer, RuleQuestion, RuleSources } from './evaluate-rule.ts';
import type { NumberedAnswer } from './rule-worker.ts';

/** Threads that evaluate rules, so that the thread that answers people never does. */
export interface RuleWorkers {
  evaluate(question: RuleQuestion): Promise<RuleAnswer>;
  close(): Promise<void>;
}

interface Waiting {
  readonly resolve: (answer: RuleAnswer) => void;
  readonly reject: (error: Error) => void;
}

/** A thread with more questions than this says no, rather than letting everybody wait. */
export const waitingMax = 500;

/** Too many questions at once; the caller may ask again. */
export class RuleWorkersBusy extends Error {
  override readonly name = 'RuleWorkersBusy';
}

/** Threads start with the first question: most programs are never asked one. One that ends is replaced. */
export function ruleWorkers(sources: RuleSources, threads: number): RuleWorkers {
  const places = Array.from({ length: Math.max(1, threads) }, () => new Place(sources));
  return {
    evaluate: async (question) => {
      const running = await Promise.all(places.map((place) => place.thread()));
      return running.reduce((a, b) => (b.load < a.load ? b : a)).ask(question);
    },
    close: async () => {
      await Promise.all(places.map((place) => place.end()));
    },
  };
}

/** Where a thread runs, or will. */
class Place {
  readonly #sources: RuleSources;
  #starting: Promise<RuleThread> | undefined;

  constructor(sources: RuleSources) {
    this.#sources = sources;
  }

  async thread(): Promise<RuleThread> {
    this.#starting ??= RuleThread.start(this.#sources);
    try {
      const thread = await this.#starting;
      if (!thread.hasEnded) return thread;
    } catch (error) {
      this.#starting = undefined;
      throw error;
    }
    this.#starting = RuleThread.start(this.#sources);
    return this.#starting;
  }

  async end(): Promise<void> {
    await (await this.#starting)?.end();
  }
}

class RuleThread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #number = 0;
  #hasEnded = false;

  private constructor(worker: Worker) {
    this.#worker = worker;
    worker.on('message', (message: NumberedAnswer) => this.#answered(message));
    worker.on('error', () => this.#failAll());
    worker.on('exit', () => this.#failAll());
  }

  static async start(sources: RuleSources): Promise<RuleThread> {
    const worker = startWorker(sources);
    await new Promise((resolve, reject) => {
      worker.once('message', resolve).once('error', reject);
    });
    return new RuleThread(worker);
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  get load(): number {
    return this.#waiting.size;
  }

  ask(question: RuleQuestion): Promise<RuleAnswer> {
    if (this.#waiting.size >= waitingMax) return Promise.reject(new RuleWorkersBusy());
    const number = ++this.#number;
    return new Promise((resolve, reject) => {
      this.#waiting.set(number, { resolve, reject });
      this.#worker.postMessage({ number, question });
    });
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #answered(message: NumberedAnswer): void {
    const waiting = this.#waiting.get(message.number);
    this.#waiting.delete(message.number);
    if (message.kind === 'answer') waiting?.resolve(message.answer);
    else waiting?.reject(withFrames(message.frames));
  }

  #failAll(): void {
    this.#hasEnded = true;
    for (const { reject } of this.#waiting.values())
      reject(new Error('a thread that evaluates rules has ended'));
    this.#waiting.clear();
  }
}

function withFrames(frames: string): Error {
  const error = new Error('a rule could not be evaluated');
  error.stack = `Error: ${error.message}\n${frames}`;
  return error;
}

/** Run from its TypeScript sources, as tests do, a thread must first learn to read them; the bundle lies beside ours. */
function startWorker(sources: RuleSources): Worker {
  const isSource = import.meta.url.endsWith('.ts');
  const script = new URL(isSource ? './rule-worker.ts' : './rule-worker.js', import.meta.url);
  if (!isSource) return new Worker(script, { workerData: sources });
  const learned = `import('tsx/esm/api').then((tsx) => { tsx.register(); return import('${script.href}'); })`;
  return new Worker(learned, {
    workerData: sources,
    eval: true,
    execArgv: ['--conditions=source'],
  });
}
