import { createHash } from 'node:crypto';
import { type Selectable, sql } from 'kysely';
import { canonicalJson } from './canonical-json.ts';
import { type Changes, type Database, instant } from './database.ts';
import type { EntryDetail } from './entry-detail.ts';
import type { OperationalTables } from './tables.ts';

/** What one command did, in the words it was given. */
export interface NewEntry {
  readonly at: string;
  /** Null for what the program does by itself: a signal found, an effect estimated. */
  readonly personId: string | null;
  readonly command: string;
  readonly requestId: string | null;
  readonly requestDigest: string | null;
  readonly unitId: string | null;
  readonly threadId: string | null;
  readonly proposalId: string | null;
  readonly cycleId: string | null;
  readonly measureId: string | null;
  readonly signalId: string | null;
  readonly forumId: string | null;
  readonly words: Readonly<Record<string, string>>;
  readonly detail: EntryDetail;
}

export interface LedgerEntry extends NewEntry {
  readonly seq: number;
  readonly previousHash: string;
  readonly hash: string;
}

/** Appends at the chain's end. Appends queue on the head's row until their transaction ends; readers never wait. */
export async function appendEntry(tx: Changes, entry: NewEntry): Promise<LedgerEntry> {
  const head = await tx
    .selectFrom('ledger_head')
    .select(['seq', 'hash'])
    .forUpdate()
    .executeTakeFirstOrThrow();
  const at = new Date(entry.at).toISOString();
  const linked = { ...entry, at, seq: head.seq + 1, previousHash: head.hash };
  const appended = { ...linked, hash: hashOf(linked) };
  await tx.insertInto('ledger').values(rowOf(appended)).execute();
  const { seq, hash } = appended;
  await tx.updateTable('ledger_head').set({ seq, hash }).execute();
  return appended;
}

/** SHA-256 over the canonical JSON of everything in the entry, the previous entry's hash among it. */
export function hashOf(entry: Omit<LedgerEntry, 'hash'>): string {
  const { seq, at, personId, command, requestId, requestDigest, previousHash } = entry;
  const { unitId, threadId, proposalId, cycleId, measureId, signalId, forumId } = entry;
  const hashed = {
    ...{ seq, at, personId, command, requestId, requestDigest, previousHash },
    ...{ unitId, threadId, proposalId, cycleId, measureId, signalId, forumId },
    words: entry.words,
    detail: entry.detail,
  };
  return createHash('sha256').update(canonicalJson(hashed)).digest('hex');
}

export type LedgerCheck =
  | { readonly kind: 'whole'; readonly entries: number; readonly lastHash: string }
  | { readonly kind: 'broken'; readonly seq: number; readonly found: string };

const batchSize = 1000;
const noHash = '0'.repeat(64);

/** Walks the whole chain, a batch at a time, and names the first entry that does not hold. */
export async function verifyLedger(db: Database): Promise<LedgerCheck> {
  let last = { seq: 0, hash: noHash };
  for (;;) {
    const rows = await entriesAfter(db, last.seq);
    for (const row of rows) {
      const found = faultOf(entryOf(row), last);
      if (found !== null) return { kind: 'broken', seq: last.seq + 1, found };
      last = { seq: row.seq, hash: row.hash };
    }
    if (rows.length < batchSize) return againstHead(db, last);
  }
}

const entriesAfter = (db: Database, seq: number) =>
  db
    .selectFrom('ledger')
    .selectAll()
    .where('seq', '>', seq)
    .orderBy('seq')
    .limit(batchSize)
    .execute();

function faultOf(entry: LedgerEntry, last: { seq: number; hash: string }): string | null {
  if (entry.seq !== last.seq + 1) return `entry ${last.seq + 1} is missing`;
  if (entry.previousHash !== last.hash)
    return `entry ${entry.seq} does not follow from entry ${last.seq}`;
  if (entry.hash !== hashOf(entry)) return `entry ${entry.seq} is not what was written`;
  return null;
}

