import { type Month, monthFromNumber, monthNumber } from '#core';
import type { Measure } from '#cql';
import type { CodeUse, Grouping, PatientGroup } from '#data';
import type { MonthPeriod, UnitResult } from '#knowledge';
import type { ClinicalRow, ClinicalStore, GroupResult } from '#store';
import type { PopulationSql } from './compile-library.ts';

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
       select strftime(period_start_low, '%Y-%m') as month, count(*) as begun
       from encounter
       where status in ('finished', 'in-progress') and period_start_low is not null
       group by all)
     select min(month) filter (where begun >= ${fullMonthShare} * (select median(begun) from monthly)) as first,
       max(month) as last
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

export interface MeasureCounts {
  readonly results: readonly UnitResult[];
  /** Events that no unit owns: they are in no unit's numbers. */
  readonly withoutUnit: number;
}

/** Asks one compiled measure for every unit and month at once. */
export async function countMeasure(
  clinical: ClinicalStore,
  { aggregateSql }: PopulationSql,
): Promise<MeasureCounts> {
  const rows = await clinical.query(aggregateSql);
  const results = rows.flatMap((row) => {
    const unitId = row.unit_id;
    return typeof unitId === 'string' ? [unitResult(unitId, row)] : [];
  });
  const withoutUnit = rows
    .filter((row) => row.unit_id === null)
    .reduce((sum, row) => sum + numberOf(row, 'initial_population'), 0);
  return { results, withoutUnit };
}

const unitResult = (unitId: string, row: ClinicalRow): UnitResult => ({
  unitId,
  month: monthFromNumber(numberOf(row, 'period_id')),
  numerator: numberOf(row, 'numerator'),
  denominator: numberOf(row, 'denominator'),
  sumOfSquares: numberOf(row, 'sum_of_squares'),
});

export interface GroupsWanted {
  readonly groupings: readonly Grouping[];
  /** The last whole month: the one that is going on does not count yet. */
  readonly lastMonth: Month;
}

/** The same events by group of patients, over all whole months together; every grouping in one reading of the events. */
export async function countGroups(
  clinical: ClinicalStore,
  measure: Measure,
  { membershipSql }: PopulationSql,
  { groupings, lastMonth }: GroupsWanted,
): Promise<readonly GroupResult[]> {
  if (groupings.length === 0) return [];
  const numerator =
    measure.scoring === 'continuous' ? 'sum(observation)' : 'count(*) filter (where numerator)';
  const columns = groupings.map((grouping, i) => `${groupCase(grouping)} as group_${i}`);
  const counts = groupings.map(
    ({ id }, i) => `select ${quoted(id)} as grouping_id, unit_id, group_${i} as group_id,
        ${numerator} as numerator, count(*) as denominator,
        coalesce(sum(observation * observation), 0) as sum_of_squares
      from counted where group_${i} is not null group by unit_id, group_${i}`,
  );
  const rows = await clinical.query(
    `with member as (${membershipSql}),
     person as (select id, ${columns.join(', ')} from patient),
     counted as materialized (
       select member.unit_id, member.numerator, member.observation, person.* exclude (id)
       from member join person on person.id = member.patient_id
       where denominator and not exclusion and not exception and member.unit_id is not null
         and member.period_id <= ${monthNumber(lastMonth)})
     ${counts.join(' union all ')}`,
  );
  return rows.map((row) => ({
    measureId: measure.id,
    unitId: String(row.unit_id),
    groupingId: String(row.grouping_id),
    groupId: String(row.group_id),
    numerator: numberOf(row, 'numerator'),
    denominator: numberOf(row, 'denominator'),
    sumOfSquares: numberOf(row, 'sum_of_squares'),
  }));
}

/** A patient without a value belongs to no group. */
function groupCase({ column, groups }: Grouping): string {
  const named = groups.flatMap(({ id, values }) =>
    values === 'others'
      ? []
      : [`when ${column} in (${values.map(quoted).join(', ')}) then ${quoted(id)}`],
  );
  const others = groups.find(({ values }: PatientGroup) => values === 'others');
  const rest = others === undefined ? '' : `else ${quoted(others.id)}`;
  return `case when ${column} is null then null ${named.join(' ')} ${rest} end`;
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

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
    ({ table, at }) => `select e.organization_id as unit_id, '${table}' as source_table,
        coalesce(c.code_system, '') || '|' || c.code_code as code,
        strftime(c.${at}, '%Y-%m') as month, count(*) as uses
      from ${table} c join encounter e on e.id = c.encounter_id
      where c.${at} is not null and c.code_code is not null and e.organization_id is not null
      group by all`,
  );
  const rows = await clinical.query(queries.join(' union all '));
  return rows
    .map((row) => ({
      unitId: String(row.unit_id),
      table: String(row.source_table),
      code: String(row.code),
      month: String(row.month),
      count: numberOf(row, 'uses'),
    }))
    .filter(({ month }) => month >= first && month <= last);
}

function numberOf(row: ClinicalRow, column: string): number {
  const value = row[column];
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (value === null || value === undefined) return 0;
  throw new TypeError(`column ${column} holds a ${typeof value}, not a number`);
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
