import type { ColumnType } from 'kysely';
import type { Said } from '#core';
import type { EntryDetail } from '../entry-detail.ts';
import type { Instant, InstantOrNull, Json } from './columns.ts';

interface LedgerTable {
  seq: number;
  at: Instant;
  person_id: string | null;
  command: string;
  request_id: string | null;
  request_digest: string | null;
  unit_id: string | null;
  thread_id: string | null;
  proposal_id: string | null;
  cycle_id: string | null;
  measure_id: string | null;
  signal_id: string | null;
  forum_id: string | null;
  words: Json<Record<string, string>>;
  detail: Json<EntryDetail>;
  previous_hash: string;
  hash: string;
}

interface LedgerHeadTable {
  only_row: ColumnType<boolean, never, never>;
  seq: number;
  hash: string;
}

interface JobTable {
  id: string;
  kind: 'import' | 'evaluation';
  state: 'running' | 'done' | 'failed';
  request: Json<unknown>;
  share: number | null;
  rate: string | null;
  seconds_left: number | null;
  message: string;
  said: Json<Said | null>;
  started_at: Instant;
  ended_at: InstantOrNull;
}

/** The ledger and the jobs. */
export interface LedgerTables {
  ledger: LedgerTable;
  ledger_head: LedgerHeadTable;
  job: JobTable;
}
