import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exposureCounts, overrideReasons } from '#store';
import { type CdsClient, cdsClient } from '../harness/cds-client.ts';
import { type RunningHouse, runningHouse } from '../harness/running-house.ts';
import { shippedLibrary } from '../harness/shipped-library.ts';
import { smallOrganisation } from '../harness/small-organisation.ts';

const service = 'suicide-risk-due-patient-view';
const ruleId = 'suicide-risk-due';
let now = '2026-03-02T08:00:00.000Z';
let house: RunningHouse;
let client: CdsClient;

beforeAll(async () => {
  const library = await shippedLibrary();
  house = await runningHouse(smallOrganisation(), library);
  client = await cdsClient(house, () => now);
  const analyst = await house.as('analyst');
  const trusted = await analyst.give('decision-support.trust', {
    ...{ issuer: client.issuer, name: 'Test record', jwks: client.jwks },
    ...{ fhirServers: [fhirAddress()], origins: ['https://records.example'], reason: 'Test' },
  });
  expect(trusted.status).toBe(200);
  await set('ward-1', { mode: 'on' });
});
afterAll(async () => {
  await house.stop();
  fhirServer.close();
});

const set = async (unitId: string, setting: object) => {
  const chair = await house.as('chair');
  const answer = await chair.give('decision-support.set', {
    ...{ ruleId, unitId, reason: 'Because' },
    ...setting,
  });
  expect(answer.status).toBe(200);
};

const advance = (seconds: number) => {
  now = new Date(Date.parse(now) + seconds * 1000).toISOString();
  house.setNow(now);
};

interface Scene {
  readonly patientId?: string;
  readonly unit?: string;
  readonly visit?: string;
  readonly assessed?: string;
}

function prefetchOf({ patientId = '1288992', unit = 'ward-1', visit, assessed }: Scene) {
  const subject = { reference: `Patient/${patientId}` };
  const encounter = {
    ...{ resourceType: 'Encounter', id: 'e-1', status: 'finished', subject },
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
    type: [
      { coding: [{ system: 'https://gyrus.health/fhir/encounter-type', code: 'first-visit' }] },
    ],
    period: { start: `${visit}T09:00:00+01:00`, end: `${visit}T10:00:00+01:00` },
    serviceProvider: { reference: `Organization/${unit}` },
  };
  const observation = {
    ...{ resourceType: 'Observation', id: 'o-1', status: 'final', subject },
    code: {
      coding: [{ system: 'https://gyrus.health/fhir/assessment', code: 'suicide-risk-structured' }],
    },
    effectiveDateTime: `${assessed}T10:30:00+01:00`,
  };
  const set = (resources: readonly object[]) => ({
    resourceType: 'Bundle',
    type: 'searchset',
    entry: resources.map((resource) => ({ resource })),
  });
  return {
    patient: { resourceType: 'Patient', id: patientId, gender: 'male', birthDate: '1925-12-23' },
    encounter: set(visit === undefined ? [] : [encounter]),
    observation: set(assessed === undefined ? [] : [observation]),
  };
}

const callWith = (scene: Scene, more: object = {}) => ({
  hookInstance: 'd1577c69-dfbe-44ad-ba6d-3e05e953b2ea',
  hook: 'patient-view',
  context: {
    userId: 'Practitioner/example',
    patientId: scene.patientId ?? '1288992',
    encounterId: '89284',
  },
  prefetch: prefetchOf(scene),
  ...more,
});

const due: Scene = { visit: '2026-02-27' };

describe('discovery', () => {
  test('names each service with its hook and the prefetch its CQL needs', async () => {
    const response = await fetch(`${house.address}/cds-services`);
    const { services } = await response.json();
    expect(response.status).toBe(200);
    expect(services).toContainEqual({
      hook: 'patient-view',
      id: service,
      title: 'Suicide risk not yet assessed',
      description: expect.stringContaining('first visit'),
      prefetch: {
        patient: 'Patient/{{context.patientId}}',
        encounter:
          'Encounter?patient={{context.patientId}}&type=https://gyrus.health/fhir/encounter-type|first-visit',
        observation:
          'Observation?patient={{context.patientId}}&code=https://gyrus.health/fhir/assessment|suicide-risk-structured',
      },
    });
    expect(services.map(({ hook }: { hook: string }) => hook)).toContain('encounter-start');
  });
});

