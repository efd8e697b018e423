// Governance at size, in a real PostgreSQL: 10,000 proposals, 2,000 units, 500 forums, 200 practices taken up 2,000 times.
// Latencies of every page at a fixed rate: `npm run bench:governance` (--rate 20 --seconds 10 for each page; --page forum for
// those whose name holds the word).
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import { openProgram, type Program } from '#application';
import { type Forum, type Organisation, organisationFromYaml, type Unit } from '#organisation';
import { startServer } from '#server';
import { inTransaction, type OperationalTables, saveOrganisation } from '#store';
import { type Figure, printFigures } from './figure.ts';
import { machine, medianOf, numberOption, percentile, print, textOption } from './machine.ts';

const p95MillisecondsMax = 100;
const rate = numberOption('rate', 20);
const seconds = numberOption('seconds', 10);
const warmUpSeconds = 2;
/** Part of the name of the pages to visit; all of them without it. */
const wanted = textOption('page') ?? '';

const hospitals = 10;
const departments = 90;
const wards = 1899;
const localForums = 399;

const base = `
levels:
  - { id: region, name: { en: Region, sv: Region } }
  - { id: hospital, name: { en: Hospital, sv: Sjukhus } }
  - { id: department, name: { en: Department, sv: Klinik } }
  - { id: unit, name: { en: Unit, sv: Enhet } }
units:
  - { id: top, parent: null, level: region, name: { en: Region, sv: Regionen } }
people:
  - { id: chair, name: Bo Chair, title: { en: Chair, sv: Ordförande }, roles: [{ role: board-chair, unit: top }], persona: true }
  - { id: analyst, name: Ana Analyst, title: { en: Analyst, sv: Analytiker }, roles: [{ role: analyst, unit: top }], persona: true }
forums:
  - { id: f-top, unit: top, kind: prioritisation-board, name: { en: Board, sv: Råd }, cadenceDays: 42, members: [{ person: chair, chair: true }, { person: analyst }] }
`;

/** One region, 10 hospitals, 90 departments and 1,899 wards; a forum for each above the wards, and 399 local ones. */
function organisationAtSize(): Organisation {
  const read = organisationFromYaml(base, 'bench.yaml');
  if (read.kind === 'problems') throw new Error(read.problems.map((p) => p.message).join('; '));
  const { organisation } = read;
  const top = organisation.forums[0];
  if (top === undefined) throw new Error('the base has no forum');
  const unit = (id: string, parentId: string, level: string): Unit => ({
    ...{ id, parentId, level, name: { en: `Unit ${id}`, sv: `Enhet ${id}` } },
  });
  const many = (count: number, of: (i: number) => Unit) =>
    Array.from({ length: count }, (_, i) => of(i));
  const above = [
    ...many(hospitals, (i) => unit(`h-${i}`, 'top', 'hospital')),
    ...many(departments, (i) => unit(`d-${i}`, `h-${i % hospitals}`, 'department')),
  ];
  const below = many(wards, (i) => unit(`w-${i}`, `d-${i % departments}`, 'unit'));
  const forum =
    (kind: string) =>
    (of: Unit): Forum => ({
      ...{ ...top, id: `f-${of.id}`, unitId: of.id, kind, name: of.name },
    });
  return {
    ...organisation,
    units: [...organisation.units.slice(0, 1), ...above, ...below],
    forums: [
      top,
      ...above.map(forum('coordinating-group')),
      ...below.slice(0, localForums).map(forum('local-forum')),
    ],
  };
}

type Db = Kysely<OperationalTables>;

