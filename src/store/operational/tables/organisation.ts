import type { ColumnType } from 'kysely';
import type { Attribute, DecisionRule, FictiveCase, RoleKind, RuleAnswer } from '#organisation';
import type { Instant, Json } from './columns.ts';

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

/** Levels, units, people, forums and the rules by which forums decide. */
export interface OrganisationTables {
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
}
