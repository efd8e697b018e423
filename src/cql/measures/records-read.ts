import { type ElmLibrary, type ElmNode, nodeAt, nodesAt, textAt } from '../elm.ts';
import type { ValueSetCodes } from './value-sets.ts';

/** One kind of record that a definition reads: the FHIR type, and by which codes where it asks for some. */
export interface RecordRead {
  readonly type: string;
  /** What the definition calls the codes; null where any record of the type will do. */
  readonly called: string | null;
  readonly codes: readonly { readonly system: string; readonly code: string }[];
}

/**
 * Every record that some definitions read, directly or through others, from the ELM: what has to be recorded for a measure to
 * count rightly. In order of type and name, each once.
 *
 * @param library name of the library the definitions stand in
 */
export function recordsRead(
  library: string,
  definitions: readonly string[],
  elm: readonly ElmLibrary[],
  valueSets: ValueSetCodes,
): readonly RecordRead[] {
  const reader = new RecordReader(elm, valueSets);
  for (const name of definitions) reader.definition(library, name);
  return reader.found();
}

class RecordReader {
  readonly #libraries: ReadonlyMap<string, ElmLibrary['library']>;
  readonly #valueSets: ValueSetCodes;
  readonly #seen = new Set<string>();
  readonly #found = new Map<string, RecordRead>();

  constructor(elm: readonly ElmLibrary[], valueSets: ValueSetCodes) {
    this.#libraries = new Map(elm.map(({ library }) => [library.identifier.id, library]));
    this.#valueSets = valueSets;
  }

  found(): readonly RecordRead[] {
    const keyOf = ({ type, called }: RecordRead) => `${type} ${called ?? ''}`;
    return [...this.#found.values()].toSorted((a, b) => keyOf(a).localeCompare(keyOf(b)));
  }

  definition(library: string, name: string): void {
    const key = `${library}\n${name}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    const statements = this.#libraries.get(library)?.statements?.def ?? [];
    for (const { name: named, expression } of statements)
      if (named === name && expression !== undefined) this.#node(expression, library);
  }

  #node(node: ElmNode, library: string): void {
    if (node.type === 'Retrieve') this.#retrieve(node, library);
    if (node.type === 'ExpressionRef' || node.type === 'FunctionRef') {
      const name = textAt(node, 'name');
      if (name !== undefined) this.definition(this.#included(library, node), name);
    }
    for (const key of Object.keys(node))
      for (const inner of nodesAt(node, key)) this.#node(inner, library);
  }

  #retrieve(node: ElmNode, library: string): void {
    const type = (textAt(node, 'dataType') ?? '').replace(/^\{[^}]*\}/, '');
    const codes = nodeAt(node, 'codes');
    const { called, named } = codes === undefined ? anyCode : this.#codes(codes, library);
    this.#found.set(`${type}\n${called ?? ''}`, { type, called, codes: named });
  }

  #codes(node: ElmNode, library: string): Codes {
    const refs = referencesIn(node);
    const called = refs.flatMap((ref) => textAt(ref, 'name') ?? []).join(', ');
    const named = refs.flatMap((ref) => this.#codesOf(ref, this.#included(library, ref)));
    return called === '' ? anyCode : { called, named };
  }

  #codesOf(ref: ElmNode, library: string): Codes['named'] {
    const name = textAt(ref, 'name');
    const held = this.#libraries.get(library);
    const defined = (list: { readonly def?: readonly ElmNode[] } | undefined, wanted: unknown) =>
      list?.def?.find((one) => one.name === wanted);
    if (ref.type === 'CodeRef') {
      const code = defined(held?.codes, name);
      const systemName = code === undefined ? undefined : nodeAt(code, 'codeSystem')?.name;
      const system = defined(held?.codeSystems, systemName);
      return code === undefined ? [] : [{ system: idOf(system), code: idOf(code) }];
    }
    const set = defined(held?.valueSets, name);
    return set === undefined ? [] : (this.#valueSets.get(idOf(set)) ?? []);
  }

  /** The library a reference points into: its own, or one it includes by another name. */
  #included(library: string, node: ElmNode): string {
    const alias = textAt(node, 'libraryName');
    if (alias === undefined) return library;
    const includes = this.#libraries.get(library)?.includes?.def ?? [];
    return includes.find(({ localIdentifier }) => localIdentifier === alias)?.path ?? alias;
  }
}

interface Codes {
  readonly called: string | null;
  readonly named: readonly { readonly system: string; readonly code: string }[];
}

const anyCode: Codes = { called: null, named: [] };
const idOf = (node: ElmNode | undefined): string => String(node?.id ?? '');

function referencesIn(node: ElmNode): readonly ElmNode[] {
  if (node.type === 'CodeRef' || node.type === 'ValueSetRef') return [node];
  return Object.keys(node).flatMap((key) => nodesAt(node, key).flatMap(referencesIn));
}
