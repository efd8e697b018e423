import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ClinicalStore, groupFeedRaw, openClinicalStore, removeUnusedRaw } from '#store';
import { openFeed } from '../../src/application/feed/feed.ts';
import { importPaths } from '../../src/application/import/import-paths.ts';

// Synthetic: every record here is invented.
const dataFolder = mkdtempSync(path.join(os.tmpdir(), 'gyrus-raw-'));
const posts = 5;
let clinical: ClinicalStore;
let raw: string;

beforeAll(async () => {
  clinical = await openClinicalStore({ dataFolder, memoryMb: 256 });
  raw = path.join(clinical.folder, 'raw');
  const feed = openFeed({
    ...{ clinical, clock: () => '2026-03-02T08:00:00.000Z', evaluate: async () => undefined },
    importFrom: (paths, importing = {}) => importPaths(clinical, paths, importing),
    onTrouble: (error) => {
      throw error;
    },
  });
  feed.start();
  for (let number = 1; number <= posts; number++) {
    // The last two are the same, sent by mistake: their raw text is kept once.
    const id = `o-${Math.min(number, posts - 1)}`;
    await feed.takeResources('test', [{ resourceType: 'Observation', id, status: 'final' }]);
    await feed.settled();
  }
  await feed.close();
});
afterAll(async () => {
  await clinical.close();
  rmSync(dataFolder, { recursive: true, force: true });
});

const rawFiles = () => readdirSync(raw).filter((name) => name !== 'incoming');

async function everyFileIsThere(): Promise<void> {
  const files = await clinical.query(
    `select f.raw, f.sha256, p.raw_from, p.raw_bytes from archive.import_file f
     left join archive.raw_place p on p.file = f.id order by f.id`,
  );
  expect(files).toHaveLength(posts);
  for (const file of files) {
    const whole = readFileSync(path.join(raw, String(file.raw)));
    const from = Number(file.raw_from ?? 0);
    const member =
      file.raw_bytes === null ? whole : whole.subarray(from, from + Number(file.raw_bytes));
    const digest = createHash('sha256').update(gunzipSync(member)).digest('hex');
    expect(digest).toBe(file.sha256);
  }
}

test('raw copies of posts are put together when there are many, and each is still found', async () => {
  expect(rawFiles()).toHaveLength(posts - 1);
  expect(await groupFeedRaw(clinical, posts + 1)).toBe(false);
  expect(await groupFeedRaw(clinical, 3)).toBe(true);
  await everyFileIsThere();
  await removeUnusedRaw(clinical);
  expect(rawFiles()).toHaveLength(2); // The three together, and the one that came twice.
  await everyFileIsThere();
  expect(await groupFeedRaw(clinical, 3)).toBe(false);
});

test('what a kill left of putting together is removed, and done again', async () => {
  for (const name of ['feed-4-5.ndjson.gz', 'feed-4-5.ndjson.gz.unfinished'])
    writeFileSync(path.join(raw, name), 'half');
  await removeUnusedRaw(clinical);
  expect(rawFiles()).toHaveLength(2);
  expect(await groupFeedRaw(clinical, 2)).toBe(true);
  await removeUnusedRaw(clinical);
  expect(rawFiles()).toHaveLength(2); // Two groups.
  await everyFileIsThere();
});
