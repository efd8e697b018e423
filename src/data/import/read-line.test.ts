import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ElementType, resourceCheck } from './check-resource.ts';
import { hasHalfCharacter } from './json-escapes.ts';
import { type LineRules, readLine } from './read-line.ts';
import { repeatedKey } from './repeated-key.ts';

const elements: Readonly<Record<string, ElementType>> = {
  'Patient.id': { type: 'id', many: false },
  'Patient.meta': { type: 'Meta', many: false },
  'Patient.active': { type: 'boolean', many: false },
  'Patient.birthDate': { type: 'date', many: false },
  'Patient.multipleBirthInteger': { type: 'integer', many: false },
  'Patient.name': { type: 'HumanName', many: true },
  'HumanName.family': { type: 'string', many: false },
  'HumanName.given': { type: 'string', many: true },
  'HumanName.period': { type: 'Period', many: false },
  'Period.start': { type: 'dateTime', many: false },
  'Period.end': { type: 'dateTime', many: false },
};
const rules: LineRules = {
  check: resourceCheck((owner, key) => elements[`${owner}.${key}`]),
  isKnownType: (type) => type === 'Patient' || type === 'Basic' || type === 'Bundle',
  hasTable: (type) => type === 'Patient',
  holdsDeletions: false,
};
const read = (value: unknown, more: Partial<LineRules> = {}) =>
  readLine(typeof value === 'string' ? value : JSON.stringify(value), { ...rules, ...more });
const remarks = (value: unknown) =>
  read(value).findings.map(({ rule, element, found }) => `${rule} ${element}: ${found}`);

describe('a line that is no resource', () => {
  test.each([
    [
      '{"resourceType":"Patient","id":',
      'json-broken : a line that ends too early, after 31 characters',
    ],
    ['{"resourceType":"Patient","id":"1",}', 'json-broken : no JSON from character 36 of 36'],
    ['hello', 'json-broken : 5 characters that are not JSON'],
    ['{"id":"1","resourceType":"Patient","id":"2"}', 'key-repeated id: the same key twice'],
    ['{"resourceType":"Patient","id":"1","id":"2"}', 'key-repeated id: the same key twice'],
    [
      '{"id":"1","resourceType":"Patient","contained":[{"id":"2","status":"a","status":"b"}]}',
      'key-repeated status: the same key twice',
    ],
    [
      '{"resourceType":"Patient","id":"1","x":"\\ud800"}',
      'json-broken : an escape that is half a character',
    ],
    ['[]', 'not-an-object : a list'],
    ['null', 'not-an-object : null'],
    ['"Patient"', 'not-an-object : a text'],
    ['{}', 'type-missing resourceType: nothing'],
    ['{"resourceType":7,"id":"1"}', 'type-missing resourceType: a number'],
    ['{"resourceType":"patient one","id":"1"}', "type-missing resourceType: 'patient one'"],
    ['{"resourceType":"Patient"}', 'id-missing Patient.id: nothing'],
    ['{"resourceType":"Patient","id":5}', 'id-missing Patient.id: a number'],
    [
      '{"resourceType":"Patient","id":"a b"}',
      'id-missing Patient.id: 3 characters, some of which an id may not have',
    ],
  ])('%s is refused', (text, remark) => {
    expect(read(text).arrivals).toEqual([]);
    expect(remarks(text)).toEqual([remark]);
  });
  test('never makes the reader throw', () => {
    fc.assert(fc.property(fc.string(), (text) => void read(text)));
    fc.assert(
      fc.property(
        fc.jsonValue(),
        (value) => void read({ resourceType: 'Patient', id: '1', name: value }),
      ),
    );
  });
});

describe('a resource', () => {
  test('arrives with its identity, version, time in UTC and patient', () => {
    const meta = { versionId: '7', lastUpdated: '2024-03-01T12:00:00+01:00' };
    const subject = { reference: 'https://ehr.example/fhir/Patient/p1/_history/3' };
    expect(read({ resourceType: 'Basic', id: 'b1', meta, subject }).arrivals).toEqual([
      {
        type: 'Basic',
        id: 'b1',
        version: '7',
        lastUpdated: '2024-03-01T11:00:00.000Z',
        patientId: 'p1',
        isDeleted: false,
      },
    ]);
    expect(read({ resourceType: 'Patient', id: 'p1' }).arrivals[0]?.patientId).toBe('p1');
  });
  test('belongs to nobody when it refers to a group or to nothing', () => {
    for (const reference of ['Group/g1', '#p1', 'Patient/', 'Patient/a b', 'urn:uuid:x'])
      expect(
        read({ resourceType: 'Basic', id: 'b', subject: { reference } }).arrivals[0]?.patientId,
      ).toBe('');
  });
  test('of a type without a table is kept, with a note', () => {
    const { arrivals, findings } = read({ resourceType: 'Basic', id: 'b1' });
    expect(arrivals).toHaveLength(1);
    expect(findings.map(({ rule }) => rule)).toContain('type-without-table');
  });
  test('of a type FHIR does not know is kept, with a warning', () => {
    expect(remarks({ resourceType: 'Patients', id: 'b1' })).toEqual([
      "type-unknown resourceType: 'Patients'",
    ]);
  });
  test('with an id that only some systems write is kept, with a warning', () => {
    expect(read({ resourceType: 'Patient', id: 'a_b' }).arrivals).toHaveLength(1);
    expect(remarks({ resourceType: 'Patient', id: 'a_b' })).toEqual([
      "id-unusual Patient.id: 'a_b'",
    ]);
  });
});

