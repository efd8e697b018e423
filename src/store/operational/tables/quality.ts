import type { ColumnType, Generated } from 'kysely';
import type { ChallengeOutcome, FoundByCheck } from '#practice';
import type { Instant, InstantOrNull } from './columns.ts';

interface QualityCountTable {
  check_id: string;
  unit_id: string;
  month: number;
  subject: string;
  checked: number;
  bad: number;
  expected: number;
}

interface QualityRunTable {
  id: Generated<number>;
  data_version: string;
  measured_at: Instant;
}

interface QualityThresholdTable {
  check_id: string;
  share: number;
  reason: string;
  set_by: string;
  set_at: Instant;
  ledger_seq: number;
}

interface ChallengeTable {
  id: string;
  thread_id: string;
  unit_id: string;
  measure_id: string | null;
  check_id: string | null;
  first_month: number;
  last_month: number;
  said: number | null;
  data_version: string | null;
  definition_version: string | null;
  text: string;
  found: ColumnType<FoundByCheck | null, string | null, string | null>;
  raised_by: string | null;
  raised_at: Instant;
  owner_id: string | null;
  outcome: ChallengeOutcome | null;
  because: string | null;
  concluded_by: string | null;
  concluded_at: InstantOrNull;
}

/** Checks of what is held, and numbers that are disputed. */
export interface QualityTables {
  quality_count: QualityCountTable;
  quality_run: QualityRunTable;
  quality_threshold: QualityThresholdTable;
  challenge: ChallengeTable;
}
