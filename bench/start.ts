// From `node dist/gyrus.js start` on a fresh data folder to an answer of /healthz and to a unit's page with results.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectFolder } from '#application';
import { type Figure, seconds } from './figure.ts';
import { medianOf } from './machine.ts';

const startSecondsMax = 20;
const askAgainMs = 50;

/** Several starts, each on a folder of its own; the program must have been built. */
export async function benchStart(dataFolder: string, runs: number): Promise<readonly Figure[]> {
  const times: Started[] = [];
  for (let run = 0; run < runs; run++) {
    times.push(await startOnce(dataFolder));
    rmSync(dataFolder, { recursive: true, force: true });
  }
  const found = medianOf(times.map(({ wallSeconds }) => wallSeconds));
  const cpu = medianOf(times.map(({ cpuSeconds }) => cpuSeconds));
  return [
    {
      what: 'start on an empty folder to a usable page, demo of 20,000',
      found: `${seconds(found)}, ${seconds(cpu)} of CPU without the database`,
      budget: `≤ ${startSecondsMax} s`,
      isWithin: found <= startSecondsMax,
    },
  ];
}

interface Started {
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
}

async function startOnce(dataFolder: string): Promise<Started> {
  const begun = performance.now();
  const child = spawn(process.execPath, [path.join(projectFolder, 'dist/gyrus.js'), 'start'], {
    env: { ...process.env, GYRUS_DATA: dataFolder, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  try {
    const address = await addressSaid(child.stdout);
    await Promise.race([usable(address), ended.then(([code]) => endedEarly(code))]);
    const wallSeconds = (performance.now() - begun) / 1000;
    return { wallSeconds, cpuSeconds: cpuSecondsOf(child.pid) };
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}

const ticksPerSecond = 100;

/** What Linux counts for a process that runs; 0 elsewhere. */
function cpuSecondsOf(pid: number | undefined): number {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return 0;
  const text = readFileSync(file, 'utf8');
  // The command's name, in brackets, may hold blanks; then follow state, and as 12th and 13th the ticks.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

function endedEarly(code: unknown): never {
  throw new Error(`the server ended with ${String(code)} before it was ready`);
}

function addressSaid(output: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  return new Promise((resolve) => {
    output.setEncoding('utf8').on('data', (more: string) => {
      text += more;
      const address = /http:\/\/\S+/.exec(text)?.[0];
      if (address !== undefined) resolve(address);
    });
  });
}

/** Ready, and the front page answers with the web app. */
async function usable(address: string): Promise<void> {
  for (;;) {
    const health = await fetch(`${address}/healthz`);
    await health.body?.cancel();
    if (health.ok) break;
    await sleep(askAgainMs);
  }
  const page = await fetch(address);
  if (!(page.ok && (await page.text()).includes('<script')))
    throw new Error('the server is ready but serves no web app: run npm run build first');
}
