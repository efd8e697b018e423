import { ProblemError, problem } from '#core';
import { type ElmLibrary, type ElmNode, textAt } from '../elm.ts';

/** Value sets by canonical url, with |version for a certain version, each expanded to its codes. */
export type ValueSetCodes = ReadonlyMap<string, readonly SystemCode[]>;

export interface SystemCode {
  readonly system: string;
  readonly code: string;
}

export const missingValueSet = (url: string, where: string): ProblemError =>
  new ProblemError(
    problem(
      'cql-missing-value-set',
      `The value set ${url} is not here.`,
      'Bring it as a FHIR ValueSet with its codes, and try again.',
      where,
    ),
  );

/** Every value set that a library or one it includes names must be here: a missing one is no empty set. */
export function requireValueSets(
  library: string,
  elm: readonly ElmLibrary[],
  valueSets: ValueSetCodes,
): void {
  for (const one of includedLibraries(library, elm)) {
    for (const definition of one.library.valueSets?.def ?? []) {
      const url = textAt(definition, 'id') ?? '';
      if (!valueSets.has(url)) throw missingValueSet(url, one.library.identifier.id);
    }
  }
}

/** A library and those that it includes, directly or through others. */
export function includedLibraries(
  library: string,
  elm: readonly ElmLibrary[],
): readonly ElmLibrary[] {
  const names = new Set([library]);
  for (const name of names) {
    const found = elm.find((one) => one.library.identifier.id === name);
    for (const { path } of found?.library.includes?.def ?? []) {
      names.add(path.replace(/^.*\//, ''));
    }
  }
  return [...names].flatMap((name) => elm.find((one) => one.library.identifier.id === name) ?? []);
}

/** The library with the version of each value set in its address, where every path looks it up. */
export function withVersionedValueSets(elm: ElmLibrary): ElmLibrary {
  const def = elm.library.valueSets?.def;
  if (def === undefined || def.every(({ version }) => version === undefined)) return elm;
  return { library: { ...elm.library, valueSets: { def: def.map(versionInAddress) } } };
}

function versionInAddress(definition: ElmNode): ElmNode {
  const { version, ...rest } = definition;
  return version === undefined ? rest : { ...rest, id: `${textAt(rest, 'id') ?? ''}|${version}` };
}

/** The addresses of the value sets that a library and those it includes name. */
export const namedValueSets = (library: string, elm: readonly ElmLibrary[]): readonly string[] => [
  ...new Set(
    includedLibraries(library, elm).flatMap(({ library: { valueSets } }) =>
      (valueSets?.def ?? []).map((definition) => textAt(definition, 'id') ?? ''),
    ),
  ),
];
