import { type Month, monthFromNumber, monthNumber } from '#core';
import type { Measure } from '#cql';
import type { Grouping, PatientGroup } from '#data';
import type { UnitResult } from '#knowledge';
import type { ClinicalRow, ClinicalStore, GroupResult, Statement } from '#store';
import type { PopulationSql } from './compile-library.ts';

/** What a measure counts: which events, and by which groups of patients. */
export interface CountingQuestion {
  readonly measure: Measure;
  readonly sql: PopulationSql;
  /** None for a measure that is not told by group. */
  readonly groupings: readonly Grouping[];
  /** The last whole month: the one that is going on does not count in groups yet. */
  readonly lastMonth: Month;
}

/** The counts of one unit in one month; the unit is null for events that no unit owns. */
export interface Cell extends Omit<UnitResult, 'unitId'> {
  readonly unitId: string | null;
  readonly events: number;
}

export interface Counts {
  readonly cells: readonly Cell[];
  readonly groups: readonly GroupResult[];
}

/** Counts that take the place of what was counted before in the same months and units. */
export interface NewCounts extends Counts {
  readonly touched: readonly Pick<Cell, 'unitId' | 'month'>[];
}

/** Patients whose records have changed. */
export interface ChangedPatients {
  readonly ids: readonly string[];
  /** Their own records are among them: with the same events they may be in other groups. */
  readonly areOthers: boolean;
}

/** Every event of the measure, kept in a table of its own, and what the events come to. */
export async function countEvents(
  clinical: ClinicalStore,
  question: CountingQuestion,
): Promise<Counts> {
  const table = eventsTable(question.measure);
  await clinical.write([
    { sql: 'create schema if not exists counted' },
    { sql: `create or replace table ${table} as ${eventsOf(question.sql.membershipSql)}` },
  ]);
  const cells = await clinical.query(cellsSql(question, `select * from ${table}`));
  const groups = groupsSql(question, `select * from ${table}`);
  return {
    cells: cells.map(cellOf),
    groups: groups === null ? [] : (await clinical.query(groups)).map(groupOf(question)),
  };
}

/**
 * Counts the events of some patients anew. A definition speaks of one patient at a time, so nobody else's events can have
 * changed with their records; the sums are taken anew of all events in the months and units where these patients' events
 * are others than before.
 */
export async function recountEvents(
  clinical: ClinicalStore,
  question: CountingQuestion,
  patients: ChangedPatients,
): Promise<NewCounts> {
  const found = await clinical.write(findTouched(question, patients));
  const touched = (found.at(-1) ?? []).map(placeOf);
  if (touched.length === 0) return { touched, cells: [], groups: [] };
  const { table, fresh, places } = tablesFor(question);
  const cells = cellsSql(
    question,
    `select e.* from ${table} e semi join ${places} t
      on e.period_id = t.period_id and e.unit_id is not distinct from t.unit_id`,
  );
  const groups = groupsSql(
    question,
    `select * from ${table} where unit_id in (select unit_id from ${places})`,
  );
  const written = await clinical.write([
    { sql: `delete from ${table} where ${among(question)}` },
    { sql: `insert into ${table} select * from ${fresh}` },
    { sql: cells },
    ...(groups === null ? [] : [{ sql: groups }]),
  ]);
  const [newCells = [], newGroups = []] = written.slice(2);
  return { touched, cells: newCells.map(cellOf), groups: newGroups.map(groupOf(question)) };
}

/** Ends with the months and units where an event has come, gone or changed. */
function findTouched(
  question: CountingQuestion,
  { ids, areOthers }: ChangedPatients,
): readonly Statement[] {
  const { table, asked, fresh, places } = tablesFor(question);
  const isTheirs = among(question);
  const before = `select * from ${table} where ${isTheirs}`;
  const now = `select * from ${fresh}`;
  const differing = areOthers
    ? `${before} union all ${now}`
    : `(${before} except all ${now}) union all (${now} except all ${before})`;
  return [
    {
      sql: `create or replace temp table ${asked} as select unnest($1::varchar[]) as patient_id`,
      parameters: [ids],
    },
    {
      sql: `create or replace temp table ${fresh} as
        ${eventsOf(amongPatients(question.sql, isTheirs))}`,
    },
    {
      sql: `create or replace temp table ${places} as
        select distinct unit_id, period_id from (${differing})`,
    },
    { sql: `select unit_id, period_id from ${places}` },
  ];
}

