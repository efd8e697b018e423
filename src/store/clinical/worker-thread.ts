import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { projectFolder } from '../project-folder.ts';

/** Starts a thread on the worker file; `data.task` says what it shall do. */
export function startWorker(data: { readonly task: string }): Worker {
  bundle ??= import.meta.url.endsWith('.ts') ? bundleOfSource() : clinicalWorkerBundle();
  return new Worker(bundle, { workerData: data });
}

let bundle: URL | undefined;

/** Where the build puts this folder's worker. */
const clinicalWorkerBundle = (): URL =>
  pathToFileURL(path.join(projectFolder, 'dist/clinical-worker.js'));

/**
 * Run from its TypeScript sources, as tests do, the thread gets them bundled once for each process: many threads are
 * started, and each would otherwise translate its sources anew.
 */
function bundleOfSource(): URL {
  const { buildSync }: typeof import('esbuild') = createRequire(import.meta.url)('esbuild');
  const outdir = path.join(projectFolder, `node_modules/.cache/gyrus/worker-${process.pid}`);
  buildSync({
    entryPoints: [fileURLToPath(new URL('./worker.ts', import.meta.url))],
    ...{ outdir, bundle: true, splitting: true, format: 'esm', platform: 'node' },
    ...{ packages: 'external', conditions: ['source'], sourcemap: 'inline' },
    outExtension: { '.js': '.mjs' },
  });
  process.once('exit', () => rmSync(outdir, { recursive: true, force: true }));
  return pathToFileURL(path.join(outdir, 'worker.mjs'));
}
