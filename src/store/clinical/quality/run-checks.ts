import type { Month } from '#core';
import type { QualityCheckId } from '#data';
import type { ClinicalStore } from '../clinical-store.ts';
import type { Statement } from '../messages.ts';
import { numberOf, textOf, textOrNull } from '../rows.ts';
import { layOutDatedRows } from './dated-rows.ts';
import { judgedSql } from './judged-rows.ts';

/** What a check counted in one unit, month and kind of record: counts only, nothing from a row. */
export interface QualityCount {
  readonly checkId: QualityCheckId;
  /** Null where no unit can be named. */
  readonly unitId: string | null;
  readonly month: string;
  /** A table, a code or a file; empty for all together. */
  readonly subject: string;
  readonly checked: number;
  readonly bad: number;
  /** The share of bad rows that other months lead one to expect. */
  readonly expected: number;
}

export interface QualityAsked {
  /** ISO text in UTC. */
  readonly now: string;
  /** The last whole month. */
  readonly lastMonth: string;
}

/** Lays out what the checks read, as things are now; who was held already is compared with what was held. */
export async function prepareQuality(store: ClinicalStore, asked: QualityAsked): Promise<void> {
  await store.write([...layOutDatedRows(store), ...noteAsked(asked), ...comparePeople]);
}

const noteAsked = ({ now, lastMonth }: QualityAsked): readonly Statement[] => [
  {
    sql: 'create or replace table quality.asked (now timestamp not null, last_month varchar not null)',
  },
  {
    sql: 'insert into quality.asked values ($1::timestamptz::timestamp, $2)',
    parameters: [now, lastMonth],
  },
];

const comparePeople: readonly Statement[] = [
  {
    sql: `create table if not exists quality.person (
      patient_id varchar not null, gender varchar, birth_date varchar, changed_at timestamp)`,
  },
  {
    sql: `update quality.person set gender = p.gender, birth_date = p.birth_date, changed_at = now
      from patient p, quality.asked where p.id = quality.person.patient_id
        and ((p.gender is not null and quality.person.gender is not null and p.gender <> quality.person.gender)
          or (p.birth_date is not null and quality.person.birth_date is not null and p.birth_date <> quality.person.birth_date))`,
  },
  {
    sql: `insert into quality.person select p.id, p.gender, p.birth_date, null from patient p
      where p.id not in (select patient_id from quality.person)`,
  },
];

/** Runs one check over everything held of these months. */
export async function countQuality(
  store: ClinicalStore,
  checkId: QualityCheckId,
  { first, last }: { readonly first: Month; readonly last: Month },
): Promise<readonly QualityCount[]> {
  const rows = await store.query(
    `with judged as (
       select * from (${judgedSql[checkId]}) where month between $1 and $2 and length(month) = 7)
     select unit_id, month, subject, count(*) as checked, count(*) filter (is_bad) as bad, avg(expected)::double as expected
     from judged group by unit_id, month, subject
     union all
     select unit_id, month, '' as subject, count(*), count(*) filter (is_bad), avg(expected)::double
     from judged group by unit_id, month`,
    { parameters: [first, last] },
  );
  return rows.map((row) => ({
    checkId,
    unitId: textOrNull(row, 'unit_id'),
    month: textOf(row, 'month'),
    subject: textOf(row, 'subject'),
    checked: numberOf(row, 'checked'),
    bad: numberOf(row, 'bad'),
    expected: numberOf(row, 'expected'),
  }));
}

/** A row that a check calls bad, with where it came from: for eyes that may see rows. */
export interface BadRow {
  readonly source: string;
  readonly id: string | null;
  readonly patientId: string | null;
  readonly unitId: string | null;
  readonly month: string;
  readonly subject: string;
  readonly file: string | null;
  readonly line: number | null;
}

export interface BadRowsWanted {
  readonly checkId: QualityCheckId;
  readonly unitIds: readonly string[];
  /** Whether rows that belong to no unit are wanted too. */
  readonly withoutUnit: boolean;
  readonly month: string;
  readonly count: number;
}

/** The bad rows of one check in one month. */
export async function badRows(
  store: ClinicalStore,
  { checkId, unitIds, withoutUnit, month, count }: BadRowsWanted,
): Promise<readonly BadRow[]> {
  const rows = await store.query(
    `with judged as (${judgedSql[checkId]}), bad as (
       select * from judged where is_bad and month = $1
         and (unit_id in (select unnest($2)) or (unit_id is null and $3)) limit $4
     )
     select bad.source, bad.id, bad.patient_id, bad.unit_id, bad.month, bad.subject, f.path, r.line
     from bad left join quality.dated d on d.source = bad.source and d.id = bad.id
       left join archive.held r on r.key = d.resource_key
       left join archive.import_file f on f.id = r.file
     order by bad.source, bad.id`,
    { parameters: [month, unitIds, withoutUnit, count] },
  );
  return rows.map((row) => ({
    source: textOf(row, 'source'),
    id: textOrNull(row, 'id'),
    patientId: textOrNull(row, 'patient_id'),
    unitId: textOrNull(row, 'unit_id'),
    month: textOf(row, 'month'),
    subject: textOf(row, 'subject'),
    file: textOrNull(row, 'path'),
    line: row.line === null ? null : numberOf(row, 'line'),
  }));
}
