import type { Selectable } from 'kysely';
import type { Said } from '#core';
import { type Database, instant, instantOrNull } from './database.ts';
import type { OperationalTables } from './tables.ts';

export interface StoredJob {
  readonly id: string;
  readonly kind: 'import' | 'evaluation';
  readonly state: 'running' | 'done' | 'failed';
  readonly request: unknown;
  /** 0…1, or null while the size is unknown. */
  readonly share: number | null;
  readonly rate: string | null;
  readonly secondsLeft: number | null;
  /** In English, for whoever does not know the code. */
  readonly message: string;
  readonly said: Said | null;
  readonly startedAt: string;
  readonly endedAt: string | null;
}

/** Starts a job unless another is running; answers whether it was started. */
export async function insertJob(db: Database, job: StoredJob): Promise<boolean> {
  const inserted = await db
    .insertInto('job')
    .values({
      id: job.id,
      kind: job.kind,
      request: JSON.stringify(job.request),
      ...progressOf(job),
    })
    .onConflict((other) => other.doNothing())
    .executeTakeFirst();
  return (inserted.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

export async function updateJob(db: Database, job: StoredJob): Promise<void> {
  await db.updateTable('job').set(progressOf(job)).where('id', '=', job.id).execute();
}

/** At the program's start nothing of its own is running: a row that says so was left by a kill. */
export async function failInterruptedJobs(
  db: Database,
  input: { readonly at: string; readonly message: string; readonly said: Said },
): Promise<readonly StoredJob[]> {
  const rows = await db
    .updateTable('job')
    .set({
      state: 'failed',
      ended_at: input.at,
      message: input.message,
      said: JSON.stringify(input.said),
      seconds_left: null,
    })
    .where('state', '=', 'running')
    .returningAll()
    .execute();
  return rows.map(jobOf);
}

export async function newestJobs(db: Database, limit: number): Promise<readonly StoredJob[]> {
  const rows = await db
    .selectFrom('job')
    .selectAll()
    .orderBy('started_at', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(jobOf);
}

const progressOf = (job: StoredJob) => ({
  state: job.state,
  share: job.share,
  rate: job.rate,
  seconds_left: job.secondsLeft,
  message: job.message,
  said: JSON.stringify(job.said),
  started_at: job.startedAt,
  ended_at: job.endedAt,
});

const jobOf = (row: Selectable<OperationalTables['job']>): StoredJob => ({
  id: row.id,
  kind: row.kind,
  state: row.state,
  request: row.request,
  share: row.share,
  rate: row.rate,
  secondsLeft: row.seconds_left,
  message: row.message,
  said: row.said,
  startedAt: instant(row.started_at),
  endedAt: instantOrNull(row.ended_at),
});
