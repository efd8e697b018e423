import r4 from 'fhirpath/fhir-context/r4/index.js';
import { elementContent } from '#data';
import repeating from './fhir-r4-repeating.json' with { type: 'json' };

/** What FHIR R4 says about one element: where it stands in JSON, its type, and whether it repeats. */
export interface FhirElement {
  readonly key: string;
  /** A FHIR type ('HumanName', 'code') or, for a nested element, its path ('Patient.contact'). */
  readonly type: string;
  readonly many: boolean;
}

const { path2Type, choiceTypePaths, pathsDefinedElsewhere, type2Parent } = r4;

const repeatingElements: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(repeating).map(([type, names]) => [type, new Set(names.split(' '))]),
);

const everywhereRepeating = new Set(['extension', 'modifierExtension', 'contained']);

/** The element `name` of a FHIR type; undefined when R4 has none. */
export function fhirElement(type: string, name: string): FhirElement | undefined {
  for (const owner of withAncestors(type)) {
    const path = `${owner}.${name}`;
    const home = pathsDefinedElsewhere[path];
    const declared = path2Type[path];
    if (home !== undefined || declared !== undefined) {
      return { key: name, type: elementType(home ?? path, declared), many: repeats(owner, name) };
    }
  }
  return undefined;
}

/** Every type of FHIR R4 with its elements, those of its ancestors among them: what `fhirElement` says, as plain data. */
export interface FhirElementTable {
  readonly resourceTypes: ReadonlySet<string>;
  readonly elements: ReadonlyMap<string, ReadonlyMap<string, FhirElement>>;
}

/** For a thread that checks resources without loading the rest of this room. */
export function fhirElementTable(): FhirElementTable {
  const declared = declaredNames();
  const types = new Set([...declared.keys(), ...Object.keys(type2Parent)]);
  const elements = new Map<string, ReadonlyMap<string, FhirElement>>();
  // Types that are met only as the type of an element join the walk.
  for (const type of types) {
    const known = new Map<string, FhirElement>();
    for (const name of withAncestors(type).flatMap((owner) => declared.get(owner) ?? [])) {
      const found = fhirElement(type, name);
      if (found === undefined) continue;
      known.set(name, found);
      types.add(found.type);
    }
    elements.set(type, known);
  }
  return { resourceTypes: new Set([...types].filter(isResourceType)), elements };
}

function declaredNames(): ReadonlyMap<string, readonly string[]> {
  const declared = new Map<string, string[]>();
  for (const path of [...Object.keys(path2Type), ...Object.keys(pathsDefinedElsewhere)]) {
    const dot = path.lastIndexOf('.');
    const owner = path.slice(0, dot);
    const names = declared.get(owner);
    if (names === undefined) declared.set(owner, [path.slice(dot + 1)]);
    else names.push(path.slice(dot + 1));
  }
  return declared;
}

/** The types a choice element such as Observation.value may take, spelt as in its JSON key; empty when it is no choice. */
export function choiceTypes(type: string, name: string): readonly string[] {
  for (const owner of withAncestors(type)) {
    const found = choiceTypePaths[`${owner}.${name}`];
    if (found !== undefined) return found;
  }
  return [];
}

/** The JSON key and type of one choice: ('value', 'dateTime') → valueDateTime. */
export const choiceKey = (name: string, typeName: string): string =>
  `${name}${typeName.charAt(0).toUpperCase()}${typeName.slice(1)}`;

/** Whether a value of the first type is also one of the second: code is a string, Age a Quantity. */
export const isA = (type: string, ancestor: string): boolean =>
  withAncestors(type).includes(ancestor);

/** Whether R4 knows a type of this name. */
export const isFhirType = (name: string): boolean =>
  name in type2Parent || isPrimitive(name) || name === 'Resource' || name === 'Element';

export const isResourceType = (name: string): boolean =>
  isFhirType(name) && (isA(name, 'Resource') || name === 'Resource');

const repeats = (owner: string, name: string): boolean =>
  everywhereRepeating.has(name) || (repeatingElements.get(owner)?.has(name) ?? false);

const elementType = (path: string, declared: string | undefined): string => {
  const type = declared ?? path2Type[path] ?? 'BackboneElement';
  if (type === 'BackboneElement' || type === 'Element') return path;
  return type.startsWith('System.') ? lowerFirst(type.slice('System.'.length)) : type;
};

const isPrimitive = (name: string): boolean => !['element', 'untyped'].includes(holdingOf(name));

export const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

function withAncestors(type: string): readonly string[] {
  const line = [type];
  let parent = type2Parent[type] ?? (type.includes('.') ? 'BackboneElement' : undefined);
  while (parent !== undefined && !line.includes(parent)) {
    line.push(parent);
    parent = type2Parent[parent];
  }
  return line;
}

/** How a FHIR type is held in SQL; 'element' for everything with parts, 'untyped' where R4 says nothing. */
export type Holding = 'text' | 'integer' | 'decimal' | 'boolean' | 'element' | 'untyped';

export function holdingOf(type: string): Holding {
  if (type === 'untyped') return 'untyped';
  const content = elementContent(type);
  if (content === 'date') return 'text';
  return content === 'object' || content === 'unread' ? 'element' : content;
}

export const isTemporal = (type: string): boolean =>
  type === 'date' || type === 'dateTime' || type === 'instant';
