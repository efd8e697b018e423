import type { ClinicalStore } from '#store';
import type { Application } from '../context.ts';
import type { NewsBoard } from '../news-board.ts';
import type { Background } from '../program/background.ts';
import { runQuality } from './run-quality.ts';

interface KeeperOptions extends Application {
  readonly clinical: ClinicalStore;
  readonly listen: NewsBoard['listen'];
  readonly free: Background['free'];
  /** Told of a failure that was our own mistake. */
  readonly onTrouble: (error: unknown) => void;
}

export interface QualityKeeper {
  /** Waits until what runs has ended. */
  readonly stop: () => Promise<void>;
}

/** A live feed brings new results every few seconds; checking everything held so often would help nobody. */
const restMilliseconds = 600_000;

/** Runs the checks in the background whenever results are new, at once after a rest and at the end of one. */
export function qualityKeeper({
  listen,
  free,
  onTrouble,
  clinical,
  ...application
}: KeeperOptions): QualityKeeper {
  let running: Promise<void> = Promise.resolve();
  let resting: NodeJS.Timeout | undefined;
  let isDue = false;
  let isStopped = false;
  const run = async () => {
    await free();
    if (isStopped || resting !== undefined) return;
    isDue = false;
    resting = setTimeout(rested, restMilliseconds);
    resting.unref();
    await runQuality(application, clinical);
  };
  const rested = () => {
    resting = undefined;
    if (isDue) wake();
  };
  const wake = () => {
    isDue = true;
    running = running.then(run).catch(onTrouble);
  };
  const deaf = listen(({ kind }) => {
    if (kind === 'results') wake();
  });
  return {
    stop: () => {
      deaf();
      isStopped = true;
      clearTimeout(resting);
      return running;
    },
  };
}
