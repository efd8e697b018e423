import type { Worker } from 'node:worker_threads';
import { startThread } from '#store';
import {
  type DemoJob,
  type DemoProgress,
  partCount,
  partWriter,
  type SharedLines,
} from './demo-part.ts';
import type { WorkerMessage } from './demo-worker.ts';

export interface PartsPolicy {
  readonly workers: number;
  /** Called part by part in order, whichever part is ready first. */
  readonly onLines: (lines: SharedLines) => Promise<void>;
  readonly onProgress: (step: DemoProgress) => void;
}

/** Writes every part, by worker threads when there are several. */
export async function writeParts(job: DemoJob, policy: PartsPolicy): Promise<void> {
  const parts = partCount(job.patients);
  if (policy.workers > 1) return writePartsByWorkers(job, parts, policy);
  const writePart = partWriter(job);
  for (let part = 0; part < parts; part++)
    await policy.onLines(await writePart(part, policy.onProgress));
}

async function writePartsByWorkers(
  job: DemoJob,
  parts: number,
  policy: PartsPolicy,
): Promise<void> {
  const handOn = inOrder(policy.onLines);
  let next = 0;
  const run = async (worker: Worker): Promise<void> => {
    while (next < parts) {
      const part = next++;
      await handOn(part, await partFrom(worker, part, policy.onProgress));
    }
  };
  const workers = Array.from({ length: policy.workers }, () =>
    startThread('application/demo/demo-worker.ts', job),
  );
  try {
    await Promise.all(workers.map(run));
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

/** Hands on what belongs to part 0, 1, 2 … in that order. A worker whose part is ahead waits for the others' lines. */
function inOrder(
  handOn: (lines: SharedLines) => Promise<void>,
): (part: number, lines: SharedLines) => Promise<void> {
  const waiting = new Map<number, SharedLines>();
  let due = 0;
  let last: Promise<void> = Promise.resolve();
  return (part, lines) => {
    waiting.set(part, lines);
    for (let ready = waiting.get(due); ready !== undefined; ready = waiting.get(++due)) {
      const text = ready;
      waiting.delete(due);
      last = last.then(() => handOn(text));
    }
    return last;
  };
}

function partFrom(
  worker: Worker,
  part: number,
  onProgress: (step: DemoProgress) => void,
): Promise<SharedLines> {
  return new Promise((resolve, reject) => {
    const onMessage = (message: WorkerMessage): void => {
      if (message.kind === 'progress') onProgress(message.step);
      else {
        worker.off('message', onMessage).off('error', reject);
        resolve(message.lines);
      }
    };
    worker.on('message', onMessage).on('error', reject);
    worker.postMessage(part);
  });
}
