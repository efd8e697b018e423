// CDS Hooks under load: calls a second, each signed, with a prefetch of about 50 KB, against the real server with a real
// database; every second patient gets a card, whose exposure is on the disk before the answer. The caller is a process of its own.
//   npm run bench:cds [-- --rate 200 --seconds 20]
import { fork } from 'node:child_process';
import path from 'node:path';
import { projectFolder } from '#store';
import { openLibrary } from '../src/application/library/open-library.ts';
import { runningHouse } from '../test/harness/running-house.ts';
import { smallOrganisation } from '../test/harness/small-organisation.ts';
import type { Figures, FromCaller, LoadWanted } from './cds-caller.ts';
import { machine, medianOf, numberOption, percentile, print } from './machine.ts';

const rate = numberOption('rate', 200);
const seconds = numberOption('seconds', 20);
const warmUpSeconds = 5;
const budgetMilliseconds = 20;

const library = await openLibrary({
  folder: path.join(projectFolder, 'library'),
  cacheFolder: path.join(projectFolder, 'dist/translated'),
});
const house = await runningHouse(smallOrganisation(), library);
const now = () => new Date().toISOString();
house.setNow(now());
const clock = setInterval(() => house.setNow(now()), 100);

const caller = fork(path.join(import.meta.dirname, 'cds-caller.ts'), [house.address], {
  execArgv: ['--conditions=source', '--import', 'tsx'],
});
const told = () => new Promise<FromCaller>((resolve) => caller.once('message', resolve));
const keys = await told();
if (keys.kind !== 'keys') throw new Error('the caller tells its keys first');
const analyst = await house.as('analyst');
await analyst.give('decision-support.trust', {
  ...{ issuer: keys.issuer, name: 'Bench', jwks: keys.jwks, reason: 'Bench' },
});
const chair = await house.as('chair');
await chair.give('decision-support.set', {
  ...{ ruleId: 'suicide-risk-due', unitId: 'ward-1', mode: 'on', reason: 'Bench' },
});

async function load(forSeconds: number): Promise<Figures> {
  caller.send({ rate, seconds: forSeconds } satisfies LoadWanted);
  const message = await told();
  if (message.kind !== 'figures') throw new Error('the caller tells figures after a load');
  return message.figures;
}

await load(warmUpSeconds);
const before = process.cpuUsage();
const { milliseconds, failed, cards, bytes, cpuMilliseconds } = await load(seconds);
const { user, system } = process.cpuUsage(before);
caller.disconnect();
clearInterval(clock);
await house.stop();

const calls = milliseconds.length;
const p = (share: number) => `${percentile(milliseconds, share).toFixed(1)} ms`;
print(machine());
print(`${calls} calls, ${rate} a second, each with ${Math.round(bytes / 1000)} KB`);
print(`cards ${cards}, failed ${failed} (wanted 0)`);
print(
  `median ${medianOf(milliseconds).toFixed(1)} ms, p95 ${p(0.95)} (wanted ≤ ${budgetMilliseconds} ms), p99 ${p(0.99)}`,
);
print(`server ${((user + system) / 1000 / calls).toFixed(2)} ms CPU a call, all its threads`);
print(`caller ${(cpuMilliseconds / calls).toFixed(2)} ms CPU a call`);
