import { type ElmLibrary, type ElmNode, nodeAt, nodesAt, textAt } from '../elm.ts';
import type { SystemCode, ValueSetCodes } from '../measures/value-sets.ts';
import { allOf, impossible, type Need, nothingNeeded, someOf } from './need.ts';

/** Where a node stands: its library, and what the operands of the function around it need. */
interface Place {
  readonly library: string;
  readonly operands: ReadonlyMap<string, Need>;
  /** Definitions and functions on the way here; a circle needs nothing. */
  readonly within: readonly string[];
}

/**
 * What a patient's record must hold for a definition to be true or to give at least one thing, read from the ELM. Where
 * the text does not tell, nothing is needed: a patient may be evaluated in vain, but none is left out.
 */
export function necessaryRecords(
  library: string,
  definition: string,
  elm: readonly ElmLibrary[],
  valueSets: ValueSetCodes,
): Need {
  const reader = new Reader(elm, valueSets);
  return reader.definition(library, definition, { library, operands: new Map(), within: [] });
}

class Reader {
  readonly #libraries: ReadonlyMap<string, ElmLibrary['library']>;
  readonly #valueSets: ValueSetCodes;
  readonly #held = new Map<string, Need>();

  constructor(elm: readonly ElmLibrary[], valueSets: ValueSetCodes) {
    this.#libraries = new Map(elm.map(({ library }) => [library.identifier.id, library]));
    this.#valueSets = valueSets;
  }

  definition(library: string, name: string, { within }: Place): Need {
    const key = `${library} ${name}`;
    const held = this.#held.get(key);
    if (held !== undefined) return held;
    const found = this.#statements(library, name).find(({ type }) => type !== 'FunctionDef');
    if (found?.expression === undefined || within.includes(key)) return nothingNeeded;
    const inside = { library, operands: new Map(), within: [...within, key] };
    const need = this.need(found.expression, inside);
    this.#held.set(key, need);
    return need;
  }

  need(node: ElmNode, place: Place): Need {
    const operands = (): readonly Need[] =>
      nodesAt(node, 'operand').map((operand) => this.need(operand, place));
    switch (kindOf(node)) {
      case 'every-operand':
        return allOf(operands());
      case 'some-operand':
        return someOf(operands());
      case 'first-operand':
        return allOf(operands().slice(0, 1));
      case 'source':
        return this.part(node, 'source', place);
      case 'own':
        return this.#own(node, place);
      default:
        return nothingNeeded;
    }
  }

  part(node: ElmNode, key: string, place: Place): Need {
    const child = nodeAt(node, key);
    return child === undefined ? nothingNeeded : this.need(child, place);
  }

  #own(node: ElmNode, place: Place): Need {
    switch (node.type) {
      case 'Null':
        return impossible;
      case 'Literal':
        return isFalse(node) ? impossible : nothingNeeded;
      case 'Retrieve':
        return this.#retrieve(node, place);
      case 'Query':
        return this.#query(node, place);
      case 'List':
        return someOf(nodesAt(node, 'element').map((element) => this.need(element, place)));
      case 'If':
        return someOf([
          allOf([this.part(node, 'condition', place), this.part(node, 'then', place)]),
          this.part(node, 'else', place),
        ]);
      case 'Case':
        return this.#case(node, place);
      case 'Greater':
      case 'GreaterOrEqual':
        return this.#more(node, place);
      case 'InValueSet':
        return this.part(node, 'code', place);
      case 'AnyInValueSet':
        return this.part(node, 'codes', place);
      case 'OperandRef':
        return place.operands.get(textAt(node, 'name') ?? '') ?? nothingNeeded;
      case 'ExpressionRef':
        return this.definition(this.#libraryOf(node, place), textAt(node, 'name') ?? '', place);
      case 'FunctionRef':
        return this.#function(node, place);
      default:
        return nothingNeeded;
    }
  }

