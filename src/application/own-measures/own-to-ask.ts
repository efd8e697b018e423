import { groupBy, ProblemError } from '#core';
import { sumsOfEvents } from '#cql';
import type { MonthPeriod } from '#knowledge';
import { type ClinicalStore, type Database, followedEventsSql, type OwnChart } from '#store';
import type { CompiledMeasure, PopulationSql } from '../evaluate/compile-library.ts';
import { withUnits } from '../evaluate/whose-events.ts';
import type { Library, MeasureInUse } from '../library/open-library.ts';
import { followInMemory } from './follow-in-memory.ts';
import { type FollowedMeasure, followedMeasures } from './followed-measures.ts';

interface Asking {
  readonly db: Database;
  readonly library: Library;
  readonly clinical: ClinicalStore;
  readonly timeZone: string;
  /** Told of our own mistakes that keep one measure from being counted, and no other. */
  readonly onTrouble: (error: unknown) => void;
}

export interface OwnToAsk {
  /** What can be asked of these records, as measures of the library are. */
  readonly asked: readonly CompiledMeasure[];
  /** What cannot: it has a page that says why. */
  readonly unasked: readonly MeasureInUse[];
  /** How every own measure is followed, those that cannot be asked too. */
  readonly charts: readonly OwnChart[];
}

/**
 * The organisation's own measures as they can be asked of the records held now; the months must be laid out. What cannot
 * be asked of everybody at once is counted patient by patient here, and then asked of what was counted.
 */
export async function ownToAsk(asking: Asking, periods: readonly MonthPeriod[]): Promise<OwnToAsk> {
  const told = await Promise.all(
    (await followedMeasures(asking)).map((followed) => askable(followed, asking)),
  );
  const answered: Answerable[] = [];
  for (const [, of] of groupBy(told, ({ followed }) => followed.ownMeasureId))
    answered.push(...(await counted(of, { ...asking, periods })));
  return {
    asked: answered.flatMap(({ followed, sql }) =>
      sql === null ? [] : [{ ...followed, sql, tables: sql.uses }],
    ),
    unasked: answered.flatMap(({ followed, sql }) => (sql === null ? [followed] : [])),
    charts: answered.map(({ followed, way, because, place }) => ({
      ...{ measureId: followed.measure.id, ownMeasureId: followed.ownMeasureId },
      ...{ way, because, place },
    })),
  };
}

/** The same where the database could not answer some of what was asked: our mistake, told on their pages. */
export function withFailed(own: OwnToAsk, failed: readonly MeasureInUse[]): OwnToAsk {
  const ids = new Set(failed.map(({ measure }) => measure.id));
  return {
    asked: own.asked.filter(({ measure }) => !ids.has(measure.id)),
    unasked: [...own.unasked, ...failed],
    charts: own.charts.map((chart) =>
      ids.has(chart.measureId) ? { ...chart, way: 'none', because: notAnswered } : chart,
    ),
  };
}

const notAnswered =
  'the database could not answer it for the records held; whoever runs the program finds the reason in its log';

interface Answerable extends Pick<OwnChart, 'way' | 'because' | 'place'> {
  readonly followed: FollowedMeasure;
  readonly sql: PopulationSql | null;
}

/** Some records cannot be answered in SQL, and only they tell: then the other way is taken. */
async function askable(
  followed: FollowedMeasure,
  { clinical, onTrouble }: Asking,
): Promise<Answerable> {
  const { way, ownMeasureId } = followed;
  if (way.kind !== 'sql') {
    const { kind, because, place } = way;
    return { followed, sql: null, way: kind, because, place };
  }
  const { sql } = way;
  try {
    const [row] = sql.unlessSql === null ? [] : await clinical.query(sql.unlessSql);
    return row === undefined
      ? { followed, sql, way: 'sql', because: null, place: null }
      : { followed, sql: null, way: 'memory', because: String(row.because), place: ownMeasureId };
  } catch (error) {
    onTrouble(error);
    return { followed, sql: null, way: 'none', because: notAnswered, place: ownMeasureId };
  }
}

interface Counting extends Asking {
  readonly periods: readonly MonthPeriod[];
}

/** The charts of one own measure, with those counted that are counted patient by patient. */
async function counted(
  charts: readonly Answerable[],
  counting: Counting,
): Promise<readonly Answerable[]> {
  const inMemory = charts.filter(({ way }) => way === 'memory');
  const [first] = inMemory;
  if (first === undefined) return charts;
  const { ownMeasureId, asked: measures } = first.followed;
  try {
    const version = await followInMemory(counting, {
      id: ownMeasureId,
      digest: inMemory.map(({ followed }) => followed.digest).join(' '),
      measures,
      charts: inMemory.map(({ followed }) => followed.chart),
    });
    return charts.map((one) =>
      one.way === 'memory'
        ? { ...one, sql: countedSql(one.followed, counting.clinical, version) }
        : one,
    );
  } catch (error) {
    // One measure that cannot be counted keeps no other from being counted; its page says why.
    if (!(error instanceof ProblemError)) throw error;
    const { message: because, where: place } = error.problem;
    return charts.map((one) =>
      one.way === 'memory' ? { ...one, way: 'none', because, place } : one,
    );
  }
}

/** Asks what was counted patient by patient; another data version is another question. */
export function countedSql(
  { measure }: Pick<FollowedMeasure, 'measure'>,
  { tables }: Pick<ClinicalStore, 'tables'>,
  version: number,
): PopulationSql {
  const events = `/* as of data version ${version} */ ${followedEventsSql(measure.id)}`;
  return {
    kind: 'sql',
    membershipSql: withUnits(measure.basis, events, tables),
    aggregateSql: '',
    sumsSql: sumsOfEvents(measure, 'duckdb'),
    uses: [],
    unlessSql: null,
  };
}
