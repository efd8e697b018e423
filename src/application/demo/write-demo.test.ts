import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { ProblemError } from '#core';
import { organisationFromYaml } from '#organisation';
import { demoLibrary } from './demo-structure.ts';
import { type WriteDemo, writeDemo } from './write-demo.ts';

let scratch: string;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'gyrus-demo-'));
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

const write = (name: string, request: Partial<WriteDemo> = {}) =>
  writeDemo({ patients: 200, seed: 1, until: '2025-12', out: join(scratch, name), ...request });

/** A digest of every file of a folder, by name. */
async function digests(name: string): Promise<Readonly<Record<string, string>>> {
  const folder = join(scratch, name);
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) =>
    entry.isFile(),
  );
  const entries = files.map(async (file) => {
    const path = join(file.parentPath, file.name);
    const digest = createHash('sha256')
      .update(await readFile(path))
      .digest('hex');
    return [path.slice(folder.length), digest] as const;
  });
  return Object.fromEntries((await Promise.all(entries)).toSorted());
}

async function problemOf(written: Promise<unknown>): Promise<ProblemError['problem']> {
  const error: unknown = await written.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ProblemError)) throw new Error('no problem was found', { cause: error });
  return error.problem;
}

describe('a written demo', () => {
  test('has its files, and says how much it wrote', async () => {
    const steps: number[] = [];
    const written = await write('plain', { onProgress: ({ patients }) => steps.push(patients) });
    expect(Object.keys(await digests('plain'))).toEqual([
      '/cost.csv',
      '/exposures.ndjson',
      '/fhir/Condition.ndjson',
      '/fhir/Encounter.ndjson',
      '/fhir/MedicationRequest.ndjson',
      '/fhir/Observation.ndjson',
      '/fhir/Organization.ndjson',
      '/fhir/Patient.ndjson',
      '/fhir/Practitioner.ndjson',
      '/fhir/Procedure.ndjson',
      '/fhir/QuestionnaireResponse.ndjson',
      '/fhir/ServiceRequest.ndjson',
      '/history.yaml',
      '/messages.ndjson',
      '/organisation.yaml',
      '/truth.json',
    ]);
    expect(written).toMatchObject({ patients: 200, files: 10, from: '2022-01', until: '2025-12' });
    expect(steps.at(-1)).toBe(200);
    const lines = await Promise.all(
      (await readdir(join(scratch, 'plain/fhir'))).map(async (file) => {
        const text = await readFile(join(scratch, 'plain/fhir', file), 'utf8');
        return text.split('\n').length - 1;
      }),
    );
    expect(written.resources).toBe(lines.reduce((a, b) => a + b, 0));
  });

  test('has an organisation that the program can take into use', async () => {
    await write('organisation');
    const yaml = await readFile(join(scratch, 'organisation/organisation.yaml'), 'utf8');
    const read = organisationFromYaml(yaml, 'organisation.yaml');
    expect(read.kind).toBe('organisation');
  });

  test('tells in its history for which months its records are whole', async () => {
    await write('history', { until: '2024-06' });
    const history: unknown = parse(await readFile(join(scratch, 'history/history.yaml'), 'utf8'));
    expect(history).toMatchObject({ records: { from: '2020-07', until: '2024-06' } });
  });

  test('is the same for the same seed and another for another', async () => {
    await Promise.all([write('a'), write('b'), write('c', { seed: 2 })]);
    const [a, b, c] = await Promise.all([digests('a'), digests('b'), digests('c')]);
    expect(a).toEqual(b);
    // Who the division's people are does not depend on the seed; everything else does.
    const same = Object.keys(a).filter((file) => a[file] === c[file]);
    // So few patients leave months without a first visit: no message was told about any chart.
    expect(same).toEqual(['/fhir/Organization.ndjson', '/messages.ndjson', '/organisation.yaml']);
  });

  test('is the same whatever number of workers wrote it', async () => {
    const patients = 10_020; // three parts: with two workers, one of them writes two parts
    await write('one', { patients, workers: 1 });
    await write('two', { patients, workers: 2 });
    const one = await digests('one');
    expect(Object.keys(one)).toContain('/fhir/Encounter-0003.ndjson');
    expect(await digests('two')).toEqual(one);
  }, 120_000);

  test('begins with the same patients, however many follow', async () => {
    await write('few', { patients: 50 });
    await write('more', { patients: 80 });
    const [few, more] = await Promise.all(
      ['few', 'more'].map((name) => readFile(join(scratch, name, 'fhir/Encounter.ndjson'), 'utf8')),
    );
    expect(more?.startsWith(few ?? '-')).toBe(true);
  });
});