/** Entries appended while we walked are later than the walk; a head before the walk's end is a cut chain. */
async function againstHead(
  db: Database,
  last: { seq: number; hash: string },
): Promise<LedgerCheck> {
  const head = await db
    .selectFrom('ledger_head')
    .leftJoin('ledger', 'ledger.seq', 'ledger_head.seq')
    .select(['ledger_head.seq', 'ledger_head.hash', 'ledger.hash as entry_hash'])
    .executeTakeFirst();
  if (head === undefined)
    return { kind: 'broken', seq: last.seq, found: 'the mark of the last entry is gone' };
  if (head.seq !== 0 && head.entry_hash === null)
    return { kind: 'broken', seq: last.seq + 1, found: `the entries up to ${head.seq} are gone` };
  const agrees = head.seq === last.seq ? head.hash === last.hash : head.seq > last.seq;
  if (!agrees)
    return { kind: 'broken', seq: head.seq, found: `the mark of the last entry names ${head.seq}` };
  return { kind: 'whole', entries: last.seq, lastHash: last.hash };
}

/** Holds this request id until the transaction ends, so that the same request sent twice at once runs once. */
export async function claimRequest(tx: Changes, requestId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${requestId}, 0))`.execute(tx);
}

export async function entryByRequest(db: Database, requestId: string): Promise<LedgerEntry | null> {
  const row = await db
    .selectFrom('ledger')
    .selectAll()
    .where('request_id', '=', requestId)
    .executeTakeFirst();
  return row === undefined ? null : entryOf(row);
}

/** What happened in a thread, in order. */
export async function entriesOfThread(
  db: Database,
  threadId: string,
): Promise<readonly LedgerEntry[]> {
  const rows = await db
    .selectFrom('ledger')
    .selectAll()
    .where('thread_id', '=', threadId)
    .orderBy('seq')
    .execute();
  return rows.map(entryOf);
}

export async function entriesOfCycle(
  db: Database,
  cycleId: string,
): Promise<readonly LedgerEntry[]> {
  const rows = await db
    .selectFrom('ledger')
    .selectAll()
    .where('cycle_id', '=', cycleId)
    .orderBy('seq')
    .execute();
  return rows.map(entryOf);
}

/** Entries of these commands after a number, in order. */
export async function entriesOfCommands(
  db: Database,
  commands: readonly string[],
  afterSeq: number,
): Promise<readonly LedgerEntry[]> {
  const rows = await db
    .selectFrom('ledger')
    .selectAll()
    .where('command', 'in', commands)
    .where('seq', '>', afterSeq)
    .orderBy('seq')
    .execute();
  return rows.map(entryOf);
}

/** The ledger's end, and the hash of an earlier entry by which one knows the chain again; null where it has none. */
export async function ledgerHead(
  db: Database,
  earlierSeq: number,
): Promise<{ readonly seq: number; readonly hash: string; readonly hashAt: string | null }> {
  const head = await db
    .selectFrom('ledger_head')
    .leftJoin('ledger', (join) => join.on('ledger.seq', '=', earlierSeq))
    .select(['ledger_head.seq', 'ledger_head.hash', 'ledger.hash as hash_at'])
    .executeTakeFirstOrThrow();
  return { seq: head.seq, hash: head.hash, hashAt: head.hash_at };
}

const rowOf = (entry: LedgerEntry) => ({
  seq: entry.seq,
  at: entry.at,
  person_id: entry.personId,
  command: entry.command,
  request_id: entry.requestId,
  request_digest: entry.requestDigest,
  unit_id: entry.unitId,
  thread_id: entry.threadId,
  proposal_id: entry.proposalId,
  cycle_id: entry.cycleId,
  measure_id: entry.measureId,
  signal_id: entry.signalId,
  forum_id: entry.forumId,
  words: JSON.stringify(entry.words),
  detail: JSON.stringify(entry.detail),
  previous_hash: entry.previousHash,
  hash: entry.hash,
});

const entryOf = (row: Selectable<OperationalTables['ledger']>): LedgerEntry => ({
  seq: row.seq,
  at: instant(row.at),
  personId: row.person_id,
  command: row.command,
  requestId: row.request_id,
  requestDigest: row.request_digest,
  unitId: row.unit_id,
  threadId: row.thread_id,
  proposalId: row.proposal_id,
  cycleId: row.cycle_id,
  measureId: row.measure_id,
  signalId: row.signal_id,
  forumId: row.forum_id,
  words: row.words,
  detail: row.detail,
  previousHash: row.previous_hash,
  hash: row.hash,
});