/** Written set by set: ten thousand proposals by commands would take minutes. The chain of hashes is made up. */
async function fill(db: Db): Promise<void> {
  await inTransaction(db, (tx) => saveOrganisation(tx, organisationAtSize()));
  await sql`insert into measure_version (digest, measure_id, version, definition, cql, recorded_at)
    values ('m', 'missed', '1', ${JSON.stringify(measure)}, '', now())`.execute(db);
  await sql`insert into evaluation (data_version, first_month, last_month, events_unassigned, started_at, finished_at)
    values ('d1', ${2022 * 12}, ${2025 * 12 + 11}, 0, now(), now())`.execute(db);
  await sql`insert into result
    select 'missed', 'w-' || w, ${2022 * 12} + m, 40 + (w * 7 + m * 13) % 20, 100, 0, 'm', 1, null
    from generate_series(0, ${wards - 1}) w, generate_series(0, 47) m`.execute(db);
  await fillProposals(db);
  await fillPractices(db);
  await sql`update ledger_head set (seq, hash) = (select seq, hash from ledger order by seq desc limit 1)`.execute(
    db,
  );
  await sql`analyze`.execute(db);
}

const text = { en: 'Missed visits', sv: 'Uteblivna besök' };
const measure = {
  ...{ id: 'missed', version: '1', title: text, sentence: text, rationale: text, library: 'm' },
  ...{ interest: 'management', kind: 'process', scoring: 'proportion', basis: 'Encounter' },
  ...{
    direction: 'down',
    target: null,
    chart: 'p',
    unitLabel: { en: '%', sv: '%' },
    multiplier: 1,
  },
  populations: { initialPopulation: 'I', denominator: 'D', numerator: 'N' },
};

/** A word people might write about, one of some hundreds, so that a search finds some proposals and not all. */
const word = (i: string) =>
  sql.raw(`'topic' || chr(97 + (${i}) % 26) || chr(97 + (${i}) / 26 % 20)`);

/** Raised over five years; seven of ten decided, two of ten passed up first. */
async function fillProposals(db: Db): Promise<void> {
  await sql`create temporary view raised as
    select i, 'pr-' || i as id, 'w-' || (i % ${sql.lit(wards)}) as unit_id,
      'f-' || case when i % ${sql.lit(wards)} < ${sql.lit(localForums)} then 'w-' || (i % ${sql.lit(wards)})
        else 'd-' || (i % ${sql.lit(wards)}) % ${sql.lit(departments)} end as forum_id,
      timestamptz '2021-01-01' + i * interval '4 hours' as at,
      case when i % 10 < 5 then 'try' when i % 10 < 7 then 'decline' end as outcome
    from generate_series(1, 10000) i`.execute(db);
  await sql`insert into thread (id, unit_id, title, state, opened_at, waiting_for, waiting_since)
    select 't-' || i, unit_id, 'Thread ' || i, 'open', at, 'a-decision', at from raised`.execute(
    db,
  );
  await sql`insert into proposal (id, thread_id, kind, title, text, raised_by, raised_at, state, forum_id,
      at_forum_since, first_decided_at, unit_id, origin)
    select id, 't-' || i, 'idea', 'Call about ' || ${word('i * 3')} || ' ' || i,
      'In week ' || i % 53 || ' the ' || (array['nurse', 'doctor', 'secretary', 'therapist'])[1 + i % 4] || ' calls about ' || ${word('i')}
        || ' and ' || ${word('i * 7 + 3')},
      'chair', at, case outcome when 'try' then 'tried' when 'decline' then 'declined' else 'raised' end,
      forum_id, at, case when outcome is null then null else at + interval '20 days' end, unit_id, 'front-line'
    from raised`.execute(db);
  await sql`insert into ledger (seq, at, person_id, command, unit_id, thread_id, proposal_id, forum_id, words, detail,
      previous_hash, hash)
    select row_number() over (order by at, command desc), at, 'chair', command, unit_id, thread_id, proposal_id, forum_id,
      '{"title": "Call patients"}', detail, '', md5(proposal_id || command)
    from (
      select at, 'proposal.raise' as command, unit_id, 't-' || i as thread_id, id as proposal_id, forum_id, '{}'::jsonb as detail
      from raised
      union all
      select at + interval '20 days', 'proposal.decide', unit_id, 't-' || i, id, forum_id,
        jsonb_build_object('outcome', outcome, 'nowAtForum', forum_id)
      from raised where outcome is not null
    ) as entries`.execute(db);
  await sql`insert into proposal_step (ledger_seq, proposal_id, at, person_id, move, state_after, forum_id, to_forum_id,
      direction, reason)
    select seq, proposal_id, at, person_id, coalesce(detail ->> 'outcome', 'raise'), 'raised', forum_id, forum_id, 'stays', 'Why'
    from ledger where proposal_id is not null`.execute(db);
}

