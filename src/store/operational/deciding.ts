import { type Selectable, sql } from 'kysely';
import {
  type Consideration,
  type DecidingRules,
  type DeclaredInterest,
  type DotRound,
  defaultRules,
  type LaidDots,
  type MemberScore,
} from '#practice';
import { type Changes, type Database, instant, instantOrNull } from './database.ts';
import type { OperationalTables } from './tables.ts';

/** What the forum weighs by; the usual criteria where it has chosen none. */
export async function decidingRules(db: Database, forumId: string): Promise<DecidingRules> {
  const row = await db
    .selectFrom('deciding_rules')
    .selectAll()
    .where('forum_id', '=', forumId)
    .executeTakeFirst();
  return row === undefined ? defaultRules : { criteria: row.criteria };
}

export async function saveDecidingRules(
  tx: Changes,
  forumId: string,
  rules: DecidingRules,
): Promise<void> {
  const values = {
    criteria: JSON.stringify(rules.criteria),
  };
  await tx
    .insertInto('deciding_rules')
    .values({ forum_id: forumId, ...values })
    .onConflict((same) => same.column('forum_id').doUpdateSet(values))
    .execute();
}

/** Every time a forum has had one of these proposals on the table, the first first. */
export async function considerationsOf(
  db: Database,
  proposalIds: readonly string[],
): Promise<readonly Consideration[]> {
  if (proposalIds.length === 0) return [];
  const rows = await db
    .selectFrom('consideration')
    .selectAll()
    .where('proposal_id', 'in', proposalIds)
    .orderBy('begun_at')
    .orderBy('id')
    .execute();
  return rows.map(considerationOf);
}

export async function insertConsideration(tx: Changes, one: Consideration): Promise<void> {
  await tx.insertInto('consideration').values(considerationRow(one)).execute();
}

export async function updateConsideration(tx: Changes, one: Consideration): Promise<void> {
  await tx
    .updateTable('consideration')
    .set(considerationRow(one))
    .where('id', '=', one.id)
    .execute();
}

const considerationRow = (one: Consideration) => ({
  id: one.id,
  proposal_id: one.proposalId,
  forum_id: one.forumId,
  criteria: JSON.stringify(one.rules.criteria),
  begun_at: one.begunAt,
  opened_at: one.openedAt,
  closed_at: one.closedAt,
});

const considerationOf = (row: Selectable<OperationalTables['consideration']>): Consideration => ({
  id: row.id,
  proposalId: row.proposal_id,
  forumId: row.forum_id,
  rules: { criteria: row.criteria },
  begunAt: instant(row.begun_at),
  openedAt: instantOrNull(row.opened_at),
  closedAt: instantOrNull(row.closed_at),
});

/** Scores by consideration. */
export async function scoresOf(
  db: Database,
  considerationIds: readonly string[],
): Promise<readonly (MemberScore & { readonly considerationId: string })[]> {
  if (considerationIds.length === 0) return [];
  const rows = await db
    .selectFrom('member_score')
    .selectAll()
    .where('consideration_id', 'in', considerationIds)
    .orderBy('person_id')
    .execute();
  return rows.map(({ consideration_id, person_id, points }) => ({
    considerationId: consideration_id,
    personId: person_id,
    points,
  }));
}

export async function saveScore(
  tx: Changes,
  considerationId: string,
  { personId, points, at }: MemberScore & { readonly at: string },
): Promise<void> {
  const values = { points: JSON.stringify(points), at };
  await tx
    .insertInto('member_score')
    .values({ consideration_id: considerationId, person_id: personId, ...values })
    .onConflict((same) => same.columns(['consideration_id', 'person_id']).doUpdateSet(values))
    .execute();
}

export async function interestsIn(
  db: Database,
  proposalIds: readonly string[],
): Promise<readonly (DeclaredInterest & { readonly proposalId: string })[]> {
  if (proposalIds.length === 0) return [];
  const rows = await db
    .selectFrom('declared_interest')
    .selectAll()
    .where('proposal_id', 'in', proposalIds)
    .orderBy('at')
    .orderBy('person_id')
    .execute();
  return rows.map(({ proposal_id, person_id, text }) => ({
    proposalId: proposal_id,
    personId: person_id,
    text,
  }));
}

