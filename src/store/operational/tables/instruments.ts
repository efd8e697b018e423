import type { DutyRole } from '#data';
import type { Instant, InstantOrNull, Json } from './columns.ts';

interface QuestionnaireBroughtTable {
  url: string;
  version: string;
  instrument_id: string;
  content: Json<unknown>;
  digest: string;
  brought_by: string;
  brought_at: Instant;
  ledger_seq: number;
}

interface UnitInstrumentTable {
  unit_id: string;
  instrument_id: string;
  in_use: boolean;
  reason: string;
  set_by: string;
  set_at: Instant;
  ledger_seq: number;
}

interface SafetyAlertTable {
  id: string;
  unit_id: string;
  instrument_id: string;
  rule_id: string;
  participant_id: string;
  role: DutyRole;
  escalate_to: DutyRole;
  raised_at: Instant;
  escalate_at: Instant;
  escalated_at: InstantOrNull;
  acknowledged_at: InstantOrNull;
  acknowledged_by: string | null;
  outcome: string | null;
}

/** What patients answer, where, and what of it nobody may overlook. */
export interface InstrumentTables {
  questionnaire_brought: QuestionnaireBroughtTable;
  unit_instrument: UnitInstrumentTable;
  safety_alert: SafetyAlertTable;
}