  /** Each source gives something, each with finds something, and the condition is true. */
  #query(node: ElmNode, place: Place): Need {
    if (node.aggregate !== undefined && node.aggregate !== null) return nothingNeeded;
    const sources = nodesAt(node, 'source').map((one) => this.part(one, 'expression', place));
    const withs = nodesAt(node, 'relationship')
      .filter(({ type }) => type === 'With')
      .flatMap((one) => [this.part(one, 'expression', place), this.part(one, 'suchThat', place)]);
    return allOf([...sources, ...withs, this.part(node, 'where', place)]);
  }

  #case(node: ElmNode, place: Place): Need {
    const isCondition = node.comparand === undefined || node.comparand === null;
    const items = nodesAt(node, 'caseItem').map((item) =>
      allOf([
        isCondition ? this.part(item, 'when', place) : nothingNeeded,
        this.part(item, 'then', place),
      ]),
    );
    return someOf([...items, this.part(node, 'else', place)]);
  }

  /** More than none of a list: the list has something. Of other values both must be there. */
  #more(node: ElmNode, place: Place): Need {
    const [first, second] = nodesAt(node, 'operand');
    if (first === undefined || second === undefined) return nothingNeeded;
    const least = second.type === 'Literal' ? Number(textAt(second, 'value')) : Number.NaN;
    const isMoreThanNone = node.type === 'Greater' ? least >= 0 : least > 0;
    if (first.type === 'Count')
      return isMoreThanNone ? this.part(first, 'source', place) : nothingNeeded;
    return allOf([this.need(first, place), this.need(second, place)]);
  }

  #function(node: ElmNode, place: Place): Need {
    const library = this.#libraryOf(node, place);
    const name = textAt(node, 'name') ?? '';
    const given = nodesAt(node, 'operand').map((operand) => this.need(operand, place));
    const key = `${library} ${name}() ${given.length}`;
    if (place.within.includes(key)) return nothingNeeded;
    const bodies = this.#statements(library, name)
      .filter((one) => one.type === 'FunctionDef')
      .map((one) => ({ one, operands: nodesAt(one, 'operand') }))
      .filter(({ operands }) => operands.length === given.length);
    // A function that is not here may give anything.
    if (bodies.length === 0) return nothingNeeded;
    return someOf(
      bodies.map(({ one, operands }) =>
        one.expression === undefined
          ? nothingNeeded
          : this.need(one.expression, {
              library,
              operands: new Map(
                operands.map((operand, at) => [
                  textAt(operand, 'name') ?? '',
                  given[at] ?? nothingNeeded,
                ]),
              ),
              within: [...place.within, key],
            }),
      ),
    );
  }

  #retrieve(node: ElmNode, place: Place): Need {
    const resourceType = (textAt(node, 'dataType') ?? '').replace(/^\{.*\}/, '');
    // The patient is there before anything is asked.
    if (resourceType === 'Patient') return nothingNeeded;
    const written = nodeAt(node, 'codes');
    const codes = written === undefined ? null : this.#codes(written, place.library);
    const property = textAt(node, 'codeProperty');
    if (codes === null || property === undefined)
      return { kind: 'record', key: resourceType, resourceType, codeProperty: null, codes: [] };
    const name = `${place.library} ${textAt(written ?? {}, 'libraryName') ?? ''} ${textAt(written ?? {}, 'name') ?? JSON.stringify(codes)}`;
    const key = `${resourceType}.${property} ${name}`;
    return { kind: 'record', key, resourceType, codeProperty: property, codes };
  }

  /** The codes that are written; null when they are worked out from something else. */
  #codes(node: ElmNode, library: string): readonly SystemCode[] | null {
    const name = textAt(node, 'name') ?? '';
    const own = this.#includedAs(textAt(node, 'libraryName'), library);
    switch (node.type) {
      case 'ValueSetRef':
        return this.#valueSets.get(textAt(this.#named('valueSets', name, own), 'id') ?? '') ?? null;
      case 'CodeRef':
        return this.#code(name, own);
      case 'ToList':
      case 'ToConcept':
      case 'Property': {
        const inner = nodeAt(node, node.type === 'Property' ? 'source' : 'operand');
        return inner === undefined ? null : this.#codes(inner, library);
      }
      case 'List': {
        const each = nodesAt(node, 'element').map((element) => this.#codes(element, library));
        return each.includes(null) ? null : each.flatMap((codes) => codes ?? []);
      }
      default:
        return null;
    }
  }

  #code(name: string, library: string): readonly SystemCode[] | null {
    const definition = this.#named('codes', name, library);
    const code = textAt(definition, 'id');
    const reference = nodeAt(definition, 'codeSystem') ?? {};
    const home = this.#includedAs(textAt(reference, 'libraryName'), library);
    const system = textAt(this.#named('codeSystems', textAt(reference, 'name') ?? '', home), 'id');
    return code === undefined || system === undefined ? null : [{ system, code }];
  }

  #named(section: 'valueSets' | 'codes' | 'codeSystems', name: string, library: string): ElmNode {
    const definitions = this.#libraries.get(library)?.[section]?.def ?? [];
    return definitions.find((one) => textAt(one, 'name') === name) ?? {};
  }

  #statements(library: string, name: string) {
    const all = this.#libraries.get(library)?.statements?.def ?? [];
    return all.filter((one) => one.name === name);
  }

  #libraryOf(node: ElmNode, place: Place): string {
    return this.#includedAs(textAt(node, 'libraryName'), place.library);
  }

  #includedAs(alias: string | undefined, library: string): string {
    if (alias === undefined) return library;
    const includes = this.#libraries.get(library)?.includes?.def ?? [];
    const found = includes.find(({ localIdentifier }) => localIdentifier === alias);
    return (found?.path ?? alias).replace(/^.*\//, '');
  }
}

