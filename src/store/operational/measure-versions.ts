import { sql } from 'kysely';
import type { Text } from '#core';
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

/** The title of each measure in its newest definition. */
export async function measureTitles(db: Database): Promise<ReadonlyMap<string, Text>> {
  const rows = await db
    .selectFrom('measure_version')
    .distinctOn('measure_id')
    .select([
      'measure_id',
      sql<string | null>`definition #>> '{title,en}'`.as('en'),
      sql<string | null>`definition #>> '{title,sv}'`.as('sv'),
    ])
    .orderBy('measure_id')
    .orderBy('recorded_at', 'desc')
    .execute();
  return new Map(rows.map(({ measure_id: id, en, sv }) => [id, { en: en ?? id, sv: sv ?? id }]));
}
