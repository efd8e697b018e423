import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ExposureEntry } from '#practice';
import {
  exposureCounts,
  inTransaction,
  type OperationalTables,
  openClinicalStore,
  saveOrganisation,
  takeRulesIntoUse,
} from '#store';
import { bundledProgram } from '../harness/bundled-program.ts';
import { type CdsClient, cdsClient } from '../harness/cds-client.ts';
import { killableServer } from '../harness/killable-server.ts';
import { freshOperationalStore } from '../harness/operational.ts';
import { clientOf } from '../harness/running-house.ts';
import { shippedLibrary } from '../harness/shipped-library.ts';
import { smallOrganisation } from '../harness/small-organisation.ts';

// Synthetic: every patient here is invented.
/** `GYRUS_KILLS=50` tries more; each kill comes right after another acknowledgement than the one before. */
const kills = Number(process.env.GYRUS_KILLS ?? 2);
const ruleId = 'suicide-risk-due';
const service = `${ruleId}-patient-view`;
const callers = 4;

const bundled = bundledProgram('hold-advice');
let dataFolder = '';
const server = killableServer(bundled.file, () => dataFolder);

beforeAll(async () => {
  await bundled.make();
  const library = await shippedLibrary();
  const store = await freshOperationalStore<OperationalTables>();
  const now = new Date().toISOString();
  await inTransaction(store.db, async (tx) => {
    await saveOrganisation(tx, smallOrganisation());
    await takeRulesIntoUse(
      tx,
      library.rules.map(({ rule }) => rule),
      now,
    );
  });
  await store.close();
  dataFolder = store.dataFolder;
  mkdirSync(path.join(dataFolder, 'clinical'), { recursive: true });
}, 60_000);
afterAll(async () => {
  await server.killAll();
  rmSync(dataFolder, { recursive: true, force: true });
  bundled.remove();
});

/** A record of its own for each start, and the rule on in one unit. */
async function trustedClient(address: string, round: number): Promise<CdsClient> {
  const issuer = `https://records-${round}.example`;
  const client = await cdsClient({ address }, () => new Date().toISOString(), { issuer });
  const analyst = await clientOf(address, 'analyst');
  const trust = { issuer, name: 'Test record', jwks: client.jwks, reason: 'Test' };
  const trusted = await analyst.give('decision-support.trust', {
    ...{ ...trust, fhirServers: [], origins: [] },
  });
  expect(trusted.status).toBe(200);
  const chair = await clientOf(address, 'chair');
  const setting = { ruleId, unitId: 'ward-1', mode: 'on', reason: 'Test' };
  expect((await chair.give('decision-support.set', setting)).status).toBe(200);
  return client;
}

/** The day before yesterday there was a first visit, and nothing was assessed at it. */
function callFor(patientId: string): object {
  const day = new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10);
  const subject = { reference: `Patient/${patientId}` };
  const visit = {
    ...{ resourceType: 'Encounter', id: 'e-1', status: 'finished', subject },
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
    type: [
      { coding: [{ system: 'https://gyrus.health/fhir/encounter-type', code: 'first-visit' }] },
    ],
    period: { start: `${day}T09:00:00+01:00`, end: `${day}T10:00:00+01:00` },
    serviceProvider: { reference: 'Organization/ward-1' },
  };
  const found = (entry: readonly object[]) => ({
    resourceType: 'Bundle',
    type: 'searchset',
    entry,
  });
  return {
    ...{ hook: 'patient-view', hookInstance: 'd1577c69-dfbe-44ad-ba6d-3e05e953b2ea' },
    context: { userId: 'Practitioner/example', patientId },
    prefetch: {
      patient: { resourceType: 'Patient', id: patientId },
      encounter: found([{ resource: visit }]),
      observation: found([]),
    },
  };
}

interface Acknowledged {
  readonly shown: Set<string>;
  readonly reported: Set<string>;
}

/** Several callers ask and report until so many cards were shown; what comes after is cut off by the kill. */
async function adviseUntil(
  client: CdsClient,
  { shown, reported }: Acknowledged,
  wanted: { readonly round: number; readonly cards: number },
): Promise<void> {
  let left = wanted.cards;
  const caller = async (number: number) => {
    for (let turn = 0; left > 0; turn++) {
      const asked = await client.post(service, callFor(`p-${wanted.round}-${number}-${turn}`));
      expect(asked.status).toBe(200);
      const card: string = asked.body.cards[0].uuid;
      shown.add(card);
      left -= 1;
      if (turn % 2 === 1) continue;
      const outcomeTimestamp = new Date().toISOString();
      const feedback = [{ card, outcome: 'overridden', outcomeTimestamp }];
      const told = await client.post(`${service}/feedback`, { feedback });
      expect(told.status).toBe(200);
      reported.add(card);
    }
  };
  await Promise.any(Array.from({ length: callers }, (_, number) => caller(number)));
}

function keptEntries(): readonly ExposureEntry[] {
  const month = new Date().toISOString().slice(0, 7);
  const text = readFileSync(path.join(dataFolder, `clinical/exposures/${month}.ndjson`), 'utf8');
  // A last line cut short was never acknowledged.
  const lines = text.slice(0, text.lastIndexOf('\n')).split('\n');
  return lines.map((line) => JSON.parse(line));
}

test(`killed ${kills} times among its answers, the server loses no card it showed and no report it took`, {
  timeout: 60_000 + kills * 40_000,
}, async () => {
  const acknowledged: Acknowledged = { shown: new Set(), reported: new Set() };
  for (let round = 0; round < kills; round++) {
    const client = await trustedClient(await server.start(), round);
    await adviseUntil(client, acknowledged, { round, cards: 5 + round });
    await server.killAll();
    const entries = keptEntries();
    const keptOf = (kind: ExposureEntry['kind']) =>
      new Set(entries.filter((entry) => entry.kind === kind).map(({ card }) => card));
    expect([...acknowledged.shown].filter((card) => !keptOf('exposure').has(card))).toEqual([]);
    expect([...acknowledged.reported].filter((card) => !keptOf('feedback').has(card))).toEqual([]);
  }
  expect(acknowledged.reported.size).toBeGreaterThanOrEqual(kills);
  // What is counted on the page of the rule is what is kept.
  const clinical = await openClinicalStore({ dataFolder, memoryMb: 256 });
  const counts = await exposureCounts(clinical, ruleId);
  await clinical.close();
  const cards = counts.reduce((sum, one) => sum + one.cards, 0);
  expect(cards).toBeGreaterThanOrEqual(acknowledged.shown.size);
});
