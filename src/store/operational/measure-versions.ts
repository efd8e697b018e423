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
