import { type Insertable, type Selectable, sql } from 'kysely';
import { type Month, monthFromNumber, monthNumber } from '#core';
import type { Adaptation, Adoption, AdoptionInHand, FidelityCheck } from '#practice';
import { type Changes, type Database, instant } from './database.ts';
import type { OperationalTables } from './tables.ts';

export async function loadAdoption(db: Database, adoptionId: string): Promise<Adoption | null> {
  const row = await db
    .selectFrom('adoption')
    .selectAll()
    .where('id', '=', adoptionId)
    .executeTakeFirst();
  return row === undefined ? null : adoptionOf(row);
}

/** Held until the transaction ends. */
export async function lockAdoption(tx: Changes, adoptionId: string): Promise<Adoption | null> {
  const row = await tx
    .selectFrom('adoption')
    .selectAll()
    .where('id', '=', adoptionId)
    .forUpdate()
    .executeTakeFirst();
  return row === undefined ? null : adoptionOf(row);
}

/** Who has taken a practice up, the earliest first. */
export async function adoptionsOfPractice(
  db: Database,
  practiceId: string,
): Promise<readonly Adoption[]> {
  const rows = await db
    .selectFrom('adoption')
    .selectAll()
    .where('practice_id', '=', practiceId)
    .orderBy('begun_at')
    .orderBy('id')
    .execute();
  return rows.map(adoptionOf);
}

/** An adoption that has begun, as a mark on a chart: which practice, by its title then, and since when. */
export interface AdoptionBegun {
  readonly adoptionId: string;
  readonly practiceId: string;
  readonly threadId: string;
  readonly unitId: string;
  readonly title: string;
  readonly startMonth: Month;
  readonly ownerId: string;
  readonly reason: string;
  /** Shown by its own mark when the unit tries the practice in a cycle of its own. */
  readonly cycleId: string | null;
}

/** The adoptions that have begun in any of these units and are judged by this measure. */
export async function adoptionsBegun(
  db: Database,
  measureId: string,
  unitIds: readonly string[],
): Promise<readonly AdoptionBegun[]> {
  if (unitIds.length === 0) return [];
  const rows = await db
    .selectFrom('adoption')
    .innerJoin('practice', 'practice.id', 'adoption.practice_id')
    .innerJoin('practice_version', (join) =>
      join
        .onRef('practice_version.practice_id', '=', 'adoption.practice_id')
        .onRef('practice_version.version', '=', 'adoption.version'),
    )
    .select(['adoption.id', 'adoption.practice_id', 'adoption.unit_id', 'adoption.start_month'])
    .select(['adoption.owner_id', 'adoption.reason', 'adoption.cycle_id'])
    .select(['practice_version.title', 'practice_version.measure_ids', 'practice.thread_id'])
    .where('adoption.unit_id', 'in', unitIds)
    .where('adoption.start_month', 'is not', null)
    .orderBy('adoption.start_month')
    .orderBy('adoption.id')
    .execute();
  return rows.flatMap((row) =>
    row.start_month === null || !row.measure_ids.includes(measureId)
      ? []
      : [
          {
            adoptionId: row.id,
            practiceId: row.practice_id,
            threadId: row.thread_id,
            unitId: row.unit_id,
            title: row.title,
            startMonth: monthFromNumber(row.start_month),
            ownerId: row.owner_id,
            reason: row.reason,
            cycleId: row.cycle_id,
          },
        ],
  );
}

/** Another text whenever anything that `changesByMeasure` names has changed. */
export async function changesMark(db: Database, measureId: string): Promise<string> {
  const { rows } = await sql<{ mark: string }>`
    select concat_ws(' ',
      (select concat_ws(' ', count(*), sum(start_month), sum(hashtext(unit_id)::bigint * start_month))
       from cycle where measure_id = ${measureId} and start_month is not null),
      (select concat_ws(' ', count(*), sum(a.start_month), sum(hashtext(a.unit_id)::bigint * a.start_month))
       from adoption a where a.start_month is not null and a.cycle_id is null)) as mark`.execute(
    db,
  );
  return rows[0]?.mark ?? '';
}

/** Where and when anything changed that this measure shows: by a cycle, or by an adoption outside any. */
export async function changesByMeasure(
  db: Database,
  measureId: string,
): Promise<readonly { readonly unitId: string; readonly startMonth: Month }[]> {
  const { rows } = await sql<{ unit_id: string; start_month: number }>`
    select unit_id, start_month from cycle where measure_id = ${measureId} and start_month is not null
    union all
    select a.unit_id, a.start_month
    from adoption a join practice_version v on v.practice_id = a.practice_id and v.version = a.version
    where a.start_month is not null and a.cycle_id is null and ${measureId} = any (v.measure_ids)`.execute(
    db,
  );
  return rows.map((row) => ({
    unitId: row.unit_id,
    startMonth: monthFromNumber(row.start_month),
  }));
}

