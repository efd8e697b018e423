import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { type Problem, ProblemError, problem } from '#core';
import {
  asFhirMeasure,
  type BundledLibrary,
  type ElmLibrary,
  elmProblems,
  type FhirMeasure,
  includedLibraries,
  type MeasureBundle,
  readElm,
  readMeasureBundle,
} from '#cql';
import { fhirMeasureEvaluator } from '#cql/in-memory';
import { translateLibraries } from '#cql/translate';
import {
  appendEntry,
  type BroughtTerminology,
  type ClinicalStore,
  type Database,
  heldTerminology,
  inTransaction,
  type OwnLibrary,
  type OwnMeasure,
  ownCharts,
  ownMeasures,
  saveOwnMeasure,
  saveTerminology,
} from '#store';
import { blankEntry } from '../command.ts';
import { composedMeasure, type MeasuresHere } from './composed-measure.ts';
import { type FollowedMeasure, type FollowedWay, followedGroups } from './followed-measures.ts';
import { valueSetsFor, withMainLibrary } from './measure-sources.ts';

/** A bundle is read whole; the largest published measures with all their value sets have some 20 MB. */
export const bundleBytesMax = 50_000_000;

export interface ImportedMeasure {
  readonly id: string;
  readonly version: string;
  readonly title: string | null;
  readonly groups: readonly { readonly scoring: string; readonly basis: string }[];
  readonly libraries: readonly string[];
  readonly valueSets: number;
  /** How each of its groups is followed month by month. */
  readonly charts: readonly ImportedChart[];
}

export interface ImportedChart {
  readonly measureId: string;
  /** Of everybody at once, or else patient by patient or in reports only, with the reason and its place. */
  readonly way: FollowedWay['kind'];
  readonly because: string | null;
  readonly place: string | null;
}

interface Importing {
  readonly db: Database;
  readonly clinical: Pick<ClinicalStore, 'tables'>;
  readonly library: MeasuresHere['library'];
  readonly clock: () => string;
  readonly timeZone: string;
}

/**
 * Takes a FHIR Measure with its libraries and value sets into use, or a composite with the measures it is made of: read,
 * translated, checked and asked of an invented patient before anything is kept. All of it is kept, with an entry in the
 * ledger for each measure, or nothing.
 */
export async function importMeasure(importing: Importing, file: string): Promise<ImportedMeasure> {
  const { db, clinical, library, timeZone } = importing;
  const bundle = await readBundle(file);
  const at = importing.clock();
  const terminology = [...(await heldTerminology(db)), ...bundle.terminology];
  const brought = await countedMeasures(bundle, { library, terminology, timeZone, at, file });
  const composite = bundle.composite === null ? [] : [compositeOf(bundle.composite, at)];
  const all = [...brought, ...composite];
  const others = (await ownMeasures(db)).filter(({ id }) => all.every(({ own }) => own.id !== id));
  const here = { library, terminology, own: [...others, ...all.map(({ own }) => own)] };
  // A composite whose components are not here is told, and not only on its page.
  if (bundle.composite !== null)
    composedMeasure(bundle.composite.measure, bundle.composite.resource, here);
  const followed = all.map(({ own }) => followedGroups(own, here, { clinical, timeZone }));
  for (const charts of followed) {
    const taken = await takenId(db, library, charts);
    if (taken !== undefined) throw new ProblemError(idTaken(taken, file));
  }
  await inTransaction(db, async (tx) => {
    await saveTerminology(tx, bundle.terminology, at);
    for (const { own } of all) {
      const entry = await appendEntry(tx, {
        ...blankEntry,
        ...{ at, personId: null, command: 'measure.import' },
        ...{ unitId: null, measureId: own.id },
        words: { version: own.version, digest: own.digest },
      });
      await saveOwnMeasure(tx, own, entry.seq);
    }
  });
  return importedOf(all, followed.flat());
}

/** A measure that is ready to be kept, with what its import tells. */
interface Prepared {
  readonly own: OwnMeasure;
  readonly title: string | null;
  readonly groups: ImportedMeasure['groups'];
  readonly valueSets: number;
}

/** The composite is told of where there is one; the measures it is made of have charts too. */
function importedOf(
  all: readonly Prepared[],
  followed: readonly FollowedMeasure[],
): ImportedMeasure {
  const main = all.at(-1);
  if (main === undefined) throw new Error('importedOf: the bundle has no measure');
  const libraries = all.flatMap(({ own }) => own.libraries);
  return {
    ...{ id: main.own.id, version: main.own.version, title: main.title, groups: main.groups },
    valueSets: all.reduce((sum, { valueSets }) => sum + valueSets, 0),
    libraries: [...new Set(libraries.map(({ elm }) => elm.library.identifier.id))],
    charts: followed.map(({ measure: { id }, way }) => ({
      ...{ measureId: id, way: way.kind, because: null, place: null },
      ...(way.kind === 'sql' ? {} : { because: way.reason.because, place: way.reason.place }),
    })),
  };
}

