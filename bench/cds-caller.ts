// The program at the point of care that bench/cds.ts is called by, a process of its own: it makes and signs calls at an even rate
// and tells how long each answer took. Told by its parent where the server is; tells its keys first, then the figures.
import { randomUUID } from 'node:crypto';
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

async function call(client: CdsClient, number: number): Promise<Told> {
  const body = callFor(number);
  const headers = { authorization: `Bearer ${await client.token()}` };
  const begun = performance.now();
  const { status, body: answer } = await client.post(service, body, headers);
  return { milliseconds: performance.now() - begun, status, cards: answer.cards?.length ?? 0 };
}

async function load(client: CdsClient, { rate, seconds }: LoadWanted): Promise<Figures> {
  const calls: Promise<Told>[] = [];
  const begun = performance.now();
  for (let number = 0; number < rate * seconds; number++) {
    const due = begun + (number * 1000) / rate;
    const wait = due - performance.now();
    if (wait > 0) await pause(wait);
    calls.push(call(client, number));
  }
  const told = await Promise.all(calls);
  return {
    milliseconds: told.map(({ milliseconds }) => milliseconds),
    failed: told.filter(({ status }) => status !== 200).length,
    cards: told.reduce((sum, one) => sum + one.cards, 0),
    bytes: callFor(0).length,
  };
}

const tell = (message: FromCaller) => process.send?.(message);
const client = await cdsClient({ address: process.argv[2] ?? '' }, now);
process.on('message', async (wanted: LoadWanted) => {
  tell({ kind: 'figures', figures: await load(client, wanted) });
});
tell({ kind: 'keys', issuer: client.issuer, jwks: client.jwks });
