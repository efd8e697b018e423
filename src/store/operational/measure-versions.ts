import type { Measure } from '#cql';
import type { Database } from './database.ts';

/** True when a definition of this measure has ever been taken into use. */
export async function isKnownMeasure(db: Database, measureId: string): Promise<boolean> {
  const row = await db
    .selectFrom('measure_version')
    .select('digest')
    .where('measure_id', '=', measureId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Each measure in its newest definition, by id. */
export async function measuresInUse(db: Database): Promise<ReadonlyMap<string, Measure>> {
  const rows = await db
    .selectFrom('measure_version')
    .distinctOn('measure_id')
    .select(['measure_id', 'definition'])
    .orderBy('measure_id')
    .orderBy('recorded_at', 'desc')
    .execute();
  return new Map(rows.map(({ measure_id, definition }) => [measure_id, definition]));
}

/** The CQL of a measure's newest definition; empty for a measure that is not known. */
export async function measureText(db: Database, measureId: string): Promise<string> {
  const row = await db
    .selectFrom('measure_version')
    .select('cql')
    .where('measure_id', '=', measureId)
    .orderBy('recorded_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.cql ?? '';
}
