import { spawn } from 'node:child_process';
import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Exposure } from '#practice';
import { openExposureLog } from '#store';
import { bundledProgram } from '../harness/bundled-program.ts';

/** `GYRUS_KILLS=50` tries as many moments as a release promises. */
const kills = Number(process.env.GYRUS_KILLS ?? 8);
const bundled = bundledProgram('hold-exposure-log');

beforeAll(bundled.make);
afterAll(bundled.remove);

const exposure = (card: string, at = '2026-03-02T08:00:00.000Z'): Exposure => ({
  ...{ kind: 'exposure', card, at, rule: 'rule', version: '1.0.0', hook: 'patient-view' },
  ...{ arm: 'shown', unit: 'ward-1', patient: 'mark' },
});

const kept = (folder: string, month = '2026-03'): readonly Exposure[] =>
  readFileSync(path.join(folder, 'exposures', `${month}.ndjson`), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

test('entries that come together are all kept, each in the file of its month', async () => {
  const folder = bundled.freshFolder();
  const log = openExposureLog(folder);
  const cards = Array.from({ length: 500 }, (_, i) => `card-${i}`);
  await Promise.all(cards.map((card) => log.append(exposure(card))));
  await log.append(exposure('next', '2026-04-01T00:00:00.000Z'));
  await log.close();
  expect(kept(folder).map(({ card }) => card)).toEqual(cards);
  expect(kept(folder, '2026-04').map(({ card }) => card)).toEqual(['next']);
});

test('a last line cut short is taken away, and what follows stands by itself', async () => {
  const folder = bundled.freshFolder();
  const first = openExposureLog(folder);
  await first.append(exposure('whole'));
  await first.close();
  appendFileSync(path.join(folder, 'exposures/2026-03.ndjson'), '{"kind":"exposure","card":"ha');
  const second = openExposureLog(folder);
  await second.append(exposure('after'));
  await second.close();
  expect(kept(folder).map(({ card }) => card)).toEqual(['whole', 'after']);
});

test('a write that fails is told to whoever waits for it, and the next one can succeed', async () => {
  const folder = bundled.freshFolder();
  const log = openExposureLog(folder);
  rmSync(path.join(folder, 'exposures'), { recursive: true });
  writeFileSync(path.join(folder, 'exposures'), 'in the way');
  await expect(log.append(exposure('lost'))).rejects.toThrow();
  rmSync(path.join(folder, 'exposures'));
  const again = openExposureLog(folder);
  await again.append(exposure('kept'));
  await Promise.all([log.close(), again.close()]);
  expect(kept(folder).map(({ card }) => card)).toEqual(['kept']);
});

test(`killed ${kills} times, no acknowledged exposure is lost`, { timeout: 120_000 }, async () => {
  const folder = bundled.freshFolder();
  const acknowledged = new Set<string>();
  for (let round = 0; round < kills; round++) {
    const child = spawn(process.execPath, [bundled.file, folder, String(round * 1_000_000)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let told = '';
    child.stdout.on('data', (chunk: Buffer) => {
      told += chunk.toString();
    });
    const ended = new Promise((resolve) => {
      child.once('close', resolve);
    });
    while (told === '') await pause(5);
    await pause((round * 37) % 120);
    child.kill('SIGKILL');
    await ended;
    for (const number of told.split('\n').slice(0, -1)) acknowledged.add(`card-${number}`);
  }
  await openExposureLog(folder).close();
  const found = new Set(kept(folder).map(({ card }) => card));
  expect(acknowledged.size).toBeGreaterThan(kills);
  expect([...acknowledged].filter((card) => !found.has(card))).toEqual([]);
});
