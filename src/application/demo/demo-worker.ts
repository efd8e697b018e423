import { parentPort, workerData } from 'node:worker_threads';
import { type DemoJob, type DemoProgress, partWriter, type SharedLines } from './demo-part.ts';

/** What a worker tells: a step made, or a part done with its lines of the shared files. */
export type WorkerMessage =
  | { readonly kind: 'progress'; readonly step: DemoProgress }
  | { readonly kind: 'part'; readonly part: number; readonly lines: SharedLines };

if (parentPort !== null) {
  const port = parentPort;
  const job: DemoJob = workerData;
  const writePart = partWriter(job);
  port.on('message', (part: number) => {
    writePart(part, (step) =>
      port.postMessage({ kind: 'progress', step } satisfies WorkerMessage),
    ).then(
      (lines) => port.postMessage({ kind: 'part', part, lines } satisfies WorkerMessage),
      (error: unknown) => {
        throw error;
      },
    );
  });
}
