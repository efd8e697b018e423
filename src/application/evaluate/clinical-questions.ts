import { type Month, monthFromNumber, monthNumber } from '#core';
import type { CodeUse } from '#data';
import type { MonthPeriod } from '#knowledge';
import type { ClinicalStore } from '#store';
import { countIn } from './counted-events.ts';

/** A month with less than this share of the middle month's visits and stays is the ragged edge of the records. */
const fullMonthShare = 0.5;

/**
 * The first and last month of regular care, or null when there is none at all. A feed often holds a few older records of
 * patients who were in care when it began; months of such remains would look like a collapse of everything.
 */
export async function monthsOfCare(
  clinical: ClinicalStore,
): Promise<{ readonly first: Month; readonly last: Month } | null> {
  const [row] = await clinical.query(
    `with monthly as (
       select datetrunc('month', period_start_low) as month, count(*) as begun
       from encounter
       where status in ('finished', 'in-progress') and period_start_low is not null
       group by all)
     select strftime(min(month) filter (where begun >= ${fullMonthShare} * (select median(begun) from monthly)), '%Y-%m') as first,
       strftime(max(month), '%Y-%m') as last
     from monthly`,
  );
  const { first, last } = row ?? {};
  return typeof first === 'string' && typeof last === 'string' ? { first, last } : null;
}

/** Lays out the months as the relation `period` that every compiled question reads. */
export async function layOutPeriods(
  clinical: ClinicalStore,
  periods: readonly MonthPeriod[],
): Promise<void> {
  const rows = periods.map(
    ({ id, start, end }) => `(${id}, timestamp '${plain(start)}', timestamp '${plain(end)}')`,
  );
  await clinical.write([
    {
      sql: `create or replace table period as select * from (values ${rows.join(', ')})
        as p(period_id, period_start, period_end)`,
    },
  ]);
}

/** '2026-02-28T23:00:00.000Z' as a timestamp literal; the session speaks UTC. */
const plain = (instant: string): string => instant.replace('T', ' ').replace('Z', '');

/** Where codes stand, and the column that dates them. */
const coded = [
  { table: 'observation', at: 'effective_low' },
  { table: 'condition', at: 'recorded_date_low' },
  { table: 'procedure', at: 'performed_low' },
] as const;

/** How often each unit used each code in each month. */
export async function codeUses(
  clinical: ClinicalStore,
  months: readonly Month[],
): Promise<readonly CodeUse[]> {
  const first = months[0];
  const last = months.at(-1);
  if (first === undefined || last === undefined) return [];
  const queries = coded.map(
    ({ table, at }) => `select unit_id, '${table}' as source_table,
        system || '|' || code_code as code, strftime(month, '%Y-%m') as month, uses
      from (
        select e.organization_id as unit_id, coalesce(c.code_system, '') as system, c.code_code,
          datetrunc('month', c.${at}) as month, count(*) as uses
        from ${table} c join encounter e on e.id = c.encounter_id
        where c.${at} is not null and c.code_code is not null and e.organization_id is not null
        group by all)`,
  );
  const rows = await clinical.query(queries.join(' union all '));
  return rows
    .map((row) => ({
      unitId: String(row.unit_id),
      table: String(row.source_table),
      code: String(row.code),
      month: String(row.month),
      count: countIn(row, 'uses'),
    }))
    .filter(({ month }) => month >= first && month <= last);
}

/** The months to evaluate: whole months only, and no further back than the program looks. */
export function monthsToEvaluate(
  care: { readonly first: Month; readonly last: Month },
  today: string,
): { readonly first: Month; readonly last: Month } {
  const lastWhole = monthNumber(today.slice(0, 7)) - 1;
  const last = Math.min(monthNumber(care.last), lastWhole);
  const first = Math.max(monthNumber(care.first), last - monthsLookedBack + 1);
  return { first: monthFromNumber(first), last: monthFromNumber(last) };
}

/** Five years: what charts show and people can act on. */
export const monthsLookedBack = 60;
