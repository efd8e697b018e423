// CDS Hooks 2.0.1: requests with every field that the specification names for each hook are answered, and everything we send has
// the fields, the types and the limits that the specification gives it. Written from the specification's tables
// (cds-hooks.hl7.org/2.0, hooks patient-view 1.0, encounter-start 1.0, order-select 1.0 and order-sign 1.1); records are synthetic.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type CdsClient, cdsClient } from '../harness/cds-client.ts';
import { type RunningHouse, runningHouse } from '../harness/running-house.ts';
import { shippedLibrary } from '../harness/shipped-library.ts';
import { smallOrganisation } from '../harness/small-organisation.ts';

const now = '2026-03-02T08:00:00.000Z';
let house: RunningHouse;
let client: CdsClient;

beforeAll(async () => {
  const library = await shippedLibrary();
  house = await runningHouse(smallOrganisation(), library);
  client = await cdsClient(house, () => now);
  await (await house.as('analyst')).give('decision-support.trust', {
    ...{ issuer: client.issuer, name: 'Record system', jwks: client.jwks, reason: 'Test' },
  });
  const manager = await house.as('manager');
  for (const { rule } of library.rules)
    await manager.give('decision-support.set', {
      ...{ ruleId: rule.id, unitId: 'ward-1', mode: 'on', reason: 'Test' },
    });
});
afterAll(() => house.stop());

const text = z.string().min(1);
const coding = z.strictObject({ system: text, code: text, display: text.optional() });
const action = z
  .strictObject({
    type: z.enum(['create', 'update', 'delete']),
    description: text,
    resource: z.looseObject({ resourceType: text }).optional(),
    resourceId: text.optional(),
  })
  .refine(({ type, resource, resourceId }) =>
    type === 'delete' ? resourceId !== undefined : resource !== undefined,
  );
const suggestion = z.strictObject({
  ...{ label: text, uuid: text.optional(), isRecommended: z.boolean().optional() },
  actions: z.array(action).min(1).optional(),
});
const link = z.strictObject({
  ...{
    label: text,
    url: z.url(),
    type: z.enum(['absolute', 'smart']),
    appContext: text.optional(),
  },
});
const card = z
  .strictObject({
    uuid: z.guid(),
    summary: text.max(139),
    detail: text.optional(),
    indicator: z.enum(['info', 'warning', 'critical']),
    source: z.strictObject({
      ...{ label: text, url: z.url().optional(), icon: z.url().optional() },
      topic: coding.optional(),
    }),
    suggestions: z.array(suggestion).min(1).optional(),
    selectionBehavior: z.enum(['at-most-one', 'any']).optional(),
    overrideReasons: z.array(coding.required()).min(1).optional(),
    links: z.array(link).min(1).optional(),
  })
  .refine(({ suggestions, selectionBehavior }) =>
    suggestions === undefined ? true : selectionBehavior !== undefined,
  );
const answer = z.strictObject({
  cards: z.array(card),
  systemActions: z.array(action).min(1).optional(),
});
const services = z.strictObject({
  services: z.array(
    z.strictObject({
      hook: z.enum(['patient-view', 'encounter-start', 'order-select', 'order-sign']),
      title: text.optional(),
      description: text,
      id: text,
      prefetch: z.record(text, z.string().regex(/^[A-Z]\w+[/?]/)).optional(),
      usageRequirements: text.optional(),
    }),
  ),
});

const subject = { reference: 'Patient/1288992' };
const visit = {
  ...{ resourceType: 'Encounter', id: '89284', status: 'finished', subject },
  class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
  type: [{ coding: [{ system: 'https://gyrus.health/fhir/encounter-type', code: 'first-visit' }] }],
  period: { start: '2026-02-27T09:00:00+01:00', end: '2026-02-27T10:00:00+01:00' },
  serviceProvider: { reference: 'Organization/ward-1' },
};
const depression = {
  ...{ resourceType: 'Condition', id: 'c', subject, encounter: { reference: 'Encounter/89284' } },
  code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code: 'F32.1' }] },
};
const searchset = (...resources: readonly object[]) => ({
  ...{ resourceType: 'Bundle', type: 'searchset', total: resources.length },
  entry: resources.map((resource) => ({ resource, search: { mode: 'match' } })),
});
const order = (id: string, code: string) => ({
  ...{ resourceType: 'MedicationRequest', id, status: 'draft', intent: 'order', subject },
  medicationCodeableConcept: { coding: [{ system: 'http://www.whocc.no/atc', code }] },
});
const supplement = {
  ...{ resourceType: 'NutritionOrder', id: 'diet', status: 'draft', intent: 'order' },
  ...{ patient: subject, dateTime: '2026-03-02' },
};
const draftOrders = {
  resourceType: 'Bundle',
  entry: [supplement, order('antidepressant', 'N06AB06'), order('sleep', 'N05CH01')].map(
    (resource) => ({ resource }),
  ),
};
const everything: Readonly<Record<string, object>> = {
  patient: {
    ...{ resourceType: 'Patient', id: '1288992', active: true },
    ...{ gender: 'male', birthDate: '1925-12-23' },
  },
  encounter: searchset(visit),
  observation: searchset(),
  procedure: searchset(),
  condition: searchset(depression),
};

const person = { userId: 'PractitionerRole/123', patientId: '1288992' };
const contexts = {
  'patient-view': { ...person, encounterId: '89284' },
  'encounter-start': { ...person, encounterId: '89284' },
  'order-select': {
    ...{ ...person, encounterId: '89284', draftOrders },
    selections: ['NutritionOrder/diet', 'MedicationRequest/antidepressant'],
  },
  'order-sign': { ...person, encounterId: '89284', draftOrders },
} as const;
type HookName = keyof typeof contexts;

