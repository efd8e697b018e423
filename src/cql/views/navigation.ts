import {
  choiceKey,
  choiceTypes,
  fhirElement,
  holdingOf,
  isA,
  isFhirType,
  isResourceType,
  lowerFirst,
} from './fhir-elements.ts';
import { each, itemOf, pathProblem, type Scope } from './scope.ts';
import { apply, emptyValue, literal, newShape, type Value } from './value.ts';

/** `of.name` for one element, or for every item when `of` is a list. */
export function member(of: Value, name: string, scope: Scope): Value {
  if (of.kind === 'empty') return of;
  if (of.kind === 'choice') throw choiceProblem(of, scope);
  if (name === 'extension') return extensionsOf(of, scope);
  return each(of, scope, (one) => memberOfOne(one, name, scope));
}

function memberOfOne(one: Value, name: string, scope: Scope): Value {
  const holding = holdingOf(one.type);
  if (holding === 'untyped') return field(one, { key: name, type: 'untyped', many: true });
  if (holding !== 'element') {
    throw pathProblem(
      scope,
      `'${name}' is asked of a ${one.type}, which has no parts.`,
      'Stop the path one step earlier.',
    );
  }
  const element = fhirElement(one.type, name);
  if (element !== undefined) return field(one, element);
  if (choiceTypes(one.type, name).length > 0) {
    return { kind: 'choice', of: one, name, type: 'choice', many: false, shape: newShape() };
  }
  scope.caution(
    `${scope.where}: FHIR R4 has no element '${name}' in ${one.type}; it is read as it stands in the data.`,
  );
  return field(one, { key: name, type: 'untyped', many: true });
}

interface Wanted {
  readonly key: string;
  readonly type: string;
  readonly many: boolean;
}

/** Reads one key and notes in the shape that it is used. */
export function field(of: Value, { key, type, many }: Wanted): Value {
  const known = of.shape.fields.get(key);
  const used = known ?? {
    holding: holdingOf(type),
    many,
    shape: newShape(),
    kept: 'value' as const,
  };
  if (known === undefined) of.shape.fields.set(key, used);
  return { kind: 'field', of, key, field: used, raw: false, type, many, shape: used.shape };
}

/** A choice element has no one type that rows, a column or a further step could have. */
export function choiceProblem({ of, name }: Value & { kind: 'choice' }, scope: Scope): Error {
  const types = choiceTypes(of.type, name).map(spelt);
  return pathProblem(
    scope,
    `'${name}' may be of several types (${types.join(', ')}).`,
    `Say which one: ${name}.ofType(${types[0] ?? 'string'}).`,
  );
}

const spelt = (type: string): string =>
  holdingOf(lowerFirst(type)) === 'element' ? type : lowerFirst(type);

/** `of.ofType(typeName)`: the alternative of a choice, the resources of a type, or the value itself when it is one. */
export function ofType(of: Value, typeName: string, scope: Scope): Value {
  if (of.kind === 'choice') return chosen(of, typeName, scope);
  if (of.kind === 'map' && of.body.kind === 'choice') {
    const { item } = of;
    const body = chosen(of.body, typeName, scope);
    return { kind: 'map', of: of.of, item, body, type: body.type, shape: body.shape, many: true };
  }
  if (of.kind === 'map' && of.body.kind === 'field' && of.body.type === 'untyped') {
    const body = untypedChoice(of.body, typeName, scope);
    return { ...of, body, type: body.type, shape: body.shape };
  }
  requireType(typeName, scope);
  if (of.type === 'untyped') return untypedChoice(of, typeName, scope);
  if (of.type === 'Resource' && isResourceType(typeName))
    return resourcesOfType(of, typeName, scope);
  return isA(of.type, typeName) || isA(of.type, lowerFirst(typeName)) ? of : emptyValue();
}

function chosen(choice: Value & { kind: 'choice' }, typeName: string, scope: Scope): Value {
  requireType(typeName, scope);
  const key = choiceKey(choice.name, typeName);
  const element = fhirElement(choice.of.type, key);
  if (element !== undefined) return field(choice.of, element);
  scope.caution(`${scope.where}: '${choice.name}' is never of type ${typeName} in FHIR R4.`);
  return field(choice.of, { key, type: typeName, many: false });
}

function untypedChoice(of: Value, typeName: string, scope: Scope): Value {
  if (of.kind !== 'field') return emptyValue();
  requireType(typeName, scope);
  return field(of.of, { key: choiceKey(of.key, typeName), type: typeName, many: false });
}