describe('an element', () => {
  test.each([
    [{ active: 'yes' }, 'element-wrong-type Patient.active: a text where boolean is expected'],
    [{ birthDate: 1980 }, 'element-wrong-type Patient.birthDate: a number where date is expected'],
    [
      { birthDate: ['1980'] },
      'element-wrong-type Patient.birthDate: a list where date is expected',
    ],
    [
      { name: { family: 'x' } },
      'element-wrong-type Patient.name: an object where a list of HumanName is expected',
    ],
    [
      { name: ['x'] },
      'element-wrong-type Patient.name: a text where a list of HumanName is expected',
    ],
    [
      { name: [{ given: 'x' }] },
      'element-wrong-type Patient.name.given: a text where a list of string is expected',
    ],
    [
      { multipleBirthInteger: 1.5 },
      'element-wrong-type Patient.multipleBirthInteger: a number with decimals where integer is expected',
    ],
    [
      { multipleBirthInteger: 2 ** 31 },
      'element-wrong-type Patient.multipleBirthInteger: a number of more than 32 bits where integer is expected',
    ],
    [
      { multipleBirthInteger: '1' },
      'element-wrong-type Patient.multipleBirthInteger: a text where integer is expected',
    ],
    [{ active: null }, 'element-wrong-type Patient.active: null where boolean is expected'],
    [{ birthdate: '1980-01-01' }, "element-unknown Patient.birthdate: 'birthdate'"],
    [{ birthDate: '1980-02-30' }, "date-impossible Patient.birthDate: '1980-02-30'"],
    [{ birthDate: '1980-02' }, "date-partial Patient.birthDate: '1980-02'"],
    [
      { name: [{ period: { start: '2024-03-01T12:00:00' } }] },
      "time-without-zone Patient.name.period.start: '2024-03-01T12:00:00'",
    ],
    [
      { name: [{ period: { start: '2024-03-02', end: '2024-03-01' } }] },
      'period-reversed Patient.name.period: 2024-03-02 to 2024-03-01',
    ],
  ])('%j gets a remark and stays', (part, remark) => {
    const value = { resourceType: 'Patient', id: 'p1', ...part };
    expect(remarks(value)).toEqual([remark]);
    expect(read(value).arrivals).toHaveLength(1);
  });
  test('a task is the patient’s whom it is for', () => {
    const task = { resourceType: 'Task', id: 't', for: { reference: 'Patient/p1' } };
    expect(read(task).arrivals[0]?.patientId).toBe('p1');
  });
  test('that has only extensions, or is one, passes', () => {
    const extension = [{ url: 'u', valueWeight: { anything: 1 } }];
    const value = { _birthDate: { extension }, extension, name: [{ given: [null, 'x'] }] };
    expect(remarks({ resourceType: 'Patient', id: 'p1', ...value })).toEqual([]);
  });
  test('long texts are cut in the finding', () => {
    const [finding] = read({
      resourceType: 'Patient',
      id: 'p1',
      birthDate: 'x'.repeat(500),
    }).findings;
    expect(finding?.found).toHaveLength(80);
  });
  test('nested a thousand levels deep does not overflow', () => {
    let nested: unknown = {};
    for (let i = 0; i < 1000; i++) nested = { part: nested };
    const check = resourceCheck(() => ({ type: 'Nest', many: false }));
    expect(check({ part: nested }, 'Nest')).toEqual([]);
  });
});

