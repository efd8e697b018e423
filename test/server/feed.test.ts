import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { feedSources } from '#store';
import { type FeedClient, feedClient } from '../harness/feed-client.ts';
import { addMeasure, type RunningHouse, runningHouse } from '../harness/running-house.ts';
import { shippedLibrary } from '../harness/shipped-library.ts';
import { smallOrganisation } from '../harness/small-organisation.ts';

// Synthetic: every record here is invented.
let now = '2026-03-02T08:00:00.000Z';
let house: RunningHouse;
let client: FeedClient;

beforeAll(async () => {
  const library = await shippedLibrary();
  house = await runningHouse(smallOrganisation(), library);
  await addMeasure(house.db, 'missed-visits', { scoring: 'proportion', chart: 'p' });
  client = await feedClient(house, () => now);
  await trust(client, ['feed']);
});
afterAll(() => house.stop());

async function trust({ issuer, jwks }: FeedClient, purposes: readonly string[]): Promise<void> {
  const analyst = await house.as('analyst');
  const asked = { issuer, name: 'Test record', jwks, purposes, reason: 'Test' };
  expect((await analyst.give('decision-support.trust', asked)).status).toBe(200);
}

const observation = (id: string, more: object = {}) => ({
  ...{ resourceType: 'Observation', id, status: 'final', code: { text: 'invented' } },
  ...more,
});
const entry = (resource: { readonly id: string }, method = 'PUT') => ({
  ...(method === 'DELETE' ? {} : { resource }),
  request: { method, url: `Observation/${resource.id}` },
});
const bundle = (type: string, entries: readonly object[]) => ({
  ...{ resourceType: 'Bundle', type, entry: entries },
});

async function held(id: string): Promise<readonly unknown[]> {
  const { feed, clinical } = house.application;
  await feed.settled();
  const rows = await clinical.query('select body from archive.held where id = $1', {
    parameters: [id],
  });
  return rows.map(({ body }) => JSON.parse(String(body)));
}

describe('who may send', () => {
  test('is told where to ask and by which signature', async () => {
    const get = async (path: string) => (await fetch(`${house.address}/fhir${path}`)).json();
    expect(await get('/.well-known/smart-configuration')).toMatchObject({
      token_endpoint: `${house.address}/fhir/auth/token`,
      token_endpoint_auth_signing_alg_values_supported: ['RS384', 'ES384'],
    });
    expect(await get('/metadata')).toMatchObject({
      ...{ resourceType: 'CapabilityStatement', fhirVersion: '4.0.1' },
      rest: [{ interaction: [{ code: 'transaction' }, { code: 'batch' }] }],
    });
  });

  test.each(['RS384', 'ES384'])('gets a token for an assertion signed by %s', async (alg) => {
    const sender = await feedClient(house, () => now, { issuer: `https://${alg}.example`, alg });
    await trust(sender, ['feed']);
    const { status, body } = await sender.token('system/Observation.write system/Patient.rs');
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_type: 'bearer', scope: 'system/Observation.write' });
  });

  test.each([
    ['meant for another server', { aud: 'https://other.example/token' }],
    ['that has expired', { exp: Date.parse(now) / 1000 - 60 }],
    ['that lives for an hour', { exp: Date.parse(now) / 1000 + 3600 }],
    ['of another subject', { sub: 'https://other.example' }],
    ['of an issuer that is not trusted', { iss: 'https://stranger.example' }],
  ])('an assertion %s is refused', async (_name, claims) => {
    const { status, body } = await client.token('system/*.cud', await client.assertion(claims));
    expect([status, body.error]).toEqual([401, 'invalid_client']);
  });

  test('a forged signature is refused', async () => {
    const forger = await feedClient(house, () => now, { issuer: client.issuer });
    expect((await forger.token()).status).toBe(401);
  });

  test('an assertion works once', async () => {
    const assertion = await client.assertion();
    expect((await client.token('system/*.cud', assertion)).status).toBe(200);
    expect((await client.token('system/*.cud', assertion)).status).toBe(401);
  });

  test('a program that is trusted with advice only may not send', async () => {
    const adviser = await feedClient(house, () => now, { issuer: 'https://adviser.example' });
    await trust(adviser, ['advice']);
    expect((await adviser.token()).status).toBe(401);
  });

  test('a token that has expired, or whose client is no longer trusted, opens nothing', async () => {
    const sender = await feedClient(house, () => now, { issuer: 'https://former.example' });
    await trust(sender, ['feed']);
    const { body } = await sender.token();
    const post = async () => {
      const headers = { authorization: `Bearer ${body.access_token}` };
      return (await fetch(`${house.address}/fhir/Observation/x`, { method: 'DELETE', headers }))
        .status;
    };
    expect(await post()).toBe(204);
    const analyst = await house.as('analyst');
    await analyst.give('decision-support.distrust', { issuer: sender.issuer, reason: 'Test' });
    expect(await post()).toBe(401);
    const { body: other } = await client.token();
    now = new Date(Date.parse(now) + 400_000).toISOString();
    house.setNow(now);
    const late = await fetch(`${house.address}/fhir/Observation/x`, {
      ...{ method: 'DELETE', headers: { authorization: `Bearer ${other.access_token}` } },
    });
    expect(late.status).toBe(401);
    expect(await late.json()).toMatchObject({ resourceType: 'OperationOutcome' });
  });

  test('a scope bounds what may be sent', async () => {
    const sent = await client.send(
      'POST',
      '/Observation',
      observation('s-1'),
      'system/Patient.cud',
    );
    expect(sent.status).toBe(403);
    expect(await held('s-1')).toEqual([]);
  });
});

