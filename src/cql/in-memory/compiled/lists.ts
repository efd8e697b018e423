import { toDistinctList } from 'cql-execution/lib/elm/list.js';
import { nodeAt, nodesAt } from '../../elm.ts';
import { FhirObject } from '../fhir-object.ts';
import { areEqual } from './equality.ts';
import { binary, type Compile, part, unary } from './operand.ts';
import { callMethod, isMissing } from './run.ts';

type List = readonly unknown[];

export const doContains = (list: List, item: unknown): boolean =>
  list.some(
    (element) => areEqual(element, item) === true || (isMissing(element) && isMissing(item)),
  );

const asList = (value: unknown): List => {
  if (Array.isArray(value)) return value;
  throw new TypeError('CQL: a list is needed and is not there');
};

export const doIncludes = (list: List, sublist: unknown): boolean =>
  asList(sublist).every((item) => doContains(list, item));

export const doProperIncludes = (list: List, sublist: unknown): boolean =>
  list.length > asList(sublist).length && doIncludes(list, sublist);

/** Each value once. Records and plain values are told apart by a key; everything else as the engine does it. */
export function distinct(list: List): List {
  if (list.length < 2) return list;
  const seen = new Set<unknown>();
  const kept: unknown[] = [];
  for (const value of list) {
    const key = plainKey(value);
    if (key === undefined) return toDistinctList([...list]);
    if (seen.has(key)) continue;
    seen.add(key);
    kept.push(value);
  }
  return kept;
}

function plainKey(value: unknown): unknown {
  if (value instanceof FhirObject) return value.recordKey;
  return typeof value === 'string' || typeof value === 'boolean'
    ? `${typeof value} ${value}`
    : undefined;
}

const once = (list: List): List => {
  const first = list.indexOf(null);
  return first < 0 ? list : list.filter((item, index) => item !== null || index === first);
};

const union: Compile = (node, scope, compiler) => {
  const isListOfTypes = nodesAt(node, 'operand').some(
    (operand) => nodeAt(operand, 'asTypeSpecifier')?.type === 'ListTypeSpecifier',
  );
  return binary((a, b) => {
    if (isMissing(a)) return unionWithNothing(b, isListOfTypes);
    if (isMissing(b)) return unionWithNothing(a, isListOfTypes);
    return Array.isArray(a) ? once(distinct([...a, ...asList(b)])) : callMethod(a, 'union', b);
  })(node, scope, compiler);
};

/** A list stays what it is, an interval with an unknown one is unknown; of two missing lists comes an empty one. */
function unionWithNothing(there: unknown, isListOfTypes: boolean): unknown {
  if (isMissing(there)) return isListOfTypes ? [] : null;
  return Array.isArray(there) ? there : null;
}

const except = binary((a, b) => {
  if (isMissing(a)) return null;
  if (isMissing(b)) return Array.isArray(a) ? a : null;
  if (!Array.isArray(a)) return callMethod(a, 'except', b);
  const without = asList(b);
  return once(distinct(a)).filter((item) => !doContains(without, item));
});

const intersect = binary((a, b) => {
  if (isMissing(a) || isMissing(b)) return null;
  if (!Array.isArray(a)) return callMethod(a, 'intersect', b);
  const within = asList(b);
  return once(distinct(a)).filter((item) => doContains(within, item));
});

function singleton(value: unknown): unknown {
  if (!Array.isArray(value)) return null;
  if (value.length > 1)
    throw new Error(
      `CQL: 'singleton from' found ${value.length} items where at most one is allowed`,
    );
  return value[0] ?? null;
}

const flatten = (value: unknown): unknown =>
  Array.isArray(value) && value.every((item) => Array.isArray(item)) ? value.flat() : value;

const exists = (value: unknown): boolean =>
  Array.isArray(value) && value.some((item) => !isMissing(item));

const at = (value: unknown, index: number): unknown =>
  Array.isArray(value) ? (value.at(index) ?? null) : null;

const indexer = binary((list, index) => {
  if (isMissing(list) || typeof index !== 'number') return null;
  const items = typeof list === 'string' ? list : asList(list);
  return items[index] ?? null;
});

const written: Compile = (node, scope, compiler) => {
  const elements = nodesAt(node, 'element').map((element) => compiler.run(element, scope));
  return (frame, session) => elements.map((element) => element(frame, session));
};

const length: Compile = (node, scope, compiler) => {
  const value = part(node, 'operand', scope, compiler);
  const operand = nodeAt(node, 'operand');
  const isList =
    operand !== undefined && nodeAt(operand, 'asTypeSpecifier')?.type === 'ListTypeSpecifier';
  return (frame, session) => {
    const measured = value(frame, session);
    if (isMissing(measured)) return isList ? 0 : null;
    return typeof measured === 'string' ? measured.length : asList(measured).length;
  };
};

export const lists: Readonly<Record<string, Compile>> = {
  List: written,
  ToList: unary((value) => (isMissing(value) ? [] : [value])),
  Exists: unary(exists),
  Union: union,
  Except: except,
  Intersect: intersect,
  Distinct: unary((value) => (isMissing(value) ? null : distinct(asList(value)))),
  Flatten: unary(flatten),
  SingletonFrom: unary(singleton),
  First: unary((value) => at(value, 0), 'source'),
  Last: unary((value) => at(value, -1), 'source'),
  Indexer: indexer,
  Length: length,
};
