import { startsMark } from '#store';
import type { Application } from '../context.ts';
import type { NewsBoard } from '../news-board.ts';
import type { Background } from '../program/background.ts';
import { keepEffects } from './kept-effects.ts';

interface KeeperOptions extends Pick<Application, 'db' | 'clock'> {
  readonly listen: NewsBoard['listen'];
  readonly free: Background['free'];
  /** Told of a failure that was our own mistake. */
  readonly onTrouble: (error: unknown) => void;
}

/** Estimates in the background what pages will ask for, whenever results or changes are new. */
export interface EffectKeeper {
  /** Waits until nothing is left to do. */
  readonly idle: () => Promise<void>;
  /** Ends what runs, keeping what is done. */
  readonly stop: () => Promise<void>;
}

/** One run at a time, and one more where something happened meanwhile. */
export function effectKeeper({ db, clock, listen, free, onTrouble }: KeeperOptions): EffectKeeper {
  const stopping = new AbortController();
  const { signal } = stopping;
  let running: Promise<void> = Promise.resolve();
  let isDue = false;
  let doneFor: string | null = null;
  const run = async () => {
    await free();
    while (isDue && !signal.aborted) {
      isDue = false;
      const mark = await startsMark(db);
      if (mark === doneFor) continue;
      await keepEffects(db, { clock, signal });
      doneFor = mark;
    }
  };
  const wake = () => {
    isDue = true;
    running = running.then(run).catch(onTrouble);
  };
  const deaf = listen(({ kind }) => {
    if (kind !== 'job') wake();
  });
  wake();
  return {
    idle: () => running,
    stop: () => {
      deaf();
      stopping.abort();
      return running;
    },
  };
}
