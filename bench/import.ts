// Import of FHIR NDJSON into the clinical store, with findings, provenance, raw copies and flat tables, beside the plain
// alternative: DuckDB reading the same files into tables, unchecked. Each run is a process of its own on a fresh folder.
// `npx tsx --conditions=source bench/import.ts --patients 20000 --runs 3`, or `--from FOLDER` for files that are there.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { writeDemo } from '#application';
import { groupBy } from '#core';
import { openClinicalStore } from '#store';
import { importPaths } from '../src/application/import/import-paths.ts';
import { type Figure, megabytes, printFigures, seconds } from './figure.ts';
import { machine, medianOf, numberOption, print, textOption } from './machine.ts';

const importMegabytesPerSecondMin = 35;
const importPeakBytesMax = 1e9;
const kinds = ['gyrus', 'plain'] as const;

type Kind = (typeof kinds)[number];

/** What one import took, as its own process tells. */
interface Took {
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
  readonly peakBytes: number;
  readonly bytes: number;
  readonly resources: number;
  readonly findings: number;
}

/** The files of a demo: its folder of FHIR and its costs. */
export const demoPaths = (demo: string): readonly string[] =>
  ['fhir', 'cost.csv'].map((name) => path.join(demo, name)).filter((name) => existsSync(name));

/** Runs both, turn about; the last data folder stays for whoever asked, the others go. */
export async function benchImport(
  paths: readonly string[],
  { runs, dataFolder }: { readonly runs: number; readonly dataFolder: string },
): Promise<readonly Figure[]> {
  const took: Record<Kind, Took[]> = { gyrus: [], plain: [] };
  for (let run = 0; run < runs; run++)
    for (const kind of kinds) {
      const folder = kind === 'gyrus' ? dataFolder : `${dataFolder}-plain`;
      rmSync(folder, { recursive: true, force: true });
      took[kind].push(await importInProcess(kind, folder, paths));
    }
  rmSync(`${dataFolder}-plain`, { recursive: true, force: true });
  return figures(took);
}

function figures({ gyrus, plain }: Readonly<Record<Kind, readonly Took[]>>): readonly Figure[] {
  const rate = medianOf(gyrus.map(({ bytes, wallSeconds }) => bytes / 1e6 / wallSeconds));
  const peak = Math.max(...gyrus.map(({ peakBytes }) => peakBytes));
  const cpu = (all: readonly Took[]) => medianOf(all.map(({ cpuSeconds }) => cpuSeconds));
  const wall = (all: readonly Took[]) => medianOf(all.map(({ wallSeconds }) => wallSeconds));
  const [first] = gyrus;
  const per = (first?.bytes ?? 0) / 1e6;
  return [
    {
      what: 'import, findings and provenance on',
      found: `${rate.toFixed(1)} MB/s (${seconds(wall(gyrus))}, ${seconds(cpu(gyrus))} of CPU)`,
      budget: `≥ ${importMegabytesPerSecondMin} MB/s`,
      isWithin: rate >= importMegabytesPerSecondMin,
    },
    {
      what: '  the same on two free cores, by its CPU time',
      found: `at most ${((2 * per) / cpu(gyrus)).toFixed(1)} MB/s`,
      ...{ budget: '', isWithin: null },
    },
    {
      what: '  peak memory of the process',
      found: megabytes(peak),
      budget: '< 1 GB',
      isWithin: peak < importPeakBytesMax,
    },
    {
      what: '  read',
      found: `${per.toFixed(0)} MB, ${first?.resources} resources, ${first?.findings} findings`,
      ...{ budget: '', isWithin: null },
    },
    {
      what: '  DuckDB read_json of the same, unchecked',
      found: `${seconds(wall(plain))}, ${seconds(cpu(plain))} of CPU, peak ${megabytes(Math.max(...plain.map((one) => one.peakBytes)))}`,
      ...{ budget: '', isWithin: null },
    },
  ];
}

async function importInProcess(
  kind: Kind,
  dataFolder: string,
  paths: readonly string[],
): Promise<Took> {
  const self = [import.meta.filename, '--child', kind, dataFolder, ...paths];
  const child = spawn(process.execPath, ['--import', 'tsx', '--conditions=source', ...self], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (more: string) => {
    text += more;
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`the import (${kind}) ended with ${code}`);
  return JSON.parse(text.trimEnd().split('\n').at(-1) ?? '');
}

async function child(kind: string, dataFolder: string, paths: readonly string[]): Promise<void> {
  const run = kind === 'gyrus' ? await gyrusImport(dataFolder) : await plainImport(dataFolder);
  const [cpu, begun] = [process.cpuUsage(), performance.now()];
  const { bytes, resources, findings } = await run.work(paths);
  const { user, system } = process.cpuUsage(cpu);
  const took: Took = {
    wallSeconds: (performance.now() - begun) / 1000,
    cpuSeconds: (user + system) / 1e6,
    peakBytes: peakBytes(),
    ...{ bytes, resources, findings },
  };
  await run.close();
  print(JSON.stringify(took));
}

/** The most memory this process has held, as Linux tells; 0 elsewhere. */
function peakBytes(): number {
  const status = '/proc/self/status';
  if (!existsSync(status)) return 0;
  return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(status, 'utf8'))?.[1] ?? 0) * 1024;
}

async function gyrusImport(dataFolder: string) {
  const store = await openClinicalStore({ dataFolder });
  const work = async (paths: readonly string[]) => {
    const { bytes, read, tableRows, findings } = await importPaths(store, paths);
    return { bytes, resources: read + tableRows, findings };
  };
  return { work, close: () => store.close() };
}

/** One table for each type, its columns guessed from the files; what does not fit is an error. */
async function plainImport(dataFolder: string) {
  const instance = await DuckDBInstance.create(`${dataFolder}.duckdb`, { memory_limit: '800MB' });
  const connection = await instance.connect();
  const work = async (paths: readonly string[]) => {
    const files = paths.flatMap(filesUnder);
    const types = groupBy(files, (file) => path.basename(file).replace(/[-.].*$/, ''));
    let resources = 0;
    for (const [type, parts] of types) {
      const list = parts.map((part) => `'${part.replaceAll("'", "''")}'`).join(', ');
      const read = parts[0]?.endsWith('.csv') ? 'read_csv' : 'read_json';
      const rows = await connection.runAndReadAll(
        `create table "${type}" as select * from ${read}([${list}])`,
      );
      resources += Number(rows.getRows()[0]?.[0] ?? 0);
    }
    const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
    return { bytes, resources, findings: 0 };
  };
  const close = async () => {
    connection.closeSync();
    instance.closeSync();
    rmSync(`${dataFolder}.duckdb`, { force: true });
  };
  return { work, close };
}

const filesUnder = (name: string): readonly string[] =>
  statSync(name).isDirectory() ? readdirSync(name).map((file) => path.join(name, file)) : [name];

async function alone(): Promise<void> {
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'gyrus-bench-'));
  try {
    const from = textOption('from') ?? path.join(scratch, 'demo');
    const patients = numberOption('patients', 20_000);
    if (textOption('from') === undefined)
      await writeDemo({ patients, seed: 1, until: '2025-12', out: from });
    print(machine());
    const options = { runs: numberOption('runs', 3), dataFolder: path.join(scratch, 'data') };
    printFigures('Import', await benchImport(demoPaths(from), options));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

if (process.argv[1] === import.meta.filename) {
  const at = process.argv.indexOf('--child');
  const [kind = '', dataFolder = '', ...paths] = process.argv.slice(at + 1);
  await (at < 0 ? alone() : child(kind, dataFolder, paths));
}
