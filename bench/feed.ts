// How long it takes until a unit's page shows what was posted to /fhir, on the demo and under a steady trickle of posts for
// other units; and what a small batch costs when a store has taken few, and when it has taken many.
//   npm run bench:feed [-- --patients 20000 --posts 10 --trickle 2 --batches 300], or --data FOLDER that has the demo
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import {
  openProgram,
  organisation,
  type Program,
  seedDemoOrganisation,
  writeDemo,
} from '#application';
import { addMonths } from '#core';
import { startServer } from '#server';
import { openClinicalStore } from '#store';
import { openFeed } from '../src/application/feed/feed.ts';
import { importPaths } from '../src/application/import/import-paths.ts';
import { type FeedClient, feedClient } from '../test/harness/feed-client.ts';
import { type Client, clientOf } from '../test/harness/running-house.ts';
import { type Figure, megabytes, printFigures, seconds } from './figure.ts';
import { demoPaths } from './import.ts';
import { machine, medianOf, numberOption, print, textOption } from './machine.ts';

const patients = numberOption('patients', 20_000);
const posts = numberOption('posts', 10);
const tricklePerSecond = numberOption('trickle', 2);
const batches = numberOption('batches', 300);
const filled = textOption('data');
const secondsMax = 60;
const pollMilliseconds = 100;
const today = new Date().toISOString().slice(0, 10);
const scratch = mkdtempSync(path.join(os.tmpdir(), 'gyrus-bench-feed-'));

const fail = (error: unknown): never => {
  throw error;
};

/** A visit of today, which counts at once in the month that is going on. */
const visit = (id: string, unitId: string, patientId: string) => ({
  ...{ resourceType: 'Encounter', id, status: 'finished' },
  class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
  type: [{ coding: [{ system: 'https://gyrus.health/fhir/encounter-type', code: 'follow-up' }] }],
  subject: { reference: `Patient/${patientId}` },
  serviceProvider: { reference: `Organization/${unitId}` },
  period: { start: `${today}T00:10:00+01:00`, end: `${today}T00:50:00+01:00` },
});

const score = (id: string, visitId: string, patientId: string) => ({
  ...{ resourceType: 'Observation', id, status: 'final', valueInteger: 7 },
  code: { coding: [{ system: 'http://loinc.org', code: '44261-6' }] },
  subject: { reference: `Patient/${patientId}` },
  encounter: { reference: `Encounter/${visitId}` },
  effectiveDateTime: `${today}T00:20:00+01:00`,
});

