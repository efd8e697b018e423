import { parentPort, workerData } from 'node:worker_threads';

// One thread owns the database, another reads files for an import; the thread that answers people does neither.
// Each loads only what it needs: a reader is started for every import.
if (parentPort === null) throw new Error('the clinical worker is started as a worker thread');
if (workerData.task === 'import-reader') {
  const { serveReader } = await import('./import/serve-reader.ts');
  serveReader(parentPort, workerData);
} else {
  const { serveStore } = await import('./serve.ts');
  serveStore(parentPort, workerData);
}
