// From `node dist/gyrus.js start` on a fresh data folder to an answer of /healthz and to a unit's page with results.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectFolder } from '#application';
import { type Figure, seconds } from './figure.ts';
import { medianOf } from './machine.ts';

const startSecondsMax = 20;
const askAgainMs = 50;

/** Several starts, each on a folder of its own; the program must have been built. */
export async function benchStart(dataFolder: string, runs: number): Promise<readonly Figure[]> {
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    times.push(await startOnce(dataFolder));
    rmSync(dataFolder, { recursive: true, force: true });
  }
  const found = medianOf(times);
  return [
    {
      what: 'start on an empty folder to a usable page',
      found: `${seconds(found)} (demo of 20,000 patients made, imported, evaluated)`,
      budget: `≤ ${startSecondsMax} s`,
      isWithin: found <= startSecondsMax,
    },
  ];
}

async function startOnce(dataFolder: string): Promise<number> {
  const begun = performance.now();
  const child = spawn(process.execPath, [path.join(projectFolder, 'dist/gyrus.js'), 'start'], {
    env: { ...process.env, GYRUS_DATA: dataFolder, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  try {
    const address = await addressSaid(child.stdout);
    await Promise.race([usable(address), ended.then(([code]) => endedEarly(code))]);
    return (performance.now() - begun) / 1000;
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
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
