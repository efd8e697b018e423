import type { ClinicalStore, FlatTable } from '../clinical-store.ts';
import { quoted } from '../flat-tables.ts';
import type { Statement } from '../messages.ts';

/** When something happened, by the first of these that a table has and a row fills. */
const whenColumns = [
  'effective',
  'effective_period_start',
  'performed',
  'performed_period_start',
  'authored',
  'authored_on',
  'occurrence',
  'occurrence_period_start',
  'recorded_date',
  'period_start',
] as const;
/** Which elements hold the code that says what a record is about, by their column's beginning. */
const codeColumns = ['code', 'medication', 'vaccine', 'type', 'category'] as const;
const valueColumns = ['value_quantity_value', 'value_integer'] as const;
const fallbackUnits = ['organization_id'] as const;

/**
 * Lays out every dated record of every flat table in one relation that all checks read, whatever tables there are. The unit
 * is the one of the visit, else the one the record names.
 */
export const layOutDatedRows = ({ tables }: ClinicalStore): readonly Statement[] => {
  const dated = tables.filter(isDated);
  const parts = dated.map(rowsOf);
  return [
    { sql: 'create schema if not exists quality' },
    { sql: `create or replace table quality.dated as ${parts.join(' union all ')}` },
  ];
};

const has = (table: FlatTable, column: string): boolean =>
  table.columns.some(({ name }) => name === column);

const isDated = (table: FlatTable): boolean =>
  has(table, 'id') && has(table, 'patient_id') && whenColumns.some((name) => has(table, name));

function rowsOf(table: FlatTable): string {
  const when = whenColumns.filter((name) => has(table, name));
  const codes = codeColumns.filter((name) => has(table, `${name}_system`));
  const values = valueColumns.filter((name) => has(table, name));
  const isVisit = table.resource === 'Encounter';
  const visit = isVisit ? 't.id' : has(table, 'encounter_id') ? 't.encounter_id' : 'null';
  const joinsVisit = !isVisit && visit !== 'null';
  const units = [
    ...(joinsVisit ? ['e.organization_id'] : []),
    ...fallbackUnits.filter((name) => has(table, name)).map((name) => `t.${name}`),
    ...(has(table, 'performer_organization_ids') ? ['t.performer_organization_ids[1]'] : []),
  ];
  const content = table.columns.map(({ name }) => name).filter((name) => name !== 'id');
  return `select '${table.name}' as source, t.resource_key, t.id, t.patient_id,
      ${isVisit ? 'null' : visit}::varchar as encounter_id,
      ${firstOf(units, 'varchar')} as unit_id,
      ${firstOf(
        when.map((name) => `t.${name}_low`),
        'timestamp',
      )} as happened,
      ${firstOf(
        when.map((name) => `t.${name}`),
        'varchar',
      )} as happened_text,
      ${has(table, 'status') ? 't.status' : 'null::varchar'} as status,
      ${firstCoded(codes, 'system')} as code_system,
      ${firstCoded(codes, 'code')} as code,
      ${firstOf(
        values.map((name) => `t.${name}::double`),
        'double',
      )} as value,
      ${has(table, 'value_quantity_code') ? 'coalesce(t.value_quantity_code, t.value_quantity_unit)' : 'null::varchar'} as measured_in,
      hash(${content.map((name) => `t.${quoted(name)}`).join(', ')}) as content
    from ${quoted(table.name)} t
    ${joinsVisit ? `left join encounter e on e.id = ${visit}` : ''}`;
}

const firstOf = (expressions: readonly string[], type: string): string =>
  expressions.length === 0 ? `null::${type}` : `coalesce(${[...expressions, 'null'].join(', ')})`;

/** System and code of the same element: the first that has a code. */
function firstCoded(elements: readonly string[], part: 'system' | 'code'): string {
  const cases = elements.map((name) => `when t.${name}_code is not null then t.${name}_${part}`);
  return cases.length === 0 ? 'null::varchar' : `(case ${cases.join(' ')} end)`;
}
