import type { ClinicalStore, Database, OwnChart } from '#store';
import type { CompiledMeasure } from '../evaluate/compile-library.ts';
import { type FollowedMeasure, followedMeasures } from './followed-measures.ts';

interface Asking {
  readonly db: Database;
  readonly clinical: ClinicalStore;
  readonly timeZone: string;
}

export interface OwnToAsk {
  /** What can be asked of these records, as measures of the library are. */
  readonly asked: readonly CompiledMeasure[];
  /** What cannot: it has a page that says why. */
  readonly unasked: readonly FollowedMeasure[];
  /** How every own measure is followed, those that cannot be asked too. */
  readonly charts: readonly OwnChart[];
}

/** The organisation's own measures as they can be asked of the records held now; the months must be laid out. */
export async function ownToAsk(asking: Asking): Promise<OwnToAsk> {
  const asked: CompiledMeasure[] = [];
  const unasked: FollowedMeasure[] = [];
  const charts: OwnChart[] = [];
  for (const followed of await followedMeasures(asking)) {
    const { way } = followed;
    const refused = await whyNot(followed, asking.clinical);
    charts.push({
      ...{ measureId: followed.measure.id, ownMeasureId: followed.ownMeasureId },
      ...(refused === null
        ? { way: 'sql', because: null, place: null }
        : { way: 'none', ...refused }),
    });
    if (refused === null && way.kind === 'sql')
      asked.push({ ...followed, sql: way.sql, tables: way.sql.uses });
    else unasked.push(followed);
  }
  return { asked, unasked, charts };
}

/** Some records cannot be answered in SQL, and only they tell. */
async function whyNot({ way, fhir }: FollowedMeasure, clinical: ClinicalStore) {
  if (way.kind === 'none') return { because: way.because, place: way.place };
  if (way.sql.unlessSql === null) return null;
  const [row] = await clinical.query(way.sql.unlessSql);
  return row === undefined ? null : { because: String(row.because), place: fhir.id };
}
