import type { ColumnType } from 'kysely';
import type { DecisionSupportRule, Randomised, RuleMode } from '#practice';
import type { Instant, InstantOrNull, Json } from './columns.ts';

type JsonOrNull<T> = ColumnType<T | null, string | null, string | null>;

/** What a program may do here: ask for advice at the point of care, or send records. */
export type ClientPurpose = 'advice' | 'feed';

interface DecisionSupportClientTable {
  issuer: string;
  name: string;
  jwks: JsonOrNull<unknown>;
  jwks_url: string | null;
  fhir_servers: string[];
  origins: string[];
  purposes: ClientPurpose[];
  trusted_at: Instant;
  ledger_seq: number;
}

interface DecisionSupportSettingTable {
  rule_id: string;
  unit_id: string;
  mode: RuleMode;
  parameters: Json<Readonly<Record<string, number>>>;
  randomised: JsonOrNull<Randomised>;
  adoption_id: string | null;
  from_month: number | null;
  reason: string;
  set_by: string;
  set_at: Instant;
  ledger_seq: number;
}

interface ClientContactTable {
  issuer: string;
  calls: string;
  last_seen_at: InstantOrNull;
  refused: string;
  last_refused_at: InstantOrNull;
  last_refusal: string | null;
}

interface DecisionSupportRuleTable {
  id: string;
  definition: Json<DecisionSupportRule>;
  taken_at: Instant;
}

/** Who may ask for advice at the point of care, and how the rules work where. */
export interface DecisionSupportTables {
  client_contact: ClientContactTable;
  decision_support_client: DecisionSupportClientTable;
  decision_support_setting: DecisionSupportSettingTable;
  decision_support_rule: DecisionSupportRuleTable;
}
