import { ProblemError, problem } from '#core';
import {
  asFhirMeasure,
  type ElmLibrary,
  type FhirMeasure,
  type Measure,
  readComposite,
  readFhirMeasure,
  type ValueSetCodes,
} from '#cql';
import { type Database, heldTerminology, type OwnMeasure, ownMeasures } from '#store';
import type { Library } from '../library/open-library.ts';
import { type ComposedMeasure, composedMeasure, type MeasuresHere } from './composed-measure.ts';
import type { AskedMeasure } from './count-patients.ts';
import { valueSetsFor, withMainLibrary } from './measure-sources.ts';

/** A measure that can be reported: of the library, or the organisation's own. Both are evaluated in the same way. */
export interface HeldMeasure {
  /** As it is counted. */
  readonly measure: FhirMeasure;
  /** What is evaluated: itself, or the measures it is composed of. */
  readonly asked: readonly AskedMeasure[];
  readonly elm: readonly ElmLibrary[];
  readonly valueSets: ValueSetCodes;
  /** The library's own form, for a measure of the library. */
  readonly inLibrary: Measure | null;
  /** What was brought, for the organisation's own. */
  readonly own: OwnMeasure | null;
  /** What it is composed of, for a composite. */
  readonly composed: ComposedMeasure | null;
}

interface Sources {
  readonly db: Database;
  readonly library: Library;
}

/** Every measure there is, the library's first. */
export async function heldMeasures({ db, library }: Sources): Promise<readonly NamedMeasure[]> {
  const own = await ownMeasures(db);
  return [
    ...library.measures.map(({ measure }) => asFhirMeasure(measure)),
    ...own.map(({ resource }) => namesOf(resource)),
  ];
}

type NamedMeasure = Pick<FhirMeasure, 'id' | 'url' | 'version' | 'title'>;

/** A measure by its id or its canonical address; the library's first, where an organisation's own has the same id. */
export async function heldMeasure({ db, library }: Sources, idOrUrl: string): Promise<HeldMeasure> {
  const { elm, valueSets } = library;
  for (const { measure: inLibrary } of library.measures) {
    const measure = asFhirMeasure(inLibrary);
    const asked = [{ measure, elm, valueSets }];
    if (isNamed(measure, idOrUrl))
      return { measure, asked, elm, valueSets, inLibrary, own: null, composed: null };
  }
  const all = await ownMeasures(db);
  const own = all.find(({ resource }) => isNamed(namesOf(resource), idOrUrl));
  if (own === undefined) throw await unknownMeasure({ db, library }, idOrUrl);
  return ownMeasure(own, { library, own: all, terminology: await heldTerminology(db) });
}

function ownMeasure(own: OwnMeasure, here: MeasuresHere): HeldMeasure {
  const composite = readComposite(own.resource);
  const nothing = { inLibrary: null, own };
  if (composite.kind === 'composite') {
    const composed = composedMeasure(composite.measure, own.resource, here);
    const { measure, asked } = composed;
    return { ...nothing, measure, asked, elm: [], valueSets: new Map(), composed };
  }
  const measure = withMainLibrary(readAgain(own.resource), own.libraries);
  const elm = own.libraries.map((one) => one.elm);
  const valueSets = valueSetsFor(measure, elm, here.terminology);
  return {
    ...nothing,
    ...{ measure, elm, valueSets, composed: null },
    asked: [{ measure, elm, valueSets }],
  };
}

function namesOf(resource: object): NamedMeasure {
  const composite = readComposite(resource);
  return composite.kind === 'composite' ? composite.measure : readAgain(resource);
}

const isNamed = ({ id, url }: NamedMeasure, idOrUrl: string): boolean =>
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
