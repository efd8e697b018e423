import type { ColumnType, Generated } from 'kysely';
import type {
  Adaptation,
  AdoptionBasis,
  AdoptionStage,
  CarriedRule,
  Essential,
  Parameter,
  ParameterValues,
  ProposalOrigin,
} from '#practice';
import type { Instant, InstantOrNull } from './columns.ts';

interface PracticeTable {
  id: string;
  unit_id: string;
  thread_id: string;
  cycle_id: string | null;
  origin: ProposalOrigin;
  owner_id: string;
  made_at: Instant;
  offered_at: InstantOrNull;
}

/** What of a version is only read as a whole. */
export interface StoredContent {
  readonly essentials: readonly Essential[];
  readonly parameters: readonly Parameter[];
  readonly handbook: string;
  readonly evidence: string;
}

interface PracticeVersionTable {
  practice_id: string;
  version: number;
  title: string;
  summary: string;
  content: ColumnType<StoredContent, string, never>;
  measure_ids: string[];
  rule: ColumnType<CarriedRule | null, string | null, never>;
  expires_on: string | null;
  made_by: string;
  made_at: Instant;
  withdrawn_at: InstantOrNull;
  withdrawn_reason: string | null;
  words: Generated<string>;
}

interface AdoptionTable {
  id: string;
  practice_id: string;
  version: number;
  unit_id: string;
  basis: AdoptionBasis;
  mandated_by_forum_id: string | null;
  learned_from_unit_id: string;
  cycle_id: string | null;
  start_month: number | null;
  part_values: ColumnType<ParameterValues, string, string>;
  stage: AdoptionStage;
  stage_since: Instant;
  owner_id: string;
  begun_at: Instant;
  reason: string;
}

interface AdaptationTable {
  id: string;
  number: Generated<number>;
  adoption_id: string;
  made_when: Adaptation['when'];
  planned: Adaptation['planned'];
  decided_by: Adaptation['decidedBy'];
  what: Adaptation['what'];
  level: Adaptation['level'];
  nature: Adaptation['nature'];
  fidelity: Adaptation['fidelity'];
  why: string;
  text: string;
  essential_ids: string[];
  by: string;
  at: Instant;
}

interface FidelityCheckTable {
  id: string;
  number: Generated<number>;
  adoption_id: string;
  month: number;
  version: number;
  kept_ids: string[];
  essentials: number;
  note: string;
  by: string;
  at: Instant;
}

/** The tables of practices and their adoption. */
export interface SpreadTables {
  practice: PracticeTable;
  practice_version: PracticeVersionTable;
  adoption: AdoptionTable;
  adaptation: AdaptationTable;
  fidelity_check: FidelityCheckTable;
}