/** Every adoption under way that has begun, with its practice's thread, the measure that judges it, and whether it was ever checked. */
export async function adoptionsAtWork(db: Database): Promise<readonly AdoptionInHand[]> {
  const rows = await db
    .selectFrom('adoption')
    .innerJoin('practice', 'practice.id', 'adoption.practice_id')
    .innerJoin('practice_version', (join) =>
      join
        .onRef('practice_version.practice_id', '=', 'adoption.practice_id')
        .onRef('practice_version.version', '=', 'adoption.version'),
    )
    .selectAll('adoption')
    .select(['practice.thread_id', 'practice_version.measure_ids'])
    .select(
      sql<boolean>`exists (select 1 from fidelity_check f where f.adoption_id = adoption.id)`.as(
        'is_checked',
      ),
    )
    .where('adoption.stage', 'not in', ['considering', 'stopped'])
    .orderBy('adoption.id')
    .execute();
  return rows.map((row) => ({
    adoption: adoptionOf(row),
    ...{ threadId: row.thread_id, measureId: row.measure_ids[0] ?? '', isChecked: row.is_checked },
  }));
}

/** The adoptions by which a decision-support rule runs anywhere, each with the title of its practice. */
export async function adoptionsRunning(
  db: Database,
  ruleId: string,
): Promise<ReadonlyMap<string, { readonly id: string; readonly practiceTitle: string }>> {
  const rows = await db
    .selectFrom('decision_support_setting as setting')
    .innerJoin('adoption', 'adoption.id', 'setting.adoption_id')
    .innerJoin('practice_version', (join) =>
      join
        .onRef('practice_version.practice_id', '=', 'adoption.practice_id')
        .onRef('practice_version.version', '=', 'adoption.version'),
    )
    .select(['adoption.id', 'practice_version.title as practiceTitle'])
    .where('setting.rule_id', '=', ruleId)
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

export async function insertAdoption(tx: Changes, adoption: Adoption): Promise<void> {
  await tx.insertInto('adoption').values(adoptionRow(adoption)).execute();
}

export async function updateAdoption(tx: Changes, adoption: Adoption): Promise<void> {
  await tx
    .updateTable('adoption')
    .set(adoptionRow(adoption))
    .where('id', '=', adoption.id)
    .execute();
}

export async function insertAdaptation(tx: Changes, adaptation: Adaptation): Promise<void> {
  const { adoptionId, when, planned, decidedBy, essentialIds, ...same } = adaptation;
  await tx
    .insertInto('adaptation')
    .values({
      ...same,
      adoption_id: adoptionId,
      made_when: when,
      planned,
      decided_by: decidedBy,
      essential_ids: [...essentialIds],
    })
    .execute();
}

export async function insertFidelityCheck(tx: Changes, check: FidelityCheck): Promise<void> {
  const { id, adoptionId, month, version, keptIds, essentials, note, by, at } = check;
  await tx
    .insertInto('fidelity_check')
    .values({
      ...{ id, version, essentials, note, by, at },
      adoption_id: adoptionId,
      month: monthNumber(month),
      kept_ids: [...keptIds],
    })
    .execute();
}

export async function adaptationsOf(
  db: Database,
  adoptionIds: readonly string[],
): Promise<readonly Adaptation[]> {
  if (adoptionIds.length === 0) return [];
  const rows = await db
    .selectFrom('adaptation')
    .selectAll()
    .where('adoption_id', 'in', adoptionIds)
    .orderBy('number')
    .execute();
  return rows.map(
    ({ adoption_id, made_when, decided_by, essential_ids, at, number: _, ...same }) => ({
      ...same,
      adoptionId: adoption_id,
      when: made_when,
      decidedBy: decided_by,
      essentialIds: essential_ids,
      at: instant(at),
    }),
  );
}

export async function fidelityChecksOf(
  db: Database,
  adoptionIds: readonly string[],
): Promise<readonly FidelityCheck[]> {
  if (adoptionIds.length === 0) return [];
  const rows = await db
    .selectFrom('fidelity_check')
    .selectAll()
    .where('adoption_id', 'in', adoptionIds)
    .orderBy('number')
    .execute();
  return rows.map(({ adoption_id, month, kept_ids, at, number: _, ...same }) => ({
    ...same,
    adoptionId: adoption_id,
    month: monthFromNumber(month),
    keptIds: kept_ids,
    at: instant(at),
  }));
}

const adoptionRow = (adoption: Adoption): Insertable<OperationalTables['adoption']> => ({
  id: adoption.id,
  practice_id: adoption.practiceId,
  version: adoption.version,
  unit_id: adoption.unitId,
  basis: adoption.basis,
  mandated_by_forum_id: adoption.mandatedByForumId,
  learned_from_unit_id: adoption.learnedFromUnitId,
  cycle_id: adoption.cycleId,
  start_month: adoption.startMonth === null ? null : monthNumber(adoption.startMonth),
  part_values: JSON.stringify(adoption.values),
  stage: adoption.stage,
  stage_since: adoption.stageSince,
  owner_id: adoption.ownerId,
  begun_at: adoption.begunAt,
  reason: adoption.reason,
});

const adoptionOf = (row: Selectable<OperationalTables['adoption']>): Adoption => ({
  id: row.id,
  practiceId: row.practice_id,
  version: row.version,
  unitId: row.unit_id,
  basis: row.basis,
  mandatedByForumId: row.mandated_by_forum_id,
  learnedFromUnitId: row.learned_from_unit_id,
  cycleId: row.cycle_id,
  startMonth: row.start_month === null ? null : monthFromNumber(row.start_month),
  values: row.part_values,
  stage: row.stage,
  stageSince: instant(row.stage_since),
  ownerId: row.owner_id,
  begunAt: instant(row.begun_at),
  reason: row.reason,
});