async function fillPractices(db: Db): Promise<void> {
  await sql`insert into practice (id, unit_id, thread_id, origin, owner_id, made_at, offered_at)
    select 'p-' || i, 'w-' || i, 't-' || (i + 1), 'front-line', 'chair', timestamptz '2023-01-01', timestamptz '2023-01-02'
    from generate_series(0, 199) i`.execute(db);
  await sql`insert into practice_version (practice_id, version, title, summary, content, measure_ids, made_by, made_at)
    select 'p-' || i, 1, 'Practice ' || i, 'A nurse calls', ${JSON.stringify(content)}, array['missed'], 'chair',
      timestamptz '2023-01-01' from generate_series(0, 199) i`.execute(db);
  await sql`create temporary view taken as
    select i, 'a-' || i as id, 'p-' || i % 200 as practice_id, 'w-' || (300 + (i * 7) % 1500) as unit_id,
      timestamptz '2023-02-01' + i * interval '8 hours' as at from generate_series(1, 2000) i`.execute(
    db,
  );
  await sql`insert into adoption (id, practice_id, version, unit_id, basis, learned_from_unit_id, start_month, part_values,
      stage, stage_since, owner_id, begun_at, reason)
    select distinct on (practice_id, unit_id) id, practice_id, 1, unit_id, 'chosen', 'w-' || i % 200,
      ${2024 * 12} + i % 12, '{"p1": 3}', 'in-use', at, 'chair', at, 'Why not' from taken`.execute(
    db,
  );
  await sql`insert into ledger (seq, at, person_id, command, unit_id, words, detail, previous_hash, hash)
    select (select max(seq) from ledger) + row_number() over (order by at, kind), at, 'chair', command, unit_id, '{}',
      jsonb_build_object('spread', spread), '', md5(at::text || unit_id || kind)
    from (
      select made_at as at, 'practice.make' as command, unit_id, 'a' || id as kind, jsonb_build_object('kind', 'made',
        'practiceId', id, 'version', 1, 'origin', origin) as spread from practice
      union all
      select begun_at, 'adoption.begin', unit_id, 'b' || id, jsonb_build_object('kind', 'adopted', 'practiceId', practice_id,
        'version', 1, 'adoptionId', id, 'basis', 'chosen', 'learnedFromUnitId', learned_from_unit_id, 'stage', 'trying',
        'startMonth', '2024-01', 'partsChanged', 1) from adoption
    ) as entries`.execute(db);
}

const content = {
  essentials: [{ id: 'e1', text: 'A person calls' }],
  parameters: [
    { kind: 'number', id: 'p1', name: 'Calls', unit: '', value: 2, least: 1, greatest: 4 },
  ],
  ...{ handbook: '', evidence: '' },
};

const letters = (i: number): string =>
  String.fromCharCode(97 + (i % 26), 97 + (Math.floor(i / 26) % 20));

/** Every page of governance, and how its address goes round the things there are. */
const pages: Readonly<Record<string, (i: number) => string>> = {
  commons: (i) => (i % 2 === 0 ? '/api/practices' : '/api/practices?text=nurse'),
  practice: (i) => `/api/practices/p-${i % 200}`,
  adoption: (i) => `/api/adoptions/a-${1 + (i % 1000)}`,
  spread: () => '/api/spread',
  balance: () => '/api/balance',
  proposals: (i) => `/api/proposals?page=${i % 5}`,
  'proposals, by words': (i) => `/api/proposals?text=topic${letters(i)}`,
  'has this been tried': (i) =>
    `/api/proposals/similar?text=the%20nurse%20could%20ask%20about%20topic${letters(i)}%20and%20topic${letters(i * 5)}`,
  proposal: (i) => `/api/proposals/pr-${1 + ((i * 37) % 10_000)}`,
  forum: (i) => `/api/forums/f-w-${i % localForums}`,
  'forum of a department': (i) => `/api/forums/f-d-${i % departments}`,
  meeting: (i) => `/api/forums/f-w-${i % localForums}/meeting`,
  structure: () => '/api/structure',
  'what needs a ward': (i) => `/api/inbox?unitId=w-${i % wards}`,
  thread: (i) => `/api/threads/t-${1 + ((i * 37) % 10_000)}`,
};

