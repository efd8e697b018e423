import { Code, Concept, Quantity } from 'cql-execution';
import { type ElmNode, nodeAt, nodesAt, textAt } from '../../elm.ts';
import { FhirObject } from '../fhir-object.ts';
import { binary, type Compile, operands, part, unary } from './operand.ts';
import { isMissing, kindOf, NotCompiled, type Run } from './run.ts';
import { nameRef, type Scope } from './scope.ts';
import { typeTest } from './types.ts';

/** An element of a record, a field of a tuple or a part of a value of the engine. */
export function elementOf(source: unknown, name: string): unknown {
  if (source instanceof FhirObject) return source.get(name) ?? null;
  if (typeof source !== 'object' || source === null) return null;
  const value: unknown = Reflect.get(source, name);
  return (typeof value === 'function' ? Reflect.apply(value, source, []) : value) ?? null;
}

export function pathReader(path: string): (source: unknown) => unknown {
  if (!path.includes('.')) return (source) => elementOf(source, path);
  const names = path.split('.');
  return (source) => names.reduce(elementOf, source);
}

const property: Compile = (node, scope, compiler) => {
  const read = pathReader(textAt(node, 'path') ?? '');
  const alias = textAt(node, 'scope');
  // Older translators left the source out where they lost it; of nothing there is nothing.
  if (alias === undefined && node.source === undefined) return () => null;
  const source =
    alias === undefined
      ? part(node, 'source', scope, compiler)
      : nameRef({ ...node, name: alias }, scope);
  return (frame, session) => read(source(frame, session));
};

/** A name that the translator left open: an element of the record that is sorted, or an alias. */
const identifier: Compile = (node, scope) => {
  const name = textAt(node, 'name') ?? '';
  if (node.libraryName !== undefined) throw new NotCompiled(node, 'of another library');
  const { item } = scope;
  const alias = scope.placeOf(name) === undefined ? undefined : nameRef(node, scope);
  if (item === null) {
    if (alias === undefined) throw new NotCompiled(node, 'names nothing here');
    return alias;
  }
  const read = pathReader(name);
  return (frame, session) => read(frame[item]) ?? alias?.(frame, session) ?? null;
};

interface Field {
  readonly name: string;
  readonly value: Run;
}

const fields = (node: ElmNode, scope: Scope, compiler: Parameters<Compile>[2]): readonly Field[] =>
  nodesAt(node, 'element').map((element) => ({
    name: textAt(element, 'name') ?? '',
    value: part(element, 'value', scope, compiler),
  }));

const tuple: Compile = (node, scope, compiler) => {
  const all = fields(node, scope, compiler);
  return (frame, session) =>
    Object.fromEntries(all.map(({ name, value }) => [name, value(frame, session)]));
};

type Made = Readonly<Record<string, unknown>>;

const text = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;

const makers: Readonly<Record<string, (made: Made) => unknown>> = {
  Quantity: ({ value, unit }) => new Quantity(typeof value === 'number' ? value : null, text(unit)),
  Code: ({ code, system, version, display }) =>
    new Code(text(code) ?? '', text(system), text(version), text(display)),
  Concept: ({ codes, display }) => new Concept(Array.isArray(codes) ? codes : [], text(display)),
};

const instance: Compile = (node, scope, compiler) => {
  const all = fields(node, scope, compiler);
  const type = /^\{urn:hl7-org:elm-types:r1\}(\w+)$/.exec(textAt(node, 'classType') ?? '')?.[1];
  const make = type === undefined ? undefined : makers[type];
  if (make === undefined) throw new NotCompiled(node, `of ${textAt(node, 'classType')}`);
  return (frame, session) =>
    make(Object.fromEntries(all.map(({ name, value }) => [name, value(frame, session)])));
};

/** The type that an As or Is asks for. */
function askedType(node: ElmNode, word: 'as' | 'is'): ElmNode {
  const specifier = nodeAt(node, `${word}TypeSpecifier`);
  const name = textAt(node, `${word}Type`);
  if (specifier !== undefined) return specifier;
  if (name === undefined) throw new NotCompiled(node, 'names no type');
  return { type: 'NamedTypeSpecifier', name };
}

