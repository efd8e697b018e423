import { type Insertable, type Selectable, sql } from 'kysely';
import type {
  Proposal,
  ProposalKind,
  ProposalOrigin,
  ProposalState,
  ProposalStep,
} from '#practice';
import { type Changes, type Database, instant, instantOrNull } from './database.ts';
import type { OperationalTables } from './tables.ts';

export async function proposalsOfThread(
  db: Database,
  threadId: string,
): Promise<readonly Proposal[]> {
  const rows = await db
    .selectFrom('proposal')
    .selectAll()
    .where('thread_id', '=', threadId)
    .orderBy('raised_at')
    .orderBy('id')
    .execute();
  return rows.map(proposalOf);
}

/** The thread a proposal belongs to; null when there is no such proposal. */
export async function threadOfProposal(db: Database, proposalId: string): Promise<string | null> {
  const row = await db
    .selectFrom('proposal')
    .select('thread_id')
    .where('id', '=', proposalId)
    .executeTakeFirst();
  return row?.thread_id ?? null;
}

export async function proposalsOfUnits(
  db: Database,
  unitIds: readonly string[],
): Promise<readonly Proposal[]> {
  if (unitIds.length === 0) return [];
  const rows = await db
    .selectFrom('proposal')
    .innerJoin('thread', 'thread.id', 'proposal.thread_id')
    .selectAll('proposal')
    .where('thread.unit_id', 'in', unitIds)
    .orderBy('proposal.raised_at')
    .orderBy('proposal.id')
    .execute();
  return rows.map(proposalOf);
}

/** The proposals of these threads that lie before a forum and wait. */
export async function proposalsAwaiting(
  db: Database,
  threadIds: readonly string[],
): Promise<readonly Proposal[]> {
  if (threadIds.length === 0) return [];
  const rows = await db
    .selectFrom('proposal')
    .selectAll()
    .where('thread_id', 'in', threadIds)
    .where('state', 'in', ['raised', 'considered'])
    .orderBy('raised_at')
    .orderBy('id')
    .execute();
  return rows.map(proposalOf);
}

/** The proposals that lie before these forums: undecided, or parked there until a date. */
export async function proposalsAtForums(
  db: Database,
  forumIds: readonly string[],
): Promise<readonly Proposal[]> {
  if (forumIds.length === 0) return [];
  const rows = await db
    .selectFrom('proposal')
    .selectAll()
    .where('forum_id', 'in', forumIds)
    .where('state', 'in', ['raised', 'considered', 'parked'])
    .orderBy('at_forum_since')
    .orderBy('id')
    .execute();
  return rows.map(proposalOf);
}

export async function insertProposal(tx: Changes, proposal: Proposal): Promise<void> {
  await tx.insertInto('proposal').values(proposalRow(proposal)).execute();
}

export async function updateProposal(tx: Changes, proposal: Proposal): Promise<void> {
  await tx
    .updateTable('proposal')
    .set(proposalRow(proposal))
    .where('id', '=', proposal.id)
    .execute();
}

/** Keeps a step of the route, and marks it as the last one of its proposal. */
export async function insertProposalStep(tx: Changes, step: ProposalStep): Promise<void> {
  await tx
    .insertInto('proposal_step')
    .values({
      ledger_seq: step.ledgerSeq,
      proposal_id: step.proposalId,
      at: step.at,
      person_id: step.personId,
      move: step.move,
      state_after: step.stateAfter,
      forum_id: step.forumId,
      to_forum_id: step.toForumId,
      direction: step.direction,
      reason: step.reason,
      because_en: step.because?.en ?? null,
      because_sv: step.because?.sv ?? null,
    })
    .execute();
  await tx
    .updateTable('proposal')
    .set({ last_step: step.ledgerSeq })
    .where('id', '=', step.proposalId)
    .execute();
}

/** The routes of these proposals, step by step. */
export async function stepsOfProposals(
  db: Database,
  proposalIds: readonly string[],
): Promise<readonly ProposalStep[]> {
  if (proposalIds.length === 0) return [];
  const rows = await db
    .selectFrom('proposal_step')
    .selectAll()
    .where('proposal_id', 'in', proposalIds)
    .orderBy('ledger_seq')
    .execute();
  return rows.map(stepOf);
}

/** An earlier proposal that speaks of the same, with what became of it. */
export interface SimilarProposal {
  readonly proposal: Proposal;
  readonly unitId: string;
  /** 0…1 of the words looked for that it holds. */
  readonly share: number;
}

const similarMax = 6;
/** Of the best by rank, those with most words in common are shown. */
const candidatesMax = 40;
/** Fewer of the words in common than this is chance. */
const shareMin = 0.25;

/**
 * Earlier proposals that hold the most of a text's words, in Swedish or English stems, words of the title first. Only
 * those that hold at least a quarter of the words.
 */
export async function similarProposals(
  db: Database,
  text: string,
  exceptId: string | null,
): Promise<readonly SimilarProposal[]> {
  const found = await sql<{ id: string; unit_id: string; share: number }>`
    with wanted as materialized (select words_to_find(${text}) as query),
    words as materialized (
      select unnest(tsvector_to_array(to_tsvector('simple', translate(query::text, '|''', '  ')))) as stem
      from wanted
    ),
    near as materialized (
      select proposal.id, proposal.unit_id, proposal.search, proposal.raised_at,
        ts_rank(proposal.search, wanted.query) as rank
      from wanted join proposal on proposal.search @@ wanted.query
      where proposal.id is distinct from ${exceptId}
      order by rank desc, proposal.raised_at desc
      limit ${candidatesMax}
    )
    select id, unit_id,
      (select count(*)::double precision from words where search @@ quote_literal(stem)::tsquery)
        / greatest(1, (select count(*) from words)) as share
    from near order by rank desc, raised_at desc
  `.execute(db);
  const near = found.rows
    .filter(({ share }) => share >= shareMin)
    .toSorted((a, b) => b.share - a.share)
    .slice(0, similarMax);
  const proposals = await proposalsById(
    db,
    near.map(({ id }) => id),
  );
  return near.flatMap(({ id, unit_id: unitId, share }) => {
    const proposal = proposals.find((one) => one.id === id);
    return proposal === undefined ? [] : [{ proposal, unitId, share }];
  });
}

