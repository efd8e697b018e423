import { randomUUID } from 'node:crypto';
import { type OperationalTables, openOperationalStore } from '#store';
import type { Application } from './context.ts';
import { dataFolderKey } from './data-folder-key.ts';
import { type JobRunner, jobRunner } from './jobs/job-runner.ts';
import { type NewsBoard, newsBoard } from './news-board.ts';
import type { ClinicalSide } from './program/clinical-side.ts';

export interface OpenApplication extends Application {
  readonly listen: NewsBoard['listen'];
  /** True where one may sign in by choosing a persona. */
  readonly demo: boolean;
  readonly jobs: JobRunner;
  /** Null where the clinical store is not open. */
  readonly clinicalSide: ClinicalSide | null;
  readonly close: () => Promise<void>;
}

export interface ApplicationOptions {
  readonly dataFolder: string;
  /** A PostgreSQL run by somebody else; without it one is started under the data folder. */
  readonly databaseUrl?: string;
  readonly demo: boolean;
  /** The instant now, as ISO text; the machine's clock unless given. */
  readonly clock?: () => string;
  /** Told of our own mistakes in background work. */
  readonly onTrouble: (error: unknown) => void;
}

/** Opens the stores and gives the running program; whoever opened it closes it. */
export async function openApplication(options: ApplicationOptions): Promise<OpenApplication> {
  const { dataFolder, databaseUrl, demo } = options;
  const store = await openOperationalStore<OperationalTables>({
    dataFolder,
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
  });
  const board = newsBoard();
  const application: Application = {
    db: store.db,
    clock: options.clock ?? (() => new Date().toISOString()),
    newId: randomUUID,
    announce: board.announce,
    auditKey: dataFolderKey(dataFolder, 'audit-key'),
  };
  const jobs = await jobRunner({ ...application, onTrouble: options.onTrouble });
  const close = async () => {
    await jobs.stop();
    await store.close();
  };
  return { ...application, listen: board.listen, demo, jobs, clinicalSide: null, close };
}
