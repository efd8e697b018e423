import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ClinicalStore, dealPatients, openClinicalStore } from '#store';
import { type PatientTexts, patientsInPart } from '#store/patient-parts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'gyrus-parts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Held {
  readonly type: string;
  readonly id: string;
  readonly patientId: string | null;
  readonly body: string;
}

const anyBody = fc.json().chain((inner) =>
  // A record may stand over several lines, and texts within it hold whatever people write.
  fc.constantFrom(inner, `{"b": ${inner}}`, `{\n\t"a": ${inner},\r\n "å": "\\u001e\\u001f"\n}`),
);
const anyId = fc.stringMatching(/^[A-Za-z0-9.-]{1,8}$/);
const anyHeld = fc.uniqueArray(
  fc.record({
    type: fc.constantFrom('Patient', 'Observation', 'Encounter'),
    id: anyId,
    patientId: fc.option(fc.constantFrom('b', 'a', 'B', 'a-1', 'a.1', 'p10', 'p9', 'z')),
    body: anyBody,
  }),
  { selector: ({ type, id }) => `${type}/${id}`, maxLength: 60 },
);

describe('patients dealt into parts', () => {
  let store: ClinicalStore;
  beforeAll(async () => {
    store = await openClinicalStore({ dataFolder: folder, memoryMb: 512 });
    await store.write([
      {
        sql: `insert into archive.import_run values
          (1, [], 'published', now()::timestamp, null, 0, 0, 0, 0, 0, 0, 0, null)`,
      },
    ]);
  });
  afterAll(() => store.close());

  async function hold(held: readonly Held[]): Promise<void> {
    const rows = held.map(({ type, id, patientId, body }, line) => ({
      sql: `insert into archive.resource values
        (${line}, $1, $2, null, null, $3, false, 1, 1, ${line}, 0, $4)`,
      parameters: [type, id, patientId, body],
    }));
    await store.write([{ sql: 'delete from archive.resource' }, ...rows]);
  }

  const scratch = () => readdirSync(path.join(store.folder, 'scratch'));

  test('have all their records in one part, in order, whatever the records hold', async () => {
    await fc.assert(
      fc.asyncProperty(anyHeld, fc.integer({ min: 1, max: 20 }), async (held, recordsEach) => {
        await hold(held);
        const parts = await dealPatients(store, { recordsEach });
        const read: PatientTexts[] = [];
        for (const file of parts.folders) read.push(...(await patientsInPart(file)));
        expect(read).toEqual(expectedOf(held));
        expect(parts.folders.length).toBeLessThanOrEqual(Math.ceil(held.length / recordsEach));
        await parts.remove();
        expect(scratch()).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });

  test('are only those that are named or picked', async () => {
    const held = ['a', 'b', 'c'].map((id) => ({
      type: 'Patient',
      id,
      patientId: id,
      body: `"${id}"`,
    }));
    await hold(held);
    const idsOf = async (wanted: Parameters<typeof dealPatients>[1]) => {
      const parts = await dealPatients(store, { recordsEach: 1, ...wanted });
      const read = await Promise.all(parts.folders.map(patientsInPart));
      await parts.remove();
      return read.flat().map(({ patientId }) => patientId);
    };
    expect(await idsOf({ patientIds: ['c', 'a', 'nobody'] })).toEqual(['a', 'c']);
    expect(await idsOf({ among: "select 'b'" })).toEqual(['b']);
    expect(await idsOf({ patientIds: ['a'], among: "select 'b'" })).toEqual([]);
  });

  test('are about as many in each part, and only the program reads them', async () => {
    await store.write([
      { sql: 'delete from archive.resource' },
      {
        sql: `insert into archive.resource select range, 'Patient', 'p' || range, null, null, 'p' || range // 3,
          false, 1, 1, range, 0, '{}' from range(60000)`,
      },
    ]);
    const parts = await dealPatients(store);
    const counts = (await Promise.all(parts.folders.map(patientsInPart))).map(
      ({ length }) => length,
    );
    expect(counts).toHaveLength(15); // 60,000 records, 4,000 in each part
    expect(counts.reduce((a, b) => a + b)).toBe(20_000);
    for (const count of counts) {
      expect(count).toBeGreaterThan(1000); // 1,333 expected; bounds come from a sample of one in three
      expect(count).toBeLessThan(1700);
    }
    const [first = ''] = parts.folders;
    expect(statSync(path.dirname(first)).mode & 0o777).toBe(0o700);
    await parts.remove();
  });

  test('leave nothing when they are no longer wanted', async () => {
    const abort = new AbortController();
    const dealt = dealPatients(store, {
      among: 'select id from archive.resource where hash(id || line) > 0 order by hash(id)',
      signal: abort.signal,
    });
    abort.abort();
    await expect(dealt).rejects.toThrow('cancelled');
    expect(scratch()).toEqual([]);
    expect(await store.query('select 1 as n')).toEqual([{ n: 1 }]);
  });

  test('that a crash left are gone when the store is opened', async () => {
    const left = path.join(store.folder, 'scratch/patients-left');
    await store.close();
    mkdirSync(left, { recursive: true });
    store = await openClinicalStore({ dataFolder: folder, memoryMb: 512 });
    expect(existsSync(left)).toBe(false);
  });
});

function expectedOf(held: readonly Held[]): readonly PatientTexts[] {
  const before = (a: string, b: string) => (a < b ? -1 : Number(a > b));
  const ids = [...new Set(held.flatMap(({ patientId }) => patientId ?? []))].toSorted(before);
  return ids.map((patientId) => ({
    patientId,
    bodies: held
      .filter((one) => one.patientId === patientId)
      .toSorted((a, b) => before(a.type, b.type) || before(a.id, b.id))
      .map(({ body }) => body),
  }));
}
