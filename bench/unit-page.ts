// A unit's page from the operational store under load: latencies at a fixed rate of requests, every unit in turn, from a
// server on a filled data folder: `GYRUS_DATA=… npx tsx --conditions=source bench/unit-page.ts --rate 50 --seconds 20`
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { openProgram, organisation, type Program } from '#application';
import { startServer } from '#server';
import { type Figure, printFigures } from './figure.ts';
import { machine, medianOf, numberOption, percentile, print } from './machine.ts';

const p95MillisecondsMax = 50;
const warmUpSeconds = 3;

export interface Load {
  readonly dataFolder: string;
  /** Requests a second. */
  readonly rate: number;
  readonly seconds: number;
}

/** Opens a server on the program's data folder, signs an analyst in and asks for one unit's page after another. */
export async function benchUnitPage(
  program: Program,
  { dataFolder, rate, seconds }: Load,
): Promise<readonly Figure[]> {
  const server = await startServer({
    ...{ dataFolder, host: '127.0.0.1', port: 0, webFolder: 'dist/web' },
    onTrouble: fail,
  });
  try {
    server.open(program);
    const { units, people } = await organisation(program);
    const person = people.find(({ role }) => role === 'analyst') ?? people[0];
    if (person === undefined) throw new Error(`no people in ${dataFolder}: start the demo there`);
    const cookie = await signIn(server.address, person.id);
    const visits = { address: server.address, cookie, unitIds: units.map(({ id }) => id), rate };
    await visitAll({ ...visits, seconds: warmUpSeconds });
    const before = process.cpuUsage();
    const latencies = await visitAll({ ...visits, seconds });
    const { user, system } = process.cpuUsage(before);
    return [
      latencyFigure(latencies, `${rate} requests/s for ${seconds} s, ${units.length} units`),
      {
        what: '  of CPU for each, server and its caller together',
        found: `${((user + system) / 1000 / latencies.length).toFixed(1)} ms without the database`,
        ...{ budget: '', isWithin: null },
      },
    ];
  } finally {
    await server.close();
  }
}

function fail(error: unknown): never {
  throw error;
}

async function signIn(address: string, personId: string): Promise<string> {
  const signedIn = await fetch(`${address}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: address },
    body: JSON.stringify({ personId }),
  });
  return signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
}

interface Visits {
  readonly address: string;
  readonly cookie: string;
  readonly unitIds: readonly string[];
  readonly rate: number;
  readonly seconds: number;
}

async function visitAll({ rate, seconds, ...visits }: Visits): Promise<readonly number[]> {
  const all: Promise<number>[] = [];
  const start = performance.now();
  for (let i = 0; i < rate * seconds; i += 1) {
    all.push(visit(visits, visits.unitIds[i % visits.unitIds.length] ?? ''));
    await sleep(Math.max(0, start + ((i + 1) * 1000) / rate - performance.now()));
  }
  return Promise.all(all);
}

async function visit(
  { address, cookie }: Pick<Visits, 'address' | 'cookie'>,
  unitId: string,
): Promise<number> {
  const start = performance.now();
  const answer = await fetch(`${address}/api/units/${unitId}/overview`, { headers: { cookie } });
  const body = await answer.text();
  if (!answer.ok) throw new Error(`${answer.status} for ${unitId}: ${body.slice(0, 200)}`);
  return performance.now() - start;
}

function latencyFigure(latencies: readonly number[], what: string): Figure {
  const p95 = percentile(latencies, 0.95);
  return {
    what: `unit page, ${what}`,
    found: `p95 ${p95.toFixed(1)} ms, median ${medianOf(latencies).toFixed(1)} ms, largest ${Math.max(...latencies).toFixed(0)} ms`,
    budget: `p95 ≤ ${p95MillisecondsMax} ms`,
    isWithin: p95 <= p95MillisecondsMax,
  };
}

if (process.argv[1] === import.meta.filename) {
  const dataFolder = path.resolve(process.env.GYRUS_DATA ?? '.gyrus');
  const program = await openProgram({ dataFolder, demo: true, onTrouble: fail });
  const load = { rate: numberOption('rate', 50), seconds: numberOption('seconds', 20) };
  print(machine());
  printFigures('Unit page', await benchUnitPage(program, { dataFolder, ...load }));
  await program.close();
}