describe('what is sent', () => {
  test('comes into the clinical store, with who sent it', async () => {
    const { status, headers } = await client.send('POST', '/Observation', observation('o-1'));
    expect(status).toBe(201);
    expect(headers.get('location')).toBe(`${house.address}/fhir/Observation/o-1`);
    expect(await held('o-1')).toEqual([observation('o-1')]);
    const senders = await feedSources(house.application.clinical, '2026-01-01T00:00:00Z');
    expect(senders).toContainEqual(
      expect.objectContaining({ source: client.issuer, posts: 1, resources: 1 }),
    );
  });

  test('twice changes nothing; a newer version replaces, an older one that comes late does not', async () => {
    const version = (number: number) =>
      observation('o-2', { meta: { versionId: String(number) }, valueInteger: number });
    await client.send('PUT', '/Observation/o-2', version(2));
    await held('o-2');
    const count = async () =>
      (
        await house.application.clinical.query('select max(number) as n from archive.data_version')
      )[0]?.n;
    const before = await count();
    await client.send('PUT', '/Observation/o-2', version(2));
    await client.send('PUT', '/Observation/o-2', version(1));
    expect(await held('o-2')).toEqual([version(2)]);
    expect(await count()).toBe(before);
    await client.send('PUT', '/Observation/o-2', version(3));
    expect(await held('o-2')).toEqual([version(3)]);
  });

  test('is deleted when asked', async () => {
    await client.send('PUT', '/Observation/o-3', observation('o-3'));
    expect(await held('o-3')).toHaveLength(1);
    expect((await client.send('DELETE', '/Observation/o-3')).status).toBe(204);
    expect(await held('o-3')).toEqual([]);
  });

  test('as a transaction is there whole, or not at all', async () => {
    const good = bundle('transaction', [entry(observation('t-1')), entry(observation('t-2'))]);
    const { status, body } = await client.send('POST', '', good);
    expect([status, body.type, body.entry.length]).toEqual([200, 'transaction-response', 2]);
    expect(await held('t-2')).toHaveLength(1);
    const bad = bundle('transaction', [
      entry(observation('t-3')),
      {
        resource: { resourceType: 'Observation' },
        request: { method: 'PUT', url: 'Observation/t-4' },
      },
    ]);
    const refused = await client.send('POST', '/', bad);
    expect(refused.status).toBe(400);
    expect(refused.body).toMatchObject({
      ...{ resourceType: 'OperationOutcome' },
      issue: [{ severity: 'error', expression: ['Bundle.entry[1]'] }],
    });
    expect(await held('t-3')).toEqual([]);
  });

  test('as a batch is taken part by part', async () => {
    const mixed = bundle('batch', [
      entry(observation('b-1')),
      { request: { method: 'GET', url: 'Patient/1' } },
    ]);
    const { status, body } = await client.send('POST', '', mixed);
    expect(status).toBe(200);
    expect(body.entry.map((one: { response: { status: string } }) => one.response.status)).toEqual([
      '200',
      '400',
    ]);
    expect(await held('b-1')).toHaveLength(1);
  });

  test('by a Subscription is taken without its status', async () => {
    const status = { resource: { resourceType: 'SubscriptionStatus', type: 'event-notification' } };
    const notice = bundle('subscription-notification', [status, { resource: observation('n-1') }]);
    expect((await client.send('POST', '', notice)).status).toBe(200);
    expect(await held('n-1')).toHaveLength(1);
  });

  test('is checked like a line of a file, and what is remarkable is kept as a finding', async () => {
    const odd = observation('f-1', { effectiveDateTime: '2026-02-30', extra: true });
    expect((await client.send('PUT', '/Observation/f-1', odd)).status).toBe(200);
    await held('f-1');
    const rows = await house.application.clinical.query(
      "select distinct rule from archive.finding where rule in ('date-impossible', 'element-unknown') order by rule",
    );
    expect(rows.map(({ rule }) => rule)).toEqual(['date-impossible', 'element-unknown']);
  });

  test.each([
    ['that is no JSON', 'POST', '/Observation', '{"resourceType":', 400],
    ['of another type than its address', 'POST', '/Patient', observation('w-1'), 400],
    ['whose id is not the one of its address', 'PUT', '/Observation/w-2', observation('w-3'), 400],
    [
      'that is a Bundle of another kind',
      'POST',
      '',
      { resourceType: 'Bundle', type: 'searchset' },
      422,
    ],
  ])('a post %s is refused with an OperationOutcome', async (_name, method, path, body, wanted) => {
    const { status, body: told } = await client.send(method, path, body);
    expect([status, told.resourceType]).toEqual([wanted, 'OperationOutcome']);
  });
});

