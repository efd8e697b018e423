import type { Selectable } from 'kysely';
import { type FictiveCase, type Organisation, orStandard } from '#organisation';
import type { Changes, Database } from './database.ts';
import type { OperationalTables } from './tables.ts';

type DecisionRights = Pick<Organisation, 'forumKinds' | 'attributes' | 'rules' | 'cases'>;

/** Brings kinds of forum, attributes, rules and cases to this state. */
export async function saveDecisionRights(tx: Changes, rights: DecisionRights): Promise<void> {
  await saveKinds(tx, rights);
  await saveAttributes(tx, rights);
  await saveRules(tx, rights);
  await saveCases(tx, rights);
}

async function saveKinds(tx: Changes, { forumKinds }: DecisionRights): Promise<void> {
  for (const [position, { id, name, advises }] of forumKinds.entries()) {
    const values = { position, name_en: name.en, name_sv: name.sv, advises };
    await tx
      .insertInto('forum_kind')
      .values({ id, ...values })
      .onConflict((same) => same.column('id').doUpdateSet(values))
      .execute();
  }
}

async function saveAttributes(tx: Changes, { attributes }: DecisionRights): Promise<void> {
  await tx.deleteFrom('matter_attribute').execute();
  for (const [position, { id, name, values, usual }] of attributes.entries())
    await tx
      .insertInto('matter_attribute')
      .values({
        ...{ id, position, name_en: name.en, name_sv: name.sv, usual },
        possible: JSON.stringify(values),
      })
      .execute();
}

/** Brings the rules to this state; the ledger keeps what they were. */
export async function saveRules(
  tx: Changes,
  { rules }: Pick<Organisation, 'rules'>,
): Promise<void> {
  await tx.deleteFrom('decision_rule').execute();
  for (const [position, { id, at, when, answer, standing, because }] of rules.entries())
    await tx
      .insertInto('decision_rule')
      .values({
        ...{ id, position, at: [...at], standing },
        conditions: JSON.stringify(when),
        answer: JSON.stringify(answer),
        because_en: because.en,
        because_sv: because.sv,
      })
      .execute();
}

/** Where a fictive case must end from now on. */
export async function saveCaseAim(
  tx: Changes,
  { id, endsAt, steps }: Pick<FictiveCase, 'id' | 'endsAt' | 'steps'>,
): Promise<void> {
  await tx
    .updateTable('fictive_case')
    .set({ ends_at: endsAt, steps })
    .where('id', '=', id)
    .execute();
}

async function saveCases(tx: Changes, { cases }: DecisionRights): Promise<void> {
  await tx.deleteFrom('fictive_case').execute();
  for (const [position, one] of cases.entries())
    await tx
      .insertInto('fictive_case')
      .values({
        id: one.id,
        position,
        title_en: one.title.en,
        title_sv: one.title.sv,
        raised_at: one.raisedAt,
        attributes: JSON.stringify(one.attributes),
        concerns_unit_id: one.concernsUnitId,
        ends_at: one.endsAt,
        steps: one.steps,
        per_year: one.perYear,
      })
      .execute();
}

/** An organisation stored before there were rules has the standard ones. */
export async function loadDecisionRights(db: Database): Promise<DecisionRights> {
  const [kinds, attributes, rules, cases] = await Promise.all([
    db.selectFrom('forum_kind').selectAll().orderBy('position').orderBy('id').execute(),
    db.selectFrom('matter_attribute').selectAll().orderBy('position').execute(),
    db.selectFrom('decision_rule').selectAll().orderBy('position').execute(),
    db.selectFrom('fictive_case').selectAll().orderBy('position').execute(),
  ]);
  const stored = {
    forumKinds: kinds.map((row) => ({
      id: row.id,
      name: { en: row.name_en, sv: row.name_sv },
      advises: row.advises,
    })),
    attributes: attributes.map((row) => ({
      id: row.id,
      name: { en: row.name_en, sv: row.name_sv },
      values: row.possible,
      usual: row.usual,
    })),
    rules: rules.map((row) => ({
      id: row.id,
      at: row.at,
      when: row.conditions,
      answer: row.answer,
      standing: row.standing,
      because: { en: row.because_en, sv: row.because_sv },
    })),
  };
  return { ...orStandard(stored), cases: cases.map(caseOf) };
}

const caseOf = (row: Selectable<OperationalTables['fictive_case']>): FictiveCase => ({
  id: row.id,
  title: { en: row.title_en, sv: row.title_sv },
  raisedAt: row.raised_at,
  attributes: row.attributes,
  concernsUnitId: row.concerns_unit_id,
  endsAt: row.ends_at,
  steps: row.steps,
  perYear: row.per_year,
});
