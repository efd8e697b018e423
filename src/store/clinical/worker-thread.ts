import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { projectFolder } from '../project-folder.ts';

/** Starts a thread on the worker file; `data.task` says what it shall do. */
export function startWorker(data: { readonly task: string }): Worker {
  return import.meta.url.endsWith('.ts')
    ? startFromSource(new URL('./worker.ts', import.meta.url), data)
    : new Worker(clinicalWorkerBundle(), { workerData: data });
}

/** Where the build puts this folder's worker. */
export const clinicalWorkerBundle = (): URL =>
  pathToFileURL(path.join(projectFolder, 'dist/clinical-worker.js'));

/** A thread does not inherit the loader that lets Node read TypeScript: it is set up in the thread first. */
function startFromSource(url: URL, data: { readonly task: string }): Worker {
  const tsx = path.dirname(createRequire(import.meta.url).resolve('tsx/package.json'));
  const loader = pathToFileURL(path.join(tsx, 'dist/esm/api/index.mjs')).href;
  const code = `import(${JSON.stringify(loader)}).then(({ register }) => {
    register();
    return import(${JSON.stringify(url.href)});
  });`;
  return new Worker(code, { eval: true, workerData: data, execArgv: ['--conditions=source'] });
}
