import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openProgram, type Program, seedDemoOrganisation, writeDemo } from '#application';

// Synthetic: the demo health system, whose records are then changed at random. Two programs get the same records: one asks
// again only what has changed, the other everything.
/** `SEED=… ROUNDS=…` tries other changes, and more of them. */
const seed = Number(process.env.SEED ?? 20_261_122);
const rounds = Number(process.env.ROUNDS ?? 3);
const patients = 150;
const now = '2026-11-22T09:00:00.000Z';

let folder = '';
let byChanges: Program;
let whole: Program;
const records = new Map<string, Resource[]>();

type Resource = Record<string, unknown> & { id: string; resourceType: string };

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'gyrus-changed-'));
  const demo = path.join(folder, 'demo');
  await writeDemo({ patients, seed: 1, until: '2026-10', out: demo });
  [byChanges, whole] = await Promise.all([opened('changes'), opened('whole')]);
  for (const program of [byChanges, whole]) {
    await seedDemoOrganisation(program, demo);
    await program.importFrom([path.join(demo, 'fhir'), path.join(demo, 'cost.csv')]);
    await program.evaluate();
  }
  for (const file of readdirSync(path.join(demo, 'fhir')))
    for (const line of readFileSync(path.join(demo, 'fhir', file), 'utf8')
      .trim()
      .split('\n')) {
      const record: Resource = JSON.parse(line);
      records.set(record.resourceType, [...(records.get(record.resourceType) ?? []), record]);
    }
}, 120_000);
afterAll(async () => {
  await Promise.all([byChanges?.close(), whole?.close()]);
  rmSync(folder, { recursive: true, force: true });
});

const opened = (name: string): Promise<Program> =>
  openProgram({
    ...{ dataFolder: path.join(folder, name), demo: true, clock: () => now },
    onTrouble: (error) => {
      throw error;
    },
  });

/** Everything an evaluation leaves, with the data version by which each number was said and replaced. */
async function leftIn({ db }: Program): Promise<Readonly<Record<string, readonly unknown[]>>> {
  const questions = {
    results: `select r.measure_id, r.unit_id, r.month, r.numerator, r.denominator, r.sum_of_squares,
        r.definition_digest, said.data_version as said, gone.data_version as replaced
      from result r join evaluation said on said.id = r.evaluation_id
      left join evaluation gone on gone.id = r.superseded_by`,
    running: `select measure_id, unit_id, month, numerator, denominator, sum_of_squares from running_result`,
    groups: `select measure_id, unit_id, grouping_id, group_id, numerator, denominator, sum_of_squares
      from group_result`,
    codings: `select unit_id, source_table, month, from_code, to_code, measure_ids from coding_change`,
    signals: `select measure_id, unit_id, month, first_month, last_month, rule, reading, side, state,
        closed_reason, owner_id, cautions, preset from signal`,
    unplaced:
      'select distinct data_version, first_month, last_month, events_unassigned from evaluation',
  };
  const left: Record<string, readonly unknown[]> = {};
  for (const [name, question] of Object.entries(questions)) {
    const { rows } = await sql.raw(question).execute(db);
    left[name] = rows.map((row) => JSON.stringify(row)).toSorted((a, b) => (a < b ? -1 : 1));
  }
  return left;
}

/** The same numbers for the same seed. */
function chance(start: number): (below: number) => number {
  let state = start % 2_147_483_647;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

const aDate = /\d{4}-\d{2}-\d{2}(?=[T"])/g;
const daysLater = (text: string, days: number): string =>
  text.replace(aDate, (day) =>
    new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10),
  );

type Pick = <Item>(items: readonly Item[]) => Item;

/** What may become of a record: each kind of change that moves it between months, units, patients and answers. */
const changes: readonly ((record: Resource, pick: Pick) => Resource | 'gone')[] = [
  () => 'gone',
  (record, pick) => JSON.parse(daysLater(JSON.stringify(record), pick([-31, -1, 1, 45]))),
  (record) => ({ ...record, status: 'entered-in-error' }),
  (record, pick) => ({ ...record, id: `again-${pick([1, 2, 3])}-${record.id}` }),
  (record, pick) => {
    const other = pick(records.get('Patient') ?? []).id;
    return 'subject' in record ? { ...record, subject: { reference: `Patient/${other}` } } : record;
  },
  (record, pick) => {
    const visit = pick(records.get('Encounter') ?? []);
    const { serviceProvider } = visit;
    return record.resourceType === 'Encounter' ? { ...record, serviceProvider } : record;
  },
  (record, pick) =>
    'valueInteger' in record
      ? { ...record, valueInteger: pick([0, 7, 13]) }
      : 'gender' in record
        ? { ...record, gender: pick(['male', 'female', 'other']) }
        : record,
];

/** A file in which some records of some types come again, changed. */
function changedRecords(round: number, types: readonly string[], count: number): string {
  const below = chance(seed * 101 + round);
  const pick: Pick = (items) => {
    const item = items[below(items.length)];
    if (item === undefined) throw new Error('nothing to choose from');
    return item;
  };
  const lines = Array.from({ length: count }, () => {
    const record = pick(records.get(pick(types)) ?? []);
    const changed = pick(changes)(record, pick);
    if (changed !== 'gone') return JSON.stringify(changed);
    const request = { method: 'DELETE', url: `${record.resourceType}/${record.id}` };
    return JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry: [{ request }] });
  });
  const file = path.join(folder, `round-${round}.ndjson`);
  writeFileSync(file, lines.join('\n'));
  return file;
}

async function bothTake(file: string) {
  const summaries = [];
  for (const program of [byChanges, whole]) {
    await program.importFrom([file]);
    summaries.push(await (program === whole ? program.evaluate() : program.evaluateChanged()));
  }
  expect(await leftIn(byChanges)).toEqual(await leftIn(whole));
  const [summary] = summaries;
  return summary;
}

const everyType = [
  ...['Patient', 'Encounter', 'Condition', 'Observation', 'Procedure', 'ServiceRequest'],
  'QuestionnaireResponse',
];

test(`asked only where records changed, the numbers, groups and signals are those of a whole evaluation, ${rounds} times`, {
  timeout: 60_000 + rounds * 10_000,
}, async () => {
  expect(await leftIn(byChanges)).toEqual(await leftIn(whole));
  for (let round = 1; round <= rounds; round++)
    await bothTake(changedRecords(round, everyType, round === 1 ? 1 : 5 * round));
});

test('a measure is asked again only when a table that it reads has changed', async () => {
  const procedures = await bothTake(changedRecords(1001, ['Procedure'], 10));
  // Care plans and coercive measures are procedures.
  expect(procedures).toMatchObject({ asked: 2, measures: 16 });
  expect(await byChanges.evaluateChanged()).toMatchObject({ asked: 0, changed: 0 });
  expect(await byChanges.evaluate()).toMatchObject({ asked: 16, changed: 0 });
});

test('a record that is nobody’s has its measures asked of everybody', async () => {
  const [record] = records.get('Observation') ?? [];
  const { subject: _, ...nobodys } = record ?? {};
  const file = path.join(folder, 'nobodys.ndjson');
  writeFileSync(file, JSON.stringify(nobodys));
  expect(await bothTake(file)).toMatchObject({ measures: 16 });
});
