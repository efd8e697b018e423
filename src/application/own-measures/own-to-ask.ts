import { groupBy, type Problem, ProblemError } from '#core';
import { sumsOfEvents } from '#cql';
import type { MonthPeriod } from '#knowledge';
import {
  type ClinicalStore,
  type Database,
  type FollowedState,
  followedEventsSql,
  keepOnlyFollowed,
  type OwnChart,
} from '#store';
import type { CompiledMeasure, PopulationSql } from '../evaluate/compile-library.ts';
import { withUnits } from '../evaluate/whose-events.ts';
import type { Library, MeasureInUse } from '../library/open-library.ts';
import type { BesideCounter, CountWanted } from './count-beside.ts';
import { filledBy, type InMemoryQuestion } from './count-portion.ts';
import { followInMemory } from './follow-in-memory.ts';
import { type FollowedMeasure, followedMeasures } from './followed-measures.ts';
import { notAnswered, notOfTheseRecords, problemReason, type Reason } from './reason.ts';

interface Asking {
  readonly db: Database;
  readonly library: Library;
  readonly clinical: ClinicalStore;
  readonly timeZone: string;
  readonly beside: Pick<BesideCounter, 'failure'>;
  /** Told of our own mistakes that keep one measure from being counted, and no other. */
  readonly onTrouble: (error: unknown) => void;
}

export interface OwnToAsk {
  /** What can be asked of these records, as measures of the library are. */
  readonly asked: readonly CompiledMeasure[];
  /** What cannot: it has a page that says why. */
  readonly unasked: readonly MeasureInUse[];
  /** What is being counted for the first time, or by a new definition: until then an earlier one stands. */
  readonly awaited: readonly MeasureInUse[];
  /** What is left to count beside, of new ones all and of others what is new. */
  readonly toCount: readonly CountWanted[];
  /** How every own measure is followed, those that cannot be asked too. */
  readonly charts: readonly OwnChart[];
}

/**
 * The organisation's own measures as they can be asked of the records held now; the months must be laid out. What cannot
 * be asked of everybody at once is counted patient by patient, where little is left to count here and otherwise beside,
 * and then asked of what was counted.
 */
export async function ownToAsk(asking: Asking, periods: readonly MonthPeriod[]): Promise<OwnToAsk> {
  const told = await Promise.all(
    (await followedMeasures(asking)).map((followed) => askable(followed, asking)),
  );
  const answered: Answerable[] = [];
  const toCount: CountWanted[] = [];
  const questions = [...groupBy(told, ({ followed }) => followed.ownMeasureId).values()];
  await keepOnlyFollowed(asking.clinical, questions.flatMap(questionsIn).map(filledBy));
  for (const of of questions) {
    const { charts, wanted } = await counted(of, { ...asking, periods });
    answered.push(...charts);
    if (wanted !== null) toCount.push(wanted);
  }
  const withoutSql = answered.filter(({ sql }) => sql === null);
  const measuresOf = (charts: readonly Answerable[]) => charts.map(({ followed }) => followed);
  return {
    asked: answered.flatMap(({ followed, sql }) =>
      sql === null ? [] : [{ ...followed, sql, tables: sql.uses }],
    ),
    unasked: measuresOf(withoutSql.filter(({ way }) => way === 'none')),
    awaited: measuresOf(withoutSql.filter(({ way }) => way !== 'none')),
    toCount,
    charts: answered.map(({ followed, way, reason }) => ({
      ...{ measureId: followed.measure.id, ownMeasureId: followed.ownMeasureId, way },
      ...(reason ?? noReason),
    })),
  };
}

/** The same where the database could not answer some of what was asked: our mistake, told on their pages. */
export function withFailed(own: OwnToAsk, failed: readonly MeasureInUse[]): OwnToAsk {
  const ids = new Set(failed.map(({ measure }) => measure.id));
  return {
    ...own,
    asked: own.asked.filter(({ measure }) => !ids.has(measure.id)),
    unasked: [...own.unasked, ...failed],
    charts: own.charts.map((chart) =>
      ids.has(chart.measureId)
        ? { ...chart, way: 'none', ...notAnswered(chart.place ?? chart.ownMeasureId) }
        : chart,
    ),
  };
}

