import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openProgram, type Program, seedDemoOrganisation, writeDemo } from '#application';
import { badRows, qualityCounts, qualityThresholds } from '#store';
import { organisationInForce } from '../../src/application/context.ts';
import { qualityAlarms } from '../../src/application/quality/alarms.ts';
import { runQuality } from '../../src/application/quality/run-quality.ts';
import { supportOwner } from '../../src/application/quality/support-owner.ts';

// Synthetic: the demo health system with 2,500 invented patients; then ten faults, each in a delivery of one unit.
let dataFolder: string;
let program: Program;
let clean: readonly string[];
let units: readonly string[];
let faulty: readonly string[];
let top: string;
const now = '2026-11-22T09:00:00.000Z';

type Resource = Record<string, unknown> & { id: string };

/** What is wrong in a delivery, and the check that has to find it. */
interface Fault {
  readonly check: string;
  /** Records of one unit from these months are sent again, changed. */
  readonly months: readonly string[];
  readonly source?: string;
  readonly code?: string;
  /** Changes a record, or leaves it as it is by giving null. */
  readonly change: (resource: Resource, number: number) => Resource | 'gone' | null;
}

const quarter = ['2026-08', '2026-09', '2026-10'];
const dateKeys = [
  'effectiveDateTime',
  'recordedDate',
  'authored',
  'authoredOn',
  'performedDateTime',
];

const withDates = (resource: Resource, change: (text: string) => string): Resource => {
  const changed: Resource = { ...resource };
  for (const key of dateKeys)
    if (typeof changed[key] === 'string') changed[key] = change(changed[key]);
  for (const key of ['period', 'performedPeriod']) {
    const { start, end } = (changed[key] ?? {}) as { start?: string; end?: string };
    if (start === undefined) continue;
    changed[key] = { start: change(start), ...(end === undefined ? {} : { end: change(end) }) };
  }
  return changed;
};

const faults: Readonly<Record<string, Fault>> = {
  'duplicates: a third of the records again under other ids': {
    ...{ check: 'duplicate-content', months: quarter },
    change: (resource, number) =>
      number % 3 === 0 ? { ...resource, id: `again-${resource.id}` } : null,
  },
  'a month missing': {
    ...{ check: 'month-missing', months: ['2026-06'] },
    change: () => 'gone',
  },
  'future dates: a year too late': {
    ...{ check: 'future-date', months: quarter },
    change: (resource, number) =>
      number % 20 === 0 ? withDates(resource, (text) => text.replace('2026-', '2027-')) : null,
  },
  'a code system changed': {
    ...{ check: 'new-code-system', months: quarter, source: 'condition' },
    change: (resource) => {
      const { coding } = resource.code as { coding: readonly object[] };
      return {
        ...resource,
        code: {
          coding: coding.map((one) => ({ ...one, system: 'https://example.org/diagnoses' })),
        },
      };
    },
  },
  'zeroes for missing': {
    ...{ check: 'zero-share', months: quarter, source: 'observation' },
    change: (resource, number) =>
      typeof resource.valueInteger === 'number' && number % 2 === 0
        ? { ...resource, valueInteger: 0 }
        : null,
  },
  'time zone lost': {
    ...{ check: 'time-without-zone', months: quarter },
    change: (resource) => withDates(resource, (text) => text.replace(/[+-]\d\d:\d\d$/, '')),
  },
  'stale data': {
    ...{ check: 'data-stale', months: ['2026-09', '2026-10'] },
    change: () => 'gone',
  },
};
const names = Object.keys(faults);
const sexFlipped = names.length;

beforeAll(async () => {
  dataFolder = mkdtempSync(path.join(tmpdir(), 'gyrus-faults-'));
  const demo = path.join(dataFolder, 'demo');
  await writeDemo({ patients: 2500, seed: 11, out: demo, until: '2026-10' });
  program = await openProgram({ dataFolder, demo: true, clock: () => now, onTrouble: fail });
  await program.importFrom([demo]);
  await seedDemoOrganisation(program, demo);
  top = (await organisationInForce(program.db)).tree.units[0]?.id ?? '';
  await runQuality(program, program.clinical);
  clean = await alarmsNow();
  units = await unitsFor();
  const delivery = path.join(dataFolder, 'delivery');
  mkdirSync(path.join(delivery, 'deleted'), { recursive: true });
  await writeFaults(delivery);
  await program.importFrom([delivery]);
  await runQuality(program, program.clinical);
  faulty = await alarmsNow();
}, 300_000);
afterAll(async () => {
  await program.close();
  rmSync(dataFolder, { recursive: true, force: true });
});

const fail = (error: unknown): never => {
  throw error;
};

async function alarmsNow(): Promise<readonly string[]> {
  const { tree } = await organisationInForce(program.db);
  const all = tree.units.map(({ id }) => id);
  const thresholds = await qualityThresholds(program.db);
  const alarms = qualityAlarms(await qualityCounts(program.db, all), { thresholds, topId: top });
  return alarms.map(({ checkId, unitId }) => `${checkId} ${unitId}`);
}

/** A unit of its own for each fault, the one with most records that the fault can touch. */
async function unitsFor(): Promise<readonly string[]> {
  const taken = [''];
  const wanted: readonly (Partial<Fault> | undefined)[] = [
    ...names.map((name) => faults[name]),
    { source: 'encounter' },
  ];
  for (const fault of wanted) {
    const { source = '', code = '', months = quarter } = fault ?? {};
    const [row] = await program.clinical.query(
      `select unit_id, count(*) as n from quality.dated
       where ($1 = '' or source = $1) and ($2 = '' or code = $2) and unit_id is not null
         and strftime(happened, '%Y-%m') in (select unnest($4))
         and unit_id not in (select unnest($3)) group by unit_id order by n desc, unit_id limit 1`,
      { parameters: [source, code, taken, months] },
    );
    taken.push(String(row?.unit_id));
  }
  return taken.slice(1);
}

