import { describe, expect, test } from 'vitest';
import type { LineRules } from '../import/read-line.ts';
import type { TakenPart } from './post.ts';
import { readPostedBundle } from './read-post.ts';
import { type ReadingPost, readPostedResource } from './read-resource.ts';

const rules: LineRules = {
  check: () => [],
  isKnownType: () => true,
  hasTable: () => true,
  holdsDeletions: false,
};
const reading: ReadingPost = {
  rules,
  receivedAt: '2026-03-02T08:00:00.000Z',
  idOf: (content) => `made-of-${content.length}`,
};
const read = (bundle: unknown) => readPostedBundle(JSON.stringify(bundle), reading);
const observation = (id: string, more: object = {}) => ({
  resourceType: 'Observation',
  id,
  ...more,
});
const put = (id: string, more: object = {}) => ({
  resource: observation(id, more),
  request: { method: 'PUT', url: `Observation/${id}` },
});

const linesOf = (result: ReturnType<typeof read>): readonly string[] =>
  result.kind === 'taken'
    ? result.parts.flatMap((part) => (part.kind === 'taken' ? [part.line] : []))
    : [];

describe('a posted bundle', () => {
  test('is kept as it was written, digits and all', () => {
    const text = `{"resourceType":"Bundle","type":"batch","entry":[
      {"request":{"method":"PUT","url":"Observation/a"},
       "resource":{"resourceType":"Observation","id":"a", "valueQuantity":{"value":1.10}}}]}`;
    expect(linesOf(readPostedBundle(text, reading))).toEqual([
      '{"resourceType":"Observation","id":"a", "valueQuantity":{"value":1.10}}',
    ]);
  });

  test('as a batch takes what is right and refuses the rest', () => {
    const result = read({
      resourceType: 'Bundle',
      type: 'batch',
      entry: [put('a'), { request: { method: 'GET', url: 'Patient/1' } }, put('b')],
    });
    expect(result.kind === 'taken' && result.parts.map(({ kind }) => kind)).toEqual([
      'taken',
      'refused',
      'taken',
    ]);
  });

  test('as a transaction with one bad entry is refused whole', () => {
    const bad = {
      resource: { resourceType: 'Observation' },
      request: { method: 'PUT', url: 'Observation/c' },
    };
    const result = read({ resourceType: 'Bundle', type: 'transaction', entry: [put('a'), bad] });
    expect(result).toMatchObject({ kind: 'refused', issues: [{ where: 'Bundle.entry[1]' }] });
  });

  test('as a transaction may not name the same resource twice', () => {
    const result = read({
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [put('a'), { request: { method: 'DELETE', url: 'Observation/a' } }],
    });
    expect(result).toMatchObject({ kind: 'refused', issues: [{ code: 'duplicate' }] });
  });

  test('refers to its own new resources by the ids they are given', () => {
    const entry = [
      {
        fullUrl: 'urn:uuid:1',
        resource: { resourceType: 'Patient', gender: 'female' },
        request: { method: 'POST', url: 'Patient' },
      },
      {
        resource: observation('o', { subject: { reference: 'urn:uuid:1' } }),
        request: { method: 'POST', url: 'Observation' },
      },
    ];
    const [patient = '', about = ''] = linesOf(
      read({ resourceType: 'Bundle', type: 'transaction', entry }),
    );
    const { id } = JSON.parse(patient);
    expect(id).toMatch(/^made-of-/);
    expect(JSON.parse(about).subject.reference).toBe(`Patient/${id}`);
  });

  test('of a deletion becomes a line the importer reads as one', () => {
    const result = read({
      resourceType: 'Bundle',
      type: 'batch',
      entry: [{ request: { method: 'DELETE', url: 'Observation/a' } }],
    });
    const [part] = result.kind === 'taken' ? (result.parts as readonly TakenPart[]) : [];
    expect(part).toMatchObject({
      act: 'delete',
      arrival: { type: 'Observation', id: 'a', isDeleted: true, lastUpdated: expect.any(String) },
    });
  });

  test('that notifies is taken without its status', () => {
    const status = { resourceType: 'SubscriptionStatus', type: 'event-notification' };
    const entry = [{ resource: status }, { resource: observation('a') }];
    const result = read({ resourceType: 'Bundle', type: 'subscription-notification', entry });
    expect(linesOf(result)).toHaveLength(1);
  });

  test('that notifies as R4 does, with Parameters in a history, is read in its own order', () => {
    const status = {
      resourceType: 'Parameters',
      parameter: [{ name: 'type', valueCode: 'event-notification' }],
    };
    const entry = [{ resource: status }, put('a'), put('b')];
    const lines = linesOf(read({ resourceType: 'Bundle', type: 'history', entry }));
    expect(lines.map((line) => JSON.parse(line).id)).toEqual(['a', 'b']);
  });

  test('that only knocks is taken as nothing; one that tells of events without them is refused', () => {
    const status = (type: string) => ({
      resource: { resourceType: 'SubscriptionStatus', type },
    });
    const notice = (entry: readonly object[]) =>
      read({ resourceType: 'Bundle', type: 'subscription-notification', entry });
    expect(notice([status('handshake')])).toMatchObject({ kind: 'taken', parts: [] });
    expect(notice([status('event-notification')])).toMatchObject({ kind: 'refused' });
  });

  test('of history is read from its oldest version on', () => {
    const lines = linesOf(
      read({
        resourceType: 'Bundle',
        type: 'history',
        entry: [put('a', { status: 'final' }), put('a')],
      }),
    );
    expect(JSON.parse(lines[1] ?? '').status).toBe('final');
  });

  test.each([
    ['no JSON', 'x'],
    ['no Bundle', '{"resourceType":"Patient","id":"1"}'],
    ['a search result', '{"resourceType":"Bundle","type":"searchset"}'],
    ['a key twice', '{"resourceType":"Bundle","type":"batch","type":"transaction"}'],
  ])('%s is refused', (_name, text) => {
    expect(readPostedBundle(text, reading).kind).toBe('refused');
  });
});

describe('a posted resource', () => {
  const wanted = { type: 'Observation', where: '' };
  test('without an id gets one, the same each time', () => {
    const text = '{"resourceType":"Observation"}';
    const part = () => readPostedResource({ ...wanted, act: 'create', id: null, text }, reading);
    expect(part()).toMatchObject({ kind: 'taken', arrival: { id: 'made-of-30' } }); // 30 characters
    expect(part()).toEqual(part());
  });

  test('must be what the address says', () => {
    const text = '{"resourceType":"Observation","id":"a"}';
    const at = (type: string, id: string) =>
      readPostedResource({ act: 'update', type, id, text, where: '' }, reading).kind;
    expect([at('Observation', 'a'), at('Patient', 'a'), at('Observation', 'b')]).toEqual([
      'taken',
      'refused',
      'refused',
    ]);
  });
});
