import type { CqlText, ElmLibrary, Measure, ValueSetCodes } from '#cql';
import type { Database } from '#store';
import { compileMeasure, type PopulationSql } from '../evaluate/compile-library.ts';
import { followedMeasures } from '../own-measures/followed-measures.ts';
import type { ClinicalSide } from '../program/clinical-side.ts';

/** What the numbers of a measure are made of, whether it is the library's or the organisation's own. */
export interface MeasureBehind {
  readonly measure: Measure;
  readonly elm: readonly ElmLibrary[];
  readonly valueSets: ValueSetCodes;
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
    return { measure, elm, valueSets, cql, sql: () => compileMeasure(library, measure, timeZone) };
  }
  const own = await followedMeasures({ ...side, db });
  const followed = own.find(({ measure }) => measure.id === measureId);
  if (followed === undefined) return undefined;
  const { measure, elm, valueSets, texts, way } = followed;
  return {
    ...{ measure, elm, valueSets, cql: texts },
    sql: () => (way.kind === 'sql' ? way.sql : null),
  };
}
