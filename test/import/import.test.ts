import { existsSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { findingCounts, findings, projectFolder, resourcesOfPatient } from '#store';
import { importPaths } from '../../src/application/import/import-paths.ts';
import { type ImportBench, importBench } from '../harness/import-files.ts';

let bench: ImportBench;
beforeAll(async () => {
  bench = await importBench();
});
afterEach(() => bench.clear());
afterAll(() => bench.remove());

const patient = (id: string, more: object = {}) => ({ resourceType: 'Patient', id, ...more });
const version = (id: string, lastUpdated: string, gender: string) =>
  patient(id, { meta: { lastUpdated }, gender });
const genders = async () =>
  (await bench.store.query('select id, gender from patient order by id')).map(
    (row) => `${row.id} ${row.gender}`,
  );
const deleted = (id: string, lastUpdated?: string) =>
  patient(id, { meta: { tag: [{ code: 'deleted' }], ...(lastUpdated && { lastUpdated }) } });

describe('the same import twice', () => {
  test('changes nothing the second time, and the data version stays', async () => {
    const file = bench.file('Patient.ndjson', [patient('a'), patient('b')]);
    const first = await bench.bring(file);
    expect(first).toMatchObject({ read: 2, stored: 2, changed: 2, findings: 0 });
    const second = await bench.bring(file);
    expect(second).toMatchObject({
      read: 2,
      stored: 2,
      changed: 0,
      dataVersion: first.dataVersion,
    });
    expect(await genders()).toHaveLength(2);
  });
  test('gives the same digest whatever the order of files and lines', async () => {
    const one = await bench.bring(bench.file('1.ndjson', [patient('a'), patient('b')]));
    const other = await importBench();
    const files = [other.file('2.ndjson', [patient('b')]), other.file('1.ndjson', [patient('a')])];
    const two = await other.bring(...files);
    await other.remove();
    expect(two.dataVersion).toBe(one.dataVersion);
  });
});

test('a list in a record is rows, also where its name is written with escapes', async () => {
  const parts = '[{"valueInteger":1},{"valueInteger":2}]';
  const observation = (id: string, more: string) =>
    `{"resourceType":"Observation","id":"${id}","subject":{"reference":"Patient/a"}${more}}`;
  await bench.bring(
    bench.file('Observation.ndjson', [
      observation('plain', `,"component":${parts}`),
      observation('escaped', `,"compon\\u0065nt":${parts}`),
      observation('none', ',"status":"final"'),
    ]),
  );
  const rows = await bench.store.query(
    'select observation_id as id, value_integer as n from observation_component order by id, n',
  );
  expect(rows.map(({ id, n }) => `${id} ${n}`)).toEqual([
    'escaped 1',
    'escaped 2',
    'plain 1',
    'plain 2',
  ]);
});

describe('versions', () => {
  const [old, middle, late] = [
    '2024-01-01T00:00:00Z',
    '2024-02-01T00:00:00Z',
    '2024-03-01T00:00:00Z',
  ];
  test('the newest wins whatever the order within a file', async () => {
    await bench.bring(
      bench.file('a.ndjson', [
        version('a', middle, 'other'),
        version('a', late, 'female'),
        version('a', old, 'male'),
      ]),
    );
    expect(await genders()).toEqual(['a female']);
  });
  test('the newest wins whatever the order of imports', async () => {
    await bench.bring(bench.file('late.ndjson', [version('a', late, 'female')]));
    const older = await bench.bring(bench.file('old.ndjson', [version('a', old, 'male')]));
    expect(older).toMatchObject({ stored: 1, changed: 0 });
    expect(await genders()).toEqual(['a female']);
  });
  test('meta.versionId decides as a number where there is no time', async () => {
    const numbered = (versionId: string, gender: string) =>
      patient('a', { meta: { versionId }, gender });
    await bench.bring(bench.file('a.ndjson', [numbered('10', 'female'), numbered('9', 'male')]));
    expect(await genders()).toEqual(['a female']);
  });
  test('the last that came wins where nothing tells', async () => {
    await bench.bring(bench.file('a.ndjson', [patient('a', { gender: 'male' })]));
    const again = await bench.bring(bench.file('b.ndjson', [patient('a', { gender: 'female' })]));
    expect(again).toMatchObject({ stored: 1, changed: 1 });
    expect(await genders()).toEqual(['a female']);
  });
});

describe('deletions', () => {
  test('take a resource out of archive, tables and counts', async () => {
    await bench.bring(bench.file('a.ndjson', [patient('a'), patient('b')]));
    const gone = await bench.bring(bench.file('gone.ndjson', [deleted('a')]));
    expect(gone).toMatchObject({ stored: 0, changed: 1 });
    expect(await genders()).toEqual(['b null']);
    expect(await resourcesOfPatient(bench.store, 'a')).toEqual([]);
  });
  test('are not undone by an older version that comes later', async () => {
    await bench.bring(bench.file('gone.ndjson', [deleted('a', '2024-02-01T00:00:00Z')]));
    await bench.bring(bench.file('old.ndjson', [version('a', '2024-01-01T00:00:00Z', 'male')]));
    expect(await genders()).toEqual([]);
    await bench.bring(bench.file('new.ndjson', [version('a', '2024-03-01T00:00:00Z', 'male')]));
    expect(await genders()).toEqual(['a male']);
  });
  test('are read from the deleted folder of a bulk export, after the files beside it', async () => {
    bench.file('export/Patient.ndjson', [patient('a'), patient('b')]);
    const entry = [{ request: { method: 'DELETE', url: 'Patient/a' } }];
    bench.file('export/deleted/Patient.ndjson', [
      { resourceType: 'Bundle', type: 'transaction', entry },
    ]);
    const result = await bench.bring(path.join(bench.folder, 'in/export'));
    expect(result).toMatchObject({ stored: 1, changed: 1 });
    expect(await genders()).toEqual(['b null']);
  });
  test('of what was never held change nothing', async () => {
    const before = await bench.bring(bench.file('a.ndjson', [patient('a')]));
    const gone = await bench.bring(bench.file('gone.ndjson', [deleted('x')]));
    expect(gone).toMatchObject({ changed: 0, dataVersion: before.dataVersion });
  });
});

describe('findings', () => {
  test('carry file, line, rule, what was found and what to do, and never stop a file', async () => {
    const file = bench.file('Patient.ndjson', [
      patient('a', { birthDate: '1980-02-30' }),
      '{"resourceType":"Patient",',
      '[]',
      patient('b', { active: 'yes', birthDate: '1980' }),
      { resourceType: 'Patient' },
      patient('c'),
    ]);
    const result = await bench.bring(file);
    expect(result).toMatchObject({ read: 6, stored: 3, findings: 6 });
    const { rows, total } = await findings(bench.store, result.importId, { from: 0, count: 50 });
    expect(total).toBe(6);
    expect(rows.map(({ line, rule }) => `${line} ${rule}`)).toEqual([
      '1 date-impossible',
      '2 json-broken',
      '3 not-an-object',
      '4 date-partial',
      '4 element-wrong-type',
      '5 id-missing',
    ]);
    for (const { file: name, found, allowed, nextStep } of rows) {
      expect(name).toBe(file);
      for (const text of [found, allowed.en, allowed.sv, nextStep.en, nextStep.sv])
        expect(text.length).toBeGreaterThan(5);
    }
  });
  test('of unknown references come once all files are read', async () => {
    const observation = (id: string, of: string) => ({
      resourceType: 'Observation',
      id,
      status: 'final',
      code: { text: 'x' },
      subject: { reference: `Patient/${of}` },
    });
    bench.file('x/Observation.ndjson', [observation('o1', 'a'), observation('o2', 'missing')]);
    bench.file('x/Patient.ndjson', [patient('a')]);
    const result = await bench.bring(path.join(bench.folder, 'in/x'));
    const { rows } = await findings(bench.store, result.importId, { from: 0, count: 9 });
    expect(rows.map(({ rule, line, element, found }) => [rule, line, element, found])).toEqual([
      ['reference-unknown', 2, 'Observation.subject', 'Patient/missing'],
    ]);
  });
  test('of duplicates and of conflicting ones name the later lines', async () => {
    const lines = [patient('a'), patient('a'), patient('b'), patient('b', { gender: 'male' })];
    const result = await bench.bring(bench.file('a.ndjson', lines));
    const { rows } = await findings(bench.store, result.importId, { from: 0, count: 9 });
    expect(rows.map(({ rule, line, found }) => `${line} ${rule}: ${found}`)).toEqual([
      '2 duplicate: Patient/a, as on line 1',
      '4 duplicate-conflicting: Patient/b, with other content than on line 3',
    ]);
    expect(result).toMatchObject({ read: 4, stored: 2 });
  });
  test('of duplicates name the other file', async () => {
    bench.file('x/1.ndjson', [patient('b'), patient('a')]);
    bench.file('x/2.ndjson', [patient('a')]);
    const result = await bench.bring(path.join(bench.folder, 'in/x'));
    const { rows } = await findings(bench.store, result.importId, { from: 0, count: 9 });
    expect(rows.map(({ found }) => found)).toEqual(['Patient/a, as on line 2 of 1.ndjson']);
  });
  test('are kept up to a thousand of a rule in a file, and counted exactly', async () => {
    const lines = Array.from({ length: 1500 }, (_, i) => patient(`p${i}`, { birthDate: '1980' }));
    const result = await bench.bring(bench.file('a.ndjson', lines));
    expect((await findings(bench.store, result.importId, { from: 0, count: 5 })).total).toBe(1000);
    const counts = await findingCounts(bench.store, result.importId);
    expect(counts.map(({ rule, count }) => `${rule} ${count}`)).toEqual(['date-partial 1500']);
    expect(result.findings).toBe(1500);
  });
});

describe('what is kept', () => {
  test('the raw text, once, and a resource with its file and line', async () => {
    const file = bench.file('Patient.ndjson', [patient('a'), patient('b')]);
    await bench.bring(file);
    await bench.bring(file);
    const raw = path.join(bench.store.folder, 'raw');
    const names = readdirSync(raw).filter((name) => name.endsWith('.gz'));
    expect(names).toHaveLength(1);
    const text = gunzipSync(readFileSync(path.join(raw, names[0] ?? ''))).toString();
    expect(text).toBe(readFileSync(file, 'utf8'));
    const [found] = await resourcesOfPatient(bench.store, 'b');
    expect(found).toMatchObject({ type: 'Patient', id: 'b', line: 2, resource: patient('b') });
  });
  test('a type without a table, in the archive', async () => {
    await bench.bring(bench.file('x.ndjson', [{ resourceType: 'Basic', id: 'x' }]));
    const rows = await bench.store.query('select type, id from archive.held');
    expect(rows).toEqual([{ type: 'Basic', id: 'x' }]);
  });
  test('costs as ChargeItems, counted apart', async () => {
    const csv = [
      'cost_id,patient_id,encounter_id,unit_id,date,kind,amount_sek',
      'k1,a,e1,u1,2024-03-01,visit,1250.50',
      'k2,a,e1,u1,2024-03-02,visit,much',
    ];
    bench.file('x/cost.csv', csv);
    bench.file('x/Patient.ndjson', [patient('a')]);
    const folder = path.join(bench.folder, 'in/x');
    const result = await bench.bring(folder);
    expect(result).toMatchObject({
      read: 1,
      stored: 1,
      changed: 1,
      tableRows: 1,
      tableRowsChanged: 1,
    });
    expect(await bench.store.query('select id, patient_id from charge_item')).toEqual([
      { id: 'k1', patient_id: 'a' },
    ]);
    expect(await bench.bring(folder)).toMatchObject({
      changed: 0,
      tableRows: 1,
      tableRowsChanged: 0,
    });
  });
  test('Windows line ends, a byte order mark and a last line without end', async () => {
    const file = bench.file('a.ndjson', []);
    const { writeFileSync } = await import('node:fs');
    writeFileSync(
      file,
      `\ufeff${JSON.stringify(patient('a'))}\r\n\r\n${JSON.stringify(patient('b'))}`,
    );
    expect(await bench.bring(file)).toMatchObject({ read: 2, stored: 2, findings: 0 });
  });
});

const synthea = path.join(projectFolder, '../shared/fhir/synthea-400');

describe('four hundred patients of a public generator', () => {
  test.skipIf(!existsSync(synthea))(
    'are read as they are (skipped where the files are absent)',
    async () => {
      let lines = 0;
      const identities = new Set<string>();
      for (const name of readdirSync(synthea)) {
        const text = gunzipSync(readFileSync(path.join(synthea, name))).toString();
        for (const line of text.split('\n').filter((one) => one !== '')) {
          lines += 1;
          const { resourceType, id } = JSON.parse(line);
          identities.add(`${resourceType}/${id}`);
        }
      }
      const result = await bench.bring(synthea);
      expect(result).toMatchObject({
        read: lines,
        stored: identities.size,
        changed: identities.size,
      });
      const [row] = await bench.store.query('select count(*) as n from patient');
      expect(row).toEqual({ n: 400 });
      expect(await bench.bring(synthea)).toMatchObject({ stored: identities.size, changed: 0 });
    },
    300_000,
  );
});

describe('an import that was stopped', () => {
  /** More than one batch of each, so that the first file is stored to its end while the second is not. */
  const linesPerFile = 31_000;
  const lines = (of: string) =>
    Array.from({ length: linesPerFile }, (_, i) => JSON.stringify(patient(`${of}${i}`)));

  test('goes on where it was, also when a raw copy had not got its lasting name yet', async () => {
    const paths = [bench.file('a.ndjson', lines('a')), bench.file('b.ndjson', lines('b'))];
    const stopping = new AbortController();
    const stopped = importPaths(bench.store, paths, {
      signal: stopping.signal,
      onProgress: ({ resources }) => {
        if (resources > linesPerFile) stopping.abort();
      },
    });
    await expect(stopped).rejects.toThrow();
    const raw = path.join(bench.store.folder, 'raw');
    const [first] = await bench.store.query(
      'select id, raw from archive.import_file where is_read',
    );
    // As a kill leaves it between the row that says so and the renaming.
    renameSync(path.join(raw, String(first?.raw)), path.join(raw, 'incoming', `${first?.id}.gz`));
    const told: number[] = [];
    const done = await importPaths(bench.store, paths, {
      onProgress: ({ resources }) => void told.push(resources),
    });
    expect(told[0]).toBeGreaterThan(linesPerFile);
    expect(done).toMatchObject({ stored: 2 * linesPerFile, isContinued: true });
    expect(readdirSync(path.join(raw, 'incoming'))).toEqual([]);
    expect(gunzipSync(readFileSync(path.join(raw, String(first?.raw)))).toString()).toBe(
      `${lines('a').join('\n')}\n`,
    );
  });
});
