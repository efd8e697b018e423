import type { Generated } from 'kysely';
import type { Measure } from '#cql';
import type { Instant, Json } from './columns.ts';

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

interface RunningResultTable {
  measure_id: string;
  unit_id: string;
  month: number;
  numerator: number;
  denominator: number;
  sum_of_squares: number;
  evaluation_id: number;
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

/** What was evaluated and what it says: results, chart parts, signals. */
export interface KnowledgeTables {
  measure_version: MeasureVersionTable;
  evaluation: EvaluationTable;
  result: ResultTable;
  running_result: RunningResultTable;
  group_result: GroupResultTable;
  coding_change: CodingChangeTable;
  chart_part: ChartPartTable;
  signal: SignalTable;
}
