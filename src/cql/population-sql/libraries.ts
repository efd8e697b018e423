import { type ElmDefinition, type ElmLibrary, type ElmNode, nodesAt, textAt } from '../elm.ts';
import { placeOf, Refusal } from './refusal.ts';

/** A definition or function together with the library in whose words it is written. */
export interface Found {
  readonly library: string;
  readonly definition: ElmDefinition;
}

/** Looks names up across libraries, as their includes say. */
export class Libraries {
  readonly #byId: ReadonlyMap<string, ElmLibrary>;

  constructor(elm: readonly ElmLibrary[]) {
    this.#byId = new Map(elm.map((one) => [one.library.identifier.id, one]));
  }

  /** The id of the library that a node speaks of: its own, or the one it names. */
  spokenOf(node: ElmNode, within: string): string {
    const alias = textAt(node, 'libraryName');
    if (alias === undefined) return within;
    const include = this.#library(within, node).library.includes?.def?.find(
      ({ localIdentifier }) => localIdentifier === alias,
    );
    if (include === undefined)
      throw new Refusal(`the library '${alias}' is not included`, placeOf(within, node));
    return include.path.replace(/^.*\//, '');
  }

  definition(node: ElmNode, within: string): Found {
    const library = this.spokenOf(node, within);
    const name = textAt(node, 'name') ?? '';
    const definition = this.#statements(library, node).find(
      (one) => one.name === name && one.type !== 'FunctionDef',
    );
    if (definition === undefined)
      throw new Refusal(`there is no definition '${name}'`, placeOf(within, node));
    return { library, definition };
  }

  /** The function whose operands have the types that the call states; the only one when it states none. */
  function(node: ElmNode, within: string): Found {
    const library = this.spokenOf(node, within);
    const name = textAt(node, 'name') ?? '';
    const operands = nodesAt(node, 'operand');
    const candidates = this.#statements(library, node).filter(
      (one) =>
        one.name === name &&
        one.type === 'FunctionDef' &&
        nodesAt(one, 'operand').length === operands.length,
    );
    const stated = nodesAt(node, 'signature').map(typeText);
    const fitting = candidates.filter(
      (one) => nodesAt(one, 'operand').map(operandType).join() === stated.join(),
    );
    const [definition] = candidates.length === 1 ? candidates : fitting;
    if (definition === undefined) {
      throw new Refusal(
        `it is not certain which function '${name}' is meant`,
        placeOf(within, node),
      );
    }
    return { library, definition };
  }

  /** The codes a CodeRef or a ConceptRef stands for, as 'system|code'. */
  codes(node: ElmNode, within: string): readonly string[] {
    const library = this.spokenOf(node, within);
    const { codes, concepts } = this.#library(library, node).library;
    const name = textAt(node, 'name');
    if (node.type === 'ConceptRef') {
      const concept = concepts?.def?.find((one) => one.name === name);
      return nodesAt(concept ?? {}, 'code').flatMap((code) =>
        this.codes({ ...code, type: 'CodeRef' }, library),
      );
    }
    const code = codes?.def?.find((one) => one.name === name);
    const system = code === undefined ? undefined : this.#systemOf(code, library);
    if (code === undefined || system === undefined) {
      throw new Refusal(`the code '${name}' has no code system`, placeOf(within, node));
    }
    return [`${system}|${String(code.id)}`];
  }

  #systemOf(code: ElmNode, within: string): string | undefined {
    const [reference] = nodesAt(code, 'codeSystem');
    if (reference === undefined) return undefined;
    const library = this.spokenOf(reference, within);
    const system = this.#library(library, reference).library.codeSystems?.def?.find(
      (one) => one.name === reference.name,
    );
    return system === undefined ? undefined : textAt(system, 'id');
  }

  /** The canonical url of a value set. */
  valueSet(node: ElmNode, within: string): string {
    const library = this.spokenOf(node, within);
    const found = this.#library(library, node).library.valueSets?.def?.find(
      (one) => one.name === node.name,
    );
    const url = found === undefined ? undefined : textAt(found, 'id');
    if (url === undefined)
      throw new Refusal(`there is no value set '${String(node.name)}'`, placeOf(within, node));
    return url;
  }

  #statements(library: string, node: ElmNode): readonly ElmDefinition[] {
    return this.#library(library, node).library.statements?.def ?? [];
  }

  #library(id: string, node: ElmNode): ElmLibrary {
    const library = this.#byId.get(id);
    if (library === undefined)
      throw new Refusal(`the library '${id}' is missing`, placeOf(id, node));
    return library;
  }
}

const operandType = (operand: ElmNode): string => {
  const [specifier] = nodesAt(operand, 'operandTypeSpecifier');
  return specifier === undefined ? String(operand.operandType ?? '') : typeText(specifier);
};

/** A type specifier as text, to compare two of them. */
export function typeText(specifier: ElmNode): string {
  const inner = ['pointType', 'elementType', 'choice', 'type'].flatMap((key) =>
    nodesAt(specifier, key),
  );
  const name = textAt(specifier, 'name') ?? textAt(specifier, 'type') ?? '';
  return inner.length === 0 ? name : `${name}<${inner.map(typeText).join()}>`;
}