export async function proposalsById(
  db: Database,
  ids: readonly string[],
): Promise<readonly Proposal[]> {
  if (ids.length === 0) return [];
  const rows = await db.selectFrom('proposal').selectAll().where('id', 'in', ids).execute();
  return rows.map(proposalOf);
}

export interface ProposalsWanted {
  /** Null for every unit there is. */
  readonly unitIds: readonly string[] | null;
  readonly states: readonly ProposalState[] | null;
  readonly kind: ProposalKind | null;
  readonly origin: ProposalOrigin | null;
  readonly forumId: string | null;
  /** Words to look for in title and text; empty for any. */
  readonly text: string;
  readonly skip: number;
  readonly most: number;
}

export interface ProposalsFound {
  readonly proposals: readonly Proposal[];
  /** How many there are by state, whatever state was asked for. */
  readonly counts: Readonly<Partial<Record<ProposalState, number>>>;
}

/** Proposals of these units, those that hold most of the words first, or else the newest. */
export async function findProposals(
  db: Database,
  wanted: ProposalsWanted,
): Promise<ProposalsFound> {
  const { states, text, skip, most } = wanted;
  const matching = matchingProposals(db, wanted);
  const inStates = states === null ? matching : matching.where('state', 'in', states);
  const first = text === '' ? inStates : inStates.orderBy(rankOf(text), 'desc');
  const [rows, counts] = await Promise.all([
    first.selectAll().orderBy('raised_at', 'desc').orderBy('id').offset(skip).limit(most).execute(),
    matching
      .groupBy('state')
      .select(['state', (count) => count.fn.countAll<number>().as('count')])
      .execute(),
  ]);
  return {
    proposals: rows.map(proposalOf),
    counts: Object.fromEntries(counts.map(({ state, count }) => [state, count])),
  };
}

const rankOf = (text: string) =>
  sql<number>`ts_rank(proposal.search, (select words_to_find(${text})))`;

function matchingProposals(
  db: Database,
  { unitIds, kind, origin, forumId, text }: ProposalsWanted,
) {
  return db
    .selectFrom('proposal')
    .$if(unitIds !== null, (some) =>
      some.where('unit_id', '=', (any) => any.fn.any(any.val(unitIds ?? []))),
    )
    .$if(kind !== null, (some) => some.where('kind', '=', kind ?? 'idea'))
    .$if(origin !== null, (some) => some.where('origin', '=', origin ?? 'front-line'))
    .$if(forumId !== null, (some) => some.where('forum_id', '=', forumId ?? ''))
    .$if(text !== '', (some) =>
      some.where(sql<boolean>`proposal.search @@ (select words_to_find(${text}))`),
    );
}

const proposalRow = (proposal: Proposal): Insertable<OperationalTables['proposal']> => ({
  id: proposal.id,
  thread_id: proposal.threadId,
  unit_id: proposal.unitId,
  kind: proposal.kind,
  origin: proposal.origin,
  attributes: JSON.stringify(proposal.attributes),
  concerns_unit_id: proposal.concernsUnitId,
  prepared: proposal.prepared,
  asked_by_forum_id: proposal.askedByForumId,
  earlier_ids: [...proposal.earlierIds],
  last_step: proposal.lastStep,
  title: proposal.title,
  text: proposal.text,
  raised_by: proposal.raisedBy,
  raised_at: proposal.raisedAt,
  state: proposal.state,
  forum_id: proposal.forumId,
  at_forum_since: proposal.atForumSince,
  return_on: proposal.returnOn,
  first_decided_at: proposal.firstDecidedAt,
});

const proposalOf = (row: Selectable<OperationalTables['proposal']>): Proposal => ({
  id: row.id,
  threadId: row.thread_id,
  unitId: row.unit_id,
  kind: row.kind,
  origin: row.origin,
  attributes: row.attributes,
  concernsUnitId: row.concerns_unit_id,
  prepared: row.prepared,
  askedByForumId: row.asked_by_forum_id,
  earlierIds: row.earlier_ids,
  lastStep: row.last_step,
  title: row.title,
  text: row.text,
  raisedBy: row.raised_by,
  raisedAt: instant(row.raised_at),
  state: row.state,
  forumId: row.forum_id,
  atForumSince: instant(row.at_forum_since),
  returnOn: row.return_on,
  firstDecidedAt: instantOrNull(row.first_decided_at),
});

export const stepOf = (row: Selectable<OperationalTables['proposal_step']>): ProposalStep => ({
  proposalId: row.proposal_id,
  ledgerSeq: row.ledger_seq,
  at: instant(row.at),
  personId: row.person_id,
  move: row.move,
  stateAfter: row.state_after,
  forumId: row.forum_id,
  toForumId: row.to_forum_id,
  direction: row.direction,
  reason: row.reason,
  because:
    row.because_en === null || row.because_sv === null
      ? null
      : { en: row.because_en, sv: row.because_sv },
});
