import { ProblemError, problem } from '#core';
import type { SystemCode, ValueSetCodes } from '../measures/value-sets.ts';
import { chosenConcepts } from './chosen-concepts.ts';
import type {
  CodeSystem,
  Composition,
  TerminologyResource,
  ValueSetDefinition,
} from './terminology-file.ts';

/** More codes than any published value set has; it keeps a mistake in a definition from filling the memory. */
const mostCodes = 1_000_000;

/** Value sets and code systems that are held, by canonical address and version. */
export class Terminology {
  readonly #valueSets: ReadonlyMap<string, readonly ValueSetDefinition[]>;
  readonly #codeSystems: ReadonlyMap<string, readonly CodeSystem[]>;
  readonly #expanded = new Map<ValueSetDefinition, readonly SystemCode[]>();

  constructor(held: readonly TerminologyResource[]) {
    this.#valueSets = byUrl(held.filter((one) => one.kind === 'value-set'));
    this.#codeSystems = byUrl(held.filter((one) => one.kind === 'code-system'));
  }

  /** Every value set that is held, as addresses with and without version; without a version the newest is meant. */
  get valueSets(): readonly string[] {
    return [...this.#valueSets].flatMap(([url, versions]) => [
      url,
      ...versions.flatMap(({ version }) => (version === null ? [] : [`${url}|${version}`])),
    ]);
  }

  /**
   * The codes of a value set.
   *
   * @param canonical its address, with |version for a certain one
   * @throws ProblemError that names what is missing: the value set, one that it rests on, or a code system
   */
  expand(canonical: string): readonly SystemCode[] {
    return this.#expand(canonical, []);
  }

  #expand(canonical: string, within: readonly string[]): readonly SystemCode[] {
    const definition = chosenVersion(this.#valueSets, canonical);
    if (definition === undefined) throw missing('value set', canonical, within);
    const held = this.#expanded.get(definition);
    if (held !== undefined) return held;
    if (within.includes(canonical)) throw circular([...within, canonical]);
    const codes = this.#codesOf(definition, [...within, canonical]);
    if (codes.length > mostCodes) throw tooMany(canonical, codes.length);
    this.#expanded.set(definition, codes);
    return codes;
  }

  #codesOf(definition: ValueSetDefinition, within: readonly string[]): readonly SystemCode[] {
    const { expansion, include, exclude } = definition;
    if (expansion !== null) return completeExpansion(definition, expansion);
    if (include.length === 0) throw undefinedSet(definition.url);
    const found = new Map<string, SystemCode>();
    for (const part of include) {
      for (const code of this.#codesOfPart(part, within)) found.set(keyOf(code), code);
    }
    for (const part of exclude) {
      for (const code of this.#codesOfPart(part, within)) found.delete(keyOf(code));
    }
    return [...found.values()];
  }

  /** What is both in the system's part and in every value set that is named. */
  #codesOfPart(part: Composition, within: readonly string[]): readonly SystemCode[] {
    const sets = part.valueSets.map((url) => this.#expand(url, within));
    const own = part.system === null ? [] : [this.#codesOfSystem(part, part.system, within)];
    const [first = [], ...others] = [...own, ...sets];
    const keys = others.map((codes) => new Set(codes.map(keyOf)));
    return first.filter((code) => keys.every((set) => set.has(keyOf(code))));
  }

  #codesOfSystem(part: Composition, system: string, within: readonly string[]) {
    const { listed, filters, version } = part;
    if (listed !== null && filters.length === 0) return listed.map((code) => ({ system, code }));
    const canonical = version === null ? system : `${system}|${version}`;
    const held = chosenVersion(this.#codeSystems, canonical);
    if (held === undefined || !held.isComplete) throw missing('code system', canonical, within);
    return chosenConcepts(held, filters).map((code) => ({ system, code }));
  }
}

/** Every value set expanded, as evaluation looks them up. */
export function allValueSets(terminology: Terminology): ValueSetCodes {
  return new Map(terminology.valueSets.map((url) => [url, terminology.expand(url)]));
}

const keyOf = ({ system, code }: SystemCode): string => `${system}|${code}`;

function byUrl<T extends { readonly url: string; readonly version: string | null }>(
  held: readonly T[],
): ReadonlyMap<string, readonly T[]> {
  const found = new Map<string, T[]>();
  for (const one of held) {
    const others = (found.get(one.url) ?? []).filter(({ version }) => version !== one.version);
    found.set(one.url, [...others, one]);
  }
  return found;
}

/** The version that is named, or the newest; one that was brought without a version stands for any. */
function chosenVersion<T extends { readonly version: string | null }>(
  held: ReadonlyMap<string, readonly T[]>,
  canonical: string,
): T | undefined {
  const [url = '', version] = canonical.split('|');
  const versions = held.get(url) ?? [];
  if (version === undefined) {
    return versions.toSorted((a, b) => newerFirst(a.version ?? '', b.version ?? ''))[0];
  }
  return (
    versions.find((one) => one.version === version) ?? versions.find((one) => one.version === null)
  );
}

/** '1.10' is newer than '1.9', and '2024-03' than '2023-09'. */
const newerFirst = (a: string, b: string): number =>
  b.localeCompare(a, 'en', { numeric: true, sensitivity: 'base' });

function completeExpansion(
  { url }: ValueSetDefinition,
  { codes, total }: NonNullable<ValueSetDefinition['expansion']>,
): readonly SystemCode[] {
  if (total === null || total <= codes.length) return codes;
  throw new ProblemError(
    problem(
      'value-set-incomplete',
      `The expansion of the value set ${url} says that it has ${total} codes and lists ${codes.length}.`,
      'Bring all pages of the expansion in one file.',
      url,
    ),
  );
}

function missing(
  what: 'value set' | 'code system',
  canonical: string,
  within: readonly string[],
): ProblemError {
  const [asked = ''] = within;
  const needed = asked === '' || asked === canonical ? '' : ` The value set ${asked} needs it.`;
  const bring = what === 'value set' ? 'a FHIR ValueSet' : 'a complete FHIR CodeSystem';
  const or = what === 'value set' ? '' : ', or bring an expansion of the value set';
  return new ProblemError(
    problem(
      what === 'value set' ? 'cql-missing-value-set' : 'code-system-missing',
      `The ${what} ${canonical} is not here.${needed}`,
      `Bring it as ${bring}${or}, and try again.`,
      asked === '' ? canonical : asked,
    ),
  );
}

const circular = (path: readonly string[]): ProblemError =>
  new ProblemError(
    problem(
      'value-set-circular',
      `A value set includes itself: ${path.join(' → ')}.`,
      'Take one of these references out.',
      path[0] ?? '',
    ),
  );

const undefinedSet = (url: string): ProblemError =>
  new ProblemError(
    problem(
      'value-set-not-listed',
      `The value set ${url} does not say which codes it has.`,
      'Bring a definition (compose) or an expansion along: $expand on a terminology server writes one.',
      url,
    ),
  );

const tooMany = (url: string, count: number): ProblemError =>
  new ProblemError(
    problem(
      'value-set-too-large',
      `The value set ${url} has ${count} codes; at most ${mostCodes} are held.`,
      'Divide it, or narrow its definition.',
      url,
    ),
  );