function visitWithScore(unitId: string, patientId: string): object {
  const id = randomUUID();
  const resources = [visit(id, unitId, patientId), score(`${id}-score`, id, patientId)];
  const entry = resources.map((resource) => ({
    resource,
    request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` },
  }));
  return { resourceType: 'Bundle', type: 'transaction', entry };
}

interface Scene {
  readonly client: FeedClient;
  readonly analyst: Client;
  readonly unitIds: readonly string[];
  readonly patientIds: readonly string[];
}

async function sceneOf(program: Program, address: string): Promise<Scene> {
  const { units, people } = await organisation(program);
  const person = people.find(({ role }) => role === 'analyst');
  if (person === undefined) throw new Error('the demo has no analyst');
  const analyst = await clientOf(address, person.id);
  const client = await feedClient({ address }, () => new Date().toISOString());
  const trust = { issuer: client.issuer, name: 'Bench', jwks: client.jwks, purposes: ['feed'] };
  const { status } = await analyst.give('decision-support.trust', { ...trust, reason: 'Bench' });
  if (status !== 200) throw new Error(`the sender is not trusted: ${status}`);
  const rows = await program.clinical.query(
    'select distinct organization_id as unit from encounter',
  );
  const withVisits = new Set(rows.map(({ unit }) => unit));
  const found = await program.clinical.query('select id from patient order by id limit 1000');
  return {
    ...{ client, analyst },
    unitIds: units.map(({ id }) => id).filter((id) => withVisits.has(id)),
    patientIds: found.map(({ id }) => String(id)),
  };
}

/** What the unit's page says of the month that is going on. */
async function visitsShown({ analyst }: Scene, unitId: string): Promise<number> {
  const { body } = await analyst.get(`/api/units/${unitId}/overview`);
  const booked = body.measures.find(
    (one: { measure: { id: string } }) => one.measure.id === 'missed-visits',
  );
  return booked?.soFar?.denominator ?? 0;
}

async function send({ client }: Scene, bundle: object): Promise<void> {
  const { status } = await client.send('POST', '', bundle);
  if (status !== 200) throw new Error(`a post was answered by ${status}`);
}

async function secondsUntilMoved(scene: Scene, number: number): Promise<number> {
  const unitId = scene.unitIds[0] ?? '';
  const before = await visitsShown(scene, unitId);
  const begun = performance.now();
  await send(scene, visitWithScore(unitId, scene.patientIds[number] ?? ''));
  while ((await visitsShown(scene, unitId)) <= before) {
    if (performance.now() - begun > 5 * secondsMax * 1000) throw new Error('the page never moved');
    await pause(pollMilliseconds);
  }
  return (performance.now() - begun) / 1000;
}

/** Posts for other units, steadily, until it is stopped. */
function trickle(scene: Scene): { readonly stop: () => Promise<number> } {
  let sent = 0;
  let isStopped = false;
  const flow = async () => {
    for (; !isStopped; sent++) {
      const unitId = scene.unitIds[1 + (sent % (scene.unitIds.length - 1))] ?? '';
      const patientId = scene.patientIds[100 + (sent % 800)] ?? '';
      await Promise.all([
        send(scene, visitWithScore(unitId, patientId)),
        pause(1000 / tricklePerSecond),
      ]);
    }
  };
  const flowing = flow();
  return {
    stop: async () => {
      isStopped = true;
      await flowing;
      return sent;
    },
  };
}

async function pageFigures(program: Program, address: string): Promise<readonly Figure[]> {
  const scene = await sceneOf(program, address);
  // The first evaluation of a program asks everything.
  const first = await secondsUntilMoved(scene, 0);
  const flowing = trickle(scene);
  const [cpu, begun] = [process.cpuUsage(), performance.now()];
  const took: number[] = [];
  for (let number = 1; number <= posts; number++) took.push(await secondsUntilMoved(scene, number));
  const elapsed = (performance.now() - begun) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const sent = await flowing.stop();
  const largest = Math.max(...took);
  return [
    {
      what: 'first post after a start, until the page has moved',
      found: seconds(first),
      budget: `≤ ${secondsMax} s`,
      isWithin: first <= secondsMax,
    },
    {
      what: `${posts} posts among ${sent} others, until the page has moved`,
      found: `median ${seconds(medianOf(took))}, largest ${seconds(largest)}`,
      budget: `≤ ${secondsMax} s`,
      isWithin: largest <= secondsMax,
    },
    {
      what: '  of CPU meanwhile, server and sender, without PostgreSQL',
      found: `${seconds((user + system) / 1e6)} in ${seconds(elapsed)}`,
      ...{ budget: '', isWithin: null },
    },
  ];
}

async function demoFigures(): Promise<readonly Figure[]> {
  const dataFolder = filled ?? path.join(scratch, 'data');
  const program = await openProgram({ dataFolder, demo: true, onTrouble: fail });
  const server = await startServer({
    ...{ dataFolder, host: '127.0.0.1', port: 0, webFolder: 'no-web-folder' },
    onTrouble: fail,
  });
  try {
    if (filled === undefined) await fill(program);
    await program.effectsKept();
    const steps = await stepFigures(program);
    if (posts === 0) return steps;
    server.open(program);
    return [...steps, ...(await pageFigures(program, server.address))];
  } finally {
    await server.close();
    await program.close();
  }
}

/** What a batch sets off, step by step, beside asking everything; medians of three. */
async function stepFigures(program: Program): Promise<readonly Figure[]> {
  const rows = await program.clinical.query(
    'select organization_id as unit, patient_id from encounter order by id limit 3',
  );
  const whole = await timed(() => program.evaluate());
  const imports: Took[] = [];
  const evaluations: Took[] = [];
  for (const { unit, patient_id } of rows) {
    const file = path.join(scratch, `${randomUUID()}.ndjson`);
    const id = randomUUID();
    const patientId = String(patient_id);
    const lines = [visit(id, String(unit), patientId), score(`${id}-score`, id, patientId)];
    writeFileSync(file, lines.map((line) => JSON.stringify(line)).join('\n'));
    imports.push(await timed(() => program.importFrom([file])));
    evaluations.push(await timed(() => program.evaluateChanged()));
  }
  return [
    stepFigure('everything asked', [whole]),
    stepFigure('  a visit with a score brought in', imports),
    stepFigure('  what it changed asked again', evaluations),
  ];
}

interface Took {
  readonly milliseconds: number;
  readonly cpu: number;
}

async function timed(work: () => Promise<unknown>): Promise<Took> {
  const [cpu, begun] = [process.cpuUsage(), performance.now()];
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { milliseconds: performance.now() - begun, cpu: (user + system) / 1000 };
}

const shown = (part: readonly Took[]): string =>
  `${medianOf(part.map((one) => one.milliseconds)).toFixed(0)} ms, ${medianOf(part.map(({ cpu }) => cpu)).toFixed(0)} ms of CPU`;

const stepFigure = (what: string, took: readonly Took[]): Figure => ({
  ...{ what, found: shown(took), budget: '', isWithin: null },
});

async function fill(program: Program): Promise<void> {
  const demo = path.join(scratch, 'demo');
  const until = addMonths(today.slice(0, 7), -1);
  await writeDemo({ patients, seed: 1, until, out: demo });
  await seedDemoOrganisation(program, demo);
  await program.importFrom(demoPaths(demo));
  await program.evaluate();
}

/** One small post after another into a store of its own: what is kept of each run must not make the next one slow. */
async function batchFigures(): Promise<readonly Figure[]> {
  const dataFolder = path.join(scratch, 'batches');
  const clinical = await openClinicalStore({ dataFolder, memoryMb: 256 });
  const feed = openFeed({
    ...{ clinical, clock: () => new Date().toISOString(), evaluate: async () => undefined },
    importFrom: (paths, importing = {}) => importPaths(clinical, paths, importing),
    onTrouble: fail,
  });
  feed.start();
  const took: Took[] = [];
  for (let number = 0; number < batches; number++)
    took.push(
      await timed(async () => {
        await feed.takeResources('bench', [visit(`v-${number}`, 'unit', `p-${number % 50}`)]);
        await feed.settled();
      }),
    );
  const raw = readdirSync(path.join(clinical.folder, 'raw'), { withFileTypes: true });
  const [state] = await clinical.query(
    'select sum(total_blocks * block_size) as bytes from pragma_database_size()',
  );
  await feed.close();
  await clinical.close();
  const some = Math.min(10, batches);
  return [
    stepFigure(`a batch of one record, median of the first ${some}`, took.slice(0, some)),
    stepFigure(`  of the last ${some} of ${batches}`, took.slice(-some)),
    {
      what: '  kept',
      found: `${raw.filter((entry) => entry.isFile()).length} raw files, a database of ${megabytes(Number(state?.bytes ?? 0))}`,
      ...{ budget: '', isWithin: null },
    },
  ];
}

try {
  print(`${machine()}\n${new Date().toISOString()}; the load says how much else ran`);
  if (batches > 0) printFigures('Small batches', await batchFigures());
  if (posts > 0 || filled !== undefined)
    printFigures(
      `Posts, ${filled ?? `${patients.toLocaleString('en')} patients`}`,
      await demoFigures(),
    );
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
