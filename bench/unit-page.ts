// A unit's page from the operational store under load: latencies at a fixed rate of requests, every unit in turn.
// Needs a filled data folder: `GYRUS_DATA=… npx tsx bench/unit-page.ts --rate 50 --seconds 20`
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { openProgram, organisation } from '#application';
import { startServer } from '#server';
import { machine, medianOf, numberOption, percentile, print } from './machine.ts';

const dataFolder = path.resolve(process.env.GYRUS_DATA ?? '.gyrus');
const rate = numberOption('rate', 50);
const seconds = numberOption('seconds', 20);

const fail = (error: unknown): never => {
  throw error;
};
const server = await startServer({
  ...{ dataFolder, host: '127.0.0.1', port: 0, webFolder: 'dist/web' },
  onTrouble: fail,
});
const program = await openProgram({ dataFolder, demo: true, onTrouble: fail });
server.open(program);
const { units, people } = await organisation(program);
const person = people.find(({ role }) => role === 'analyst') ?? people[0];
if (person === undefined) throw new Error(`no people in ${dataFolder}: start the demo there first`);
const signedIn = await fetch(`${server.address}/api/session`, {
  method: 'POST',
  headers: { 'content-type': 'application/json', origin: server.address },
  body: JSON.stringify({ personId: person.id }),
});
const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';

async function visit(unitId: string): Promise<number> {
  const start = performance.now();
  const answer = await fetch(`${server.address}/api/units/${unitId}/overview`, {
    headers: { cookie },
  });
  const body = await answer.text();
  if (!answer.ok) throw new Error(`${answer.status} for ${unitId}: ${body.slice(0, 200)}`);
  return performance.now() - start;
}

async function load(forSeconds: number): Promise<readonly number[]> {
  const visits: Promise<number>[] = [];
  const start = performance.now();
  for (let i = 0; i < rate * forSeconds; i += 1) {
    visits.push(visit(units[i % units.length]?.id ?? ''));
    await sleep(Math.max(0, start + ((i + 1) * 1000) / rate - performance.now()));
  }
  return Promise.all(visits);
}

await load(3);
const latencies = await load(seconds);
print(machine());
print(
  `unit page, ${units.length} units in turn, ${rate} requests/s for ${seconds} s: median ${medianOf(latencies).toFixed(1)} ms, p95 ${percentile(latencies, 0.95).toFixed(1)} ms, largest ${Math.max(...latencies).toFixed(1)} ms (budget: p95 ≤ 50 ms)`,
);
await server.close();
await program.close();
