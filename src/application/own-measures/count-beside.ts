import { type Problem, ProblemError } from '#core';
import { CancelledError, type Database, ownCountings, tellOwnCounting } from '#store';
import type { Background } from '../program/background.ts';
import {
  countPortion,
  evaluationsOf,
  type Following,
  type InMemoryQuestion,
} from './count-portion.ts';
import { followedSoFar } from './follow-in-memory.ts';

/** A question with more left to count than an evaluation waits for. */
export interface CountWanted {
  readonly question: InMemoryQuestion;
  readonly following: Following;
  /** The number of the data version that is to be counted. */
  readonly version: number;
}

export interface BesideOptions {
  readonly db: Database;
  readonly free: Background['free'];
  /** Asks the measures again, of what is counted now. */
  readonly evaluate: () => Promise<unknown>;
  /** Told of our own mistakes. */
  readonly onTrouble: (error: unknown) => void;
  readonly patientsAtOnce?: number;
}

/** Why a question could not be counted; null where that was our own mistake. */
export interface CountFailure {
  readonly problem: Problem | null;
}

interface Failed extends CountFailure {
  readonly wanted: CountWanted;
}

/** Counts beside everything else what takes long: one measure at a time, while people look at the others. */
export class BesideCounter {
  readonly #options: BesideOptions;
  readonly #failed = new Map<string, Failed>();
  #waiting: readonly CountWanted[] = [];
  #current: { readonly wanted: CountWanted; readonly giveUp: AbortController } | undefined;
  #isStopped = false;
  #running: Promise<void> = Promise.resolve();

  constructor(options: BesideOptions) {
    this.#options = options;
  }

  /** Everything that is to be counted from now on; what is no longer among it is given up. */
  want(wanted: readonly CountWanted[]): void {
    this.#waiting = wanted;
    const current = this.#current;
    if (current !== undefined && !wanted.some((one) => isSame(one, current.wanted)))
      current.giveUp.abort();
    this.#running = this.#running.then(() => this.#work()).catch(this.#options.onTrouble);
  }

  /** Of these records, by this definition; undefined when it has not failed. */
  failure(wanted: CountWanted): CountFailure | undefined {
    const failed = this.#failed.get(wanted.question.id);
    if (failed === undefined) return undefined;
    const isOfThis = isSame(failed.wanted, wanted) && failed.wanted.version === wanted.version;
    return isOfThis ? failed : undefined;
  }

  /** Goes on with what an earlier run of the program left. */
  async resume(): Promise<void> {
    if ((await ownCountings(this.#options.db)).size > 0) await this.#options.evaluate();
  }

  /** Resolves when nothing is left to count. */
  async idle(): Promise<void> {
    for (let seen = null as Promise<void> | null; seen !== this.#running; ) {
      seen = this.#running;
      await seen;
    }
  }

  /** Breaks off what runs; the next run of the program goes on there. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#current?.giveUp.abort();
    await this.#running;
  }

  async #work(): Promise<void> {
    await this.#options.free();
    for (;;) {
      const [wanted, ...others] = this.#waiting;
      if (wanted === undefined || this.#isStopped) return;
      this.#waiting = others;
      const isOver = await this.#count(wanted);
      if (isOver && !this.#isStopped) await this.#options.evaluate();
    }
  }

  /** Whether there is something new to be told: numbers, or why there are none. */
  async #count(wanted: CountWanted): Promise<boolean> {
    const giveUp = new AbortController();
    this.#current = { wanted, giveUp };
    const { id } = wanted.question;
    try {
      await countWanted(this.#options, wanted, giveUp.signal);
      this.#failed.delete(id);
      return true;
    } catch (error) {
      if (error instanceof CancelledError) return false;
      const isProblem = error instanceof ProblemError;
      if (!isProblem) this.#options.onTrouble(error);
      this.#failed.set(id, { wanted, problem: isProblem ? error.problem : null });
      return true;
    } finally {
      this.#current = undefined;
    }
  }
}

const isSame = (one: CountWanted, other: CountWanted): boolean =>
  one.question.id === other.question.id &&
  one.question.digest === other.question.digest &&
  one.following.timeZone === other.following.timeZone &&
  one.following.periods.map(({ id }) => id).join() ===
    other.following.periods.map(({ id }) => id).join();

async function countWanted(
  { db, patientsAtOnce }: BesideOptions,
  { question, following }: CountWanted,
  signal: AbortSignal,
): Promise<void> {
  const { next } = await followedSoFar(following, question);
  if (next === null) return;
  const { patients } = await evaluationsOf(following.clinical, question, next);
  const began = performance.now();
  let doneBefore: number | undefined;
  const tell = async (done: number) => {
    doneBefore ??= done;
    const perPatient = (performance.now() - began) / Math.max(1, done - doneBefore);
    const secondsLeft =
      done === doneBefore ? null : Math.round((perPatient * Math.max(0, patients - done)) / 1000);
    await tellOwnCounting(db, { ownMeasureId: question.id, done, of: patients, secondsLeft });
  };
  const watching = { signal, onProgress: tell };
  await countPortion(following, question, next, {
    ...watching,
    ...(patientsAtOnce === undefined ? {} : { patientsAtOnce }),
  });
}