async function writeFaults(delivery: string): Promise<void> {
  const gone: Resource[] = [];
  for (const [i, name] of names.entries()) {
    const fault = faults[name];
    if (fault === undefined) continue;
    const { months, source = '', code = '', change } = fault;
    const rows = await program.clinical.query(
      `select r.body from quality.dated d join archive.held r on r.key = d.resource_key
       where d.unit_id = $1 and strftime(d.happened, '%Y-%m') in (select unnest($2))
         and ($3 = '' or d.source = $3) and ($4 = '' or d.code = $4) order by d.source, d.id`,
      { parameters: [units[i] ?? '', months, source, code] },
    );
    const changed: Resource[] = [];
    for (const [number, { body }] of rows.entries()) {
      const resource: Resource = JSON.parse(String(body));
      const sent = change(resource, number);
      if (sent === 'gone') gone.push(resource);
      else if (sent !== null) changed.push(sent);
    }
    write(path.join(delivery, `fault-${i}.ndjson`), changed);
  }
  write(path.join(delivery, 'deleted', 'gone.ndjson'), gone);
  const people = await program.clinical.query(
    `select body from archive.held where type = 'Patient' and id in
       (select patient_id from quality.dated where unit_id = $1 and source = 'encounter') order by id`,
    { parameters: [units[sexFlipped] ?? ''] },
  );
  const flipped = people.map(({ body }) => {
    const person: Resource = JSON.parse(String(body));
    return { ...person, gender: person.gender === 'female' ? 'male' : 'female' };
  });
  write(path.join(delivery, 'Patient.ndjson'), flipped);
  writeTruncated(path.join(delivery, 'Truncated.ndjson'));
  await writePounds(path.join(delivery, 'Observation.ndjson'));
}

/** Every weight of the quarter, of every unit: a fault of the transfer, which no single small unit shows. */
async function writePounds(file: string): Promise<void> {
  const rows = await program.clinical.query(
    `select r.body from quality.dated d join archive.held r on r.key = d.resource_key
     where d.code = '29463-7' and strftime(d.happened, '%Y-%m') in (select unnest($1)) order by d.id`,
    { parameters: [quarter] },
  );
  const swapped = rows.map(({ body }) => {
    const weight: { valueQuantity: { value: number } } = JSON.parse(String(body));
    const { valueQuantity: quantity } = weight;
    return { ...weight, valueQuantity: { ...quantity, value: quantity.value * 2.2046 } };
  });
  write(file, swapped);
}

const write = (file: string, resources: readonly object[]): void =>
  writeFileSync(file, resources.map((resource) => `${JSON.stringify(resource)}\n`).join(''));

/** A file of visits that was cut off at three fifths of its bytes. */
function writeTruncated(file: string): void {
  const visits = Array.from({ length: 50 }, (_, i) => ({
    ...{ resourceType: 'Encounter', id: `cut-${i}`, status: 'finished' },
    ...{
      subject: { reference: 'Patient/p-000001' },
      period: { start: '2026-10-05T10:00:00+02:00' },
    },
  }));
  const text = visits.map((visit) => `${JSON.stringify(visit)}\n`).join('');
  writeFileSync(file, text.slice(0, Math.floor(text.length * 0.6)));
}

test('a clean feed raises nothing', async () => {
  expect(clean).toEqual([]);
});

describe('a fault in a delivery is found, in the unit it came from, and given to an owner', () => {
  const found = async (check: string, unitId: string) => {
    expect(faulty).toContain(`${check} ${unitId}`);
    const rows = await program.db
      .selectFrom('challenge')
      .innerJoin('thread', 'thread.id', 'challenge.thread_id')
      .select(['challenge.owner_id', 'thread.state', 'thread.owner_id as thread_owner_id'])
      .where('check_id', '=', check)
      .where('challenge.unit_id', '=', unitId)
      .execute();
    const owner = supportOwner(await organisationInForce(program.db), unitId);
    expect(owner).not.toBeNull();
    expect(rows).toEqual([{ owner_id: owner, thread_owner_id: owner, state: 'open' }]);
  };

  test.each(names)('%s', async (name) => {
    await found(faults[name]?.check ?? '', units[names.indexOf(name)] ?? '');
  });

  test('sex flipped', () => found('identity-changed', units[sexFlipped] ?? ''));

  test('a truncated file', () => found('file-cut-off', top));

  test('units swapped: pounds sent as kilograms, by all units', () => found('value-shift', top));
});

test('nothing is raised for units that sent nothing wrong', () => {
  const touched = new Set([...units, top]);
  // A patient whose sex was flipped counts where the patient was last, which may be another unit.
  const others = faulty.filter(
    (alarm) => !touched.has(alarm.split(' ')[1] ?? '') && !alarm.startsWith('identity-changed'),
  );
  expect(others).toEqual([]);
});

test('a second run over the same data opens nothing twice', async () => {
  expect((await runQuality(program, program.clinical)).routed).toBe(0);
});

test('the bad rows lead to their file and line', async () => {
  const [row] = await badRows(program.clinical, {
    ...{ checkId: 'new-code-system', unitIds: units, withoutUnit: false },
    ...{ month: '2026-09', count: 5 },
  });
  expect(row?.file).toMatch(/fault-3\.ndjson$/);
  expect(row?.line).toBeGreaterThan(0);
});
