import { type Selectable, sql } from 'kysely';
import { monthFromNumber, monthNumber } from '#core';
import type { Challenge, Conclusion } from '#practice';
import { type Changes, type Database, instant } from './database.ts';
import type { OperationalTables } from './tables.ts';

export async function insertChallenge(tx: Changes, challenge: Challenge): Promise<void> {
  await tx.insertInto('challenge').values(rowOf(challenge)).execute();
}

export async function updateChallenge(tx: Changes, challenge: Challenge): Promise<void> {
  await tx.updateTable('challenge').set(rowOf(challenge)).where('id', '=', challenge.id).execute();
}

/** A challenge, held until the transaction ends. */
export async function lockChallenge(tx: Changes, id: string): Promise<Challenge | null> {
  const row = await tx
    .selectFrom('challenge')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row === undefined ? null : challengeOf(row);
}

/** What is disputed on one chart or was, the newest first. */
export async function challengesOnChart(
  db: Database,
  chart: { readonly unitId: string; readonly measureId: string },
): Promise<readonly Challenge[]> {
  const rows = await db
    .selectFrom('challenge')
    .selectAll()
    .where('unit_id', '=', chart.unitId)
    .where('measure_id', '=', chart.measureId)
    .orderBy('raised_at', 'desc')
    .execute();
  return rows.map(challengeOf);
}

/** What is disputed in these units and not concluded, the longest waiting first: for a forum's agenda and for an owner. */
export async function openChallenges(
  db: Database,
  unitIds: readonly string[],
): Promise<readonly Challenge[]> {
  if (unitIds.length === 0) return [];
  const rows = await db
    .selectFrom('challenge')
    .selectAll()
    .where('unit_id', 'in', unitIds)
    .where('outcome', 'is', null)
    .orderBy('raised_at')
    .orderBy('id')
    .execute();
  return rows.map(challengeOf);
}

/** What people or checks dispute anywhere and nobody has answered, and what was answered since. */
export async function challengesSince(db: Database, since: string): Promise<readonly Challenge[]> {
  const rows = await db
    .selectFrom('challenge')
    .selectAll()
    .where((where) =>
      where.or([where('outcome', 'is', null), where('concluded_at', '>=', new Date(since))]),
    )
    .orderBy('raised_at')
    .orderBy('id')
    .execute();
  return rows.map(challengeOf);
}

/** Everything that checks have disputed so far. */
export async function challengesByChecks(db: Database): Promise<readonly Challenge[]> {
  const rows = await db
    .selectFrom('challenge')
    .selectAll()
    .where('check_id', 'is not', null)
    .execute();
  return rows.map(challengeOf);
}

/** The dispute a thread is about, with it concluded or not; null for threads about other things. */
export async function challengeOfThread(db: Database, threadId: string): Promise<Challenge | null> {
  const row = await db
    .selectFrom('challenge')
    .selectAll()
    .where('thread_id', '=', threadId)
    .executeTakeFirst();
  return row === undefined ? null : challengeOf(row);
}

/** The disputes that these threads are about. */
export async function challengesOfThreads(
  db: Database,
  threadIds: readonly string[],
): Promise<readonly Challenge[]> {
  if (threadIds.length === 0) return [];
  const rows = await db
    .selectFrom('challenge')
    .selectAll()
    .where(sql<boolean>`thread_id = any(${[...threadIds]}::text[])`)
    .execute();
  return rows.map(challengeOf);
}

type Row = Selectable<OperationalTables['challenge']>;

function challengeOf(row: Row): Challenge {
  return {
    id: row.id,
    threadId: row.thread_id,
    unitId: row.unit_id,
    about:
      row.measure_id === null
        ? { kind: 'check', checkId: row.check_id ?? '' }
        : { kind: 'measure', measureId: row.measure_id },
    firstMonth: monthFromNumber(row.first_month),
    lastMonth: monthFromNumber(row.last_month),
    said: row.said,
    dataVersion: row.data_version,
    definitionVersion: row.definition_version,
    text: row.text,
    found: row.found,
    raisedBy: row.raised_by,
    raisedAt: instant(row.raised_at),
    ownerId: row.owner_id,
    conclusion: conclusionOf(row),
  };
}

const conclusionOf = (row: Row): Conclusion | null =>
  row.outcome === null || row.concluded_at === null
    ? null
    : {
        ...{ outcome: row.outcome, because: row.because ?? '', by: row.concluded_by ?? '' },
        at: instant(row.concluded_at),
      };

const rowOf = ({ about, conclusion, found, ...challenge }: Challenge) => ({
  id: challenge.id,
  thread_id: challenge.threadId,
  unit_id: challenge.unitId,
  measure_id: about.kind === 'measure' ? about.measureId : null,
  check_id: about.kind === 'check' ? about.checkId : null,
  first_month: monthNumber(challenge.firstMonth),
  last_month: monthNumber(challenge.lastMonth),
  said: challenge.said,
  data_version: challenge.dataVersion,
  definition_version: challenge.definitionVersion,
  text: challenge.text,
  found: found === null ? null : JSON.stringify(found),
  raised_by: challenge.raisedBy,
  raised_at: challenge.raisedAt,
  owner_id: challenge.ownerId,
  outcome: conclusion?.outcome ?? null,
  because: conclusion?.because ?? null,
  concluded_by: conclusion?.by ?? null,
  concluded_at: conclusion?.at ?? null,
});
