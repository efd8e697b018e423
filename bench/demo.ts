// How fast the demo is written, and in how much memory. Each row is a fresh process, so that its peak is its own.
// `npx tsx bench/demo.ts`, or with numbers of patients as arguments. Writes and removes 13 kB for each patient.
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { writeDemo } from '#application';
import { machine, print } from './machine.ts';

interface Row {
  readonly patients: number;
  readonly workers: number;
  readonly seconds: number;
  readonly resources: number;
  readonly bytes: number;
  readonly peakBytes: number;
}

const runFlag = '--one';
const defaultSizes = [20_000, 200_000];
const columns = ['patients', 'workers', 'seconds', 'MB/s', 'resources/s', 'per patient', 'MB', 'peak MB'];

async function writeOne(patients: number, workers: number): Promise<Row> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'gyrus-bench-'));
  try {
    const begun = performance.now();
    const out = path.join(folder, 'demo');
    const { resources, bytes } = await writeDemo({ patients, workers, out, seed: 1, until: '2025-12' });
    const seconds = (performance.now() - begun) / 1000;
    const peakBytes = process.resourceUsage().maxRSS * 1024;
    return { patients, workers, seconds, resources, bytes, peakBytes };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function inFreshProcess(patients: number, workers: number): Promise<Row> {
  const command = [...process.execArgv, process.argv[1] ?? '', runFlag, String(patients), String(workers)];
  const { stdout } = await promisify(execFile)(process.execPath, command);
  return JSON.parse(stdout);
}

const cells = (row: Row): readonly string[] => [
  row.patients.toLocaleString('en'),
  String(row.workers),
  row.seconds.toFixed(1),
  (row.bytes / 1e6 / row.seconds).toFixed(0),
  (row.resources / row.seconds).toFixed(0),
  (row.resources / row.patients).toFixed(1),
  (row.bytes / 1e6).toFixed(0),
  (row.peakBytes / 1e6).toFixed(0),
];

const asLine = (texts: readonly string[]): string => texts.map((text) => text.padStart(12)).join('');

const [flag, ...numbers] = process.argv.slice(2);
if (flag === runFlag) {
  const [patients = 0, workers = 1] = numbers.map(Number);
  print(JSON.stringify(await writeOne(patients, workers)));
} else {
  const sizes = process.argv.slice(2).map(Number);
  print(`${machine()}; load ${os.loadavg()[0]?.toFixed(1)}`);
  print(asLine(columns));
  for (const patients of sizes.length > 0 ? sizes : defaultSizes)
    for (const workers of [1, os.availableParallelism()]) print(asLine(cells(await inFreshProcess(patients, workers))));
}
