import type { CqlText, Measure } from '#cql';
import { type ClinicalStore, type Database, type OwnChart, ownCharts } from '#store';
import { compileMeasure, type PopulationSql } from '../evaluate/compile-library.ts';
import {
  type FollowedMeasure,
  followedMeasures,
  type MeasurePart,
} from '../own-measures/followed-measures.ts';
import { countedSql } from '../own-measures/own-to-ask.ts';
import type { ClinicalSide } from '../program/clinical-side.ts';

/** What the numbers of a measure are made of, whether it is the library's or the organisation's own. */
export interface MeasureBehind {
  readonly measure: Measure;
  /** Where its definitions stand: in its own library, or in those of the measures that it is composed of. */
  readonly parts: readonly MeasurePart[];
  readonly cql: readonly CqlText[];
  /** The question of everybody at once; null where it cannot be asked so. */
  readonly sql: () => PopulationSql | null;
}

/** A measure that is followed month by month; undefined when there is none of the name. */
export async function measureBehind(
  side: Pick<ClinicalSide, 'clinical' | 'library' | 'timeZone'>,
  db: Database,
  measureId: string,
): Promise<MeasureBehind | undefined> {
  const { library, timeZone } = side;
  const inUse = library.measures.find(({ measure }) => measure.id === measureId);
  if (inUse !== undefined) {
    const { measure } = inUse;
    const { elm, valueSets, cql } = library;
    const part = { library: measure.library, populations: measure.populations, elm, valueSets };
    return {
      ...{ measure, parts: [part], cql },
      sql: () => compileMeasure(library, measure, timeZone),
    };
  }
  const own = await followedMeasures({ ...side, db });
  const followed = own.find(({ measure }) => measure.id === measureId);
  if (followed === undefined) return undefined;
  const { measure, texts, parts } = followed;
  const chart = (await ownCharts(db)).get(measureId);
  return {
    ...{ measure, parts, cql: texts },
    sql: () => questionOf(followed, chart?.way ?? 'none', side.clinical),
  };
}

/** As it was asked when the numbers were made. */
function questionOf(
  followed: FollowedMeasure,
  way: OwnChart['way'],
  clinical: ClinicalStore,
): PopulationSql | null {
  if (way === 'none') return null;
  if (way === 'sql' && followed.way.kind === 'sql') return followed.way.sql;
  return countedSql(followed, clinical, { version: 0, periods: [] });
}
