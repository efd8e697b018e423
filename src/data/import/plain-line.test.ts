import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ElementType, resourceCheck } from './check-resource.ts';
import { utcInstant } from './dates.ts';
import type { Span } from './json-bytes.ts';
import { plainLineReader } from './plain-line.ts';
import { type LineRules, readLine } from './read-line.ts';

const elements: Readonly<Record<string, ElementType>> = {
  'Encounter.id': { type: 'id', many: false },
  'Patient.id': { type: 'id', many: false },
  'Encounter.meta': { type: 'Meta', many: false },
  'Encounter.status': { type: 'code', many: false },
  'Encounter.subject': { type: 'Reference', many: false },
  'Encounter.individual': { type: 'Reference', many: true },
  'Encounter.patient': { type: 'Reference', many: false },
  'Encounter.period': { type: 'Period', many: false },
  'Encounter.type': { type: 'CodeableConcept', many: true },
  'Encounter.length': { type: 'decimal', many: false },
  'Encounter.rank': { type: 'positiveInt', many: false },
  'Encounter.isPlanned': { type: 'boolean', many: false },
  'Encounter.on': { type: 'date', many: false },
  'Meta.versionId': { type: 'id', many: false },
  'Meta.lastUpdated': { type: 'instant', many: false },
  'Meta.tag': { type: 'Coding', many: true },
  'CodeableConcept.coding': { type: 'Coding', many: true },
  'CodeableConcept.text': { type: 'string', many: false },
  'Coding.code': { type: 'code', many: false },
  'Reference.reference': { type: 'string', many: false },
  'Reference.identifier': { type: 'Identifier', many: false },
  'Identifier.assigner': { type: 'Reference', many: false },
  'Period.start': { type: 'dateTime', many: false },
  'Period.end': { type: 'dateTime', many: false },
};
const lookup = (owner: string, key: string) => elements[`${owner}.${key}`];
const isKnownType = (type: string) => type === 'Encounter' || type === 'Patient';
const rules: LineRules = {
  check: resourceCheck(lookup),
  ...{ isKnownType, hasTable: isKnownType, holdsDeletions: false },
};
const whole = {
  resourceType: 'Encounter',
  id: 'e-1',
  meta: { versionId: '3', lastUpdated: '2024-03-01T10:00:00.5+01:00', tag: [{ code: 'x' }] },
  status: 'finished',
  subject: { reference: 'Patient/p-1', identifier: { assigner: { reference: 'Patient/p-9' } } },
  period: { start: '2024-03-01T10:00:00+01:00', end: '2024-03-31T11:00:00Z' },
  type: [{ coding: [{ code: 'a\n"ä"' }, {}], text: 'Möte' }],
  length: -12.25,
  rank: 3,
  isPlanned: true,
  on: '2024-02-29',
  extension: [{ url: 'x', valueDecimal: 1.5, more: [null, true, {}, []] }],
};
const line = (more: object = {}) => JSON.stringify({ ...whole, ...more });

/** What the plain reader takes out of a text, with bytes before and behind it; undefined when it is not sure. */
function plain(
  text: string,
  read = plainLineReader({ lookup, isKnownType, hasTable: isKnownType }),
) {
  const before = '{"resourceType":"Encounter","id":"before"\n';
  const bytes = new TextEncoder().encode(`${before}${text}\n{"resourceType":"Encounter"`);
  const start = before.length;
  const end = start + new TextEncoder().encode(text).length;
  const found = read(bytes, start, end);
  if (found === undefined) return undefined;
  const at = (span: Span) =>
    span.start < 0 ? '' : new TextDecoder().decode(bytes.subarray(span.start, span.end));
  const { type, id, version, lastUpdated, patientId } = found;
  return {
    ...{ type, id: at(id), version: at(version), patientId: at(patientId) },
    ...{ lastUpdated: utcInstant(at(lastUpdated)), isDeleted: false },
  };
}

test('a line without anything remarkable is taken, with its identity', () => {
  expect(plain(line())).toEqual({
    ...{ type: 'Encounter', id: 'e-1', version: '3', patientId: 'p-1', isDeleted: false },
    lastUpdated: '2024-03-01T09:00:00.500Z',
  });
  expect(plain(line())).toEqual(readLine(line(), rules).arrivals[0]);
  expect(plain('{"resourceType":"Patient","id":"p-1","text":{"div":"x"}}')?.patientId).toBe('p-1');
});