describe('a deletion', () => {
  const gone = (value: unknown, more: Partial<LineRules> = {}) =>
    read(value, more).arrivals.map(({ type, id, isDeleted }) => `${type}/${id} ${isDeleted}`);
  const meta = { tag: [{ code: 'deleted' }], lastUpdated: '2024-03-01T12:00:00Z' };

  test('is a resource of which only identity and meta are left, marked as deleted', () => {
    expect(gone({ resourceType: 'Patient', id: 'p1', meta })).toEqual(['Patient/p1 true']);
    expect(gone({ resourceType: 'Patient', id: 'p1', meta, active: true })).toEqual([
      'Patient/p1 false',
    ]);
    for (const other of [{ tag: [{ code: 'SUBSETTED' }], versionId: '2' }, { profile: ['x'] }])
      expect(gone({ resourceType: 'Patient', id: 'p1', meta: other })).toEqual([
        'Patient/p1 false',
      ]);
  });
  test('without a mark is one too when nothing but a version is left, and is remarked upon', () => {
    const bare = { resourceType: 'Patient', id: 'p1', meta: { versionId: '2' } };
    expect(gone(bare)).toEqual(['Patient/p1 true']);
    expect(remarks(bare)).toEqual(['deletion-unmarked Patient: only identity and meta']);
  });
  test('is any resource in a file that tells of deletions', () => {
    expect(
      gone({ resourceType: 'Patient', id: 'p1', active: true }, { holdsDeletions: true }),
    ).toEqual(['Patient/p1 true']);
  });
  test('comes as a Bundle of DELETE entries, with the time of the Bundle', () => {
    const entry = ['Patient/p1', 'https://ehr.example/fhir/Basic/b1'].map((url) => ({
      request: { method: 'DELETE', url },
    }));
    const bundle = {
      resourceType: 'Bundle',
      type: 'transaction',
      timestamp: '2024-03-01T12:00:00Z',
      entry,
    };
    expect(gone(bundle)).toEqual(['Patient/p1 true', 'Basic/b1 true']);
    expect(read(bundle).arrivals[0]?.lastUpdated).toBe('2024-03-01T12:00:00.000Z');
  });
  test('that names no resource is a finding', () => {
    const entry = [{ request: { method: 'DELETE', url: 'Patient?name=x' } }];
    expect(remarks({ resourceType: 'Bundle', entry })).toEqual([
      'deletion-unreadable Bundle.entry.request: an entry that names no resource',
    ]);
  });
});

test('a Bundle of anything else is kept but not unpacked', () => {
  const bundle = {
    resourceType: 'Bundle',
    id: 'x',
    entry: [{ resource: { resourceType: 'Patient' } }],
  };
  expect(read(bundle).arrivals).toHaveLength(1);
  expect(read(bundle).findings.map(({ rule }) => rule)).toContain('bundle-not-unpacked');
});

describe('a key', () => {
  test.each([
    ['{"id":1,"id":2}', 'id'],
    ['{"a":{"id":1},"id":2}', undefined],
    ['{"a":[{"id":1},{"id":2}],"id":3}', undefined],
    ['{"a":["id","id"],"id":3}', undefined],
    ['{"a":"\\"id\\":1,","id":3,"b":"\\\\","id":1}', 'id'],
    ['{"id":{"x":1,"y":[],"x":2},"b":{"id":1}}', 'x'],
  ])('of %s that stands twice in one object: %s', (json, key) => {
    expect(repeatedKey(json)).toBe(key);
  });
  test.each(['x', '\\\\n', 'x\\\\n'])('is found behind a text of ten megabytes of %j', (text) => {
    const data = text.repeat(10_000_000 / text.length);
    expect(repeatedKey(`{"id":"1","data":"${data}","id":"2"}`)).toBe('id');
  });
  test('is never found twice in what a program wrote', () => {
    const value = fc.letrec((tie) => ({
      any: fc.oneof(fc.string(), fc.array(tie('any')), fc.dictionary(fc.string(), tie('any'))),
    })).any;
    fc.assert(
      fc.property(value, (any) => {
        expect(repeatedKey(JSON.stringify({ id: { id: any } }))).toBeUndefined();
      }),
    );
  });
});

describe('half a character', () => {
  test.each([
    ['"\\ud83d\\ude00"', false],
    ['"\\\\ud83d"', false], // a backslash, then letters
    ['"\\ud83d"', true],
    ['"\\ude00"', true],
    ['"\\ud83dx\\ude00"', true],
    ['"\\ud83d\\n\\ude00"', true],
    ['"\\ud83d\\ud83d\\ude00"', true],
    ['"plain \\" \\u00e5"', false],
  ])('%s: %s', (json, half) => {
    expect(hasHalfCharacter(json)).toBe(half);
  });
  test('is found exactly where the text JavaScript reads is not well formed', () => {
    const piece = fc.constantFrom(
      '\\ud83d',
      '\\ude00',
      '\\\\',
      '\\n',
      'u',
      'd83d',
      'x',
      '\\"',
      '😀',
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const json = `"${pieces.join('')}"`;
        const text: unknown = JSON.parse(json);
        expect(hasHalfCharacter(json)).toBe(/\p{Surrogate}/u.test(String(text)));
      }),
    );
  });
});