/** Tables of the measure's own: two measures may be counted at the same time. */
const tablesFor = ({ measure }: CountingQuestion) => ({
  table: eventsTable(measure),
  asked: ofMeasure('asked', measure),
  fresh: ofMeasure('fresh', measure),
  places: ofMeasure('places', measure),
});

const ofMeasure = (what: string, { id }: Measure): string =>
  `temp."${what} ${id.replaceAll('"', '""')}"`;

const among = ({ measure }: CountingQuestion): string =>
  `patient_id in (select patient_id from ${ofMeasure('asked', measure)})`;

const eventsTable = ({ id }: Measure): string => `counted."${id.replaceAll('"', '""')}"`;

const eventsOf = (membershipSql: string): string => `select * exclude (event_id)
  from (${membershipSql})`;

/** The same question of some patients: every flat table it reads is cut down to their rows. */
function amongPatients({ membershipSql, uses }: PopulationSql, isTheirs: string): string {
  const cut = uses.map((name) => `"${name}" as (select * from main."${name}" where ${isTheirs}), `);
  return membershipSql.replace(/^WITH /, `WITH ${cut.join('')}`);
}

const cellsSql = ({ sql }: CountingQuestion, events: string): string =>
  `with membership as (${events}) ${sql.sumsSql}`;

/** The same events by group of patients, over all whole months together; every grouping in one reading of the events. */
function groupsSql(
  { measure, groupings, lastMonth }: CountingQuestion,
  events: string,
): string | null {
  if (groupings.length === 0) return null;
  const numerator =
    measure.scoring === 'continuous'
      ? 'sum(observation order by observation)'
      : 'count(*) filter (where numerator)';
  const columns = groupings.map((grouping, i) => `${groupCase(grouping)} as group_${i}`);
  const counts = groupings.map(
    ({ id }, i) => `select ${quoted(id)} as grouping_id, unit_id, group_${i} as group_id,
        ${numerator} as numerator, count(*) as denominator,
        coalesce(sum(observation * observation order by observation), 0) as sum_of_squares
      from counted where group_${i} is not null group by unit_id, group_${i}`,
  );
  return `with member as (${events}),
     person as (select id, ${columns.join(', ')} from patient),
     counted as materialized (
       select member.unit_id, member.numerator, member.observation, person.* exclude (id)
       from member join person on person.id = member.patient_id
       where denominator and not exclusion and not exception and member.unit_id is not null
         and member.period_id <= ${monthNumber(lastMonth)})
     ${counts.join(' union all ')}`;
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

const placeOf = (row: ClinicalRow): Pick<Cell, 'unitId' | 'month'> => ({
  unitId: typeof row.unit_id === 'string' ? row.unit_id : null,
  month: monthFromNumber(countIn(row, 'period_id')),
});

const cellOf = (row: ClinicalRow): Cell => ({
  ...placeOf(row),
  numerator: countIn(row, 'numerator'),
  denominator: countIn(row, 'denominator'),
  sumOfSquares: countIn(row, 'sum_of_squares'),
  events: countIn(row, 'initial_population'),
});

const groupOf =
  ({ measure }: CountingQuestion) =>
  (row: ClinicalRow): GroupResult => ({
    measureId: measure.id,
    unitId: String(row.unit_id),
    groupingId: String(row.grouping_id),
    groupId: String(row.group_id),
    numerator: countIn(row, 'numerator'),
    denominator: countIn(row, 'denominator'),
    sumOfSquares: countIn(row, 'sum_of_squares'),
  });

/** A count or a sum; none at all is 0. */
export function countIn(row: ClinicalRow, column: string): number {
  const value = row[column];
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (value === null || value === undefined) return 0;
  throw new TypeError(`column ${column} holds a ${typeof value}, not a number`);
}
