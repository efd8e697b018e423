import { ProblemError, problem } from '#core';
import {
  asFhirMeasure,
  type ElmLibrary,
  type FhirMeasure,
  type Measure,
  readFhirMeasure,
  type ValueSetCodes,
} from '#cql';
import { type Database, heldTerminology, type OwnMeasure, ownMeasures } from '#store';
import type { Library } from '../library/open-library.ts';
import { valueSetsFor, withMainLibrary } from './measure-sources.ts';

/** A measure that can be reported: of the library, or the organisation's own. Both are evaluated in the same way. */
export interface HeldMeasure {
  readonly measure: FhirMeasure;
  readonly elm: readonly ElmLibrary[];
  readonly valueSets: ValueSetCodes;
  /** The library's own form, for a measure of the library. */
  readonly inLibrary: Measure | null;
  /** What was brought, for the organisation's own. */
  readonly own: OwnMeasure | null;
}

interface Sources {
  readonly db: Database;
  readonly library: Library;
}

/** Every measure there is, the library's first. */
export async function heldMeasures({ db, library }: Sources): Promise<readonly FhirMeasure[]> {
  const own = await ownMeasures(db);
  return [
    ...library.measures.map(({ measure }) => asFhirMeasure(measure)),
    ...own.map(({ resource }) => readAgain(resource)),
  ];
}

/** A measure by its id or its canonical address; the library's first, where an organisation's own has the same id. */
export async function heldMeasure({ db, library }: Sources, idOrUrl: string): Promise<HeldMeasure> {
  const { elm, valueSets } = library;
  for (const { measure: inLibrary } of library.measures) {
    const measure = asFhirMeasure(inLibrary);
    if (isNamed(measure, idOrUrl)) return { measure, elm, valueSets, inLibrary, own: null };
  }
  for (const own of await ownMeasures(db)) {
    const measure = withMainLibrary(readAgain(own.resource), own.libraries);
    if (isNamed(measure, idOrUrl)) return ownMeasure(db, measure, own);
  }
  throw await unknownMeasure({ db, library }, idOrUrl);
}

async function ownMeasure(
  db: Database,
  measure: FhirMeasure,
  own: OwnMeasure,
): Promise<HeldMeasure> {
  const elm = own.libraries.map((one) => one.elm);
  const valueSets = valueSetsFor(measure, elm, await heldTerminology(db));
  return { measure, elm, valueSets, inLibrary: null, own };
}

const isNamed = ({ id, url }: FhirMeasure, idOrUrl: string): boolean =>
  id === idOrUrl || (url !== null && url === idOrUrl.replace(/\|.*$/, ''));

function readAgain(resource: object): FhirMeasure {
  const result = readFhirMeasure(resource);
  if (result.kind === 'measure') return result.measure;
  throw new Error(
    `heldMeasures: a measure was kept and cannot be read again (${result.problem.where})`,
  );
}

async function unknownMeasure(sources: Sources, name: string): Promise<ProblemError> {
  const ids = (await heldMeasures(sources)).map(({ id }) => id);
  return new ProblemError(
    problem(
      'measure-not-found',
      `There is no measure '${name}'.`,
      `Choose one of: ${ids.join(', ')}.`,
      name,
    ),
  );
}
