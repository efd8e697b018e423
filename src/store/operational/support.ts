import type { Insertable, Selectable } from 'kysely';
import type { SupportRequest } from '#practice';
import { type Changes, type Database, instant, instantOrNull } from './database.ts';
import type { OperationalTables } from './tables.ts';

export async function insertSupportRequest(tx: Changes, request: SupportRequest): Promise<void> {
  await tx.insertInto('support_request').values(rowOf(request)).execute();
}

export async function updateSupportRequest(tx: Changes, request: SupportRequest): Promise<void> {
  await tx
    .updateTable('support_request')
    .set(rowOf(request))
    .where('id', '=', request.id)
    .execute();
}

/** A request, held until the transaction ends: two who take it at once take turns. */
export async function lockSupportRequest(
  tx: Changes,
  requestId: string,
): Promise<SupportRequest | null> {
  const row = await tx
    .selectFrom('support_request')
    .selectAll()
    .where('id', '=', requestId)
    .forUpdate()
    .executeTakeFirst();
  return row === undefined ? null : requestOf(row);
}

/** What these forums have been asked for and have not answered, the longest waiting first. */
export async function supportQueue(
  db: Database,
  forumIds: readonly string[],
): Promise<readonly SupportRequest[]> {
  if (forumIds.length === 0) return [];
  const rows = await db
    .selectFrom('support_request')
    .selectAll()
    .where('forum_id', 'in', forumIds)
    .where('state', '<>', 'answered')
    .orderBy('asked_at')
    .orderBy('id')
    .execute();
  return rows.map(requestOf);
}

/** What was answered from a day on to people of these units, the newest first. */
export async function answersTo(
  db: Database,
  unitIds: readonly string[],
  fromDay: string,
): Promise<readonly SupportRequest[]> {
  if (unitIds.length === 0) return [];
  const rows = await db
    .selectFrom('support_request')
    .selectAll()
    .where('unit_id', 'in', unitIds)
    .where('answered_at', '>=', new Date(fromDay))
    .orderBy('answered_at', 'desc')
    .orderBy('id')
    .limit(100)
    .execute();
  return rows.map(requestOf);
}

export async function supportRequestsOfThread(
  db: Database,
  threadId: string,
): Promise<readonly SupportRequest[]> {
  const rows = await db
    .selectFrom('support_request')
    .selectAll()
    .where('thread_id', '=', threadId)
    .orderBy('asked_at')
    .execute();
  return rows.map(requestOf);
}

const rowOf = (request: SupportRequest): Insertable<OperationalTables['support_request']> => ({
  id: request.id,
  unit_id: request.unitId,
  thread_id: request.threadId,
  forum_id: request.forumId,
  title: request.title,
  text: request.text,
  asked_by: request.askedBy,
  asked_at: request.askedAt,
  state: request.state,
  owner_id: request.ownerId,
  taken_at: request.takenAt,
  answer: request.answer,
  answered_at: request.answeredAt,
});

const requestOf = (row: Selectable<OperationalTables['support_request']>): SupportRequest => ({
  id: row.id,
  unitId: row.unit_id,
  threadId: row.thread_id,
  forumId: row.forum_id,
  title: row.title,
  text: row.text,
  askedBy: row.asked_by,
  askedAt: instant(row.asked_at),
  state: row.state,
  ownerId: row.owner_id,
  takenAt: instantOrNull(row.taken_at),
  answer: row.answer,
  answeredAt: instantOrNull(row.answered_at),
});