interface Preparing {
  readonly library: MeasuresHere['library'];
  readonly terminology: readonly BroughtTerminology[];
  readonly timeZone: string;
  readonly at: string;
  readonly file: string;
}

/** The measures that are counted by their own definitions; a component that the library has is not brought again. */
async function countedMeasures(
  bundle: MeasureBundle,
  { library, terminology, timeZone, at, file }: Preparing,
): Promise<readonly Prepared[]> {
  const ours = new Set(library.measures.map(({ measure }) => asFhirMeasure(measure).url));
  const prepared: Prepared[] = [];
  for (const { measure: written, resource } of bundle.measures) {
    if (bundle.composite !== null && ours.has(written.url)) continue;
    const all = await ownLibraries(written, bundle.libraries, file);
    const measure = withMainLibrary(written, all);
    const libraries = bundle.composite === null ? all : onlyIncluded(measure, all);
    const valueSets = await requireWorking(measure, libraries, terminology, timeZone);
    prepared.push({
      own: ownMeasure({ measure, resource, libraries, at }),
      title: measure.title,
      groups: measure.groups.map(({ scoring, basis }) => ({ scoring, basis })),
      valueSets,
    });
  }
  return prepared;
}

function onlyIncluded({ library }: FhirMeasure, all: readonly OwnLibrary[]): readonly OwnLibrary[] {
  const elm = all.map((one) => one.elm);
  const included = new Set(includedLibraries(library, elm));
  return all.filter((one) => included.has(one.elm));
}

const compositeOf = (
  { measure, resource }: NonNullable<MeasureBundle['composite']>,
  at: string,
): Prepared => ({
  own: ownMeasure({ measure, resource, libraries: [], at }),
  ...{ title: measure.title, valueSets: 0 },
  groups: [{ scoring: `composite, ${measure.scoring}`, basis: 'components' }],
});

/** Charts are found by their id: one that the library or another own measure has is taken. */
async function takenId(
  db: Database,
  library: Importing['library'],
  followed: readonly FollowedMeasure[],
): Promise<string | undefined> {
  const taken = new Set(library.measures.map(({ measure }) => measure.id));
  for (const { measureId, ownMeasureId } of (await ownCharts(db)).values())
    if (ownMeasureId !== followed[0]?.ownMeasureId) taken.add(measureId);
  return [followed[0]?.ownMeasureId, ...followed.map(({ measure }) => measure.id)].find(
    (id) => id !== undefined && taken.has(id),
  );
}

interface Bringing {
  readonly measure: Pick<FhirMeasure, 'id' | 'version'>;
  readonly resource: object;
  readonly libraries: readonly OwnLibrary[];
  readonly at: string;
}

const ownMeasure = ({ measure, resource, libraries, at }: Bringing): OwnMeasure => ({
  ...{ id: measure.id, version: measure.version ?? '', resource, libraries, broughtAt: at },
  digest: createHash('sha256')
    .update(JSON.stringify([resource, libraries]))
    .digest('hex'),
});

const idTaken = (id: string, file: string): Problem =>
  problem(
    'measure-id-taken',
    `There is a measure '${id}' already.`,
    'Give the Measure another id, and bring the bundle again.',
    file,
  );

async function readBundle(file: string): Promise<MeasureBundle> {
  const { size } = await stat(file).catch((cause: unknown) => {
    throw new ProblemError(notThere(file), { cause });
  });
  if (size > bundleBytesMax) throw new ProblemError(tooLarge(file, size));
  const text = await readFile(file, 'utf8');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new ProblemError(notJson(file), { cause });
  }
  const bundle = readMeasureBundle(file, json);
  if (bundle.kind === 'unreadable') throw together(bundle.problems);
  return bundle.value;
}

const megabytes = (bytes: number): number => Math.round(bytes / 1e6);

const tooLarge = (file: string, size: number): Problem =>
  problem(
    'bundle-too-large',
    `The bundle has ${megabytes(size)} MB; at most ${megabytes(bundleBytesMax)} MB are read.`,
    'Leave out what the measure does not need: test patients, and value sets that no library names.',
    file,
  );

const notThere = (file: string): Problem =>
  problem('file-not-found', 'There is no such file.', 'Check the name and the folder.', file);

const notJson = (file: string): Problem =>
  problem(
    'bundle-not-json',
    'The file is not JSON.',
    'Bring a FHIR Bundle in JSON, as UTF-8.',
    file,
  );

