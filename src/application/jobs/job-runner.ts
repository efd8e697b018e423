import { setTimeout as sleep } from 'node:timers/promises';
import { ProblemError, problem, type Said } from '#core';
import {
  appendEntry,
  type Changes,
  type Database,
  failInterruptedJobs,
  insertJob,
  inTransaction,
  type NewEntry,
  type StoredJob,
  updateJob,
} from '#store';
import type { News } from '../context.ts';
import { Conflict } from '../trouble.ts';

/** A sentence of a job, in English and as a code that others can say in their language. */
export interface Told {
  readonly message: string;
  readonly said: Said;
}

/** How far a job has come; what is not known is null. */
export interface Progress extends Told {
  /** 0…1 */
  readonly share: number | null;
  readonly rate: string | null;
  readonly secondsLeft: number | null;
}

/**
 * Does the work and answers with what came of it, in one sentence. When the program is told to stop, the signal is
 * aborted: then it ends soon, keeping what is done.
 */
export type Work = (report: (progress: Progress) => void, signal: AbortSignal) => Promise<Told>;

export interface JobWanted {
  readonly kind: StoredJob['kind'];
  /** What was asked for, so that it can be asked for again. */
  readonly request: object;
  readonly work: Work;
  /** Whoever asked; the entry is written in the transaction that starts the job. Null when the program itself did. */
  readonly entry: NewEntry | null;
}

/** One job at a time, in the background of this process; its state is kept in the database. */
export interface JobRunner {
  /** @throws Conflict when another job is running */
  readonly start: (wanted: JobWanted) => Promise<StoredJob>;
  /** Waits until nothing runs. */
  readonly idle: () => Promise<void>;
  /** Tells what runs to end, and waits for it a while. */
  readonly stop: () => Promise<void>;
}

export interface JobRunnerOptions {
  readonly db: Database;
  readonly clock: () => string;
  readonly newId: () => string;
  readonly announce: (news: News) => void;
  /** Told of a failure that was our own mistake. */
  readonly onTrouble: (error: unknown) => void;
}

const interrupted: Told = {
  message: 'Gyrus was stopped while this was running. Start it again: it goes on where it stopped.',
  said: { code: 'interrupted', values: {} },
};
/** Often enough for the eye; the database is not asked to keep every line read. */
const reportMilliseconds = 500;
/** A job that does not end by then is cut off, as a kill would; the next start marks it. */
const stopMilliseconds = 10_000;

/** Marks what a killed predecessor left running as failed, and takes jobs from now on. */
export async function jobRunner(options: JobRunnerOptions): Promise<JobRunner> {
  await failInterruptedJobs(options.db, { at: options.clock(), ...interrupted });
  let running: Promise<void> = Promise.resolve();
  const stopping = new AbortController();
  return {
    start: async (wanted) => {
      const job = newJob(options, wanted);
      await inTransaction(options.db, (tx) => keep(tx, job, wanted.entry));
      options.announce({ kind: 'job', job });
      running = run({ options, job, work: wanted.work, signal: stopping.signal });
      return job;
    },
    idle: () => running,
    stop: () => {
      stopping.abort();
      return Promise.race([running, sleep(stopMilliseconds, undefined, { ref: false })]);
    },
  };
}

const newJob = ({ newId, clock }: JobRunnerOptions, { kind, request }: JobWanted): StoredJob => ({
  id: newId(),
  kind,
  state: 'running',
  request,
  share: null,
  rate: null,
  secondsLeft: null,
  message: '',
  said: null,
  startedAt: clock(),
  endedAt: null,
});

async function keep(tx: Changes, job: StoredJob, entry: NewEntry | null): Promise<void> {
  if (!(await insertJob(tx, job)))
    throw new Conflict(
      problem(
        'job-running',
        'Another import or evaluation is running.',
        'Wait until it is done; its progress is on the page Data.',
      ),
    );
  if (entry !== null) await appendEntry(tx, entry);
}

interface Run {
  readonly options: JobRunnerOptions;
  readonly job: StoredJob;
  readonly work: Work;
  readonly signal: AbortSignal;
}

async function run({ options, job, work, signal }: Run): Promise<void> {
  const reporter = slowReporter(options, job);
  try {
    const told = await work(reporter.report, signal);
    await reporter.settle();
    await end(options, { ...job, state: 'done', share: 1, ...told });
  } catch (error) {
    await reporter.settle();
    const wasStopped = signal.aborted;
    if (!(wasStopped || error instanceof ProblemError)) options.onTrouble(error);
    await end(options, {
      ...job,
      state: 'failed',
      ...(wasStopped ? interrupted : whyFailed(error)),
    });
  }
}

async function end(options: JobRunnerOptions, job: StoredJob): Promise<void> {
  const ended = { ...job, endedAt: options.clock() };
  try {
    await updateJob(options.db, ended);
  } catch (error) {
    // Without a database nothing can be kept; the next start finds the job running and marks it.
    options.onTrouble(error);
  }
  options.announce({ kind: 'job', job: ended });
}

const ownMistake: Told = {
  message: 'Something went wrong in Gyrus. What was done before is kept; start it again.',
  said: { code: 'broken', values: {} },
};

const whyFailed = (error: unknown): Told =>
  error instanceof ProblemError ? toldOf(error) : ownMistake;

const toldOf = ({ message, problem: { code, where, values = {} } }: ProblemError): Told => ({
  message,
  said: { code, values: { where, ...values } },
});

/** Keeps and announces the newest progress, not more often than the eye can follow. */
function slowReporter(options: JobRunnerOptions, job: StoredJob) {
  let newest: StoredJob | null = null;
  let pending: Promise<void> = Promise.resolve();
  let last = 0;
  const write = () => {
    if (newest === null) return;
    const now = newest;
    newest = null;
    options.announce({ kind: 'job', job: now });
    pending = pending.then(() => updateJob(options.db, now)).catch(options.onTrouble);
  };
  return {
    report: (progress: Progress) => {
      newest = { ...job, ...progress };
      const now = performance.now();
      if (now - last < reportMilliseconds) return;
      last = now;
      write();
    },
    settle: () => pending,
  };
}
