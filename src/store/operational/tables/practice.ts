import type { ColumnType } from 'kysely';
import type {
  Criterion,
  CycleState,
  Direction,
  ProposalKind,
  ProposalMove,
  ProposalOrigin,
  ProposalState,
  SupportRequest,
  Verdict,
  WaitingFor,
} from '#practice';
import type { Instant, InstantOrNull, Json } from './columns.ts';

interface ThreadTable {
  id: string;
  unit_id: string;
  measure_id: string | null;
  title: string;
  state: 'open' | 'closed';
  owner_id: string | null;
  opened_at: Instant;
  looked_at: InstantOrNull;
  reopened_at: InstantOrNull;
  closed_at: InstantOrNull;
  closed_reason: string | null;
  waiting_for: WaitingFor;
  waiting_since: Instant;
  not_before: string | null;
}

interface ProposalTable {
  id: string;
  thread_id: string;
  kind: ProposalKind;
  title: string;
  text: string;
  raised_by: string;
  raised_at: Instant;
  state: ProposalState;
  forum_id: string;
  at_forum_since: Instant;
  return_on: string | null;
  first_decided_at: InstantOrNull;
  unit_id: string;
  origin: ProposalOrigin;
  attributes: Json<Readonly<Record<string, string>>>;
  concerns_unit_id: string | null;
  prepared: boolean;
  asked_by_forum_id: string | null;
  earlier_ids: string[];
  last_step: number;
  /** Made by the database from title and text. */
  search: ColumnType<string, never, never>;
}

interface ProposalStepTable {
  ledger_seq: number;
  proposal_id: string;
  at: Instant;
  person_id: string | null;
  move: 'raise' | ProposalMove;
  state_after: ProposalState;
  forum_id: string;
  to_forum_id: string;
  direction: Direction;
  reason: string;
  because_en: string | null;
  because_sv: string | null;
}

interface DecidingRulesTable {
  forum_id: string;
  criteria: Json<readonly Criterion[]>;
}

interface ConsiderationTable {
  id: string;
  proposal_id: string;
  forum_id: string;
  criteria: Json<readonly Criterion[]>;
  begun_at: Instant;
  opened_at: InstantOrNull;
  closed_at: InstantOrNull;
}

interface MemberScoreTable {
  consideration_id: string;
  person_id: string;
  points: Json<Readonly<Record<string, number>>>;
  at: Instant;
}

interface DeclaredInterestTable {
  proposal_id: string;
  person_id: string;
  text: string;
  at: Instant;
}

interface DissentTable {
  ledger_seq: number;
  proposal_id: string;
  forum_id: string;
  person_id: string;
  text: string;
  at: Instant;
}

interface DotRoundTable {
  id: string;
  forum_id: string;
  proposal_ids: string[];
  dots_each: number;
  begun_at: Instant;
  opened_at: InstantOrNull;
}

interface LaidDotsTable {
  round_id: string;
  person_id: string;
  dots: Json<Readonly<Record<string, number>>>;
}

interface SupportRequestTable {
  id: string;
  unit_id: string;
  thread_id: string | null;
  forum_id: string;
  title: string;
  text: string;
  asked_by: string;
  asked_at: Instant;
  state: SupportRequest['state'];
  owner_id: string | null;
  taken_at: InstantOrNull;
  answer: string | null;
  answered_at: InstantOrNull;
}

interface CycleTable {
  id: string;
  thread_id: string;
  proposal_id: string;
  unit_id: string;
  measure_id: string;
  balancing_measure_ids: string[];
  title: string;
  aim: string;
  change: string;
  prediction_text: string;
  predicted_value: number | null;
  predicted_by_month: number | null;
  start_month: number | null;
  state: CycleState;
  verdict: Verdict | null;
  verdict_reason: string | null;
  owner_id: string;
  started_at: Instant;
  closed_at: InstantOrNull;
}

/** Threads, proposals and how they are decided, and cycles. */
export interface PracticeTables {
  thread: ThreadTable;
  proposal: ProposalTable;
  proposal_step: ProposalStepTable;
  deciding_rules: DecidingRulesTable;
  consideration: ConsiderationTable;
  member_score: MemberScoreTable;
  declared_interest: DeclaredInterestTable;
  dissent: DissentTable;
  dot_round: DotRoundTable;
  laid_dots: LaidDotsTable;
  support_request: SupportRequestTable;
  cycle: CycleTable;
}
