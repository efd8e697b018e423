import { spawn } from 'node:child_process';
import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openClinicalStore, openFeedJournal } from '#store';
import { FeedBusy, openFeed } from '../../src/application/feed/feed.ts';
import type { FeedOptions } from '../../src/application/feed/feed-pump.ts';
import { importPaths } from '../../src/application/import/import-paths.ts';
import { bundledProgram } from '../harness/bundled-program.ts';

/** `GYRUS_KILLS=50` tries as many moments as a release promises. */
const kills = Number(process.env.GYRUS_KILLS ?? 3);
const bundled = bundledProgram('hold-feed');

beforeAll(bundled.make);
afterAll(bundled.remove);

const post = (id: string) => ({
  source: 'test',
  receivedAt: '2026-03-02T08:00:00.000Z',
  lines: [`{"resourceType":"Observation","id":"${id}"}`],
});

test('posts that come together are all kept, and a post cut short by a kill is taken away', async () => {
  const folder = bundled.freshFolder();
  const journal = openFeedJournal(folder);
  const ids = Array.from({ length: 200 }, (_, i) => `o-${i}`);
  await Promise.all(ids.map((id) => journal.append(post(id))));
  await journal.close();
  const [file = ''] = readdirSync(path.join(folder, 'feed'));
  appendFileSync(path.join(folder, 'feed', file), '{"source":"test","lines":["{half');
  const again = openFeedJournal(folder);
  const bytes = again.waitingBytes();
  expect(bytes).toBe(
    ids.reduce((sum, id) => sum + JSON.stringify(post(id)).length + 1, 0), // A line end after each.
  );
  const sealed = await again.seal();
  expect(sealed.map((one) => one.bytes)).toEqual([bytes]);
  for (const one of sealed) again.remove(one);
  expect(again.waitingBytes()).toBe(0);
  await again.close();
});

const idsIn = (file: string): readonly string[] =>
  [...readFileSync(file, 'utf8').matchAll(/o-\d+/g)].map(([id]) => id);

test('a post that begins while others are sealed is not among them, and is there afterwards', async () => {
  const journal = openFeedJournal(bundled.freshFolder());
  const none = journal.seal();
  const first = journal.append(post('o-1'));
  expect(await none).toEqual([]);
  await first;
  const sealing = journal.seal();
  const second = journal.append(post('o-2'));
  const [one, ...others] = await sealing;
  await second;
  expect([idsIn(one?.file ?? ''), others]).toEqual([['o-1'], []]);
  if (one !== undefined) journal.remove(one);
  const [rest] = await journal.seal();
  expect(idsIn(rest?.file ?? '')).toEqual(['o-2']);
  await journal.close();
});

test('a number of posts is never used again, so that each record leads to its own post', async () => {
  const folder = bundled.freshFolder();
  const numbers: number[] = [];
  for (const id of ['o-1', 'o-2', 'o-3']) {
    const journal = openFeedJournal(folder);
    await journal.append(post(id));
    for (const sealed of await journal.seal()) {
      numbers.push(sealed.number);
      journal.remove(sealed);
    }
    await journal.close();
  }
  expect(numbers).toEqual([1, 2, 3]);
});

test('when too much waits, nothing more is taken, and the sender is told when to try again', async () => {
  const clinical = await openClinicalStore({ dataFolder: bundled.freshFolder(), memoryMb: 256 });
  const feed = openFeed({ ...options(clinical), limits: { waitingBytesMax: 300 } });
  await feed.take(post('o-1'));
  await feed.take(post('o-2'));
  const refused = feed.take({ source: 'test', lines: [' '.repeat(200)] });
  await expect(refused).rejects.toBeInstanceOf(FeedBusy);
  await expect(refused).rejects.toMatchObject({ retryAfterSeconds: 1 });
  feed.start();
  await feed.settled();
  expect(feed.state().waitingBytes).toBe(0);
  await feed.take(post('o-3'));
  await feed.close();
  await clinical.close();
});

test('a failed evaluation is owed, and made up for', async () => {
  const clinical = await openClinicalStore({ dataFolder: bundled.freshFolder(), memoryMb: 256 });
  let tries = 0;
  const first = openFeed({
    ...options(clinical),
    evaluate: async () => {
      tries += 1;
      throw new Error('not now');
    },
  });
  first.start();
  await first.take(post('o-1'));
  while (tries === 0) await pause(5);
  await first.close();
  let isEvaluated = false;
  const second = openFeed({
    ...options(clinical),
    evaluate: async () => {
      isEvaluated = true;
    },
  });
  second.start();
  await second.settled();
  expect(isEvaluated).toBe(true);
  await second.close();
  await clinical.close();
});

const options = (clinical: FeedOptions['clinical']): FeedOptions => ({
  ...{ clinical, clock: () => '2026-03-02T08:00:00.000Z', evaluate: async () => undefined },
  importFrom: (paths, importing = {}) => importPaths(clinical, paths, importing),
  onTrouble: () => undefined,
});

test(`killed ${kills} times, no acknowledged record is lost and no post is there by half`, {
  timeout: 120_000,
}, async () => {
  const folder = bundled.freshFolder();
  const acknowledged = new Set<number>();
  for (let round = 0; round < kills; round++)
    for (const number of await killedWhileTaking(folder, round)) acknowledged.add(number);
  const clinical = await openClinicalStore({ dataFolder: folder, memoryMb: 256 });
  const feed = openFeed(options(clinical));
  feed.start();
  await feed.settled();
  const rows = await clinical.query("select id from archive.held where type = 'Observation'");
  await feed.close();
  await clinical.close();
  const found = new Set(rows.map(({ id }) => String(id)));
  const lost = [...acknowledged].filter((n) => !(found.has(`a-${n}`) && found.has(`b-${n}`)));
  const halves = [...found].filter(
    (id) => !found.has(`${id.startsWith('a') ? 'b' : 'a'}${id.slice(1)}`),
  );
  expect(acknowledged.size).toBeGreaterThan(kills);
  expect([lost, halves]).toEqual([[], []]);
});

async function killedWhileTaking(folder: string, round: number): Promise<readonly number[]> {
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
  // Moments within taking, importing and publishing.
  await pause((round * 437) % 1500);
  child.kill('SIGKILL');
  await ended;
  return told.split('\n').slice(0, -1).map(Number);
}
