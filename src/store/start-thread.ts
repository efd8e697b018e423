import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type ResourceLimits, Worker } from 'node:worker_threads';
import { projectFolder } from './project-folder.ts';

/**
 * Starts a thread on a worker file.
 *
 * @param file its path under src/, as `store/clinical/worker.ts`
 * @param data what it finds as its workerData
 * @param resourceLimits how large its heap may grow
 */
export function startThread(
  file: string,
  data: unknown,
  resourceLimits: ResourceLimits = {},
): Worker {
  const script = import.meta.url.endsWith('.ts') ? bundleOfSource(file) : builtScript(file);
  return new Worker(script, { workerData: data, resourceLimits });
}

/** Where the build puts workers: `store/clinical/worker.ts` becomes clinical-worker.js, others keep their name. */
const builtScript = (file: string): URL =>
  pathToFileURL(path.join(projectFolder, `dist/${nameOf(file)}.js`));

function nameOf(file: string): string {
  const [folder = '', name = ''] = file.split('/').slice(-2);
  return name === 'worker.ts' ? `${folder}-worker` : name.replace(/\.ts$/, '');
}

const bundles = new Map<string, URL>();

/**
 * Run from its TypeScript sources, as tests do, a thread gets them bundled once for each process: many threads are
 * started, and each would otherwise translate its sources anew.
 */
function bundleOfSource(file: string): URL {
  const known = bundles.get(file);
  if (known !== undefined) return known;
  const { buildSync }: typeof import('esbuild') = createRequire(import.meta.url)('esbuild');
  const name = nameOf(file);
  const outdir = path.join(projectFolder, `node_modules/.cache/gyrus/${name}-${process.pid}`);
  buildSync({
    entryPoints: { [name]: path.join(projectFolder, 'src', file) },
    ...{ absWorkingDir: projectFolder, outdir, bundle: true, splitting: true },
    ...{ format: 'esm', platform: 'node', packages: 'external', conditions: ['source'] },
    ...{ sourcemap: 'inline', outExtension: { '.js': '.mjs' } },
  });
  process.once('exit', () => rmSync(outdir, { recursive: true, force: true }));
  const bundle = pathToFileURL(path.join(outdir, `${name}.mjs`));
  bundles.set(file, bundle);
  return bundle;
}
