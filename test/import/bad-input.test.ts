import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { ProblemError } from '#core';
import { findings } from '#store';
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
  test('links that lead in a circle, where a file is wanted', async () => {
    const folder = path.dirname(raw('x/notes.txt', ''));
    symlinkSync(path.join(folder, 'a.ndjson'), path.join(folder, 'a.ndjson'));
    expect(await refusal(folder)).toContain('cannot be read (ELOOP)');
  });
  test('a pipe, which would be waited for without end', async () => {
    const pipe = path.join(path.dirname(raw('x/notes.txt', '')), 'pipe.ndjson');
    expect(spawnSync('mkfifo', [pipe]).status).toBe(0);
    expect(await refusal(pipe)).toMatch(/^file-unreadable: .* is no file that can be read twice/);
  });
  test('lines of which none can be stored, with the rule that the first one breaks', async () => {
    expect(await refusal(raw('a.ndjson', '{"resourceType":"Patient"}\n'))).toMatch(
      /1 line was read\. Line 1 of a\.ndjson breaks the rule id-missing: An 'id' of letters/,
    );
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

/** What is held, and what was found: line and rule. */
async function outcome(...paths: readonly string[]) {
  const result = await bench.bring(...paths);
  const { rows } = await findings(bench.store, result.importId, { from: 0, count: 100 });
  const held = await bench.store.query('select type, id from archive.held order by type, id');
  return {
    held: held.map(({ type, id }) => `${type}/${id}`),
    found: rows.map(({ line, rule }) => `${line} ${rule}`),
    result,
  };
}

describe('a bad line is a finding and stops nothing', () => {
  test.each([
    ['a NUL byte in it', `{"resourceType":"Patient","id":"x\0y"}`, 'json-broken'],
    ['a NUL in an id', String.raw`{"resourceType":"Patient","id":"x\u0000y"}`, 'id-missing'],
    ['a key that stands twice', '{"resourceType":"Patient","id":"x","id":"y"}', 'key-repeated'],
    ['a number for an id', '{"resourceType":"Patient","id":7}', 'id-missing'],
    ['two resources on it', `${good}${good}`, 'json-broken'],
    ['a list of resources on it', `[${good}]`, 'not-an-object'],
    ['its end cut off', good.slice(0, -3), 'json-broken'],
  ])('with %s', async (_name, line, rule) => {
    const { held, found } = await outcome(raw('a.ndjson', `${line}\n${good}\n`));
    expect(held).toEqual(['Patient/good']);
    expect(found).toEqual([`1 ${rule}`]);
  });
  test('that is the last and was cut off in the midst of a resource', async () => {
    const { held, found } = await outcome(raw('a.ndjson', `${good}\n${good.slice(0, 9)}`));
    expect(held).toEqual(['Patient/good']);
    expect(found).toEqual(['2 json-broken']);
  });
});

describe('files of all kinds', () => {
  test('with the name of another type are read by what is in them', async () => {
    const basic = '{"resourceType":"Basic","id":"b"}';
    const { held } = await outcome(raw('Patient.ndjson', `${basic}\n${good}\n`));
    expect(held).toEqual(['Basic/b', 'Patient/good']);
  });
  test('named twice, by another way, and in a folder that leads back to itself are read once', async () => {
    const file = raw('x/a.ndjson', `${good}\n`);
    const folder = path.dirname(file);
    symlinkSync(folder, path.join(folder, 'again'));
    symlinkSync(file, path.join(folder, 'b.ndjson'));
    symlinkSync('circle', path.join(folder, 'circle'));
    const { result } = await outcome(file, folder, path.join(folder, '../x'));
    expect(result).toMatchObject({ files: 1, read: 1, stored: 1, findings: 0 });
  });
  test('empty ones beside a good one do no harm, and others are counted as left aside', async () => {
    raw('x/empty.ndjson', '');
    raw('x/empty.ndjson.gz', gzipSync(''));
    raw('x/blank.ndjson', '\n \n');
    raw('x/Observation.json', '{}');
    raw('x/table.csv', 'a,b');
    const { result } = await outcome(path.dirname(raw('x/a.ndjson', `${good}\n`)));
    expect(result).toMatchObject({ read: 1, stored: 1, findings: 0, leftAside: 2 });
  });
  test('zipped in several members, as appending to a gzip file makes them, are read to the end', async () => {
    const more = gzipSync('{"resourceType":"Patient","id":"more"}\n');
    const { held } = await outcome(
      raw('a.ndjson.gz', Buffer.concat([gzipSync(`${good}\n`), more])),
    );
    expect(held).toEqual(['Patient/good', 'Patient/more']);
  });
  test('zipped without saying so in their name are read all the same', async () => {
    expect((await outcome(raw('a.ndjson', gzipSync(`${good}\n`)))).held).toEqual(['Patient/good']);
  });
});

describe('strange but readable content', () => {
  test('a resource of ten megabytes is kept whole', async () => {
    const data = 'QUJD'.repeat(2_500_000);
    const line = JSON.stringify({ resourceType: 'Binary', id: 'scan', contentType: 'x/y', data });
    await bench.bring(raw('a.ndjson', `${good}\n${line}\n${good}\n`));
    const held = await bench.store.query(
      "select length(body) as characters from archive.held where type = 'Binary'",
    );
    expect(held).toEqual([{ characters: line.length }]);
  });
  test('numbers written as text are told, and so are those with too many digits', async () => {
    const numbers = { valueQuantity: { value: '7.5' } };
    const item = [{ linkId: 'a', answer: [{ valueInteger: 7.5 }, { valueInteger: 2 ** 40 }] }];
    const { found } = await outcome(
      bench.file('a.ndjson', [
        { resourceType: 'Observation', id: 'o', ...numbers },
        { resourceType: 'QuestionnaireResponse', id: 'q', item },
      ]),
    );
    expect(found).toEqual(['1 element-wrong-type', '2 element-wrong-type', '2 element-wrong-type']);
  });
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
  const options = ['-t', 'tmpfs', '-o', 'size=12m', 'tmpfs', small];
  return spawnSync('mount', options).status === 0;
};

/** In a process of its own, as its data folder lies elsewhere. */
function importInto(dataFolder: string, file: string) {
  const program = path.join(import.meta.dirname, '../harness/run-import.ts');
  const args = ['--import', 'tsx', '--conditions=source', program, dataFolder, file];
  return spawnSync(process.execPath, args, { encoding: 'utf8' });
}

describe('a full disk', () => {
  const isMounted = canMount();
  afterEach(() => void spawnSync('umount', [small]));
  test.skipIf(!isMounted)(
    'is told, nothing of the import is visible, and it goes on when there is room (skipped where no small disk can be mounted)',
    async () => {
      const filler = () => Array.from({ length: 40 }, () => Math.random().toString(36)).join('');
      const lines = Array.from({ length: 40_000 }, (_, i) => ({
        resourceType: 'Basic',
        id: `b${i}`,
        code: { text: filler() },
      }));
      const file = bench.file('big.ndjson', lines);
      const run = importInto(path.join(small, 'data'), file);
      expect(run.stderr).toBe('');
      expect(run.stdout).toMatch(/problem .*"disk-full"/);
      expect(run.stdout).not.toContain('done');
      // With more room the same import goes on and ends.
      expect(spawnSync('mount', ['-o', 'remount,size=400m', small]).status).toBe(0);
      const again = importInto(path.join(small, 'data'), file);
      expect(again.stdout).toMatch(/done .*"stored":40000.*"isContinued":true/);
    },
    300_000,
  );
});
