import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { libraryViews } from '../harness/library.ts';
import { packFiles, readPack } from './measures/pack.ts';
import { isFailed, runPack } from './measures/run.ts';

const shared = path.join(import.meta.dirname, '../../../shared/measure-packs');

/** Every sixth pack, unless GYRUS_ALL asks for all of them. */
const isChosen = (_: string, index: number): boolean =>
  process.env.GYRUS_ALL === '1' || index % 6 === 0;

test('published measures count their test patients as expected', {
  timeout: 240_000,
}, async ({ skip }) => {
  if (!existsSync(shared)) skip(`${shared} is absent: the published measures are not run`);
  for (const file of packFiles(shared).filter(isChosen)) {
    const pack = readPack(file, shared);
    // No pack may need cql-execution: what the compiled definitions leave to it would be an error here.
    const { cases } = await runPack(pack, libraryViews(), 'compiled-only');
    expect({ pack: pack.name, failed: cases.filter(isFailed) }).toEqual({
      pack: pack.name,
      failed: [],
    });
    expect(cases.length).toBe(pack.cases.length);
  }
});
