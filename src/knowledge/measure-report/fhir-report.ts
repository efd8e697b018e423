import type { FhirMeasure, GroupPopulation, MeasureGroup } from '#cql';
import { groupScore } from './group-score.ts';
import { suppressCounts } from './suppress-counts.ts';
import type { GroupTally, Tally } from './tally.ts';
import { type WeightedPart, weightedScore } from './weighted-score.ts';

export type ReportType = 'summary' | 'subject-list' | 'individual';

export interface ReportFacts {
  readonly measure: FhirMeasure;
  readonly type: ReportType;
  /** Instants with offset; the end is the last moment of the period. */
  readonly period: { readonly start: string; readonly end: string };
  /** When the report is made, an ISO instant. */
  readonly at: string;
  /** Whose numbers these are, in words; null for all there is. */
  readonly reporter: string | null;
  /** The patient of an individual report, as Patient/id. */
  readonly subject: string | null;
  /** For a weighted composite, whose groups are its components': what each of them weighs. */
  readonly weights: readonly Omit<WeightedPart, 'score'>[] | null;
  /** True for readers outside the unit: small counts are hidden, the others rounded. */
  readonly isLeaving: boolean;
}

type Json = Readonly<Record<string, unknown>>;

const populationSystem = 'http://terminology.hl7.org/CodeSystem/measure-population';
const absentReason = 'http://hl7.org/fhir/StructureDefinition/data-absent-reason';

/** A FHIR R4 MeasureReport. */
export function fhirMeasureReport(facts: ReportFacts, groups: readonly GroupTally[]): Json {
  const { measure, type, period, at, reporter, subject, weights } = facts;
  const lists: Json[] = [];
  const written = groups.map((tally, i) => group(tally, i, facts, lists));
  const composite = weights === null ? [] : [weightedGroup(weights, groups, facts)];
  return {
    resourceType: 'MeasureReport',
    ...(lists.length === 0 ? {} : { contained: lists }),
    status: 'complete',
    type,
    measure: canonicalOf(measure),
    ...(subject === null ? {} : { subject: { reference: subject } }),
    date: at,
    ...(reporter === null ? {} : { reporter: { display: reporter } }),
    period,
    group: [...composite, ...written],
  };
}

const canonicalOf = ({ url, version, id }: FhirMeasure): string =>
  `${url ?? `urn:gyrus:measure:${id}`}${version === null ? '' : `|${version}`}`;

/** The score of the whole, before the components it is made of; small counts hide it as they hide theirs. */
function weightedGroup(
  weights: readonly Omit<WeightedPart, 'score'>[],
  groups: readonly GroupTally[],
  { isLeaving }: ReportFacts,
): Json {
  const parts = weights.flatMap((weight, i) => {
    const tally = groups[i];
    return tally === undefined ? [] : [{ ...weight, score: toldOf(tally, isLeaving).whole.score }];
  });
  return { id: 'composite', ...scoreOf(weightedScore(parts)) };
}

function group(tally: GroupTally, at: number, facts: ReportFacts, lists: Json[]): Json {
  const { group: measured, all, strata } = tally;
  const { whole, parts } = toldOf(tally, facts.isLeaving);
  const list = (i: number): Json =>
    facts.type === 'subject-list'
      ? { subjectResults: subjectList(all.subjects[i] ?? [], `list-${at}-${i}`, measured, lists) }
      : {};
  return {
    ...(measured.id === null ? {} : { id: measured.id }),
    population: populations(measured, whole, list),
    ...scoreOf(whole.score),
    ...(strata.length === 0
      ? {}
      : { stratifier: strata.map((values, s) => stratifier(measured, s, values, parts[s] ?? [])) }),
  };
}

function stratifier(
  measured: MeasureGroup,
  at: number,
  values: ReadonlyMap<string, Tally>,
  parts: readonly Told[],
): Json {
  const { id = null, expressions = [] } = measured.stratifiers[at] ?? {};
  const stratum = [...values.keys()].flatMap((value, i) => {
    const told = parts[i];
    if (told === undefined) return [];
    const population = populations(measured, told, () => ({}));
    return [{ value: { text: value }, population, ...scoreOf(told.score) }];
  });
  return {
    ...(id === null ? {} : { id }),
    code: [{ text: expressions.join(', ') }],
    ...(stratum.length === 0 ? {} : { stratum }),
  };
}

