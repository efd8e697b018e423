import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ProblemError } from '#core';
import {
  type ClinicalStore,
  type FeedJournal,
  forgetUnfolded,
  noteFeedPosts,
  prepareFeedPosts,
  type SealedPosts,
  unfoldPosts,
} from '#store';
import type { Application } from '../context.ts';

export interface FeedOptions extends Pick<Application, 'clock'> {
  readonly clinical: ClinicalStore;
  readonly importFrom: (
    paths: readonly string[],
    options: { readonly signal: AbortSignal },
  ) => Promise<{ readonly changed: number }>;
  readonly evaluate: () => Promise<unknown>;
  /** Told of our own mistakes. */
  readonly onTrouble: (error: unknown) => void;
  readonly limits?: Partial<FeedLimits>;
}

export interface FeedLimits {
  readonly waitingBytesMax: number;
  /** The rest between two imports is this many times as long as the last import took, so that pages stay quick. */
  readonly restFactor: number;
  readonly restMillisecondsMin: number;
  readonly restMillisecondsMax: number;
}

export const feedLimits: FeedLimits = {
  waitingBytesMax: 256 * 2 ** 20,
  restFactor: 1,
  restMillisecondsMin: 2000,
  restMillisecondsMax: 20_000,
};

const tryAgainMilliseconds = 5000;
const retrySecondsMax = 60;
/** Trouble in what was posted itself: it is laid aside, so that what came after it is not held up. */
const refusedCodes = new Set([
  'kept-line-unreadable',
  'not-utf-8',
  'line-too-long',
  'no-fhir-resources',
]);

type Phase = 'not-started' | 'idle' | 'importing' | 'resting';

export interface PumpState {
  readonly isImporting: boolean;
  /** When everything taken in so far was last in the numbers; null before the first time. */
  readonly settledAt: string | null;
  /** Files of posts that could not be imported and lie aside. */
  readonly laidAside: number;
}

/** Brings sealed posts into the clinical store, one file after the other, with rests between. */
export class FeedPump {
  readonly #options: FeedOptions;
  readonly #journal: FeedJournal;
  readonly #limits: FeedLimits;
  readonly #stopping = new AbortController();
  #phase: Phase = 'not-started';
  /** How often it was woken, and how much of that has been seen to. */
  #asked = 0;
  #seen = 0;
  #laidAside = 0;
  #working: Promise<void> = Promise.resolve();
  #rest: { readonly timer: NodeJS.Timeout; readonly end: () => void } | undefined;
  #bytesPerSecond = 1_000_000;
  #settledAt: string | null = null;
  #waiters: (() => void)[] = [];

  constructor(options: FeedOptions, journal: FeedJournal, limits: FeedLimits) {
    this.#options = options;
    this.#journal = journal;
    this.#limits = limits;
  }

  state(): PumpState {
    const [isImporting, settledAt] = [this.#phase === 'importing', this.#settledAt];
    return { isImporting, settledAt, laidAside: this.#laidAside };
  }

  secondsUntilRoom(waitingBytes: number): number {
    const seconds = Math.ceil(waitingBytes / this.#bytesPerSecond);
    return Math.min(retrySecondsMax, Math.max(1, seconds));
  }

  start(): void {
    if (this.#phase !== 'not-started') return;
    this.#phase = 'idle';
    this.wake();
  }

  wake(): void {
    this.#asked += 1;
    if (this.#phase !== 'idle') return;
    this.#phase = 'importing';
    this.#working = this.#work();
  }

  settled(): Promise<void> {
    if (this.#asked === this.#seen && this.#phase !== 'importing') return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiters.push(resolve);
      this.#rest?.end();
    });
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#rest?.end();
    await this.#working;
  }

  async #work(): Promise<void> {
    while (this.#asked > this.#seen && !this.#stopping.signal.aborted) {
      const asked = this.#asked;
      const began = performance.now();
      this.#phase = 'importing';
      const isDone = await this.#round();
      this.#phase = 'resting';
      const took = performance.now() - began;
      if (isDone) this.#seen = asked;
      if (this.#asked === this.#seen) this.#tellSettled();
      await this.#pause(isDone ? took * this.#limits.restFactor : tryAgainMilliseconds);
    }
    this.#phase = 'idle';
  }

  #tellSettled(): void {
    this.#settledAt = this.#options.clock();
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const told of waiters) told();
  }

  /** Whether everything sealed now is in the numbers. */
  async #round(): Promise<boolean> {
    try {
      for (const posts of await this.#journal.seal()) await this.#bringIn(posts);
      if (existsSync(this.#owed)) {
        await this.#options.evaluate();
        rmSync(this.#owed);
      }
      return true;
    } catch (error) {
      // What was accepted stays in the journal and is tried again.
      if (!this.#stopping.signal.aborted) this.#options.onTrouble(error);
      return false;
    }
  }

  async #bringIn(posts: SealedPosts): Promise<void> {
    const began = performance.now();
    try {
      await this.#importPosts(posts);
    } catch (error) {
      if (!(error instanceof ProblemError && refusedCodes.has(error.problem.code))) throw error;
      this.#layAside(posts, error);
    }
    // The posts go last: after a kill in between they are imported again, which changes nothing.
    forgetUnfolded(posts);
    this.#journal.remove(posts);
    const seconds = Math.max(0.001, (performance.now() - began) / 1000);
    this.#bytesPerSecond = Math.max(1, posts.bytes / seconds);
  }

  async #importPosts(posts: SealedPosts): Promise<void> {
    const { clinical, importFrom } = this.#options;
    await prepareFeedPosts(clinical);
    const unfolded = await unfoldPosts(posts);
    await noteFeedPosts(clinical, unfolded);
    const { changed } = await importFrom([unfolded.file], { signal: this.#stopping.signal });
    if (changed > 0) writeFileSync(this.#owed, '', { flush: true });
  }

  /** What was accepted is never thrown away, even where it cannot be read. */
  #layAside({ file }: SealedPosts, error: ProblemError): void {
    renameSync(file, `${file}.refused`);
    this.#laidAside += 1;
    this.#options.onTrouble(error);
  }

  /** Says, also after a kill, that the numbers are older than what is held. */
  get #owed(): string {
    return path.join(this.#journal.folder, 'evaluation-owed');
  }

  #pause(milliseconds: number): Promise<void> {
    const { restMillisecondsMin, restMillisecondsMax } = this.#limits;
    if (this.#stopping.signal.aborted || this.#waiters.length > 0) return Promise.resolve();
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        this.#rest = undefined;
        resolve();
      };
      const rest = Math.min(restMillisecondsMax, Math.max(restMillisecondsMin, milliseconds));
      const timer = setTimeout(end, rest);
      this.#rest = { timer, end };
    });
  }
}