describe('left to the reader of objects', () => {
  test.each<[string, string]>([
    ['an unknown element', line({ nobodyKnows: 1 })],
    ['a wrong type', line({ status: 7 })],
    ['a list where one is expected', line({ status: ['finished'] })],
    ['one where a list is expected', line({ type: { text: 'x' } })],
    ['null', line({ status: null })],
    ['a year', line({ on: '2024' })],
    ['a day that is none', line({ on: '2023-02-29' })],
    ['a thirteenth month', line({ on: '2023-13-01' })],
    ['a time without offset', line({ period: { start: '2024-03-01T10:00:00' } })],
    [
      'a period that ends before it starts',
      line({ period: { start: '2024-03-02', end: '2024-03-01' } }),
    ],
    ['a number too large for an integer', line({ rank: 2 ** 31 })],
    ['a decimal where an integer is expected', line({ rank: 1.5 })],
    ['a number with an exponent', line().replace('-12.25', '1e400')],
    ['a number that begins with 0', line().replace('-12.25', '012')],
    ['half a character', line().replace('finished', '\\ud800')],
    ['a control character', line().replace('finished', 'fin\tished')],
    ['an escape that JSON does not know', line().replace('finished', 'fin\\xished')],
    ['a patient of another server', line({ subject: { reference: 'https://x.org/Patient/p-1' } })],
    ['a group as subject', line({ subject: { reference: 'Group/g' } })],
    ['an id twice', `${line().slice(0, -1)},"id":"other"}`],
    ['meta twice', `${line().slice(0, -1)},"meta":{}}`],
    ['a version twice', line().replace('"versionId"', '"versionId":"2","versionId"')],
    ['only identity and meta', '{"resourceType":"Encounter","id":"e","meta":{"versionId":"2"}}'],
    ['identity behind other things', '{"id":"e","resourceType":"Encounter","status":"x"}'],
    ['an unknown type', line({ resourceType: 'Unheard' })],
    ['an id with blanks', line({ id: 'a b' })],
    ['a text that goes on', `${line()} x`],
    ['a text cut off', line().slice(0, -1)],
    ['a text cut off in a string', line().slice(0, -3)],
    ['nothing', ''],
    ['depth without end', line({ extension: JSON.parse(`${'['.repeat(60)}${']'.repeat(60)}`) })],
  ])('%s', (_, text) => {
    expect(plain(text)).toBeUndefined();
  });
});

test('what the reader has learnt of one type does not leak into another', () => {
  const read = plainLineReader({ lookup, isKnownType, hasTable: isKnownType });
  expect(plain(line(), read)?.id).toBe('e-1');
  expect(plain('{"resourceType":"Patient","id":"p-1","status":"finished"}', read)).toBeUndefined();
  expect(plain(line({ id: 'e-2' }), read)?.id).toBe('e-2');
});

/** One thing put in the place of another, a byte or a value, as broken exports do. */
const pieces = [
  ...['"', '\\', ',', ':', '{', '}', '[', ']', ' ', '0', '-', 'e', '.', 'ä', '\u0001', '\\u0041'],
  ...['null', '1e5', '"2024"', '"Patient/x"', '"id":"y",', '"subject":{"reference":"Patient/y"},'],
  ...['"meta":{},', '"start":"2025-01-01",', '"end":"2020-01-01",', '2147483648', '"2024-02-30"'],
];

test('whatever is done to a line: what is taken as plain has no finding and the same identity', () => {
  const change = fc.record({
    at: fc.nat(line().length),
    length: fc.nat(3),
    piece: fc.constantFrom(...pieces),
  });
  let taken = 0;
  fc.assert(
    fc.property(fc.array(change, { maxLength: 2 }), (changes) => {
      const text = changes.reduce(
        (now, { at, length, piece }) => now.slice(0, at) + piece + now.slice(at + length),
        line(),
      );
      const found = plain(text);
      if (found === undefined) return;
      taken += 1;
      expect(readLine(text, rules)).toEqual({ arrivals: [found], findings: [] });
    }),
    { numRuns: 4000, seed: 7 },
  );
  expect(taken).toBeGreaterThan(300);
});

test('whatever the values: sure or not, never another answer', () => {
  const text = fc.oneof(
    fc.string(),
    fc.constantFrom(
      '2024',
      '2024-05-31',
      '2024-05-31T10:00:00Z',
      '2024-05-31T23:59:60Z',
      'Patient/p',
    ),
  );
  const value: fc.Arbitrary<unknown> = fc.oneof(
    ...[text, fc.double(), fc.integer(), fc.boolean(), fc.constant(null)],
    fc.record({ reference: text }),
    fc.record({ start: text, end: text }, { requiredKeys: [] }),
    fc.array(fc.record({ coding: fc.array(fc.record({ code: text })) }), { maxLength: 2 }),
  );
  const keys = Object.keys(whole).slice(2);
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...keys, 'patient', 'individual'), value), (more) => {
      const written = line(more);
      const found = plain(written);
      if (found !== undefined)
        expect(readLine(written, rules)).toEqual({ arrivals: [found], findings: [] });
    }),
    { numRuns: 2000, seed: 11 },
  );
});
