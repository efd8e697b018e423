import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { ProblemError } from '#core';
import { type ImportBench, importBench } from '../harness/import-files.ts';

let bench: ImportBench;
beforeAll(async () => {
  bench = await importBench();
});
afterEach(() => bench.clear());
afterAll(() => bench.remove());

const good = JSON.stringify({ resourceType: 'Patient', id: 'good' });

/** What the import says; it must say it with a next step and leave nothing behind. */
async function refusal(...paths: readonly string[]): Promise<string> {
  const error: unknown = await bench.bring(...paths).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ProblemError)) throw new Error('no problem was told', { cause: error });
  expect(error.problem.tip.length).toBeGreaterThan(10);
  const [held] = await bench.store.query(
    `select (select count(*) from archive.resource) as rows, (select count(*) from patient) as patients,
      (select max(number) from archive.data_version) as version`,
  );
  expect(held).toEqual({ rows: 0, patients: 0, version: 0 });
  return `${error.problem.code}: ${error.problem.message}`;
}

const raw = (name: string, bytes: Buffer | string): string => {
  const file = bench.file(name, []);
  writeFileSync(file, bytes);
  return file;
};

describe('what cannot be imported is told, with a next step, and nothing is half done', () => {
  test('a path that is not there', async () => {
    expect(await refusal('/nowhere/at/all')).toBe('file-unreadable: There is no /nowhere/at/all.');
  });
  test('an empty folder', async () => {
    const folder = path.join(bench.folder, 'empty');
    mkdirSync(folder);
    expect(await refusal(folder)).toContain('0 files, none of them NDJSON');
  });
  test('a folder without FHIR', async () => {
    raw('x/notes.txt', 'hello');
    raw('x/table.csv', 'a,b');
    expect(await refusal(path.join(bench.folder, 'in/x'))).toContain(
      '2 files, none of them NDJSON',
    );
  });
  test('a file in which no line is a resource', async () => {
    expect(await refusal(raw('a.ndjson', 'hello\nworld\n'))).toMatch(/^no-fhir-resources.*2 lines/);
  });
  test('an empty file', async () => {
    expect(await refusal(raw('a.ndjson', ''))).toMatch(/^no-fhir-resources.*0 lines/);
  });
  test('a folder with the name of a file', async () => {
    const folder = path.join(bench.folder, 'in/Patient.ndjson');
    mkdirSync(folder, { recursive: true });
    expect(await refusal(folder)).toMatch(/^no-fhir-files/);
  });
  test('a link to nowhere', async () => {
    const link = path.join(path.dirname(raw('x/a.ndjson', good)), 'b.ndjson');
    symlinkSync('/nowhere', link);
    expect(await refusal(path.dirname(link))).toBe(`file-unreadable: There is no ${link}.`);
  });
  test('text that is not UTF-8, by its line', async () => {
    const file = raw('a.ndjson', Buffer.from(`${good}\n{"x":"\xe5"}\n`, 'latin1'));
    expect(await refusal(file)).toBe(`not-utf-8: ${file}, line 2, is not UTF-8 text.`);
  });
  test('text in UTF-16', async () => {
    expect(await refusal(raw('a.ndjson', Buffer.from(`\ufeff${good}\n`, 'utf16le')))).toMatch(
      /^not-utf-8/,
    );
  });
  test('a gzip file that ends too early', async () => {
    const whole = gzipSync(Array.from({ length: 5000 }, (_, i) => `${good}${i}`).join('\n'));
    const file = raw('a.ndjson.gz', whole.subarray(0, whole.length - 20));
    expect(await refusal(file)).toBe(`gzip-cut-off: ${file} is a gzip file that ends too early.`);
  });
  test('a gzip file that is damaged', async () => {
    const whole = gzipSync(`${good}\n`);
    whole.fill(0xff, 12, 24);
    expect(await refusal(raw('a.ndjson.gz', whole))).toMatch(/^gzip-broken/);
  });
  test('a line of a hundred megabytes', async () => {
    const file = raw('a.ndjson', `${good}\n`);
    const piece = Buffer.alloc(2 ** 20, 'x');
    for (let i = 0; i < 100; i++) appendFileSync(file, piece);
    expect(await refusal(file)).toBe(`line-too-long: ${file}, line 2, is longer than 16 MB.`);
  });
  test('a cost table without its columns', async () => {
    expect(await refusal(raw('cost.csv', 'id,amount\n1,2\n'))).toMatch(
      /^cost-columns-missing.*cost_id/,
    );
  });
  test('a good file beside a bad one', async () => {
    raw('x/a.ndjson', `${good}\n`);
    raw('x/b.ndjson', Buffer.from([0xff, 0xfe, 0x0a]));
    expect(await refusal(path.join(bench.folder, 'in/x'))).toMatch(/^not-utf-8/);
    expect(readdirSync(path.join(bench.store.folder, 'raw/incoming'))).toEqual([]);
  });
  test('and the corrected file is imported afterwards', async () => {
    await refusal(raw('a.ndjson', 'hello\n'));
    expect(await bench.bring(raw('a.ndjson', `${good}\n`))).toMatchObject({
      stored: 1,
      changed: 1,
    });
  });
});

describe('strange but readable content', () => {
  test('wrong types in every element a table reads never stop an import', async () => {
    const wrong = [
      null,
      7,
      true,
      'x',
      [],
      {},
      [[]],
      [{}],
      [null],
      { a: { b: [1] } },
      '\u0000',
      1e300,
    ];
    const types = bench.store.tables.map((table) => table.resource);
    const keys =
      'code subject status period category item answer value valueQuantity name type meta'.split(
        ' ',
      );
    const lines = [...new Set(types)].flatMap((resourceType) =>
      wrong.flatMap((value, i) =>
        keys.map((key) => ({ resourceType, id: `${i}-${key}`, [key]: value })),
      ),
    );
    const result = await bench.bring(bench.file('strange.ndjson', lines));
    expect(result).toMatchObject({ read: lines.length, stored: lines.length });
    expect(result.findings).toBeGreaterThan(lines.length / 2);
  });
});

const small = '/tmp/gyrus-small-disk';
const canMount = (): boolean => {
  mkdirSync(small, { recursive: true });
  const options = ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', small];
  return spawnSync('mount', options).status === 0;
};

describe('a full disk', () => {
  const isMounted = canMount();
  afterEach(() => void spawnSync('umount', [small]));
  test.skipIf(!isMounted)(
    'is told, and nothing of the import is visible (skipped where no small disk can be mounted)',
    async () => {
      const filler = () => Array.from({ length: 40 }, () => Math.random().toString(36)).join('');
      const lines = Array.from({ length: 90_000 }, (_, i) => ({
        resourceType: 'Basic',
        id: `b${i}`,
        code: { text: filler() },
      }));
      const file = bench.file('big.ndjson', lines);
      const program = path.join(import.meta.dirname, '../harness/run-import.ts');
      const args = [
        '--import',
        'tsx',
        '--conditions=source',
        program,
        path.join(small, 'data'),
        file,
      ];
      const run = spawnSync(process.execPath, args, { encoding: 'utf8' });
      expect(run.stderr).toBe('');
      expect(run.stdout).toMatch(/problem .*"disk-full"/);
      expect(run.stdout).not.toContain('done');
    },
    300_000,
  );
});