const request = (hook: HookName, more: object = {}) => ({
  hookInstance: 'd1577c69-dfbe-44ad-ba6d-3e05e953b2ea',
  fhirServer: 'https://records.example/fhir',
  hook,
  fhirAuthorization: {
    ...{ access_token: 'opaque', token_type: 'Bearer', expires_in: 300 },
    ...{
      scope: 'user/Patient.read user/Observation.read',
      subject: 'cds-service',
      patient: '1288992',
    },
  },
  context: contexts[hook],
  prefetch: everything,
  extension: { 'com.example.timestamp': now },
  ...more,
});

const called: readonly (readonly [string, HookName])[] = [
  ['suicide-risk-due-patient-view', 'patient-view'],
  ['care-plan-due-encounter-start', 'encounter-start'],
  ['phq9-due-patient-view', 'patient-view'],
  ['phq9-before-antidepressant-order-select', 'order-select'],
  ['phq9-before-antidepressant-order-sign', 'order-sign'],
];

/** Paths to what must never be sent: null, an empty text, an empty list or an empty object. */
function empties(value: unknown, where = ''): readonly string[] {
  if (value === null || value === '') return [where];
  if (typeof value !== 'object') return [];
  const entries = Object.entries(value);
  if (entries.length === 0) return [where];
  return entries.flatMap(([key, one]) => empties(one, `${where}/${key}`));
}

describe('discovery', () => {
  test('has the fields of the specification and the four hooks, in both languages', async () => {
    for (const language of ['en', 'sv']) {
      const response = await fetch(`${house.address}/cds-services`, {
        headers: { 'accept-language': language },
      });
      const found: unknown = await response.json();
      const { services: served } = services.parse(found);
      expect(empties(found)).toEqual([]);
      expect(new Set(served.map(({ hook }) => hook))).toEqual(new Set(Object.keys(contexts)));
      expect(new Set(served.map(({ id }) => id)).size).toBe(served.length);
    }
  });
  test('asks for no drafts: they come with the call', async () => {
    const { services: served } = services.parse(
      await (await fetch(`${house.address}/cds-services`)).json(),
    );
    const ordering = served.filter(({ hook }) => hook === 'order-sign');
    expect(ordering.map(({ prefetch }) => new Set(Object.keys(prefetch ?? {})))).toEqual([
      new Set(['condition', 'encounter', 'observation', 'patient']),
    ]);
  });
});

describe('a call with every field of the specification', () => {
  test.each(called)('%s', async (service, hook) => {
    for (const language of ['en', 'sv']) {
      const { status, body, headers } = await client.post(service, request(hook), {
        'accept-language': language,
      });
      expect([status, headers.get('content-type')]).toEqual([
        200,
        expect.stringContaining('application/json'),
      ]);
      expect(answer.parse(body).cards).toHaveLength(1);
      expect(empties({ cards: body.cards })).toEqual([]);
    }
  });
  test('optional fields may be left out or null', async () => {
    const { encounterId: _, ...withoutEncounter } = contexts['patient-view'];
    const bare = {
      ...{ fhirServer: undefined, fhirAuthorization: undefined, extension: undefined },
      context: withoutEncounter,
    };
    const answered = await client.post('phq9-due-patient-view', request('patient-view', bare));
    expect([answered.status, answered.body.cards.length]).toEqual([200, 1]);
  });
  test('of orders being chosen, only those chosen just now are spoken of', async () => {
    const context = { ...contexts['order-select'], selections: ['MedicationRequest/sleep'] };
    const service = 'phq9-before-antidepressant-order-select';
    const { body } = await client.post(service, request('order-select', { context }));
    expect(body).toEqual({ cards: [] });
  });
  test.each([
    ['selections', { selections: undefined }],
    ['draftOrders', { draftOrders: undefined }],
    ['userId', { userId: undefined }],
    ['patientId', { patientId: undefined }],
  ])('without context.%s is refused by name', async (field, less) => {
    const context = { ...contexts['order-select'], ...less };
    const service = 'phq9-before-antidepressant-order-select';
    const { status, body } = await client.post(service, request('order-select', { context }));
    expect([status, body.issue[0].details.text]).toEqual([400, expect.stringContaining(field)]);
  });
});

describe('feedback with every field of the specification', () => {
  const service = 'phq9-due-patient-view';
  const given = async (patientId: string) => {
    const patient = { ...everything.patient, id: patientId };
    const { body } = await client.post(
      service,
      request('patient-view', {
        context: { ...contexts['patient-view'], patientId },
        prefetch: { ...everything, patient },
      }),
    );
    return answer.parse(body).cards[0];
  };
  test('accepted, with the suggestions that were taken', async () => {
    const shown = await given('1');
    const { status } = await client.post(`${service}/feedback`, {
      feedback: [
        {
          ...{ card: shown?.uuid, outcome: 'accepted', outcomeTimestamp: '2026-03-02T08:01:00Z' },
          acceptedSuggestions: [{ id: shown?.suggestions?.[0]?.uuid }],
        },
      ],
    });
    expect(status).toBe(200);
  });
  test('overridden, with a reason that was offered and a comment', async () => {
    const shown = await given('2');
    const { status } = await client.post(`${service}/feedback`, {
      feedback: [
        {
          ...{ card: shown?.uuid, outcome: 'overridden', outcomeTimestamp: '2026-03-02T08:01:00Z' },
          overrideReason: {
            reason: shown?.overrideReasons?.[0],
            userComment: 'in their own words',
          },
        },
      ],
    });
    expect(status).toBe(200);
  });
});