function requireType(typeName: string, scope: Scope): void {
  if (isFhirType(typeName) || isFhirType(lowerFirst(typeName))) return;
  throw pathProblem(
    scope,
    `'${typeName}' is not a FHIR R4 type.`,
    'Use a type such as Quantity, dateTime or CodeableConcept.',
  );
}

function resourcesOfType(of: Value, resourceType: string, scope: Scope): Value {
  return each(keptRaw(of, scope), scope, (one) => ({
    kind: 'late-read',
    of: one,
    resourceType,
    type: resourceType,
    many: false,
    shape: newShape(),
  }));
}

/** The same elements as JSON text, for steps that read them again with a shape of their own. */
export function keptRaw(of: Value, scope: Scope): Value {
  if (of.kind === 'field') {
    of.field.kept = 'json';
    return { ...of, raw: true };
  }
  if (of.kind === 'map') return { ...of, body: keptRaw(of.body, scope) };
  throw pathProblem(
    scope,
    'elements that are read again at every depth come from a computed list.',
    'Use plain element paths here, as item or answer.item, and filter inside.',
  );
}

/** A number as the digits it was written with: 1.50 and 1.5 have different boundaries. */
export function writtenDigits(of: Value): Value {
  switch (of.kind) {
    case 'field':
      of.field.kept = 'text';
      return { ...of, raw: true, type: 'string' };
    case 'map':
      return { ...of, body: writtenDigits(of.body), type: 'string' };
    case 'at':
    case 'last':
    case 'only':
      return { ...of, of: writtenDigits(of.of), type: 'string' };
    case 'literal':
      return { ...of, type: 'string' };
    default:
      return apply('to-text', 'string', [of]);
  }
}

/** Extensions of an element; of a primitive they stand beside it, under its name with an underscore. */
function extensionsOf(of: Value, scope: Scope): Value {
  const holding = holdingOf(of.type);
  if (holding === 'element' || holding === 'untyped') {
    return each(of, scope, (one) =>
      field(one, {
        key: 'extension',
        type: holding === 'untyped' ? 'untyped' : 'Extension',
        many: true,
      }),
    );
  }
  return member(besidePrimitive(of, scope), 'extension', scope);
}

function besidePrimitive(of: Value, scope: Scope): Value {
  switch (of.kind) {
    case 'field':
      return field(of.of, { key: `_${of.key}`, type: 'Element', many: of.many });
    case 'map': {
      const body = besidePrimitive(of.body, scope);
      return { ...of, body, type: body.type, shape: body.shape };
    }
    case 'at': {
      const list = besidePrimitive(of.of, scope);
      return { ...of, of: list, type: list.type, shape: list.shape };
    }
    default:
      throw pathProblem(
        scope,
        'the extension of a computed value is asked for.',
        'Ask for the extension straight after the element, as birthDate.extension(url).',
      );
  }
}

/** `of.extension(url)`: the extensions with that address. */
export function extensionWithUrl(of: Value, url: Value, scope: Scope): Value {
  const all = member(of, 'extension', scope);
  const item = scope.freshName('x');
  const itsUrl = field(itemOf(all, item), { key: 'url', type: 'uri', many: false });
  const condition = apply('equal', 'boolean', [itsUrl, url]);
  return {
    kind: 'filter',
    of: all,
    item,
    condition,
    type: all.type,
    shape: all.shape,
    many: true,
  };
}

/** The bare id a reference points to; with a type, only references to that type. */
export function referenceKey(of: Value, typeName: string | null, scope: Scope): Value {
  return each(of, scope, (one) => {
    if (one.type !== 'Reference' && one.type !== 'untyped') {
      throw pathProblem(
        scope,
        `getReferenceKey() is asked of a ${one.type}.`,
        'Use it on a Reference, as subject.getReferenceKey(Patient).',
      );
    }
    const text = field(one, { key: 'reference', type: 'string', many: false });
    return typeName === null
      ? apply('reference-key', 'id', [text])
      : apply('reference-key-of-type', 'id', [text, literal('string', typeName)]);
  });
}

/** Whether any alternative of a choice element is there. */
export const choicePresent = (choice: Value & { kind: 'choice' }): Value =>
  choiceTypes(choice.of.type, choice.name)
    .map((type) => fhirElement(choice.of.type, choiceKey(choice.name, type)))
    .filter((element) => element !== undefined)
    .map((element) => apply('present', 'boolean', [field(choice.of, element)]))
    .reduce((left, right) => apply('or', 'boolean', [left, right]));