describe('a call', () => {
  test('gives a card when the advice is due, in the language asked for, without nulls', async () => {
    const { status, body } = await client.post(service, callWith(due), { 'accept-language': 'sv' });
    expect(status).toBe(200);
    expect(JSON.stringify(body)).not.toMatch(/null|""/);
    expect(body.cards).toEqual([
      expect.objectContaining({
        summary: 'Suicidrisken är inte bedömd sedan nybesöket 2026-02-27',
        detail: expect.stringContaining('2026-03-06'),
        indicator: 'warning',
        source: { label: 'Gyrus', url: house.address },
        selectionBehavior: 'at-most-one',
      }),
    ]);
    const [card] = body.cards;
    expect(card.links).toEqual([
      {
        ...{ type: 'absolute', label: 'Så går det: vad som räknas på Avdelning 1' },
        url: `${house.address}/units/ward-1/measures/suicide-risk-assessed`,
      },
      {
        ...{ type: 'absolute', label: 'Hjälper det här rådet?' },
        url: `${house.address}/advice/suicide-risk-due`,
      },
    ]);
    expect(JSON.stringify(card.links)).not.toContain('1288992');
    expect(card.summary.length).toBeLessThanOrEqual(140);
    expect(card.suggestions[0].actions[0]).toMatchObject({
      type: 'create',
      resource: { resourceType: 'Task', for: { reference: 'Patient/1288992' } },
    });
    expect(card.overrideReasons[0]).toEqual({
      system: 'https://gyrus.health/fhir/override-reason',
      code: 'assessed-elsewhere',
      display: 'Bedömd någon annanstans',
    });
  });
  test.each<[string, Scene]>([
    ['the risk was assessed', { ...due, assessed: '2026-02-28' }],
    ['there was no first visit', {}],
    ['the seven days have passed', { visit: '2026-02-20' }],
  ])('gives no card when %s', async (_, scene) => {
    const { status, body } = await client.post(service, callWith(scene));
    expect({ status, body }).toEqual({ status: 200, body: { cards: [] } });
  });
  test('gives no card in a unit where nobody has switched the rule on', async () => {
    const { body } = await client.post(service, callWith({ ...due, unit: 'ward-2' }));
    expect(body).toEqual({ cards: [] });
  });
  test('looks as many days ahead as the unit chose', async () => {
    await set('ward-3', { mode: 'on', parameters: { 'days-ahead': 2 } });
    const cards = async (visit: string) =>
      (await client.post(service, callWith({ unit: 'ward-3', visit }))).body.cards.length;
    // Two days before the last day, and six.
    expect([await cards('2026-02-25'), await cards('2026-03-01')]).toEqual([1, 0]);
  });
});

describe('records that were not prefetched', () => {
  test('are asked for by 412, with the name of what is missing', async () => {
    const { observation: _, ...prefetch } = prefetchOf(due);
    const { status, body } = await client.post(service, callWith(due, { prefetch }));
    expect(status).toBe(412);
    expect(body).toMatchObject({
      resourceType: 'OperationOutcome',
      issue: [{ severity: 'error', details: { text: expect.stringContaining('observation') } }],
    });
  });
  test.each([
    ['null', null],
    ['a page of several', { resourceType: 'Bundle', link: [{ relation: 'next', url: 'x' }] }],
    ['an error', { resourceType: 'OperationOutcome' }],
  ])('are not taken for none when there is %s', async (_, observation) => {
    const prefetch = { ...prefetchOf(due), observation };
    expect((await client.post(service, callWith(due, { prefetch }))).status).toBe(412);
  });
  test('are read from the FHIR server of the client with its token, page by page', async () => {
    const { observation: _, ...prefetch } = prefetchOf(due);
    fhirAnswers.observation = prefetchOf({ ...due, assessed: '2026-02-28' }).observation;
    const { status, body } = await client.post(service, callWith(due, { prefetch, ...access() }));
    expect({ status, body }).toEqual({ status: 200, body: { cards: [] } });
    expect(fhirAsked.at(-1)).toEqual({ authorization: 'Bearer some-token', page: '2' });
  });
  test('are never read from a server that is not trusted', async () => {
    const { observation: _, ...prefetch } = prefetchOf(due);
    const elsewhere = { ...access(), fhirServer: 'http://127.0.0.1:9/fhir' };
    const asked = fhirAsked.length;
    const answer = await client.post(service, callWith(due, { prefetch, ...elsewhere }));
    expect([answer.status, fhirAsked.length]).toEqual([412, asked]);
  });
});

