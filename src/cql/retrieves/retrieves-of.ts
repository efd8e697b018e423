import {
  type ElmDefinition,
  type ElmLibrary,
  type ElmNode,
  nodeAt,
  nodesAt,
  textAt,
} from '../elm.ts';
import type { SystemCode } from '../measures/value-sets.ts';

/** What a definition reads from a patient's record: a resource type, and which codes where it asks for some. */
export interface Retrieve {
  readonly resourceType: string;
  /** The element that holds the code, as CQL names it (code, type, medication); null when any record is read. */
  readonly codeProperty: string | null;
  readonly codes: readonly SystemCode[];
  /** Canonical url of the value set; null when single codes are asked for, or none. */
  readonly valueSet: string | null;
}

interface Place {
  readonly library: ElmLibrary;
  readonly name: string;
}

/**
 * Every retrieve that some definitions can come to, through other definitions, functions and included libraries. A
 * retrieve by codes that we cannot read from the text is given without codes: too much is asked for, never too little.
 */
export function retrievesOf(
  library: string,
  definitions: readonly string[],
  elm: readonly ElmLibrary[],
): readonly Retrieve[] {
  const main = libraryNamed(library, elm);
  const places = new Map<string, Place>();
  const found = new Map<string, Retrieve>();
  const reach = (place: Place) => {
    const key = `${place.library.library.identifier.id}\n${place.name}`;
    if (!places.has(key)) places.set(key, place);
  };
  for (const name of definitions) reach({ library: main, name });
  // A Map gives what is added while it is walked.
  for (const { library: own, name } of places.values()) {
    for (const definition of definitionsNamed(own, name)) {
      for (const node of nodesWithin(definition)) {
        const called = calledBy(node, own, elm);
        if (called !== null) reach(called);
        if (node.type !== 'Retrieve') continue;
        const retrieve = retrieveOf(node, own, elm);
        found.set(JSON.stringify(retrieve), retrieve);
      }
    }
  }
  return [...found.values()];
}

const definitionsNamed = ({ library }: ElmLibrary, name: string): readonly ElmDefinition[] =>
  (library.statements?.def ?? []).filter((definition) => definition.name === name);

function libraryNamed(name: string, elm: readonly ElmLibrary[]): ElmLibrary {
  const found = elm.find(({ library }) => library.identifier.id === name);
  if (found === undefined) throw new Error(`retrievesOf: no ELM for the library '${name}'`);
  return found;
}

/** The library that a local name stands for; the library itself where there is none. */
function included(own: ElmLibrary, local: string | undefined, elm: readonly ElmLibrary[]) {
  if (local === undefined) return own;
  const include = own.library.includes?.def?.find((one) => one.localIdentifier === local);
  return libraryNamed((include?.path ?? local).replace(/^.*\//, ''), elm);
}

function calledBy(node: ElmNode, own: ElmLibrary, elm: readonly ElmLibrary[]): Place | null {
  if (node.type !== 'ExpressionRef' && node.type !== 'FunctionRef') return null;
  const name = textAt(node, 'name') ?? '';
  return { library: included(own, textAt(node, 'libraryName'), elm), name };
}

/** The node and every node below it. */
function* nodesWithin(node: ElmNode): Generator<ElmNode> {
  yield node;
  for (const [key, value] of Object.entries(node)) {
    if (key === 'annotation' || typeof value !== 'object' || value === null) continue;
    for (const child of nodesAt(node, key)) yield* nodesWithin(child);
  }
}

function retrieveOf(node: ElmNode, own: ElmLibrary, elm: readonly ElmLibrary[]): Retrieve {
  const resourceType = (textAt(node, 'dataType') ?? '').replace(/^\{.*\}/, '');
  const codes = nodeAt(node, 'codes');
  const anything = { resourceType, codeProperty: null, codes: [], valueSet: null };
  if (codes === undefined) return anything;
  const codeProperty = textAt(node, 'codeProperty') ?? null;
  const references = [...nodesWithin(codes)];
  const valueSet = references.find(({ type }) => type === 'ValueSetRef');
  if (valueSet !== undefined) {
    const url = valueSetUrl(valueSet, included(own, textAt(valueSet, 'libraryName'), elm));
    return url === null ? anything : { resourceType, codeProperty, codes: [], valueSet: url };
  }
  const single = references
    .filter(({ type }) => type === 'CodeRef')
    .flatMap((reference) =>
      codeNamed(reference, included(own, textAt(reference, 'libraryName'), elm)),
    );
  return single.length === 0
    ? anything
    : { resourceType, codeProperty, codes: single, valueSet: null };
}

function valueSetUrl(reference: ElmNode, { library }: ElmLibrary): string | null {
  const name = textAt(reference, 'name');
  const definition = library.valueSets?.def?.find((one) => textAt(one, 'name') === name);
  return definition === undefined ? null : (textAt(definition, 'id') ?? null);
}

function codeNamed(reference: ElmNode, { library }: ElmLibrary): readonly SystemCode[] {
  const name = textAt(reference, 'name');
  const definition = library.codes?.def?.find((one) => textAt(one, 'name') === name);
  const systemName = definition && nodeAt(definition, 'codeSystem');
  const system = library.codeSystems?.def?.find(
    (one) => systemName !== undefined && textAt(one, 'name') === textAt(systemName, 'name'),
  );
  const code = definition && textAt(definition, 'id');
  const url = system && textAt(system, 'id');
  return code === undefined || url === undefined ? [] : [{ system: url, code }];
}
