import { compileGroup, countsSql, type MeasureGroup, observedColumn } from '#cql';
import type { GroupTally } from '#knowledge';
import type { ClinicalRow, ClinicalStore } from '#store';
import { compileMeasure } from '../evaluate/compile-library.ts';
import { withUnits } from '../evaluate/whose-events.ts';
import type { ClinicalSide } from '../program/clinical-side.ts';
import type { HeldMeasure } from './held-measure.ts';
import { periodCte, type ReportPeriod } from './report-period.ts';

interface Summary {
  readonly held: HeldMeasure;
  readonly period: ReportPeriod;
  /** Only what belongs to these units; null for everything. */
  readonly units: readonly string[] | null;
}

/**
 * What every group of a measure adds up to, asked of everybody at once; null where that cannot be, and the report is
 * counted patient by patient: strata, composites, definitions or records that have no answer in SQL.
 */
export async function summaryAtOnce(
  side: ClinicalSide,
  summary: Summary,
): Promise<readonly GroupTally[] | null> {
  const { measure, composed } = summary.held;
  if (composed !== null) return null;
  const tallies: GroupTally[] = [];
  for (const group of measure.groups) {
    const events = await eventsOf(side, summary, group);
    if (events === null) return null;
    tallies.push(await tallyOf(side.clinical, { ...summary, group, events }));
  }
  return tallies;
}

/** SQL that gives the events of a group with their units; null where there is none for these records. */
async function eventsOf(
  side: ClinicalSide,
  { held, period, units }: Summary,
  group: MeasureGroup,
): Promise<string | null> {
  if (group.stratifiers.length > 0) return null;
  const { clinical, library, timeZone } = side;
  const { inLibrary, measure, elm, valueSets } = held;
  if (inLibrary !== null)
    return `SELECT *, FALSE AS numerator_exclusion
      FROM (${compileMeasure(library, inLibrary, timeZone).membershipSql}) AS counted`;
  const views = clinical.tables.map(({ view }) => view);
  const question = { measure, group, elm, valueSets, views, timeZone };
  const compiled = compileGroup({ ...question, dialect: 'duckdb' });
  if (compiled.kind === 'not-compilable') return null;
  const { membershipSql, unlessSql } = compiled;
  if (unlessSql !== null) {
    const unless = await clinical.query(
      `WITH ${periodCte(period)} SELECT * FROM (${unlessSql}) AS unless`,
    );
    if (unless.length > 0) return null;
  }
  const basis = group.basis === 'boolean' ? 'Patient' : group.basis;
  const unowned = `SELECT * EXCLUDE (unit_id) FROM (${membershipSql}) AS counted`;
  return units === null ? membershipSql : withUnits(basis, unowned, clinical.tables);
}

interface Tallied extends Summary {
  readonly group: MeasureGroup;
  readonly events: string;
}

async function tallyOf(
  clinical: ClinicalStore,
  { group, events, period, units }: Tallied,
): Promise<GroupTally> {
  const columns = group.populations.map((population, at) => {
    const condition = countsSql(group, population);
    const observed = observedColumn(group, population);
    const values =
      observed === null
        ? 'NULL'
        : `list(${observed}) FILTER (WHERE ${condition} AND ${observed} IS NOT NULL)`;
    return `count(*) FILTER (WHERE ${condition}) AS count_${at}, ${values} AS observed_${at}`;
  });
  const own = units === null ? '' : 'WHERE unit_id IN (SELECT unnest($1::varchar[]))';
  const [row = {}] = await clinical.query(
    `WITH ${periodCte(period)}, event AS (${events}) SELECT ${columns.join(', ')} FROM event ${own}`,
    units === null ? {} : { parameters: [units] },
  );
  const all = {
    counts: group.populations.map((_, at) => Number(row[`count_${at}`])),
    observations: group.populations.map((_, at) => numbersIn(row, `observed_${at}`)),
    subjects: group.populations.map(() => []),
  };
  return { group, all, strata: [] };
}

function numbersIn(row: ClinicalRow, column: string): readonly number[] {
  const values = row[column] ?? [];
  return Array.isArray(values) ? values.map(Number) : [];
}