describe('the folder of a demo', () => {
  test('is filled anew when it holds an earlier demo, whole or not', async () => {
    await write('again', { patients: 5_100 });
    await rm(join(scratch, 'again/truth.json'));
    await write('again');
    expect(await readdir(join(scratch, 'again/fhir'))).toHaveLength(10);
  });
  test('is named when it cannot be written', async () => {
    await writeFile(join(scratch, 'file'), '');
    const problem = await problemOf(write('file/demo'));
    expect(problem).toMatchObject({ code: 'demo-not-written', where: join(scratch, 'file/demo') });
    expect(problem.message).toContain('ENOTDIR');
  });
  test('is left alone when it holds anything else', async () => {
    await mkdir(join(scratch, 'other'));
    await writeFile(join(scratch, 'other/letters.txt'), 'mine');
    const problem = await problemOf(write('other'));
    expect(problem.code).toBe('demo-folder-not-empty');
    expect(problem.message).toContain('letters.txt');
    expect(await readdir(join(scratch, 'other'))).toEqual(['letters.txt']);
  });
});

describe('a demo that cannot be', () => {
  test.each([
    { request: { patients: 0 }, code: 'demo-patients-invalid' },
    { request: { patients: 1.5 }, code: 'demo-patients-invalid' },
    { request: { patients: 6_000_000 }, code: 'demo-patients-invalid' },
    { request: { seed: -1 }, code: 'demo-seed-invalid' },
    { request: { until: '2025-13' }, code: 'demo-until-invalid' },
  ])('is refused with $code', async ({ request, code }) => {
    const problem = await problemOf(write('refused', request));
    expect(problem.code).toBe(code);
    expect(problem.message).toContain('allowed is');
  });

  test('says which file and field of the structure is wrong', async () => {
    const folder = join(scratch, 'structure');
    await mkdir(folder);
    for (const name of await readdir(demoLibrary)) {
      const text = await readFile(join(demoLibrary, name), 'utf8');
      await writeFile(join(folder, name), text.replace('staff: 16', 'staff: many'));
    }
    const problem = await problemOf(write('wrong', { structureFolder: folder }));
    expect(problem.code).toBe('demo-structure-invalid');
    expect(problem.where).toBe(join(folder, 'division.yaml'));
    expect(problem.message).toContain('staff');
  });

  test('says when a file of the structure cannot be read', async () => {
    const problem = await problemOf(write('none', { structureFolder: join(scratch, 'nowhere') }));
    expect(problem.code).toBe('demo-structure-unreadable');
    expect(problem.tip).toContain('restore');
  });
});

test('a demo is written as it is made: three times its memory in text passes through', async () => {
  const heapMb = 80;
  const script = `
    import { writeDemo } from ${JSON.stringify(new URL('./write-demo.ts', import.meta.url).href)};
    const { bytes } = await writeDemo({ patients: 21000, seed: 1, until: '2025-12', out: ${JSON.stringify(join(scratch, 'large'))}, workers: 1 });
    process.stdout.write(String(bytes));`;
  const options = ['--conditions=source', '--import', 'tsx', `--max-old-space-size=${heapMb}`];
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [...options, '--input-type=module', '--eval', script],
    { cwd: fileURLToPath(new URL('../../..', import.meta.url)) },
  );
  expect(Number(stdout)).toBeGreaterThan(3 * heapMb * 1_000_000);
}, 120_000);
