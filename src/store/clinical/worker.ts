import { parentPort, workerData } from 'node:worker_threads';
import { serveStore } from './serve.ts';

// One thread owns the database; the thread that answers people never runs a query itself.
if (parentPort === null) throw new Error('the clinical worker is started as a worker thread');
serveStore(parentPort, workerData);
