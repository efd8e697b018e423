import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { openClinicalStore } from '#store';

/** All fifty with GYRUS_KILLS=50; a few of them in every run. */
const kills = Number(process.env.GYRUS_KILLS ?? 3);
const seed = Number(process.env.GYRUS_SEED ?? 20_261);
const folder = mkdtempSync(path.join(os.tmpdir(), 'gyrus-kill-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Synthetic: made here; a gzipped file and a plain one, with three versions of each fourth observation, out of order. */
function writeSource(): { source: string; lines: number; stored: number } {
  const lines: string[] = [];
  const [patients, observations] = [40_000, 90_000];
  const patientLines = Array.from({ length: patients }, (_, i) =>
    JSON.stringify({ resourceType: 'Patient', id: `p${i}`, gender: 'other' }),
  );
  for (let i = 0; i < observations; i++)
    for (const month of i % 4 === 0 ? ['02', '03', '01'] : ['01'])
      lines.push(
        JSON.stringify({
          resourceType: 'Observation',
          id: `o${i}`,
          meta: { lastUpdated: `2024-${month}-01T00:00:00Z` },
          status: 'final',
          code: { text: month },
          subject: { reference: `Patient/p${i % patients}` },
        }),
      );
  const source = path.join(folder, 'source');
  mkdirSync(source);
  writeFileSync(path.join(source, 'a.ndjson.gz'), gzipSync(`${patientLines.join('\n')}\n`));
  writeFileSync(path.join(source, 'b.ndjson'), `${lines.join('\n')}\n`);
  return { source, lines: patients + lines.length, stored: patients + observations };
}

/** A linear congruential generator (Numerical Recipes' constants), so that a failing run can be repeated. */
function randomNumbers(start: number): () => number {
  let state = start >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

interface Run {
  /** Resources that were told to be stored, first and last. */
  readonly first: number;
  readonly last: number;
  readonly done: Readonly<Record<string, unknown>> | undefined;
  readonly seconds: number;
}

function runImport(
  dataFolder: string,
  source: string,
  killAfterMs: number | undefined,
): Promise<Run> {
  const program = path.join(import.meta.dirname, '../harness/run-import.ts');
  const args = ['--import', 'tsx', '--conditions=source', program, dataFolder, source];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  let startedMs: number | undefined;
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    if (startedMs !== undefined) return;
    startedMs = performance.now();
    if (killAfterMs !== undefined) setTimeout(() => child.kill('SIGKILL'), killAfterMs);
  });
  return new Promise((resolve) => {
    child.once('close', () => {
      const whole = text.slice(0, text.lastIndexOf('\n')).split('\n');
      const told = whole.flatMap((line) => /^reading (\d+)$/.exec(line)?.[1] ?? []).map(Number);
      const done = whole.find((line) => line.startsWith('done '))?.slice(5);
      resolve({
        first: told[0] ?? 0,
        last: told.at(-1) ?? 0,
        done: done === undefined ? undefined : JSON.parse(done),
        seconds: (performance.now() - (startedMs ?? performance.now())) / 1000,
      });
    });
  });
}

interface Tries {
  readonly dataFolder: string;
  readonly source: string;
  /** All that an import reads. */
  readonly lines: number;
  /** When to kill the next try; undefined to let it end. */
  readonly nextKill: () => number | undefined;
  readonly onKilled: () => void;
}

/** Imports again and again until it is done. Nothing that was acknowledged may be gone at the next try. */
async function importUntilDone({ dataFolder, source, lines, nextKill, onKilled }: Tries) {
  let acknowledged = 0;
  let wasPublished = false;
  for (;;) {
    const run = await runImport(dataFolder, source, nextKill());
    if (run.first < acknowledged) {
      // Only an import that was published, and killed before it could say so, is begun anew.
      expect(acknowledged, 'resumes with everything acknowledged').toBe(lines);
      wasPublished = true;
    }
    acknowledged = run.last;
    if (run.done !== undefined) return { done: run.done, wasPublished };
    onKilled();
  }
}

test(`an import killed ${kills} times at random moments loses nothing that was acknowledged`, async () => {
  const { source, lines, stored } = writeSource();
  const whole = await runImport(path.join(folder, 'whole'), source, undefined);
  expect(whole.done).toMatchObject({ read: lines, stored });
  const random = randomNumbers(seed);
  let killed = 0;
  const nextKill = () => (killed < kills ? random() * whole.seconds * 1000 : undefined);
  const onKilled = () => {
    killed += 1;
  };
  for (let house = 0; killed < kills; house++) {
    const dataFolder = path.join(folder, `house-${house}`);
    const tries = { dataFolder, source, lines, nextKill, onKilled };
    const { done, wasPublished } = await importUntilDone(tries);
    expect(done).toMatchObject(wasPublished ? { stored, changed: 0 } : { stored });
    await expectWhole(dataFolder, stored);
    rmSync(dataFolder, { recursive: true, force: true });
  }
}, 3_600_000);

async function expectWhole(dataFolder: string, stored: number): Promise<void> {
  const store = await openClinicalStore({ dataFolder, memoryMb: 512 });
  const [row] = await store.query(
    `select (select count(*) from archive.held) as held, (select count(*) from observation) as rows,
      (select count(*) from archive.held where type = 'Observation' and json_extract_string(body, '$.code.text') = '03') as newest,
      (select max(number) from archive.data_version) as version, (select count(*) from archive.resource) as all_rows`,
  );
  await store.close();
  const counts = { held: stored, rows: 90_000, newest: 22_500, version: 1, all_rows: stored };
  expect(row).toEqual(counts);
}
