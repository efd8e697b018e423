import { createHash } from 'node:crypto';
import { type Problem, ProblemError } from '#core';
import {
  type ChartedGroup,
  type CompositeMeasure,
  type CqlText,
  chartedMeasures,
  compileGroup,
  type ElmLibrary,
  eventRows,
  eventRowsSql,
  type FhirMeasure,
  type MeasureGroup,
  type MeasurePopulations,
  measureWording,
  readComposite,
  readFhirMeasure,
  responsibleUnit,
  sumsOfEvents,
  type ValueSetCodes,
} from '#cql';
import {
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
import {
  type ComposedMeasure,
  composedCounts,
  composedMeasure,
  composedText,
  type MeasuresHere,
} from './composed-measure.ts';
import type { AskedMeasure } from './count-patients.ts';
import type { InMemoryChart } from './count-portion.ts';
import { valueSetsFor, withMainLibrary } from './measure-sources.ts';
import {
  composedOfPatients,
  notCompiled,
  problemReason,
  type Reason,
  weightedScore,
} from './reason.ts';

/** A library that definitions of a measure stand in. */
export interface MeasurePart {
  readonly library: string;
  readonly populations: MeasurePopulations;
  readonly elm: readonly ElmLibrary[];
  readonly valueSets: ValueSetCodes;
}

/** A group of an own measure as it is followed month by month, with everything it is evaluated by. */
export interface FollowedMeasure extends MeasureInUse {
  readonly ownMeasureId: string;
  /** What is counted: itself, or the measures it is composed of. */
  readonly asked: readonly AskedMeasure[];
  /** Where its definitions stand. */
  readonly parts: readonly MeasurePart[];
  readonly texts: readonly CqlText[];
  readonly way: FollowedWay;
  /** Counted patient by patient, where it is not asked of everybody at once. */
  readonly chart: InMemoryChart;
}

export type FollowedWay =
  /** Asked of everybody at once. */
  | { readonly kind: 'sql'; readonly sql: PopulationSql }
  /** Patient by patient, for it cannot be asked of everybody at once. */
  | { readonly kind: 'memory'; readonly reason: Reason }
  /** Reports only. */
  | { readonly kind: 'none'; readonly reason: Reason };

interface Sources {
  readonly db: Database;
  readonly library: MeasuresHere['library'];
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
  const here = { library: sources.library, own, terminology };
  const measures = own.flatMap((one) => followedGroups(one, here, sources));
  lastFollowed.set(sources.db, { state, measures });
  return measures;
}

/** Each group of one own measure: its chart, and how the chart's numbers are had. */
export function followedGroups(
  own: OwnMeasure,
  here: MeasuresHere,
  sources: Pick<Sources, 'clinical' | 'timeZone'>,
): readonly FollowedMeasure[] {
  const composite = readComposite(own.resource);
  if (composite.kind === 'composite') return [followedComposite(own, composite.measure, here)];
  const read = readFhirMeasure(own.resource);
  if (read.kind === 'unreadable')
    throw new Error(`a measure was kept and cannot be read again (${read.problem.where})`);
  const fhir = withMainLibrary(read.measure, own.libraries);
  const elm = own.libraries.map((one) => one.elm);
  const valueSets = valueSetsFor(fhir, elm, here.terminology);
  const texts = textsOf(own);
  const contents = [own.digest, [...valueSets]];
  const asked = { measure: fhir, elm, valueSets };
  return chartedMeasures(fhir, measureWording(own.resource)).map((charted, at) => ({
    ...{ measure: charted.measure, ownMeasureId: own.id, asked: [asked], texts, tests: [] },
    parts: [{ library: fhir.library, populations: charted.measure.populations, elm, valueSets }],
    cql: texts.find(({ name }) => name === fhir.library)?.text ?? '',
    digest: digestOf([charted.measure, ...contents]),
    way: wayOf(charted, asked, sources),
    chart: {
      measureId: charted.measure.id,
      rowsOf: (_, { measures }) => eventRows(charted.group, measures[0]?.[at] ?? []),
    },
  }));
}

const textsOf = ({ libraries }: OwnMeasure): readonly CqlText[] =>
  libraries.flatMap(({ elm: { library }, cql }) =>
    cql === null ? [] : [{ name: library.identifier.id, text: cql }],
  );

/** A composite is counted patient by patient, from what its components count; one whose components went has a page still. */
function followedComposite(
  own: OwnMeasure,
  composite: CompositeMeasure,
  here: MeasuresHere,
): FollowedMeasure {
  const told = composedOrProblem(own, composite, here);
  const { id } = composite;
  const whole = told.kind === 'composed' ? told.composed : null;
  const [charted] = chartedMeasures(
    whole?.measure ?? { ...composite, library: '', groups: [noGroup] },
    measureWording(own.resource),
  );
  if (charted === undefined) throw new Error('followedComposite: a composite has no group');
  const measure = { ...charted.measure, id, populations: composedPopulations };
  const parts = (whole?.asked ?? []).map((asked) => asked.measure.id);
  const asked = whole?.asked ?? [];
  return {
    ...{ measure, ownMeasureId: own.id, asked, tests: [] },
    parts: whole === null ? [] : composedParts(whole),
    texts: [
      ...here.library.cql,
      ...here.own.filter((one) => parts.includes(one.id)).flatMap(textsOf),
    ],
    cql: whole === null ? '' : composedText(whole),
    digest: digestOf([measure, own.digest, asked.map((one) => [one.elm, [...one.valueSets]])]),
    way: composedWay(told, id),
    chart: {
      measureId: id,
      rowsOf: (_, period) =>
        whole === null ? [] : eventRows(charted.group, composedCounts(whole, period)[0] ?? []),
    },
  };
}

const composedParts = ({ components, asked }: ComposedMeasure): readonly MeasurePart[] =>
  components.flatMap(({ measure, at }) => {
    const one = asked.find((each) => each.measure.id === measure.id);
    const charted = chartedMeasures(measure, measureWording({}))[at];
    if (one === undefined || charted === undefined) return [];
    const { populations } = charted.measure;
    return { library: measure.library, populations, elm: one.elm, valueSets: one.valueSets };
  });

const noGroup: MeasureGroup = {
  ...{ id: null, scoring: 'proportion', basis: 'boolean', populations: [], stratifiers: [] },
};

/** Each component has its own definitions. */
const composedPopulations = { initialPopulation: 'composed-of', denominator: 'composed-of' };

type Composing =
  | { readonly kind: 'composed'; readonly composed: ComposedMeasure }
  | { readonly kind: 'problem'; readonly problem: Problem };

function composedOrProblem(
  own: OwnMeasure,
  composite: CompositeMeasure,
  here: MeasuresHere,
): Composing {
  try {
    return { kind: 'composed', composed: composedMeasure(composite, own.resource, here) };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { kind: 'problem', problem: error.problem };
  }
}

function composedWay(told: Composing, place: string): FollowedWay {
  if (told.kind === 'problem') return { kind: 'none', reason: problemReason(told.problem, place) };
  return told.composed.composite.scoring === 'weighted'
    ? { kind: 'none', reason: weightedScore(place) }
    : { kind: 'memory', reason: composedOfPatients(place) };
}

const digestOf = (contents: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(contents)).digest('hex');

function wayOf(
  { group, measure, unchartable }: ChartedGroup,
  { measure: fhir, elm, valueSets }: AskedMeasure,
  { clinical, timeZone }: Pick<Sources, 'clinical' | 'timeZone'>,
): FollowedWay {
  if (unchartable !== null) return { kind: 'none', reason: { ...unchartable, place: fhir.id } };
  const isSaid = saysWhose(fhir, elm);
  const views = clinical.tables.map(({ view }) => view);
  const question = { measure: fhir, group, elm, valueSets, views, timeZone };
  const compiled = compileGroup({ ...question, dialect: 'duckdb' });
  if (compiled.kind === 'not-compilable') {
    const reason = notCompiled(compiled.because, compiled.where);
    return { kind: isSaid ? 'none' : 'memory', reason };
  }
  const sql = {
    ...compiled,
    membershipSql: eventRowsSql(group, compiled.membershipSql),
    sumsSql: sumsOfEvents(measure, 'duckdb'),
  };
  return { kind: 'sql', sql: isSaid ? sql : ownedEvents(sql, measure.basis, clinical.tables) };
}

/** Whether the measure's own library has a definition of which unit an event belongs to. */
const saysWhose = ({ library }: FhirMeasure, elm: readonly ElmLibrary[]): boolean =>
  elm.some(
    (one) =>
      one.library.identifier.id === library &&
      one.library.statements?.def?.some(({ name }) => name === responsibleUnit) === true,
  );
