import { type Selectable, sql } from 'kysely';
import { monthFromNumber, monthNumber } from '#core';
import type { DecisionSupportRule, UnitRuleSetting } from '#practice';
import { type Changes, type Database, instant } from './database.ts';
import type { ClientPurpose } from './tables/decision-support.ts';
import type { OperationalTables } from './tables.ts';

/** A program that proves itself by signed tokens. */
export interface DecisionSupportClient {
  readonly issuer: string;
  readonly name: string;
  /** Public keys as a JSON Web Key Set; null where they are published at jwksUrl. */
  readonly jwks: unknown;
  readonly jwksUrl: string | null;
  readonly fhirServers: readonly string[];
  readonly origins: readonly string[];
  readonly purposes: readonly ClientPurpose[];
  readonly trustedAt: string;
}

/** How a rule works in a unit, by whom and why. */
export interface StoredRuleSetting extends UnitRuleSetting {
  readonly ruleId: string;
  readonly unitId: string;
  readonly reason: string;
  readonly setBy: string;
  readonly setAt: string;
}

export async function decisionSupportClients(
  db: Database,
): Promise<readonly DecisionSupportClient[]> {
  const rows = await db
    .selectFrom('decision_support_client')
    .selectAll()
    .orderBy('name')
    .orderBy('issuer')
    .execute();
  return rows.map((row) => ({
    issuer: row.issuer,
    name: row.name,
    jwks: row.jwks,
    jwksUrl: row.jwks_url,
    fhirServers: row.fhir_servers,
    origins: row.origins,
    purposes: row.purposes,
    trustedAt: instant(row.trusted_at),
  }));
}

export async function saveDecisionSupportClient(
  tx: Changes,
  client: DecisionSupportClient,
  ledgerSeq: number,
): Promise<void> {
  const row = {
    issuer: client.issuer,
    name: client.name,
    jwks: client.jwks === null ? null : JSON.stringify(client.jwks),
    jwks_url: client.jwksUrl,
    fhir_servers: [...client.fhirServers],
    origins: [...client.origins],
    purposes: [...client.purposes],
    trusted_at: client.trustedAt,
    ledger_seq: ledgerSeq,
  };
  await tx
    .insertInto('decision_support_client')
    .values(row)
    .onConflict((conflict) => conflict.column('issuer').doUpdateSet(row))
    .execute();
}

export async function removeDecisionSupportClient(tx: Changes, issuer: string): Promise<void> {
  await tx.deleteFrom('decision_support_client').where('issuer', '=', issuer).execute();
}

/** Keeps the rules that the library defines now; one that it no longer defines is taken away. */
export async function takeRulesIntoUse(
  tx: Changes,
  rules: readonly DecisionSupportRule[],
  at: string,
): Promise<void> {
  await tx.deleteFrom('decision_support_rule').execute();
  if (rules.length === 0) return;
  await tx
    .insertInto('decision_support_rule')
    .values(rules.map((rule) => ({ id: rule.id, definition: JSON.stringify(rule), taken_at: at })))
    .execute();
}

/** The rules in use, by id. */
export async function rulesInUse(db: Database): Promise<ReadonlyMap<string, DecisionSupportRule>> {
  const rows = await db.selectFrom('decision_support_rule').selectAll().orderBy('id').execute();
  return new Map(rows.map(({ id, definition }) => [id, definition]));
}

export async function ruleSettings(
  db: Database,
  ruleId: string,
): Promise<readonly StoredRuleSetting[]> {
  const rows = await db
    .selectFrom('decision_support_setting')
    .selectAll()
    .where('rule_id', '=', ruleId)
    .orderBy('unit_id')
    .execute();
  return rows.map(settingOf);
}

/** How a rule stands in a unit, null where nobody has set it; whoever else would set it there waits for this transaction. */
export async function lockRuleSetting(
  tx: Changes,
  ruleId: string,
  unitId: string,
): Promise<StoredRuleSetting | null> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`rule ${ruleId} ${unitId}`}, 0))`.execute(
    tx,
  );
  return ruleSettingIn(tx, ruleId, unitId);
}

export async function ruleSettingIn(
  db: Database,
  ruleId: string,
  unitId: string,
): Promise<StoredRuleSetting | null> {
  const row = await db
    .selectFrom('decision_support_setting')
    .selectAll()
    .where('rule_id', '=', ruleId)
    .where('unit_id', '=', unitId)
    .executeTakeFirst();
  return row === undefined ? null : settingOf(row);
}

const settingOf = (
  row: Selectable<OperationalTables['decision_support_setting']>,
): StoredRuleSetting => ({
  ...{ ruleId: row.rule_id, unitId: row.unit_id, mode: row.mode },
  ...{ parameters: row.parameters, randomised: row.randomised },
  adoptionId: row.adoption_id,
  fromMonth: row.from_month === null ? null : monthFromNumber(row.from_month),
  ...{ reason: row.reason, setBy: row.set_by, setAt: instant(row.set_at) },
});

export async function saveRuleSetting(
  tx: Changes,
  setting: StoredRuleSetting,
  ledgerSeq: number,
): Promise<void> {
  const row = {
    ...{ rule_id: setting.ruleId, unit_id: setting.unitId, mode: setting.mode },
    parameters: JSON.stringify(setting.parameters),
    randomised: setting.randomised === null ? null : JSON.stringify(setting.randomised),
    adoption_id: setting.adoptionId,
    from_month: setting.fromMonth === null ? null : monthNumber(setting.fromMonth),
    ...{ reason: setting.reason, set_by: setting.setBy, set_at: setting.setAt },
    ledger_seq: ledgerSeq,
  };
  await tx
    .insertInto('decision_support_setting')
    .values(row)
    .onConflict((conflict) => conflict.columns(['rule_id', 'unit_id']).doUpdateSet(row))
    .execute();
}
