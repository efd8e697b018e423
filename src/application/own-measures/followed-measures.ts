import { createHash } from 'node:crypto';
import {
  type ChartedGroup,
  type CqlText,
  chartedMeasures,
  compileGroup,
  type ElmLibrary,
  eventRows,
  type FhirMeasure,
  type MeasureGroup,
  measureWording,
  readFhirMeasure,
  responsibleUnit,
  type ValueSetCodes,
} from '#cql';
import {
  type BroughtTerminology,
  type ClinicalStore,
  type Database,
  heldTerminology,
  type OwnMeasure,
  ownMeasures,
  ownMeasuresState,
} from '#store';
import type { PopulationSql } from '../evaluate/compile-library.ts';
import { ownedEvents } from '../evaluate/whose-events.ts';
import type { MeasureInUse } from '../library/open-library.ts';
import type { InMemoryChart } from './follow-in-memory.ts';
import { valueSetsFor, withMainLibrary } from './measure-sources.ts';

/** A group of an own measure as it is followed month by month, with everything it is evaluated by. */
export interface FollowedMeasure extends MeasureInUse {
  readonly ownMeasureId: string;
  readonly fhir: FhirMeasure;
  readonly group: MeasureGroup;
  readonly elm: readonly ElmLibrary[];
  readonly valueSets: ValueSetCodes;
  readonly texts: readonly CqlText[];
  readonly way: FollowedWay;
  /** Counted patient by patient, where it is not asked of everybody at once. */
  readonly chart: InMemoryChart;
}

export type FollowedWay =
  /** Asked of everybody at once. */
  | { readonly kind: 'sql'; readonly sql: PopulationSql }
  /** Patient by patient, for it cannot be asked of everybody at once. */
  | { readonly kind: 'memory'; readonly because: string; readonly place: string }
  /** Reports only. */
  | { readonly kind: 'none'; readonly because: string; readonly place: string };

interface Sources {
  readonly db: Database;
  readonly clinical: Pick<ClinicalStore, 'tables'>;
  readonly timeZone: string;
}

interface Followed {
  readonly state: string;
  readonly measures: readonly FollowedMeasure[];
}

const lastFollowed = new WeakMap<Database, Followed>();

/** Every group of every own measure, read and compiled anew only after something was brought. */
export async function followedMeasures(sources: Sources): Promise<readonly FollowedMeasure[]> {
  const state = await ownMeasuresState(sources.db);
  if (state === null) return [];
  const known = lastFollowed.get(sources.db);
  if (known?.state === state) return known.measures;
  const [own, terminology] = await Promise.all([
    ownMeasures(sources.db),
    heldTerminology(sources.db),
  ]);
  const measures = own.flatMap((one) => followedGroups(one, terminology, sources));
  lastFollowed.set(sources.db, { state, measures });
  return measures;
}

/** Each group of one own measure: its chart, and how the chart's numbers are had. */
export function followedGroups(
  own: OwnMeasure,
  terminology: readonly BroughtTerminology[],
  sources: Pick<Sources, 'clinical' | 'timeZone'>,
): readonly FollowedMeasure[] {
  const read = readFhirMeasure(own.resource);
  if (read.kind === 'unreadable')
    throw new Error(`a measure was kept and cannot be read again (${read.problem.where})`);
  const fhir = withMainLibrary(read.measure, own.libraries);
  const elm = own.libraries.map((one) => one.elm);
  const valueSets = valueSetsFor(fhir, elm, terminology);
  const texts = own.libraries.flatMap(({ elm: { library }, cql }) =>
    cql === null ? [] : [{ name: library.identifier.id, text: cql }],
  );
  const contents = [own.digest, [...valueSets]];
  return chartedMeasures(fhir, measureWording(own.resource)).map((charted, at) => ({
    ...{ measure: charted.measure, group: charted.group, tests: [] },
    ...{ ownMeasureId: own.id, fhir, elm, valueSets, texts },
    cql: texts.find(({ name }) => name === fhir.library)?.text ?? '',
    digest: digestOf([charted.measure, ...contents]),
    way: wayOf(charted, { fhir, elm, valueSets, ...sources }),
    chart: {
      measureId: charted.measure.id,
      rowsOf: (_, { measures }) => eventRows(charted.group, measures[0]?.[at] ?? []),
    },
  }));
}

const digestOf = (contents: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(contents)).digest('hex');

interface Compiling extends Pick<Sources, 'clinical' | 'timeZone'> {
  readonly fhir: FhirMeasure;
  readonly elm: readonly ElmLibrary[];
  readonly valueSets: ValueSetCodes;
}

function wayOf(
  { group, measure: { basis }, unchartable }: ChartedGroup,
  { fhir, elm, valueSets, clinical, timeZone }: Compiling,
): FollowedWay {
  if (unchartable !== null) return { kind: 'none', because: unchartable, place: fhir.id };
  const views = clinical.tables.map(({ view }) => view);
  const question = { measure: fhir, group, elm, valueSets, views, timeZone };
  const compiled = compileGroup({ ...question, dialect: 'duckdb' });
  const isSaid = saysWhose(fhir, elm);
  if (compiled.kind === 'not-compilable') {
    const { because, where: place } = compiled;
    return { kind: isSaid ? 'none' : 'memory', because, place };
  }
  if (isSaid) return { kind: 'sql', sql: compiled };
  return { kind: 'sql', sql: ownedEvents(compiled, basis, clinical.tables) };
}

/** Whether the measure's own library has a definition of which unit an event belongs to. */
const saysWhose = ({ library }: FhirMeasure, elm: readonly ElmLibrary[]): boolean =>
  elm.some(
    (one) =>
      one.library.identifier.id === library &&
      one.library.statements?.def?.some(({ name }) => name === responsibleUnit) === true,
  );
