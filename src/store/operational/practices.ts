import { type Insertable, type Selectable, sql } from 'kysely';
import type { Practice, PracticeVersion } from '#practice';
import { type Changes, type Database, instant, instantOrNull } from './database.ts';
import type { OperationalTables } from './tables.ts';

/** A practice with all its versions, the first first. */
export interface StoredPractice {
  readonly practice: Practice;
  readonly versions: readonly PracticeVersion[];
}

export async function loadPractice(
  db: Database,
  practiceId: string,
): Promise<StoredPractice | null> {
  const row = await db
    .selectFrom('practice')
    .selectAll()
    .where('id', '=', practiceId)
    .executeTakeFirst();
  return row === undefined ? null : withVersions(db, row);
}

/** Held until the transaction ends: two who make a version at once take turns. */
export async function lockPractice(
  tx: Changes,
  practiceId: string,
): Promise<StoredPractice | null> {
  const row = await tx
    .selectFrom('practice')
    .selectAll()
    .where('id', '=', practiceId)
    .forUpdate()
    .executeTakeFirst();
  return row === undefined ? null : withVersions(tx, row);
}

async function withVersions(
  db: Database,
  row: Selectable<OperationalTables['practice']>,
): Promise<StoredPractice> {
  const versions = await versionColumns(db)
    .where('practice_id', '=', row.id)
    .orderBy('version')
    .execute();
  return { practice: practiceOf(row), versions: versions.map(versionOf) };
}

const versionColumns = (db: Database) =>
  db
    .selectFrom('practice_version')
    .select(['practice_id', 'version', 'title', 'summary', 'content', 'measure_ids', 'expires_on'])
    .select(['rule', 'made_by', 'made_at', 'withdrawn_at', 'withdrawn_reason']);

export async function practiceOfCycle(db: Database, cycleId: string): Promise<string | null> {
  const row = await db
    .selectFrom('practice')
    .select('id')
    .where('cycle_id', '=', cycleId)
    .executeTakeFirst();
  return row?.id ?? null;
}

export interface PracticesSought {
  /** Words as people write them; every practice without. */
  readonly text: string | null;
  readonly measureId: string | null;
  readonly origin: Practice['origin'] | null;
  /** Only what lies on the commons. */
  readonly offeredOnly: boolean;
}

export const practicesShownMax = 200;

/** Practices with their newest version and how many units have taken them up, the newest first. */
export async function practicesSought(db: Database, sought: PracticesSought) {
  const { text, measureId, origin, offeredOnly } = sought;
  let query = db
    .selectFrom('practice')
    .innerJoin('practice_version', (join) =>
      join
        .onRef('practice_version.practice_id', '=', 'practice.id')
        .on(
          'practice_version.version',
          '=',
          sql<number>`(select max(version) from practice_version v where v.practice_id = practice.id)`,
        ),
    )
    .select(['practice.id', 'practice.unit_id', 'practice.origin', 'practice.offered_at'])
    .select(['practice.made_at', 'practice_version.title', 'practice_version.summary'])
    .select(['practice_version.version', 'practice_version.measure_ids'])
    .select(['practice_version.expires_on', 'practice_version.withdrawn_at'])
    .select(
      sql<number>`(select count(*)::integer from adoption a where a.practice_id = practice.id and a.stage not in ('considering', 'stopped'))`.as(
        'in_use',
      ),
    )
    .select(
      sql<number>`(select count(*)::integer from adoption a where a.practice_id = practice.id and a.stage = 'stopped')`.as(
        'stopped',
      ),
    );
  if (offeredOnly) query = query.where('practice.offered_at', 'is not', null);
  if (origin !== null) query = query.where('practice.origin', '=', origin);
  if (measureId !== null)
    query = query.where(sql<boolean>`${measureId} = any (practice_version.measure_ids)`);
  if (text !== null)
    query = query.where(
      sql<boolean>`practice_version.words @@ (websearch_to_tsquery('swedish', ${text}) || websearch_to_tsquery('english', ${text}))`,
    );
  const rows = await query
    .orderBy('practice.made_at', 'desc')
    .orderBy('practice.id')
    .limit(practicesShownMax + 1)
    .execute();
  const practices = rows.slice(0, practicesShownMax).map((row) => ({
    id: row.id,
    unitId: row.unit_id,
    origin: row.origin,
    offeredAt: instantOrNull(row.offered_at),
    madeAt: instant(row.made_at),
    title: row.title,
    summary: row.summary,
    version: row.version,
    measureIds: row.measure_ids,
    expiresOn: row.expires_on,
    withdrawnAt: instantOrNull(row.withdrawn_at),
    inUse: row.in_use,
    stopped: row.stopped,
  }));
  return { practices, truncated: rows.length > practicesShownMax };
}

