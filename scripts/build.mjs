// Builds the program into dist/: server, command line and workers with esbuild, the web app with Vite.
// `--server-only` leaves the web app out.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build as bundle } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const serverOnly = process.argv.includes('--server-only');

await Promise.all([buildServer(), serverOnly ? undefined : buildWeb()]);

async function buildServer() {
  await bundle({
    absWorkingDir: root,
    entryPoints: entryPoints(),
    outdir: 'dist',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    conditions: ['source'],
    sourcemap: 'linked',
    logLevel: 'warning',
  });
}

/** Beside the program, every worker: `store/clinical/worker.ts` becomes `clinical-worker.js`, `demo/demo-worker.ts` keeps its name. */
function entryPoints() {
  const workers = filesUnder(join(root, 'src'))
    .filter((file) => /[/-]worker\.ts$/.test(file))
    .map((file) => [workerName(file), file]);
  return Object.fromEntries([['gyrus', join(root, 'src/cli/main.ts')], ...workers]);
}

function workerName(file) {
  const [folder, name] = file.split('/').slice(-2);
  return name === 'worker.ts' ? `${folder}-worker` : name.replace(/\.ts$/, '');
}

function filesUnder(folder) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesUnder(path) : [path];
  });
}

async function buildWeb() {
  if (!existsSync(join(root, 'src/web'))) return;
  const { build } = await import('vite');
  await build({ configFile: join(root, 'vite.config.ts'), logLevel: 'warn' });
}
