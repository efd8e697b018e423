import fc from 'fast-check';
import type { JsonColumn, JsonSelect, JsonView } from './in-memory-view.ts';

// Resources and views here are generated, of no person. A row of numbers decides every choice; zeros choose the simplest, so that failures shrink.

type Choose = <T>(options: readonly [T, ...T[]]) => T;

interface Element {
  readonly name: string;
  readonly type: string;
  readonly many: boolean;
}

const elements = (...lines: readonly string[]): readonly Element[] =>
  lines.map((line) => {
    const [name = '', type = ''] = line.split(':');
    return { name, type: type.replace('*', ''), many: type.endsWith('*') };
  });

const parts: Readonly<Record<string, readonly Element[]>> = {
  Patient: elements(
    'id:text',
    'gender:text',
    'active:boolean',
    'birthDate:date',
    'multipleBirth.ofType(integer):integer',
    'multipleBirth.ofType(boolean):boolean',
    'name:HumanName*',
    'telecom:ContactPoint*',
    'contact:Contact*',
    'maritalStatus:CodeableConcept',
    'extension:Extension*',
  ),
  HumanName: elements('family:text', 'use:text', 'given:text*', 'period:Period'),
  Period: elements('start:dateTime', 'end:dateTime'),
  ContactPoint: elements('value:text', 'system:text', 'rank:integer'),
  Contact: elements(
    'gender:text',
    'name:HumanName',
    'telecom:ContactPoint*',
    'relationship:CodeableConcept*',
  ),
  CodeableConcept: elements('text:text', 'coding:Coding*'),
  Coding: elements('code:text', 'system:text'),
  Extension: elements(
    'url:text',
    'value.ofType(decimal):decimal',
    'value.ofType(string):text',
    'value.ofType(Coding):Coding',
    'extension:Extension*',
  ),
};

interface Path {
  readonly text: string;
  readonly type: string;
  readonly many: boolean;
}

const isElement = (type: string): boolean => type in parts;

/** A path from an element of the type to something that the test accepts. */
function path(from: string, wanted: (type: string) => boolean, choose: Choose): Path {
  let at: Path = { text: '', type: from, many: false };
  for (let steps = 0; steps < 6; steps++) {
    const options = (parts[at.type] ?? []).filter(
      ({ type }) => wanted(type) || (steps < 3 && isElement(type)),
    );
    const [first, ...others] = options;
    if (first === undefined) break;
    const step = choose([first, ...others]);
    at = narrowed(
      {
        text: at.text === '' ? step.name : `${at.text}.${step.name}`,
        type: step.type,
        many: at.many || step.many,
      },
      choose,
    );
    if (wanted(at.type) && (!isElement(at.type) || choose([true, false]))) return at;
  }
  if (isElement(at.type) && wanted(at.type)) return at.text === '' ? { ...at, text: '$this' } : at;
  return { text: 'id', type: 'text', many: false };
}

/** Sometimes an index, first() or a filter after a step. */
function narrowed(at: Path, choose: Choose): Path {
  if (!at.many) return at;
  switch (choose(['all', 'all', 'first', 'second', 'where'])) {
    case 'first':
      return { ...at, text: `${at.text}.first()`, many: false };
    case 'second':
      return { ...at, text: `${at.text}[1]`, many: false };
    case 'where':
      return isElement(at.type)
        ? { ...at, text: `${at.text}.where(${truth(at.type, choose, 1)})` }
        : at;
    default:
      return at;
  }
}

const literals: Readonly<Record<string, readonly [string, ...string[]]>> = {
  text: ["'a'", "'b'", "'c'", "'it\\'s'"],
  integer: ['1', '2', '3'],
  decimal: ['0.5', '1.25', '-0.1'],
  boolean: ['true', 'false'],
  date: ['@2000-01-01', '@2001'],
  dateTime: ['@2000-06-01T10:00:00Z', '@2001-01-01T00:00:00+01:00'],
};

const isPlain = (type: string): boolean => !isElement(type);

const one = ({ text, many }: Path): string => (many ? `${text}.first()` : text);

