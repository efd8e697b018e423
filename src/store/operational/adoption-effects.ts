import { sql } from 'kysely';
import { type Month, monthFromNumber, monthNumber } from '#core';
import type { AdoptionEffect } from '#practice';
import type { Database } from './database.ts';

/** A unit that began to work by a practice, and the measure that judges it. */
export interface MeasuredStart {
  readonly measureId: string;
  readonly unitId: string;
  readonly startMonth: Month;
}

export interface KeptEffect extends MeasuredStart {
  /** Names everything the estimate was made from. */
  readonly restsOn: string;
  readonly effect: AdoptionEffect;
}

/** Every start that a page of a practice or an adoption shows: by the version taken up, and by the newest. */
export async function measuredStarts(db: Database): Promise<readonly MeasuredStart[]> {
  const { rows } = await sql<{ measure_id: string; unit_id: string; start_month: number }>`
    with newest as (
      select distinct on (practice_id) practice_id, measure_ids[1] as measure_id
      from practice_version order by practice_id, version desc
    )
    select newest.measure_id, cycle.unit_id, cycle.start_month
    from practice join cycle on cycle.id = practice.cycle_id
    join newest on newest.practice_id = practice.id
    where cycle.start_month is not null
    union
    select newest.measure_id, adoption.unit_id, adoption.start_month
    from adoption join newest using (practice_id) where adoption.start_month is not null
    union
    select version.measure_ids[1], adoption.unit_id, adoption.start_month
    from adoption join practice_version version using (practice_id, version)
    where adoption.start_month is not null
    order by measure_id, start_month, unit_id`.execute(db);
  return rows.map(({ measure_id, unit_id, start_month }) => ({
    measureId: measure_id,
    unitId: unit_id,
    startMonth: monthFromNumber(start_month),
  }));
}

/** What is kept of these units on this measure, whatever it rests on. */
export async function keptEffects(
  db: Database,
  measureId: string,
  unitIds: readonly string[],
): Promise<readonly KeptEffect[]> {
  if (unitIds.length === 0) return [];
  const { rows } = await sql<{
    unit_id: string;
    start_month: number;
    rests_on: string;
    effect: AdoptionEffect;
  }>`
    select unit_id, start_month, rests_on, effect from adoption_effect
    where measure_id = ${measureId} and unit_id = any(${[...unitIds]}::text[])`.execute(db);
  return rows.map(({ unit_id, start_month, rests_on, effect }) => ({
    ...{ measureId, unitId: unit_id, startMonth: monthFromNumber(start_month) },
    ...{ restsOn: rests_on, effect },
  }));
}

/** Keeps an estimate in place of the one before it. */
export async function keepEffect(
  db: Database,
  { measureId, unitId, startMonth, restsOn, effect }: KeptEffect,
  at: string,
): Promise<void> {
  await sql`insert into adoption_effect
    values (${measureId}, ${unitId}, ${monthNumber(startMonth)}, ${restsOn}, ${JSON.stringify(effect)}, ${at})
    on conflict (measure_id, unit_id, start_month) do update
    set rests_on = excluded.rests_on, effect = excluded.effect, estimated_at = excluded.estimated_at`.execute(
    db,
  );
}

/** The evaluation that last changed any result of a measure; null before the first. */
export async function resultsVersion(db: Database, measureId: string): Promise<number | null> {
  const { rows } = await sql<{ version: string | number | null }>`
    select max(evaluation_id) as version from result where measure_id = ${measureId}`.execute(db);
  const version = rows[0]?.version ?? null;
  return version === null ? null : Number(version);
}

/** Another text whenever there may be something to estimate anew: after an evaluation, and when anything begins. */
export async function startsMark(db: Database): Promise<string> {
  const { rows } = await sql<{ mark: string }>`
    select concat_ws(' ',
      (select max(id) from evaluation),
      (select concat_ws(' ', count(*), sum(start_month), sum(hashtext(unit_id || measure_id)::bigint * start_month))
       from cycle where start_month is not null),
      (select concat_ws(' ', count(*), sum(start_month), sum(hashtext(unit_id)::bigint * start_month))
       from adoption where start_month is not null),
      (select count(*) from practice_version)) as mark`.execute(db);
  return rows[0]?.mark ?? '';
}