/** Titles of practices, by id, as their newest version says. */
export async function practiceTitles(
  db: Database,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('practice_version')
    .distinctOn('practice_id')
    .select(['practice_id', 'title'])
    .where('practice_id', 'in', ids)
    .orderBy('practice_id')
    .orderBy('version', 'desc')
    .execute();
  return new Map(rows.map((row) => [row.practice_id, row.title]));
}

/** Practices whose newest version brings a decision-support rule, by title. */
export async function practicesBringing(
  db: Database,
  ruleId: string,
): Promise<readonly { readonly id: string; readonly title: string }[]> {
  const { rows } = await sql<{ id: string; title: string }>`
    select practice_id as id, title from (
      select distinct on (practice_id) practice_id, title, rule from practice_version
      order by practice_id, version desc) newest
    where rule->>'ruleId' = ${ruleId}
    order by title, practice_id`.execute(db);
  return rows;
}

export async function insertPractice(tx: Changes, practice: Practice): Promise<void> {
  await tx.insertInto('practice').values(practiceRow(practice)).execute();
}

export async function offerPractice(
  tx: Changes,
  offered: { readonly practiceId: string; readonly at: string },
): Promise<void> {
  await tx
    .updateTable('practice')
    .set({ offered_at: offered.at })
    .where('id', '=', offered.practiceId)
    .execute();
}

export async function insertVersion(tx: Changes, version: PracticeVersion): Promise<void> {
  await tx.insertInto('practice_version').values(versionRow(version)).execute();
}

export async function withdrawVersion(tx: Changes, version: PracticeVersion): Promise<void> {
  await tx
    .updateTable('practice_version')
    .set({ withdrawn_at: version.withdrawnAt, withdrawn_reason: version.withdrawnReason })
    .where('practice_id', '=', version.practiceId)
    .where('version', '=', version.version)
    .execute();
}

const practiceRow = (practice: Practice): Insertable<OperationalTables['practice']> => ({
  id: practice.id,
  unit_id: practice.unitId,
  thread_id: practice.threadId,
  cycle_id: practice.cycleId,
  origin: practice.origin,
  owner_id: practice.ownerId,
  made_at: practice.madeAt,
  offered_at: practice.offeredAt,
});

const practiceOf = (row: Selectable<OperationalTables['practice']>): Practice => ({
  id: row.id,
  unitId: row.unit_id,
  threadId: row.thread_id,
  cycleId: row.cycle_id,
  origin: row.origin,
  ownerId: row.owner_id,
  madeAt: instant(row.made_at),
  offeredAt: instantOrNull(row.offered_at),
});

const versionRow = (
  version: PracticeVersion,
): Insertable<OperationalTables['practice_version']> => {
  const { essentials, parameters, handbook, evidence, rule } = version;
  return {
    practice_id: version.practiceId,
    version: version.version,
    title: version.title,
    summary: version.summary,
    content: JSON.stringify({ essentials, parameters, handbook, evidence }),
    measure_ids: [...version.measureIds],
    rule: rule === null ? null : JSON.stringify(rule),
    expires_on: version.expiresOn,
    made_by: version.madeBy,
    made_at: version.madeAt,
    withdrawn_at: version.withdrawnAt,
    withdrawn_reason: version.withdrawnReason,
  };
};

const versionOf = (
  row: Omit<Selectable<OperationalTables['practice_version']>, 'words'>,
): PracticeVersion => ({
  practiceId: row.practice_id,
  version: row.version,
  title: row.title,
  summary: row.summary,
  ...row.content,
  measureIds: row.measure_ids,
  rule: row.rule,
  expiresOn: row.expires_on,
  madeBy: row.made_by,
  madeAt: instant(row.made_at),
  withdrawnAt: instantOrNull(row.withdrawn_at),
  withdrawnReason: row.withdrawn_reason,
});
