import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { packFiles, readPack } from './measures/pack.ts';
import { isFailed, runInMemory } from './measures/run.ts';

const shared = path.join(import.meta.dirname, '../../../shared/measure-packs');

/** Every fifth pack, unless GYRUS_ALL asks for all of them. */
const isChosen = (_: string, index: number): boolean =>
  process.env.GYRUS_ALL === '1' || index % 5 === 0;

test('published measures count their test patients as expected', {
  timeout: 240_000,
}, async ({ skip }) => {
  if (!existsSync(shared)) skip(`${shared} is absent: the published measures are not run`);
  for (const file of packFiles(shared).filter(isChosen)) {
    const pack = readPack(file, shared);
    const results = await runInMemory(pack);
    expect({ pack: pack.name, failed: results.filter(isFailed) }).toEqual({
      pack: pack.name,
      failed: [],
    });
    expect(results.length).toBe(pack.cases.length);
  }
});
