import modelInfo from 'cql-exec-fhir/lib/modelInfos/fhir-modelinfo-4.0.1.xml.js';

/** A FHIR type as CQL sees it: its elements, its own and those it inherits. */
export interface FhirType {
  readonly name: string;
  readonly elements: ReadonlyMap<string, FhirElement>;
  /** The type itself and every type it is a kind of, nearest first. */
  readonly ancestry: readonly string[];
  /** The ancestry as ELM writes it, with the namespace. */
  readonly names: ReadonlySet<string>;
  /** A type with one value and an id, written as a plain value in JSON. */
  readonly isPrimitive: boolean;
}

export interface FhirElement {
  readonly name: string;
  readonly isList: boolean;
  /** One type, or several for a choice such as value[x]. */
  readonly types: readonly string[];
  /** How each type is written in JSON: value, or valueQuantity for a choice. */
  readonly forms: readonly ElementForm[];
}

export interface ElementForm {
  readonly type: string;
  readonly name: string;
  /** Where what extends a plain value is written. */
  readonly extensionName: string;
}

export type FhirModel = ReadonlyMap<string, FhirType>;

interface WrittenType {
  readonly name: string;
  readonly base: string;
  readonly own: readonly FhirElement[];
}

let loaded: FhirModel | undefined;

/** The FHIR R4 model, read once for the whole process. */
export function fhirModel(): FhirModel {
  loaded ??= readModel(modelInfo);
  return loaded;
}

function readModel(text: string): FhirModel {
  const written = new Map(writtenTypes(text).map((type) => [type.name, type]));
  const model = new Map<string, FhirType>();
  for (const type of written.values()) model.set(type.name, withInherited(type, written));
  return model;
}

function writtenTypes(text: string): readonly WrittenType[] {
  const blocks = text.match(/<typeInfo [^>]*\/>|<typeInfo [\s\S]*?<\/typeInfo>/g) ?? [];
  return blocks.map((block) => {
    const [head = ''] = /^<typeInfo [^>]*>/.exec(block) ?? [];
    return {
      name: bare(attribute(head, 'name')),
      base: bare(attribute(head, 'baseType')),
      own: elementsIn(block),
    };
  });
}

function elementsIn(block: string): readonly FhirElement[] {
  const parts = block.split('<element ').slice(1);
  return parts.map((part) => {
    const [head = ''] = /^[^>]*>/.exec(part) ?? [];
    const name = attribute(head, 'name');
    const alone = attribute(head, 'elementType');
    const isList = alone === '' && part.includes('ListTypeSpecifier');
    const single = isList ? attribute(part, 'elementType') : alone;
    const types = (single === '' ? choices(part) : [single]).map(bare);
    return { name, isList, types, forms: types.map((type) => formOf(name, type, types.length)) };
  });
}

function formOf(element: string, type: string, typeCount: number): ElementForm {
  const isChoice = typeCount > 1;
  const name = isChoice ? `${element}${type.charAt(0).toUpperCase()}${type.slice(1)}` : element;
  return { type, name, extensionName: `_${name}` };
}

const choices = (part: string): readonly string[] =>
  [...part.matchAll(/<choice [^>]*>/g)].map(
    ([choice]) =>
      `${attribute(choice, 'namespace') || attribute(choice, 'modelName')}.${attribute(choice, 'name')}`,
  );

const attribute = (head: string, name: string): string =>
  new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(head)?.[1] ?? '';

/** FHIR types without their prefix; System types keep theirs. */
const bare = (name: string): string => name.replace(/^FHIR\./, '');

function withInherited(type: WrittenType, all: ReadonlyMap<string, WrittenType>): FhirType {
  const line = lineage(type, all);
  const elements = new Map<string, FhirElement>();
  for (const ancestor of line.toReversed()) {
    for (const element of ancestor.own) elements.set(element.name, element);
  }
  const value = elements.get('value');
  const isPrimitive = value?.types[0]?.startsWith('System.') === true;
  const ancestry = line.map(({ name }) => name);
  const names = new Set([
    ...ancestry.map((name) => `{http://hl7.org/fhir}${name}`),
    '{urn:hl7-org:elm-types:r1}Any',
  ]);
  return { name: type.name, elements, ancestry, names, isPrimitive };
}

function lineage(type: WrittenType, all: ReadonlyMap<string, WrittenType>): readonly WrittenType[] {
  const base = all.get(type.base);
  return base === undefined ? [type] : [type, ...lineage(base, all)];
}
