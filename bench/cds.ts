// CDS Hooks under load: calls a second, each signed, with a prefetch of about 50 KB, against the real server with a real
// database; every second patient gets a card, whose exposure is on the disk before the answer.
//   npm run bench:cds [-- --rate 200 --seconds 20]
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { projectFolder } from '#store';
import { openLibrary } from '../src/application/library/open-library.ts';
import { cdsClient } from '../test/harness/cds-client.ts';
import { runningHouse } from '../test/harness/running-house.ts';
import { smallOrganisation } from '../test/harness/small-organisation.ts';
import { machine, medianOf, numberOption, percentile, print } from './machine.ts';

const rate = numberOption('rate', 200);
const seconds = numberOption('seconds', 20);
const warmUpSeconds = 3;
const budgetMilliseconds = 20;

const library = await openLibrary({
  folder: path.join(projectFolder, 'library'),
  cacheFolder: path.join(projectFolder, 'dist/translated'),
});
const house = await runningHouse(smallOrganisation(), library);
const now = () => new Date().toISOString();
house.setNow(now());
const clock = setInterval(() => house.setNow(now()), 100);
const client = await cdsClient(house, now);
const analyst = await house.as('analyst');
await analyst.give('decision-support.trust', {
  ...{ issuer: client.issuer, name: 'Bench', jwks: client.jwks, reason: 'Bench' },
});
const chair = await house.as('chair');
await chair.give('decision-support.set', {
  ...{ ruleId: 'suicide-risk-due', unitId: 'ward-1', mode: 'on', reason: 'Bench' },
});

const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);

/** A patient with many blood pressures beside the first visit; they are what real records are full of. */
function callFor(number: number): string {
  const subject = { reference: `Patient/p-${number}` };
  const visit = {
    ...{ resourceType: 'Encounter', id: `e-${number}`, status: 'finished', subject },
    type: [
      { coding: [{ system: 'https://gyrus.health/fhir/encounter-type', code: 'first-visit' }] },
    ],
    period: { start: `${yesterday}T09:00:00+01:00`, end: `${yesterday}T10:00:00+01:00` },
    serviceProvider: { reference: 'Organization/ward-1' },
  };
  const observation = (i: number) => ({
    ...{ resourceType: 'Observation', id: `o-${number}-${i}`, status: 'final', subject },
    code: { coding: [{ system: 'http://loinc.org', code: '8480-6' }] },
    effectiveDateTime: `${yesterday}T11:00:00+01:00`,
    valueQuantity: {
      value: 120,
      unit: 'mmHg',
      system: 'http://unitsofmeasure.org',
      code: 'mm[Hg]',
    },
  });
  const observations = Array.from({ length: 140 }, (_, i) => observation(i));
  const bundle = (resources: readonly object[]) => ({
    resourceType: 'Bundle',
    entry: resources.map((resource) => ({ resource })),
  });
  return JSON.stringify({
    ...{ hook: 'patient-view', hookInstance: randomUUID() },
    context: { userId: 'Practitioner/bench', patientId: `p-${number}` },
    prefetch: {
      patient: { resourceType: 'Patient', id: `p-${number}`, gender: 'female' },
      encounter: bundle(number % 2 === 0 ? [visit] : []),
      observation: bundle(observations),
    },
  });
}

interface Told {
  readonly milliseconds: number;
  readonly status: number;
  readonly cards: number;
}

async function call(number: number): Promise<Told> {
  const body = callFor(number);
  const headers = { authorization: `Bearer ${await client.token()}` };
  const begun = performance.now();
  const { status, body: answer } = await client.post(
    'suicide-risk-due-patient-view',
    body,
    headers,
  );
  return { milliseconds: performance.now() - begun, status, cards: answer.cards?.length ?? 0 };
}

async function load(forSeconds: number): Promise<readonly Told[]> {
  const calls: Promise<Told>[] = [];
  const begun = performance.now();
  for (let number = 0; number < rate * forSeconds; number++) {
    const due = begun + (number * 1000) / rate;
    const wait = due - performance.now();
    if (wait > 0) await pause(wait);
    calls.push(call(number));
  }
  return Promise.all(calls);
}

await load(warmUpSeconds);
const told = await load(seconds);
clearInterval(clock);
await house.stop();

const times = told.map(({ milliseconds }) => milliseconds);
const failed = told.filter(({ status }) => status !== 200).length;
const cards = told.reduce((sum, one) => sum + one.cards, 0);
print(machine());
print(
  `${told.length} calls, ${rate} a second, each with ${Math.round(callFor(0).length / 1000)} KB`,
);
print(`cards ${cards}, failed ${failed} (wanted 0)`);
print(
  `median ${medianOf(times).toFixed(1)} ms, p95 ${percentile(times, 0.95).toFixed(1)} ms (wanted ≤ ${budgetMilliseconds} ms), p99 ${percentile(times, 0.99).toFixed(1)} ms`,
);
print('The caller makes and signs its calls in the same process as the server.');
