import { type ElmNode, nodeAt, nodesAt, textAt } from '../../elm.ts';
import { FhirObject } from '../fhir-object.ts';
import { isKind, isMissing, NotCompiled } from './run.ts';

export type TypeTest = (value: unknown) => boolean;

/** Whether a value is of a type, as cql-execution decides it. */
export function typeTest(specifier: ElmNode): TypeTest {
  switch (specifier.type) {
    case 'NamedTypeSpecifier':
      return namedTest(textAt(specifier, 'name') ?? '');
    case 'ListTypeSpecifier':
      return listTest(specifier);
    case 'IntervalTypeSpecifier':
      return intervalTest(specifier);
    case 'ChoiceTypeSpecifier':
      return choiceTest(specifier);
    case 'TupleTypeSpecifier':
      return tupleTest(specifier);
    default:
      // A specifier that says nothing excludes nothing.
      return () => true;
  }
}

function partOf(specifier: ElmNode, key: string): TypeTest {
  const part = nodeAt(specifier, key);
  if (part === undefined) throw new NotCompiled(specifier);
  return typeTest(part);
}

function listTest(specifier: ElmNode): TypeTest {
  const element = partOf(specifier, 'elementType');
  return (value) => Array.isArray(value) && value.every(element);
}

function intervalTest(specifier: ElmNode): TypeTest {
  const point = partOf(specifier, 'pointType');
  return (value) => {
    if (!isKind(value, 'isInterval')) return false;
    const { low, high } = value as { readonly low: unknown; readonly high: unknown };
    return (isMissing(low) || point(low)) && (isMissing(high) || point(high));
  };
}

function choiceTest(specifier: ElmNode): TypeTest {
  const tests = nodesAt(specifier, 'choice').map(typeTest);
  return (value) => tests.some((test) => test(value));
}

const notTuples = ['isInterval', 'isConcept', 'isCode', 'isDateTime', 'isDate', 'isQuantity'];

function tupleTest(specifier: ElmNode): TypeTest {
  const elements = nodesAt(specifier, 'element').map((element) => ({
    name: textAt(element, 'name') ?? '',
    test: partOf(element, 'elementType'),
  }));
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    if (notTuples.some((claim) => isKind(value, claim))) return false;
    return elements.every(({ name, test }) => {
      const part: unknown = Reflect.get(value, name);
      return part === undefined || test(part);
    });
  };
}

const systemTests: Readonly<Record<string, TypeTest>> = {
  Boolean: (value) => typeof value === 'boolean',
  Decimal: (value) => typeof value === 'number',
  Integer: (value) => Number.isInteger(value),
  String: (value) => typeof value === 'string',
  Concept: (value) => isKind(value, 'isConcept'),
  Code: (value) => isKind(value, 'isCode'),
  DateTime: (value) => isKind(value, 'isDateTime'),
  Date: (value) => isKind(value, 'isDate'),
  Quantity: (value) => isKind(value, 'isQuantity'),
  Time: isTime,
};

function isTime(value: unknown): boolean {
  if (!isKind(value, 'isDateTime')) return false;
  const { isTime: claim } = value as { readonly isTime?: unknown };
  return typeof claim === 'function' && Reflect.apply(claim, value, []) === true;
}

function namedTest(name: string): TypeTest {
  const system = /^\{urn:hl7-org:elm-types:r1\}(\w+)$/.exec(name)?.[1];
  const test = system === undefined ? undefined : systemTests[system];
  if (test !== undefined) return (value) => isMissing(value) || test(value);
  return (value) => {
    if (isMissing(value)) return true;
    if (value instanceof FhirObject) return value.isA(name);
    return !Array.isArray(value) && !isKind(value, 'isInterval');
  };
}
