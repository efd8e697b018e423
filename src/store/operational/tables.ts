import type { ColumnType, Generated } from 'kysely';
import type { Measure } from '#cql';
import type { Attribute, DecisionRule, FictiveCase, RoleKind, RuleAnswer } from '#organisation';
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
import type { DecisionSupportTables } from './decision-support-tables.ts';
import type { EntryDetail } from './entry-detail.ts';
import type { OwnMeasureTables } from './own-measure-tables.ts';
import type { SpreadTables } from './spread-tables.ts';

/** Read as Date, written as ISO text. */
type Instant = ColumnType<Date, string, string>;
type InstantOrNull = ColumnType<Date | null, string | null, string | null>;
/** Read as the value, written as JSON text. */
type Json<T> = ColumnType<T, string, string>;

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

interface OrganisationStateTable {
  only_row: ColumnType<boolean, never, never>;
  mark: string;
}

interface LevelTable {
  id: string;
  position: number;
  name_en: string;
  name_sv: string;
}

interface UnitTable {
  id: string;
  parent_id: string | null;
  level_id: string;
  name_en: string;
  name_sv: string;
  position: number;
}

interface PersonTable {
  id: string;
  name: string;
  title_en: string;
  title_sv: string;
  persona: boolean;
  position: number;
}

interface RoleHeldTable {
  person_id: string;
  role: RoleKind;
  unit_id: string;
}

interface ForumTable {
  id: string;
  unit_id: string;
  /** A forum kind's id. */
  kind: string;
  name_en: string;
  name_sv: string;
  cadence_days: number;
  meets_from: string;
  matters_per_meeting: number;
  quorum: number | null;
  position: number;
}

interface ForumKindTable {
  id: string;
  position: number;
  name_en: string;
  name_sv: string;
  advises: boolean;
}

interface MatterAttributeTable {
  id: string;
  position: number;
  name_en: string;
  name_sv: string;
  possible: Json<Attribute['values']>;
  usual: string;
}

interface DecisionRuleTable {
  id: string;
  position: number;
  at: string[];
  conditions: Json<DecisionRule['when']>;
  answer: Json<RuleAnswer>;
  standing: number;
  because_en: string;
  because_sv: string;
}

interface MeetingTable {
  forum_id: string;
  held_on: string;
  present: string[];
  notes: string;
  written_by: string;
  written_at: Instant;
  ledger_seq: number;
}

interface FictiveCaseTable {
  id: string;
  position: number;
  title_en: string;
  title_sv: string;
  raised_at: string;
  attributes: Json<FictiveCase['attributes']>;
  concerns_unit_id: string | null;
  ends_at: string;
  steps: number;
  per_year: number;
}

interface ForumMemberTable {
  forum_id: string;
  person_id: string;
  chair: boolean;
  votes: boolean;
}

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

interface JobTable {
  id: string;
  kind: 'import' | 'evaluation';
  state: 'running' | 'done' | 'failed';
  request: Json<unknown>;
  share: number | null;
  rate: string | null;
  seconds_left: number | null;
  message: string;
  started_at: Instant;
  ended_at: InstantOrNull;
}

/** Written by the evaluation of measures; month counts months since year 0. */
interface SignalTable {
  id: string;
  measure_id: string;
  unit_id: string;
  month: number;
  first_month: number;
  last_month: number;
  rule: string;
  reading: 'improvement' | 'concern' | 'neutral';
  side: 'high' | 'low';
  preset: string;
  state: 'new' | 'in-thread' | 'closed';
  closed_reason: string | null;
  owner_id: string | null;
  thread_id: string | null;
  cautions: Json<{ readonly code: string; readonly message: string }[]>;
  evaluation_id: number;
  found_at: Instant;
}

interface ChartPartTable {
  unit_id: string;
  measure_id: string;
  from_month: number;
  signed_by: string;
  reason: string;
  at: Instant;
  ledger_seq: number;
}

interface MeasureVersionTable {
  digest: string;
  measure_id: string;
  version: string;
  definition: Json<Measure>;
  cql: string;
  recorded_at: Instant;
}

interface EvaluationTable {
  id: Generated<number>;
  data_version: string;
  first_month: number;
  last_month: number;
  events_unassigned: number;
  started_at: Instant;
  finished_at: Instant;
}

interface ResultTable {
  measure_id: string;
  unit_id: string;
  month: number;
  numerator: number;
  denominator: number;
  sum_of_squares: number;
  definition_digest: string;
  evaluation_id: number;
  superseded_by: number | null;
}

interface GroupResultTable {
  measure_id: string;
  unit_id: string;
  grouping_id: string;
  group_id: string;
  numerator: number;
  denominator: number;
  sum_of_squares: number;
  evaluation_id: number;
}

interface CodingChangeTable {
  unit_id: string;
  source_table: string;
  month: number;
  from_code: string;
  to_code: string;
  measure_ids: string[];
  evaluation_id: number;
}

/** Every table of the operational store. */
export interface OperationalTables extends SpreadTables, DecisionSupportTables, OwnMeasureTables {
  ledger: LedgerTable;
  ledger_head: LedgerHeadTable;
  organisation_state: OrganisationStateTable;
  level: LevelTable;
  unit: UnitTable;
  person: PersonTable;
  role_held: RoleHeldTable;
  forum: ForumTable;
  forum_member: ForumMemberTable;
  forum_kind: ForumKindTable;
  matter_attribute: MatterAttributeTable;
  decision_rule: DecisionRuleTable;
  fictive_case: FictiveCaseTable;
  meeting: MeetingTable;
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
  job: JobTable;
  measure_version: MeasureVersionTable;
  evaluation: EvaluationTable;
  result: ResultTable;
  group_result: GroupResultTable;
  coding_change: CodingChangeTable;
  chart_part: ChartPartTable;
  signal: SignalTable;
}