const populations = (
  measured: MeasureGroup,
  { counts }: Told,
  more: (at: number) => Json,
): readonly Json[] =>
  measured.populations.flatMap((population, i) =>
    population.code === 'measure-observation'
      ? []
      : [{ ...populationWords(population), ...countOf(counts[i] ?? null), ...more(i) }],
  );

/** Counts and score of a group or a stratum, as far as they may be told. */
interface Told {
  readonly counts: readonly (number | null)[];
  readonly score: number | null;
}

interface GroupTold {
  readonly whole: Told;
  /** For each stratifier, its strata in order. */
  readonly parts: readonly (readonly Told[])[];
}

function toldOf({ group: measured, all, strata }: GroupTally, isLeaving: boolean): GroupTold {
  const tallies = strata.map((values) => [...values.values()]);
  const asIs = (tally: Tally): Told => ({
    counts: tally.counts,
    score: groupScore(measured, tally),
  });
  if (!isLeaving) return { whole: asIs(all), parts: tallies.map((parts) => parts.map(asIs)) };
  const isCount = measured.populations.map(({ code }) => code !== 'measure-observation');
  const countsOf = ({ counts }: Tally): readonly number[] => counts.filter((_, i) => isCount[i]);
  const tables = (tallies.length === 0 ? [[]] : tallies).map((parts) =>
    suppressCounts([countsOf(all), ...parts.map(countsOf)]),
  );
  // The whole is in every table: what one of them hides is hidden.
  const [first = []] = tables.map(([row = []]) => row);
  const whole = first.map((count, i) =>
    tables.every(([row]) => row?.[i] !== null) ? count : null,
  );
  const told = (tally: Tally, row: readonly (number | null)[]): Told =>
    toldRow(measured, tally, row, isCount);
  return {
    whole: told(all, whole),
    parts: tallies.map((parts, s) =>
      parts.map((tally, i) => told(tally, tables[s]?.[i + 1] ?? [])),
    ),
  };
}

/** A score tells on the counts it is made of: it is made of what is told, and only when all of that is. */
function toldRow(
  measured: MeasureGroup,
  tally: Tally,
  row: readonly (number | null)[],
  isCount: readonly boolean[],
): Told {
  let next = 0;
  const counts = isCount.map((is) => (is ? (row[next++] ?? null) : null));
  const isWhole = counts.every((count, i) => count !== null || isCount[i] === false);
  const told = { ...tally, counts: counts.map((count) => count ?? 0) };
  const mayTell = isWhole && !showsOneValue(measured);
  return { counts, score: mayTell ? groupScore(measured, told) : null };
}

/** The least and the most of what was observed are values of single patients. */
const showsOneValue = ({ populations: all }: MeasureGroup): boolean =>
  all.some(({ aggregateMethod: how }) => how === 'minimum' || how === 'maximum');

const countOf = (count: number | null): Json =>
  count === null
    ? { _count: { extension: [{ url: absentReason, valueCode: 'masked' }] } }
    : { count };

const scoreOf = (score: number | null): Json =>
  score === null ? {} : { measureScore: { value: score } };

const populationWords = ({ id, code }: GroupPopulation): Json => ({
  ...(id === null ? {} : { id }),
  code: { coding: [{ system: populationSystem, code }] },
});

function subjectList(
  subjects: readonly string[],
  id: string,
  { basis }: MeasureGroup,
  lists: Json[],
): Json {
  const entry = (subject: string): Json => ({
    item: { reference: basis === 'boolean' ? `Patient/${subject}` : subject },
  });
  lists.push({
    resourceType: 'List',
    id,
    status: 'current',
    mode: 'snapshot',
    ...(subjects.length === 0 ? {} : { entry: subjects.map(entry) }),
  });
  return { reference: `#${id}` };
}