const noReason = { because: null, said: null, place: null };

interface Answerable extends Pick<OwnChart, 'way'> {
  readonly followed: FollowedMeasure;
  /** Why it is not asked of everybody at once; null where it is. */
  readonly reason: Reason | null;
  readonly sql: PopulationSql | null;
}

/** Some records cannot be answered in SQL, and only they tell: then the other way is taken. */
async function askable(
  followed: FollowedMeasure,
  { clinical, onTrouble }: Asking,
): Promise<Answerable> {
  const { way, ownMeasureId } = followed;
  if (way.kind !== 'sql') {
    const { kind, reason } = way;
    return { followed, sql: null, way: kind, reason };
  }
  const { sql } = way;
  try {
    const [row] = sql.unlessSql === null ? [] : await clinical.query(sql.unlessSql);
    return row === undefined
      ? { followed, sql, way: 'sql', reason: null }
      : {
          ...{ followed, sql: null, way: 'memory' },
          reason: notOfTheseRecords(String(row.because), ownMeasureId),
        };
  } catch (error) {
    onTrouble(error);
    return { followed, sql: null, way: 'none', reason: notAnswered(ownMeasureId) };
  }
}

interface Counting extends Asking {
  readonly periods: readonly MonthPeriod[];
}

/** What of one own measure is counted patient by patient; none or one question. */
function questionsIn(charts: readonly Answerable[]): readonly InMemoryQuestion[] {
  const inMemory = charts.filter(({ way }) => way === 'memory');
  const [first] = inMemory;
  if (first === undefined) return [];
  return [
    {
      id: first.followed.ownMeasureId,
      digest: inMemory.map(({ followed }) => followed.digest).join(' '),
      measures: first.followed.asked,
      charts: inMemory.map(({ followed }) => followed.chart),
    },
  ];
}

interface CountedCharts {
  readonly charts: readonly Answerable[];
  /** What is left to count beside. */
  readonly wanted: CountWanted | null;
}

/** The charts of one own measure, with those counted that are counted patient by patient. */
async function counted(charts: readonly Answerable[], counting: Counting): Promise<CountedCharts> {
  const [question] = questionsIn(charts);
  if (question === undefined) return { charts, wanted: null };
  const { clinical, timeZone, periods } = counting;
  const following = { clinical, timeZone, periods };
  try {
    const { whole, next } = await followInMemory(following, question);
    const wanted = next === null ? null : { question, following, version: next.version };
    const failure = wanted === null ? undefined : counting.beside.failure(wanted);
    if (failure !== undefined) return { charts: failed(charts, failure.problem), wanted: null };
    const sqlOf = (one: Answerable) =>
      whole === null ? null : countedSql(one.followed, clinical, whole);
    return {
      charts: charts.map((one) => (one.way === 'memory' ? { ...one, sql: sqlOf(one) } : one)),
      wanted,
    };
  } catch (error) {
    // One measure that cannot be counted keeps no other from being counted; its page says why.
    if (!(error instanceof ProblemError)) throw error;
    return { charts: failed(charts, error.problem), wanted: null };
  }
}

/** Where it was our own mistake, nothing more is told than that. */
const failed = (charts: readonly Answerable[], problem: Problem | null): readonly Answerable[] =>
  charts.map((one) => {
    if (one.way !== 'memory') return one;
    const { ownMeasureId } = one.followed;
    const reason =
      problem === null ? notAnswered(ownMeasureId) : problemReason(problem, ownMeasureId);
    return { ...one, way: 'none', reason };
  });

/** Asks what was counted patient by patient; what is counted of other data or months is another question. */
export function countedSql(
  { measure }: Pick<FollowedMeasure, 'measure'>,
  { tables }: Pick<ClinicalStore, 'tables'>,
  { version, periods }: Pick<FollowedState, 'version' | 'periods'>,
): PopulationSql {
  const events = `/* data version ${version}, months ${periods.join(' ')} */ ${followedEventsSql(measure.id)}`;
  return {
    kind: 'sql',
    membershipSql: withUnits(measure.basis, events, tables),
    aggregateSql: '',
    sumsSql: sumsOfEvents(measure, 'duckdb'),
    uses: [],
    unlessSql: null,
  };
}