export async function saveInterest(
  tx: Changes,
  proposalId: string,
  { personId, text, at }: DeclaredInterest & { readonly at: string },
): Promise<void> {
  await tx
    .insertInto('declared_interest')
    .values({ proposal_id: proposalId, person_id: personId, text, at })
    .onConflict((same) => same.columns(['proposal_id', 'person_id']).doUpdateSet({ text, at }))
    .execute();
}

/** Somebody sees it otherwise; stands as it was said. */
export interface Dissent {
  readonly ledgerSeq: number;
  readonly proposalId: string;
  readonly forumId: string;
  readonly personId: string;
  readonly text: string;
  readonly at: string;
}

export async function dissentOn(
  db: Database,
  proposalIds: readonly string[],
): Promise<readonly Dissent[]> {
  if (proposalIds.length === 0) return [];
  const rows = await db
    .selectFrom('dissent')
    .selectAll()
    .where('proposal_id', 'in', proposalIds)
    .orderBy('ledger_seq')
    .execute();
  return rows.map((row) => ({
    ledgerSeq: row.ledger_seq,
    proposalId: row.proposal_id,
    forumId: row.forum_id,
    personId: row.person_id,
    text: row.text,
    at: instant(row.at),
  }));
}

export async function insertDissent(tx: Changes, dissent: Dissent): Promise<void> {
  await tx
    .insertInto('dissent')
    .values({
      ledger_seq: dissent.ledgerSeq,
      proposal_id: dissent.proposalId,
      forum_id: dissent.forumId,
      person_id: dissent.personId,
      text: dissent.text,
      at: dissent.at,
    })
    .execute();
}

/** Holds a forum until the transaction ends: its rounds of dots take turns. */
export async function holdForum(tx: Changes, forumId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${forumId}, 2))`.execute(tx);
}

export async function latestDotRound(db: Database, forumId: string): Promise<DotRound | null> {
  const row = await db
    .selectFrom('dot_round')
    .selectAll()
    .where('forum_id', '=', forumId)
    .orderBy('begun_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : roundOf(row);
}

/** The rounds in which a proposal could get dots, the first first. */
export async function dotRoundsWith(
  db: Database,
  proposalId: string,
): Promise<readonly DotRound[]> {
  const rows = await db
    .selectFrom('dot_round')
    .selectAll()
    .where((where) => where(where.val(proposalId), '=', where.fn.any('proposal_ids')))
    .where('opened_at', 'is not', null)
    .orderBy('begun_at')
    .execute();
  return rows.map(roundOf);
}

export async function insertDotRound(tx: Changes, round: DotRound): Promise<void> {
  await tx
    .insertInto('dot_round')
    .values({
      id: round.id,
      forum_id: round.forumId,
      proposal_ids: [...round.proposalIds],
      dots_each: round.dotsEach,
      begun_at: round.begunAt,
      opened_at: round.openedAt,
    })
    .execute();
}

export async function openDotRound(tx: Changes, roundId: string, at: string): Promise<void> {
  await tx.updateTable('dot_round').set({ opened_at: at }).where('id', '=', roundId).execute();
}

const roundOf = (row: Selectable<OperationalTables['dot_round']>): DotRound => ({
  id: row.id,
  forumId: row.forum_id,
  proposalIds: row.proposal_ids,
  dotsEach: row.dots_each,
  begunAt: instant(row.begun_at),
  openedAt: instantOrNull(row.opened_at),
});

export async function dotsIn(
  db: Database,
  roundIds: readonly string[],
): Promise<readonly (LaidDots & { readonly roundId: string })[]> {
  if (roundIds.length === 0) return [];
  const rows = await db
    .selectFrom('laid_dots')
    .selectAll()
    .where('round_id', 'in', roundIds)
    .orderBy('person_id')
    .execute();
  return rows.map(({ round_id, person_id, dots }) => ({
    roundId: round_id,
    personId: person_id,
    dots,
  }));
}

export async function saveDots(
  tx: Changes,
  roundId: string,
  { personId, dots }: LaidDots,
): Promise<void> {
  const values = { dots: JSON.stringify(dots) };
  await tx
    .insertInto('laid_dots')
    .values({ round_id: roundId, person_id: personId, ...values })
    .onConflict((same) => same.columns(['round_id', 'person_id']).doUpdateSet(values))
    .execute();
}