describe('a call that is not right', () => {
  test.each<[string, unknown, number]>([
    ['no JSON', '{', 400],
    ['no context', { hook: 'patient-view', hookInstance: 'x' }, 400],
    ['a hook of another service', { ...callWith(due), hook: 'encounter-start' }, 400],
    ['another patient', callWith(due, { prefetch: prefetchOf({ ...due, patientId: 'x' }) }), 400],
  ])('%s', async (_, body, status) => {
    const answer = await client.post(service, body);
    expect(answer.status).toBe(status);
    expect(answer.body.resourceType).toBe('OperationOutcome');
  });
  test('an unknown service', async () => {
    expect((await client.post('no-such', callWith(due))).status).toBe(404);
  });
});

const seconds = () => Math.floor(Date.parse(now) / 1000);

describe('the client proves who it is', () => {
  const post = async (token: string) =>
    client.post(service, callWith({}), { authorization: `Bearer ${token}` });
  const codeOf = async (token: string) => {
    const { status, body } = await post(token);
    return [status, body.issue?.[0].details.coding[0].code];
  };
  test('without a token', async () => {
    const answer = await client.post(service, callWith({}), { authorization: '' });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });
  test('by another key of the same name', async () => {
    const forger = await cdsClient(house, () => now);
    expect(await codeOf(await forger.token())).toEqual([401, 'token-signature']);
  });
  test('of an issuer that is not trusted', async () => {
    expect(await codeOf(await client.token({ iss: 'https://else.example' }))).toEqual([
      401,
      'token-issuer',
    ]);
  });
  test('meant for somebody else', async () => {
    expect(await codeOf(await client.token({ aud: 'https://else.example' }))).toEqual([
      401,
      'token-audience',
    ]);
  });
  test('expired, living too long, from the future, or from before the start', async () => {
    advance(600);
    const at = seconds();
    const codes = [
      await codeOf(await client.token({ iat: at - 200, exp: at - 60 })),
      await codeOf(await client.token({ exp: at + 3600 })),
      await codeOf(await client.token({ iat: at + 60, exp: at + 120 })),
      await codeOf(await client.token({ iat: at - 3600, exp: at - 3500 })),
    ];
    expect(codes.map(([, code]) => code)).toEqual([
      'token-expired',
      'token-lifetime',
      'token-not-yet',
      'token-expired',
    ]);
    const early = await client.token({ iat: at - 3600, exp: at + 60 });
    expect((await post(early)).status).toBe(401);
  });
  test('only once by the same token', async () => {
    const token = await client.token();
    expect([(await post(token)).status, await codeOf(token)]).toEqual([
      200,
      [401, 'token-replayed'],
    ]);
  });
  test('with RS384 too, but not with RS256', async () => {
    const other = await cdsClient(house, () => now, { issuer: 'https://rs.example', alg: 'RS384' });
    const weak = await cdsClient(house, () => now, {
      issuer: 'https://weak.example',
      alg: 'RS256',
    });
    const analyst = await house.as('analyst');
    for (const { issuer, jwks } of [other, weak])
      await analyst.give('decision-support.trust', { issuer, name: 'T', jwks, reason: 'Test' });
    expect((await other.post(service, callWith({}))).status).toBe(200);
    expect((await weak.post(service, callWith({}))).status).toBe(401);
    await analyst.give('decision-support.distrust', { issuer: other.issuer, reason: 'Over' });
    expect((await other.post(service, callWith({}))).status).toBe(401);
  });
  test('a private key is refused, and nobody but an analyst may trust a client', async () => {
    const analyst = await house.as('analyst');
    const secret = { keys: [{ kty: 'EC', kid: 'k', d: 'secret' }] };
    const asked = { issuer: 'https://x.example', name: 'X', jwks: secret, reason: 'Test' };
    expect((await analyst.give('decision-support.trust', asked)).status).toBe(400);
    const nurse = await house.as('nurse');
    const allowed = { ...asked, jwks: client.jwks };
    expect((await nurse.give('decision-support.trust', allowed)).status).toBe(403);
  });
});

