// How fast the built program writes the demo, start of the program included, and in how much memory.
// `npm run build && npx tsx bench/demo.ts`, or with numbers of patients as arguments. Writes and removes 13 kB for each patient.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setInterval } from 'node:timers';
import { projectFolder } from '../src/store/project-folder.ts';
import { machine, print } from './machine.ts';

interface Row {
  readonly patients: number;
  readonly seconds: number;
  readonly resources: number;
  readonly bytes: number;
  readonly peakBytes: number;
}

const defaultSizes = [20_000, 200_000];
const columns = ['patients', 'seconds', 'MB/s', 'resources/s', 'per patient', 'MB', 'peak MB'];
const peakReadMs = 100;

async function writeOnce(patients: number): Promise<Row> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'gyrus-bench-'));
  try {
    return await timed(patients, path.join(folder, 'demo'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function timed(patients: number, out: string): Promise<Row> {
  const begun = performance.now();
  const options = ['demo', '--patients', String(patients), '--seed', '1', '--out', out, '--json'];
  const child = spawn(process.execPath, [path.join(projectFolder, 'dist/gyrus.js'), ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (more: string) => {
    text += more;
  });
  let peakBytes = 0;
  const reading = setInterval(() => {
    peakBytes = Math.max(peakBytes, peakOf(child.pid));
  }, peakReadMs);
  const [code] = await once(child, 'close');
  clearInterval(reading);
  if (code !== 0) throw new Error(`gyrus demo ended with ${code}`);
  const seconds = (performance.now() - begun) / 1000;
  const { resources, bytes } = JSON.parse(text.trimEnd().split('\n').at(-1) ?? '');
  return { patients, seconds, resources, bytes, peakBytes };
}

/** The most memory the process has held so far, as Linux tells; 0 elsewhere and after its end. */
function peakOf(pid: number | undefined): number {
  const status = `/proc/${pid}/status`;
  if (!existsSync(status)) return 0;
  const kilobytes = /VmHWM:\s+(\d+) kB/.exec(readFileSync(status, 'utf8'))?.[1];
  return Number(kilobytes ?? 0) * 1024;
}

const cells = (row: Row): readonly string[] => [
  row.patients.toLocaleString('en'),
  row.seconds.toFixed(1),
  (row.bytes / 1e6 / row.seconds).toFixed(0),
  (row.resources / row.seconds).toFixed(0),
  (row.resources / row.patients).toFixed(1),
  (row.bytes / 1e6).toFixed(0),
  (row.peakBytes / 1e6).toFixed(0),
];

const asLine = (texts: readonly string[]): string =>
  texts.map((text) => text.padStart(12)).join('');

const asked = process.argv.slice(2).map(Number);
print(`${machine()}; load ${os.loadavg()[0]?.toFixed(1)}`);
print(asLine(columns));
for (const patients of asked.length > 0 ? asked : defaultSizes)
  print(asLine(cells(await writeOnce(patients))));