const isFalse = (node: ElmNode): boolean =>
  textAt(node, 'valueType') === '{urn:hl7-org:elm-types:r1}Boolean' &&
  textAt(node, 'value') === 'false';

type Kind = 'every-operand' | 'some-operand' | 'first-operand' | 'source' | 'own' | 'unknown';

/**
 * How a node depends on its operands. An operator is named here only when a missing or empty operand makes it neither
 * true nor something: `not`, `=` (of two empty lists), `included in` (of an empty list) are not among them.
 */
const kinds: Readonly<Record<Exclude<Kind, 'unknown'>, readonly string[]>> = {
  'every-operand': [
    ...['And', 'Exists', 'Intersect', 'IsTrue', 'SingletonFrom', 'Flatten', 'Distinct', 'ToList'],
    ...['As', 'Start', 'End', 'DateFrom', 'ToDateTime', 'ToDate', 'ToConcept', 'ToQuantity'],
    ...['Less', 'LessOrEqual', 'Before', 'After', 'SameAs', 'SameOrBefore', 'SameOrAfter'],
    ...['Overlaps', 'OverlapsBefore', 'OverlapsAfter', 'DurationBetween', 'DifferenceBetween'],
  ],
  'some-operand': ['Or', 'Union', 'Coalesce'],
  'first-operand': ['Except', 'Indexer'],
  source: ['First', 'Last', 'Sum', 'Min', 'Max', 'AnyTrue', 'Property', 'Message'],
  own: [
    ...['Null', 'Literal', 'Retrieve', 'Query', 'List', 'If', 'Case', 'Greater', 'GreaterOrEqual'],
    ...['InValueSet', 'AnyInValueSet', 'OperandRef', 'ExpressionRef', 'FunctionRef'],
  ],
};

const kindByType = new Map<string, Kind>(
  (Object.keys(kinds) as Exclude<Kind, 'unknown'>[]).flatMap((kind) =>
    kinds[kind].map((type) => [type, kind] as const),
  ),
);

const kindOf = ({ type }: ElmNode): Kind => kindByType.get(type ?? '') ?? 'unknown';