describe('the page on programs', () => {
  const page = async (personId: string) => (await house.as(personId)).get('/api/programs');
  test('tells an analyst who called, who was refused and why, and who is not trusted at all', async () => {
    await client.post(service, callWith({}));
    const expired = await client.token({ iat: seconds() - 200, exp: seconds() - 60 });
    await client.post(service, callWith({}), { authorization: `Bearer ${expired}` });
    const stranger = await client.token({ iss: 'https://stranger.example' });
    await client.post(service, callWith({}), { authorization: `Bearer ${stranger}` });
    const { status, body } = await page('analyst');
    expect(status).toBe(200);
    const ours = body.programs.find(({ issuer }: { issuer: string }) => issuer === client.issuer);
    expect(ours).toMatchObject({
      ...{ name: 'Test record', keyNames: ['key-1'], purposes: ['advice'] },
      contact: { lastSeenAt: now, lastRefusedAt: now, lastRefusal: 'token-expired' },
    });
    expect(ours.contact.calls).toBeGreaterThan(0);
    expect(body.strangers).toContainEqual({
      issuer: 'https://stranger.example',
      contact: expect.objectContaining({ calls: 0, refused: 1, lastRefusal: 'token-issuer' }),
    });
    expect(JSON.stringify(body)).not.toContain('"d":');
  });
  test('is for those who may trust a program', async () => {
    expect((await page('nurse')).status).toBe(403);
  });
});

describe('a browser', () => {
  test('may call from a page of a trusted client, and from no other', async () => {
    const preflight = async (origin: string) => {
      const response = await fetch(`${house.address}/cds-services/${service}`, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST' },
      });
      return response.headers.get('access-control-allow-origin');
    };
    expect(await preflight('https://records.example')).toBe('https://records.example');
    expect(await preflight('https://else.example')).toBeNull();
  });
});