interface Visits {
  readonly address: string;
  readonly cookie: string;
  readonly of: (i: number) => string;
}

async function visit(address: string, cookie: string): Promise<number> {
  const start = performance.now();
  const answer = await fetch(address, { headers: { cookie } });
  const body = await answer.text();
  if (!answer.ok)
    throw new Error(`${address} was answered ${answer.status}: ${body.slice(0, 200)}`);
  return performance.now() - start;
}

/** Requests leave at the rate whether or not earlier ones have been answered. */
async function visitAll({ address, cookie, of }: Visits, forSeconds: number) {
  const start = performance.now();
  const answers: Promise<number>[] = [];
  for (let i = 0; i < rate * forSeconds; i += 1) {
    answers.push(visit(`${address}${of(i)}`, cookie));
    await sleep(Math.max(0, start + ((i + 1) * 1000) / rate - performance.now()));
  }
  return Promise.all(answers);
}

function latencyFigure(what: string, latencies: readonly number[], cpuMs: number): Figure {
  const p95 = percentile(latencies, 0.95);
  return {
    what,
    found: `p95 ${p95.toFixed(0)} ms (median ${medianOf(latencies).toFixed(0)} ms, largest ${Math.max(...latencies).toFixed(0)} ms; Node ${cpuMs.toFixed(0)} ms of processor each)`,
    budget: `≤ ${p95MillisecondsMax} ms`,
    isWithin: p95 <= p95MillisecondsMax,
  };
}

async function benchPages(program: Program, dataFolder: string): Promise<readonly Figure[]> {
  const server = await startServer({
    ...{ dataFolder, host: '127.0.0.1', port: 0, webFolder: 'dist/web' },
    onTrouble: fail,
  });
  try {
    server.open(program);
    const { address } = server;
    const signedIn = await fetch(`${address}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: address },
      body: JSON.stringify({ personId: 'chair' }),
    });
    const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
    const figures: Figure[] = [];
    for (const [what, of] of Object.entries(pages).filter(([name]) => name.includes(wanted))) {
      await visitAll({ address, cookie, of }, warmUpSeconds);
      const before = process.cpuUsage();
      const latencies = await visitAll({ address, cookie, of }, seconds);
      const { user, system } = process.cpuUsage(before);
      figures.push(latencyFigure(what, latencies, (user + system) / 1000 / latencies.length));
    }
    return figures;
  } finally {
    await server.close();
  }
}

/** As after an evaluation: in the background, while pages are read. */
async function estimateEffects({ announce, effectsKept }: Program): Promise<string> {
  const start = performance.now();
  announce({ kind: 'results', dataVersion: 'd1' });
  await effectsKept();
  return `effects of 2,000 adoptions estimated and kept in ${((performance.now() - start) / 1000).toFixed(1)} s`;
}

function fail(error: unknown): never {
  throw error;
}

const dataFolder = mkdtempSync(path.join(os.tmpdir(), 'gyrus-governance-'));
const program = await openProgram({ dataFolder, demo: true, onTrouble: fail });
try {
  const start = performance.now();
  await fill(program.db);
  print(machine());
  print(`filled in ${((performance.now() - start) / 1000).toFixed(1)} s`);
  print(await estimateEffects(program));
  const title = `governance pages at ${rate} requests/s for ${seconds} s each: 10,000 proposals, 2,000 units, 500 forums`;
  printFigures(title, await benchPages(program, dataFolder));
} finally {
  await program.close();
  rmSync(dataFolder, { recursive: true, force: true });
}