test('a unit’s page moves within 60 seconds of a post: its months, and the month that is going on', async () => {
  const visit = (id: string, day: string, status: string) => ({
    ...{
      resourceType: 'Encounter',
      id,
      status,
      serviceProvider: { reference: 'Organization/ward-1' },
    },
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
    subject: { reference: 'Patient/p-1' },
    type: ['follow-up', ...(status === 'cancelled' ? ['missed-by-patient'] : [])].map((code) => ({
      coding: [{ system: 'https://gyrus.health/fhir/encounter-type', code }],
    })),
    period: { start: `${day}T10:00:00+01:00`, end: `${day}T11:00:00+01:00` },
  });
  const send = (...visits: readonly ReturnType<typeof visit>[]) =>
    client.send(
      'POST',
      '',
      bundle(
        'transaction',
        visits.map((resource) => ({
          ...{ resource, request: { method: 'PUT', url: `Encounter/${resource.id}` } },
        })),
      ),
    );
  const nurse = await house.as('analyst');
  const shown = async () => {
    const { body } = await nurse.get('/api/units/ward-1/overview');
    const missed = body.measures.find(
      (one: { measure: { id: string } }) => one.measure.id === 'missed-visits',
    );
    return { soFar: missed?.soFar?.value, denominator: missed?.soFar?.denominator };
  };
  const began = performance.now();
  await send(visit('v-1', '2026-02-10', 'finished'), visit('v-2', '2026-03-01', 'finished'));
  await house.application.feed.settled();
  expect(await shown()).toEqual({ soFar: 0, denominator: 1 });
  await send(visit('v-3', '2026-03-02', 'cancelled'));
  await house.application.feed.settled();
  expect(await shown()).toEqual({ soFar: 0.5, denominator: 2 }); // One of two visits missed.
  expect((performance.now() - began) / 1000).toBeLessThan(60);
});