describe('what became of the advice', () => {
  const feedback = (card: string, more: object = {}) => ({
    feedback: [
      {
        card,
        outcome: 'overridden',
        overrideReason: {
          reason: {
            code: 'patient-declined',
            system: 'https://gyrus.health/fhir/override-reason',
          },
        },
        outcomeTimestamp: '2026-03-02T09:00:00Z',
        ...more,
      },
    ],
  });
  const cardsFor = async (scene: Scene): Promise<{ readonly uuid: string }[]> =>
    (await client.post(service, callWith(scene))).body.cards;
  const shown = async (scene: Scene) => (await cardsFor(scene))[0]?.uuid ?? 'no card';
  const counts = async (unitId: string) =>
    (await exposureCounts(house.application.clinical, ruleId)).filter(
      (one) => one.unitId === unitId,
    );

  test('is counted once, however often it is reported, and the last report holds', async () => {
    const before = (await counts('ward-1'))[0];
    const card = await shown({ ...due, patientId: 'feedback-1' });
    for (let time = 0; time < 3; time++)
      expect((await client.post(`${service}/feedback`, feedback(card))).status).toBe(200);
    expect((await counts('ward-1'))[0]).toMatchObject({
      arm: 'shown',
      cards: (before?.cards ?? 0) + 1,
      overridden: (before?.overridden ?? 0) + 1,
    });
    expect(await overrideReasons(house.application.clinical, ruleId)).toContainEqual({
      unitId: 'ward-1',
      reason: 'patient-declined',
      cards: 1,
    });
    const later = { outcome: 'accepted', outcomeTimestamp: '2026-03-05T09:00:00Z' };
    await client.post(`${service}/feedback`, feedback(card, later));
    const settled = { accepted: (before?.accepted ?? 0) + 1, overridden: before?.overridden ?? 0 };
    expect((await counts('ward-1'))[0]).toMatchObject(settled);
    // A report of what a person did before that, which arrives only now, changes nothing.
    await client.post(`${service}/feedback`, feedback(card));
    expect((await counts('ward-1'))[0]).toMatchObject(settled);
  });
  test('weeks later counts for the month in which the card was shown', async () => {
    const shownIn = now.slice(0, 7);
    const card = await shown({ ...due, patientId: 'feedback-late' });
    const inMonth = async () => (await counts('ward-1')).find(({ month }) => month === shownIn);
    const before = await inMonth();
    const before40Days = now;
    advance(40 * 86_400);
    const late = feedback(card, { outcomeTimestamp: now });
    expect((await client.post(`${service}/feedback`, late)).status).toBe(200);
    expect(await inMonth()).toEqual({ ...before, overridden: (before?.overridden ?? 0) + 1 });
    now = before40Days;
    house.setNow(now);
  });
  test('of a card that was never given is not found; what is known beside it is kept', async () => {
    const card = await shown({ ...due, patientId: 'feedback-2' });
    const unknown = '00000000-0000-0000-0000-000000000000';
    const both = {
      feedback: [...feedback(unknown).feedback, ...feedback(card).feedback],
    };
    const overridden = (await counts('ward-1'))[0]?.overridden ?? 0;
    const answer = await client.post(`${service}/feedback`, both);
    expect(answer.status).toBe(404);
    expect(answer.body.issue[0].details.text).toContain(unknown);
    expect((await counts('ward-1'))[0]?.overridden).toBe(overridden + 1);
  });
  test('that is no feedback is refused with its field', async () => {
    const answer = await client.post(`${service}/feedback`, feedback('x', { outcome: 'maybe' }));
    expect(answer.status).toBe(400);
    expect(answer.body.issue[0].details.text).toContain('outcome');
  });
  test('in a unit that only listens, is kept and nothing is shown', async () => {
    await set('ward-2', { mode: 'silent' });
    await client.post(service, callWith({ ...due, unit: 'ward-2', patientId: 'silent-1' }));
    expect(await counts('ward-2')).toEqual([expect.objectContaining({ arm: 'silent' })]);
  });
  test('by chance: the same patient always the same, about the share of them advised', async () => {
    await set('dep-b', { mode: 'on', randomised: { by: 'patient', share: 0.5, seed: 'seed-1' } });
    const advised = async (patientId: string) =>
      (await cardsFor({ ...due, unit: 'dep-b', patientId })).length === 1;
    const patients = Array.from({ length: 60 }, (_, i) => `chance-${i}`);
    const first = await Promise.all(patients.map(advised));
    const again = await Promise.all(patients.map(advised));
    expect(again).toEqual(first);
    // 30 of 60 are expected; outside 12…48 once in a million.
    const share = first.filter(Boolean).length;
    expect(share).toBeGreaterThanOrEqual(12);
    expect(share).toBeLessThanOrEqual(48);
  });
  test('a patient is nowhere named in what is kept', async () => {
    const rows = await house.application.clinical.query(
      `SELECT count(*)::INTEGER AS n FROM read_text('${house.application.clinical.folder}/exposures/*')
       WHERE contains(content, 'feedback-1') OR contains(content, '1288992')`,
    );
    expect(rows[0]?.n).toBe(0);
  });
  test('a parameter outside its range is refused with what is allowed', async () => {
    const chair = await house.as('chair');
    const answer = await chair.give('decision-support.set', {
      ...{ ruleId, unitId: 'ward-1', mode: 'on', parameters: { 'days-ahead': 40 }, reason: 'R' },
    });
    expect(answer.status).toBe(409);
    expect(answer.body.tip).toContain('from 1 to 7');
  });
});

/** A FHIR server that gives a search in two pages. */
const fhirAsked: { authorization: string | undefined; page: string | null }[] = [];
const fhirAnswers: { observation: unknown } = { observation: null };
const fhirServer: Server = createServer((request, response) => {
  const { searchParams } = new URL(request.url ?? '', 'http://x');
  const page = searchParams.get('page');
  fhirAsked.push({ authorization: request.headers.authorization, page });
  const first = {
    resourceType: 'Bundle',
    link: [{ relation: 'next', url: `${fhirAddress()}/Observation?page=2` }],
  };
  response.setHeader('content-type', 'application/fhir+json');
  response.end(JSON.stringify(page === '2' ? fhirAnswers.observation : first));
}).listen(0, '127.0.0.1');
const fhirAddress = () => `http://127.0.0.1:${(fhirServer.address() as AddressInfo).port}/fhir`;
const access = () => ({
  fhirServer: fhirAddress(),
  fhirAuthorization: {
    ...{ access_token: 'some-token', token_type: 'Bearer', expires_in: 300 },
    ...{ scope: 'patient/*.read', subject: 'client' },
  },
});