const as: Compile = (node, scope, compiler) => {
  const test = typeTest(askedType(node, 'as'));
  const isStrict = node.strict === true;
  return unary((value) => {
    if (isMissing(value)) return null;
    if (test(value)) return value;
    if (isStrict) throw new TypeError(`CQL: cannot cast ${kindOf(value)} as asked`);
    return null;
  })(node, scope, compiler);
};

const is: Compile = (node, scope, compiler) => {
  const test = typeTest(askedType(node, 'is'));
  return unary((value) => !isMissing(value) && test(value))(node, scope, compiler);
};

const literal: Compile = (node) => {
  const value = literalValue(node);
  return () => value;
};

function literalValue(node: ElmNode): unknown {
  const written = textAt(node, 'value') ?? '';
  switch (textAt(node, 'valueType')) {
    case '{urn:hl7-org:elm-types:r1}Boolean':
      return written === 'true';
    case '{urn:hl7-org:elm-types:r1}Integer':
      return Number.parseInt(written, 10);
    case '{urn:hl7-org:elm-types:r1}Decimal':
      return Number.parseFloat(written);
    case '{urn:hl7-org:elm-types:r1}String':
      return written.replace(/\\'/g, "'").replace(/\\"/g, '"');
    default:
      throw new NotCompiled(node, `of ${textAt(node, 'valueType')}`);
  }
}

const quantity: Compile = (node) => {
  const { value, unit } = node;
  const number = Number.parseFloat(String(value));
  return () => new Quantity(number, text(unit));
};

const concatenate: Compile = (node, scope, compiler) => {
  const all = operands(node, scope, compiler);
  return (frame, session) => {
    const texts = all.map((one) => one(frame, session));
    return texts.some(isMissing) ? null : texts.map(String).join('');
  };
};

const split: Compile = (node, scope, compiler) => {
  const whole = part(node, 'stringToSplit', scope, compiler);
  const separator = part(node, 'separator', scope, compiler);
  return (frame, session) => {
    const value = text(whole(frame, session));
    const at = text(separator(frame, session));
    if (value === undefined || value === '') return null;
    return at === undefined || at === '' ? [value] : value.split(at);
  };
};

const ofTexts = (value: (text: string, other: string) => unknown): Compile =>
  binary((a, b) => (typeof a === 'string' && typeof b === 'string' ? value(a, b) : null));

const ofText = (value: (text: string) => unknown): Compile =>
  unary((a) => (typeof a === 'string' ? value(a) : null));

/** As the engine writes a value: each of its kinds knows its own text. */
const toText = unary((value) => (isMissing(value) ? null : String(value)));

/** Gives its source; one of severity Error stops the evaluation, and its code alone is told. */
const message: Compile = (node, scope, compiler) => {
  const optional = (key: string): Run =>
    nodeAt(node, key) === undefined ? () => null : part(node, key, scope, compiler);
  const [source, condition, severity, code] = ['source', 'condition', 'severity', 'code'].map(
    optional,
  );
  return (frame, session) => {
    const isError = condition?.(frame, session) === true && severity?.(frame, session) === 'Error';
    if (!isError) return source?.(frame, session);
    throw new Error(`the definition stopped itself with an error, code ${code?.(frame, session)}`);
  };
};

export const structure: Readonly<Record<string, Compile>> = {
  Property: property,
  AliasRef: nameRef,
  QueryLetRef: nameRef,
  OperandRef: nameRef,
  IdentifierRef: identifier,
  Tuple: tuple,
  Instance: instance,
  As: as,
  Is: is,
  Literal: literal,
  Quantity: quantity,
  Concatenate: concatenate,
  Split: split,
  StartsWith: ofTexts((value, start) => value.startsWith(start)),
  EndsWith: ofTexts((value, end) => value.endsWith(end)),
  Upper: ofText((value) => value.toUpperCase()),
  Lower: ofText((value) => value.toLowerCase()),
  Message: message,
  ToString: toText,
};