/** One error that tells every problem, each with its place. */
function together(problems: readonly Problem[]): ProblemError {
  const [first] = problems;
  if (first === undefined) throw new Error('together: there is no problem');
  const others = problems.slice(1).map(({ where, message }) => `${where}: ${message}`);
  const lines = [first.message, ...new Set(others)];
  const tips = new Set(problems.map(({ tip }) => tip));
  return new ProblemError(problem(first.code, lines.join('\n'), [...tips].join(' '), first.where));
}

/** A library that came, and what it is evaluated as. */
interface Loaded extends OwnLibrary {
  readonly names: readonly string[];
}

/** The libraries as they will be evaluated, the measure's own first: ELM as it came, CQL translated where only CQL came. */
async function ownLibraries(
  measure: FhirMeasure,
  libraries: MeasureBundle['libraries'],
  file: string,
): Promise<readonly OwnLibrary[]> {
  const withElm = libraries.flatMap((library) =>
    library.elm === null ? [] : [{ library, elm: library.elm }],
  );
  const problems: Problem[] = [];
  const loaded = withElm.flatMap(({ library, elm }): readonly Loaded[] => {
    const result = readElm(library.where, decoded(elm));
    if (result.kind === 'read') return [asLoaded(library, result.value)];
    problems.push(...result.problems);
    return [];
  });
  if (problems.length > 0) throw together(problems);
  const onlyCql = libraries.filter(({ elm, cql }) => elm === null && cql !== null);
  const all = [...loaded, ...(await translated(onlyCql, loaded))];
  if (all.length === 0) throw new ProblemError(noLibrary(file));
  const wrong = elmProblems(all.map(({ elm }) => elm));
  if (wrong.length > 0) throw together(wrong);
  return mainFirst(measure, all);
}

const asLoaded = ({ names, cql }: BundledLibrary, elm: ElmLibrary): Loaded => ({
  names: [elm.library.identifier.id, ...names],
  elm,
  cql: cql === null ? null : decoded(cql),
});

function mainFirst({ library }: FhirMeasure, all: readonly Loaded[]): readonly OwnLibrary[] {
  const main = all.find(({ names }) => names.includes(library));
  const ordered = main === undefined ? all : [main, ...all.filter((one) => one !== main)];
  return ordered.map(({ elm, cql }) => ({ elm, cql }));
}

const decoded = (base64: string): string => Buffer.from(base64, 'base64').toString('utf8');

async function translated(
  libraries: readonly BundledLibrary[],
  known: readonly Loaded[],
): Promise<readonly Loaded[]> {
  const ours = libraries.filter(({ names }) => !names.includes('FHIRHelpers'));
  if (ours.length === 0) return [];
  // A library that came as ELM may be included by one that came as CQL: its text is then needed too.
  const texts = [
    ...ours.map(({ cql, where }) => ({ name: where, text: decoded(cql ?? '') })),
    ...known.flatMap(({ elm, cql }) => {
      const { id } = elm.library.identifier;
      return cql === null || id === 'FHIRHelpers' ? [] : [{ name: id, text: cql }];
    }),
  ];
  const result = await translateLibraries(texts);
  if (result.kind === 'not-translated') throw together(result.problems);
  const there = new Set(known.map(({ elm }) => elm.library.identifier.id));
  return result.libraries
    .map((elm, i): Loaded => {
      const bundled = ours[i];
      return bundled === undefined
        ? { names: [elm.library.identifier.id], elm, cql: null }
        : asLoaded(bundled, elm);
    })
    .filter(({ elm }) => !there.has(elm.library.identifier.id));
}

const noLibrary = (file: string): Problem =>
  problem(
    'measure-without-library',
    'The bundle has no Library with CQL or ELM in it.',
    'Bring the Library resources with content text/cql or application/elm+json.',
    file,
  );

/** Every definition, include and value set must be there: an invented patient without records is asked for. */
async function requireWorking(
  measure: FhirMeasure,
  libraries: readonly OwnLibrary[],
  held: readonly BroughtTerminology[],
  timeZone: string,
): Promise<number> {
  const elm = libraries.map((one) => one.elm);
  const valueSets = valueSetsFor(measure, elm, held);
  const evaluate = fhirMeasureEvaluator({ measure, elm, valueSets, timeZone });
  const period = { id: 1, start: '2026-01-01T00:00:00Z', end: '2027-01-01T00:00:00Z' };
  try {
    await evaluate([{ resourceType: 'Patient', id: 'nobody' }], period);
  } catch (cause) {
    if (cause instanceof ProblemError) throw cause;
    throw new ProblemError(notEvaluable(measure, cause), { cause });
  }
  return valueSets.size;
}

const notEvaluable = ({ id }: FhirMeasure, cause: unknown): Problem =>
  problem(
    'measure-not-evaluable',
    `The measure cannot be evaluated: ${cause instanceof Error ? cause.message : String(cause)}`,
    'Correct the definition that is named, translate it again, and bring the bundle once more.',
    `Measure/${id}`,
  );
