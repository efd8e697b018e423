import {
  type ElmLibrary,
  type FhirMeasure,
  includedLibraries,
  namedValueSets,
  Terminology,
  type ValueSetCodes,
} from '#cql';
import type { BroughtTerminology, OwnLibrary } from '#store';

/** A Measure names its library by its address; definitions are looked up by the name in the ELM. */
export function withMainLibrary(measure: FhirMeasure, [main]: readonly OwnLibrary[]): FhirMeasure {
  return main === undefined ? measure : { ...measure, library: main.elm.library.identifier.id };
}

/** The value sets that a measure names, expanded; one that is missing is told by name. */
export function valueSetsFor(
  { library }: FhirMeasure,
  elm: readonly ElmLibrary[],
  held: readonly BroughtTerminology[],
): ValueSetCodes {
  const terminology = new Terminology(held.map(({ read }) => read));
  const named = namedValueSets(library, includedLibraries(library, elm));
  return new Map(named.map((url) => [url, terminology.expand(url)]));
}