function truth(from: string, choose: Choose, depth: number): string {
  const inner = (): string => (depth > 2 ? 'true' : truth(from, choose, depth + 1));
  switch (choose(['exists', 'equal', 'empty', 'and', 'or', 'not', 'less', 'in', 'filtered'])) {
    case 'exists':
      return `${path(from, () => true, choose).text}.exists()`;
    case 'empty':
      return `${path(from, () => true, choose).text}.empty()`;
    case 'and':
      return `(${inner()}) and (${inner()})`;
    case 'or':
      return `(${inner()}) or (${inner()})`;
    case 'not':
      return `(${inner()}).not()`;
    case 'less':
      return comparison(from, choose);
    case 'in':
      return `${one(path(from, (type) => type === 'text', choose))} in ('a' | 'b')`;
    case 'filtered': {
      const list = path(from, isElement, choose);
      return isElement(list.type)
        ? `${list.text}.exists(${depth > 2 ? 'true' : truth(list.type, choose, depth + 1)})`
        : 'true';
    }
    default: {
      const left = path(from, isPlain, choose);
      const operator = choose(['=', '!=']);
      return `${choose([one(left), left.text])} ${operator} ${choose(literals[left.type] ?? ["'a'"])}`;
    }
  }
}

function comparison(from: string, choose: Choose): string {
  const left = path(
    from,
    (type) => ['integer', 'decimal', 'date', 'dateTime', 'text'].includes(type),
    choose,
  );
  return `${one(left)} ${choose(['<', '<=', '>', '>='])} ${choose(literals[left.type] ?? ["'a'"])}`;
}

/** A path for a column, with whether it may give several values. */
function columnPath(
  from: string,
  choose: Choose,
): { readonly text: string; readonly many: boolean } {
  switch (
    choose(['plain', 'plain', 'truth', 'count', 'join', 'sum', 'text', 'boundary', 'index', 'iif'])
  ) {
    case 'truth':
      return { text: truth(from, choose, 1), many: false };
    case 'count':
      return { text: `${path(from, () => true, choose).text}.count()`, many: false };
    case 'join': {
      // fhirpath.js gives nothing for an empty list, the working group's cases want an empty text.
      const { text } = path(from, (type) => type === 'text', choose);
      return { text: `iif(${text}.exists(), ${text}.join('-'), 'none')`, many: false };
    }
    case 'sum': {
      const number = path(from, (type) => type === 'integer' || type === 'decimal', choose);
      const sum = `${one(number)} ${choose(['+', '-', '*', '/'])} ${choose(['2', '0.1', '0'])}`;
      return { text: number.type === 'text' ? 'id' : sum, many: false };
    }
    case 'text':
      return { text: `${one(path(from, (type) => type === 'text', choose))} & 'x'`, many: false };
    case 'boundary': {
      const value = path(from, (type) => type === 'date' || type === 'decimal', choose);
      const end = choose(['lowBoundary', 'highBoundary']);
      return { text: value.type === 'text' ? 'id' : `${one(value)}.${end}()`, many: false };
    }
    case 'index':
      return { text: '%rowIndex', many: false };
    case 'iif':
      return { text: `iif(${truth(from, choose, 2)}, 'yes', 'no')`, many: false };
    default: {
      const plain = path(from, isPlain, choose);
      return { text: plain.text, many: plain.many };
    }
  }
}

function column(from: string, name: string, choose: Choose): JsonColumn {
  const { text, many } = columnPath(from, choose);
  const collection = many ? choose([true, true, true, false]) : choose([false, false, true]);
  return { name, path: text, ...(collection ? { collection } : {}) };
}

function select(from: string, name: string, choose: Choose, depth: number): JsonSelect {
  const way = choose(['none', 'forEach', 'forEachOrNull', 'repeat']);
  const list = path(from, isElement, choose);
  const inside = way === 'none' ? from : way === 'repeat' ? 'Extension' : list.type;
  const repeats = way === 'repeat' && (from === 'Patient' || from === 'Extension');
  if ((way === 'repeat' && !repeats) || !isElement(inside)) {
    return { column: [column(from, `${name}a`, choose)] };
  }
  const columns = choose([1, 2]);
  const own = Array.from({ length: columns }, (_, nth) => column(inside, `${name}c${nth}`, choose));
  const nested =
    depth < 2 && choose([false, true]) ? [select(inside, `${name}s`, choose, depth + 1)] : [];
  return {
    ...(way === 'forEach' ? { forEach: list.text } : {}),
    ...(way === 'forEachOrNull' ? { forEachOrNull: list.text } : {}),
    ...(repeats ? { repeat: ['extension'] } : {}),
    column: own,
    ...(nested.length > 0 ? { select: nested } : {}),
    ...(choose([false, false, true]) ? { unionAll: branches(inside, `${name}u`, choose) } : {}),
  };
}

