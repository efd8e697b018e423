import { parentPort, workerData } from 'node:worker_threads';
import { serveReader } from './import/serve-reader.ts';
import { serveStore } from './serve.ts';

// One thread owns the database, another reads files for an import; the thread that answers people does neither.
if (parentPort === null) throw new Error('the clinical worker is started as a worker thread');
if (workerData.task === 'import-reader') serveReader(parentPort, workerData);
else serveStore(parentPort, workerData);
