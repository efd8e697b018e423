// The program at the point of care that bench/cds.ts is called by, a process of its own: it makes and signs calls at an even rate
// and tells how long each answer took. Told by its parent where the server is; tells its keys first, then the figures.
import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { type CdsClient, cdsClient } from '../test/harness/cds-client.ts';

export interface LoadWanted {
  readonly rate: number;
  readonly seconds: number;
}

export interface Figures {
  readonly milliseconds: readonly number[];
  readonly failed: number;
  readonly cards: number;
  readonly bytes: number;
  /** Of the caller itself, in all. */
  readonly cpuMilliseconds: number;
}

export type FromCaller =
  | { readonly kind: 'keys'; readonly issuer: string; readonly jwks: object }
  | { readonly kind: 'figures'; readonly figures: Figures };

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

const service = 'suicide-risk-due-patient-view';
const now = () => new Date().toISOString();
const address = process.argv[2] ?? '';

/** Connections are kept, as record systems keep them. */
const agent = new Agent({ keepAlive: true, maxSockets: 64 });

interface Prepared {
  readonly token: string;
  readonly body: Buffer;
}

/** Bodies and signatures are made before the clock runs: what is measured is the server. */
const patients = 200;
const bodies = Array.from({ length: patients }, (_, number) => Buffer.from(callFor(number)));
const prepare = async (client: CdsClient, number: number): Promise<Prepared> => ({
  token: await client.token(),
  body: bodies[number % patients] ?? Buffer.alloc(0),
});

function call({ token, body }: Prepared): Promise<Told> {
  const begun = performance.now();
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      'content-length': body.length,
      authorization: `Bearer ${token}`,
    };
    const asked = request(`${address}/cds-services/${service}`, { method: 'POST', agent, headers });
    asked.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const answer = JSON.parse(Buffer.concat(chunks).toString());
        const milliseconds = performance.now() - begun;
        resolve({
          milliseconds,
          status: response.statusCode ?? 0,
          cards: answer.cards?.length ?? 0,
        });
      });
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

async function load(client: CdsClient, { rate, seconds }: LoadWanted): Promise<Figures> {
  const prepared: Prepared[] = [];
  for (let number = 0; number < rate * seconds; number++)
    prepared.push(await prepare(client, number));
  const calls: Promise<Told>[] = [];
  const before = process.cpuUsage();
  const begun = performance.now();
  for (const [number, one] of prepared.entries()) {
    const due = begun + (number * 1000) / rate;
    const wait = due - performance.now();
    if (wait > 0) await pause(wait);
    calls.push(call(one));
  }
  const told = await Promise.all(calls);
  const { user, system } = process.cpuUsage(before);
  return {
    milliseconds: told.map(({ milliseconds }) => milliseconds),
    failed: told.filter(({ status }) => status !== 200).length,
    cards: told.reduce((sum, one) => sum + one.cards, 0),
    bytes: callFor(0).length,
    cpuMilliseconds: (user + system) / 1000,
  };
}

const tell = (message: FromCaller) => process.send?.(message);
const client = await cdsClient({ address }, now);
process.on('message', async (wanted: LoadWanted) => {
  tell({ kind: 'figures', figures: await load(client, wanted) });
});
tell({ kind: 'keys', issuer: client.issuer, jwks: client.jwks });