/** Branches have one text column of the same name. */
const branches = (from: string, name: string, choose: Choose): readonly JsonSelect[] =>
  [1, 2].map((nth) => {
    const list = path(from, isElement, choose);
    const iterates = isElement(list.type) && choose([true, false]);
    const inside = iterates ? list.type : from;
    const text = path(inside, (type) => type === 'text', choose);
    const value = choose([`${one(text)} & '${nth}'`, one(text)]);
    const way = choose(['forEach', 'forEachOrNull'] as const);
    return { ...(iterates ? { [way]: list.text } : {}), column: [{ name, path: value }] };
  });

function chooser(tape: readonly number[]): Choose {
  let position = 0;
  return (options) => {
    const number = tape[position] ?? 0;
    position += 1;
    return options[number % options.length] ?? options[0];
  };
}

export const randomViews: fc.Arbitrary<JsonView> = fc
  .array(fc.nat({ max: 719 }), { minLength: 40, maxLength: 160 })
  .map((tape) => {
    const choose = chooser(tape);
    const selects = Array.from({ length: choose([1, 2, 3]) }, (_, nth) =>
      select('Patient', `s${nth}`, choose, 0),
    );
    return {
      resource: 'Patient',
      select: [{ column: [{ name: 'id', path: 'getResourceKey()' }] }, ...selects],
      ...(choose([false, false, true]) ? { where: [{ path: truth('Patient', choose, 1) }] } : {}),
    };
  });

const some = <T extends object>(
  fields: { [K in keyof T]: fc.Arbitrary<T[K]> },
): fc.Arbitrary<Partial<T>> => fc.record(fields, { requiredKeys: [] });

const words = fc.constantFrom('a', 'b', 'c', "it's", 'å "q"');
const lists = <T>(item: fc.Arbitrary<T>): fc.Arbitrary<readonly T[]> =>
  fc.array(item, { minLength: 1, maxLength: 3 });
const instants = fc.constantFrom(
  '2000-06-01T10:00:00Z',
  '2000-06-01T12:00:00+02:00',
  '2001-01-01T00:00:00+01:00',
);
const periods = some({ start: instants, end: instants });
const codings = some({ code: words, system: words });
const concepts = some({ text: words, coding: lists(codings) });
const humanNames = some({ family: words, use: words, given: lists(words), period: periods });
const contactPoints = some({ value: words, system: words, rank: fc.integer({ min: 1, max: 3 }) });
const contacts = some({
  gender: words,
  name: humanNames,
  telecom: lists(contactPoints),
  relationship: lists(concepts),
});
const values = fc.oneof(
  fc.record({ valueDecimal: fc.constantFrom(0.5, 1.25, -0.1, 3, 12.5) }),
  fc.record({ valueString: words }),
  fc.record({ valueCoding: codings }),
);
const { extensions } = fc.letrec<{ extensions: object }>((tie) => ({
  extensions: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.tuple(words, values).map(([url, value]) => ({ url, ...value })),
    fc.record({ url: words, extension: lists(tie('extensions')) }),
  ),
}));

const patients = some({
  gender: words,
  active: fc.boolean(),
  birthDate: fc.constantFrom('2000', '2000-01', '2000-01-01', '2001-02-03'),
  name: lists(humanNames),
  telecom: lists(contactPoints),
  contact: lists(contacts),
  maritalStatus: concepts,
  extension: lists(extensions),
});

const births = fc.oneof(
  fc.constant({}),
  fc.record({ multipleBirthInteger: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ multipleBirthBoolean: fc.boolean() }),
);

export const randomResources: fc.Arbitrary<readonly object[]> = fc
  .array(fc.tuple(patients, births), { minLength: 1, maxLength: 4 })
  .map((all) =>
    all.map(([patient, birth], nth) => ({
      resourceType: 'Patient',
      id: `p${nth}`,
      ...withoutEmpty(patient),
      ...birth,
    })),
  );

/** FHIR has no empty objects: an element has a value or parts. */
function withoutEmpty(value: unknown): object {
  return (cleaned(value) ?? {}) as object;
}

function cleaned(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(cleaned).filter((item) => item !== undefined);
    return items.length > 0 ? items : undefined;
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .map(([key, part]) => [key, cleaned(part)] as const)
    .filter(([, part]) => part !== undefined);
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}
