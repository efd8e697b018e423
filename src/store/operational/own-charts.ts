import { sql } from 'kysely';
import type { Said } from '#core';
import type { Changes, Database } from './database.ts';

/** How a measure that an organisation brought is followed month by month. */
export interface OwnChart {
  /** As results, charts and signals know it. */
  readonly measureId: string;
  readonly ownMeasureId: string;
  /** Of everybody at once, patient by patient, or in reports only. */
  readonly way: 'sql' | 'memory' | 'none';
  /** Why it is not asked of everybody at once, and where in the definition; null where it is. */
  readonly because: string | null;
  /** The same as a code, in whose words pages tell it; null for what was kept before there were any. */
  readonly said: Said | null;
  readonly place: string | null;
}

/** Replaces what was known of how own measures are followed. */
export async function replaceOwnCharts(tx: Changes, charts: readonly OwnChart[]): Promise<void> {
  await tx.deleteFrom('own_chart').execute();
  if (charts.length === 0) return;
  await tx
    .insertInto('own_chart')
    .values(
      charts.map(({ measureId, ownMeasureId, way, because, said, place }) => ({
        ...{ measure_id: measureId, own_measure_id: ownMeasureId, way, because, place },
        said: JSON.stringify(said),
      })),
    )
    .execute();
}

/** Each chart of the organisation's own measures, by its measure's id. */
export async function ownCharts(db: Database): Promise<ReadonlyMap<string, OwnChart>> {
  const rows = await db.selectFrom('own_chart').selectAll().orderBy('measure_id').execute();
  return new Map(
    rows.map(({ measure_id: measureId, own_measure_id: ownMeasureId, ...chart }) => [
      measureId,
      { measureId, ownMeasureId, ...chart },
    ]),
  );
}

/** Changes when any measure, value set or code system is brought; null while there is no own measure. */
export async function ownMeasuresState(db: Database): Promise<string | null> {
  const { rows } = await sql<{ measures: string | null; terminology: string }>`select
      (select string_agg(id || ' ' || version || ' ' || digest || ' ' || brought_at, ',' order by id, version)
        from own_measure) as measures,
      (select count(*) || ' ' || coalesce(max(brought_at)::text, '') from terminology) as terminology`.execute(
    db,
  );
  const [row] = rows;
  return row === undefined || row.measures === null ? null : `${row.measures}\n${row.terminology}`;
}
