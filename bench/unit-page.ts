// A unit's page from the operational store under load: latencies at a fixed rate of requests, every unit in turn, from a
// server on a filled data folder: `GYRUS_DATA=… npx tsx --conditions=source bench/unit-page.ts --rate 50 --seconds 20`
import { fork } from 'node:child_process';
import path from 'node:path';
import { openProgram, organisation, type Program } from '#application';
import { startServer } from '#server';
import { type Figure, printFigures } from './figure.ts';
import { machine, medianOf, numberOption, percentile, print } from './machine.ts';
import type { Visited, Visits } from './page-caller.ts';

const p95MillisecondsMax = 50;
const warmUpSeconds = 3;

export interface Load {
  readonly dataFolder: string;
  /** Requests a second. */
  readonly rate: number;
  readonly seconds: number;
}

/** Opens a server on the program's data folder, signs an analyst in and lets another process ask for one unit's page after another. */
export async function benchUnitPage(
  program: Program,
  { dataFolder, rate, seconds }: Load,
): Promise<readonly Figure[]> {
  const server = await startServer({
    ...{ dataFolder, host: '127.0.0.1', port: 0, webFolder: 'dist/web' },
    onTrouble: fail,
  });
  const caller = pageCaller();
  try {
    server.open(program);
    const { units, people } = await organisation(program);
    const person = people.find(({ role }) => role === 'analyst') ?? people[0];
    if (person === undefined) throw new Error(`no people in ${dataFolder}: start the demo there`);
    const cookie = await signIn(server.address, person.id);
    const paths = units.map(({ id }) => `/api/units/${id}/overview`);
    const visits = { address: server.address, cookie, paths, rate };
    await caller.visit({ ...visits, seconds: warmUpSeconds });
    const before = process.cpuUsage();
    const { milliseconds, bytes } = await caller.visit({ ...visits, seconds });
    const { user, system } = process.cpuUsage(before);
    const calls = milliseconds.length;
    return [
      latencyFigure(milliseconds, `${rate} requests/s for ${seconds} s, ${units.length} units`),
      {
        what: '  of CPU for each, without the database',
        found: `${((user + system) / 1000 / calls).toFixed(1)} ms, ${(bytes / calls / 1024).toFixed(0)} KB`,
        ...{ budget: '', isWithin: null },
      },
    ];
  } finally {
    caller.stop();
    await server.close();
  }
}

/** A process of its own, so that what is measured is the server. */
function pageCaller() {
  const child = fork(path.join(import.meta.dirname, 'page-caller.ts'), [], {
    execArgv: ['--import', 'tsx'],
  });
  return {
    visit: (wanted: Visits): Promise<Visited> => {
      const told = new Promise<Visited>((resolve, reject) => {
        child.once('message', (visited: Visited) => resolve(visited));
        child.once('exit', () => reject(new Error('the caller stopped')));
      });
      child.send(wanted);
      return told;
    },
    stop: () => child.disconnect(),
  };
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
