import { identifier, literal } from './dialect.ts';
import { isOfPatient } from './shared-records.ts';
import { flatTables, type ReferenceColumn } from './view-columns.ts';

/**
 * SQL that gives the records that name no patient, as medications and places, to the patients whose records refer to
 * them, by the flat tables: rows of patient_id, type and id. A compiled definition finds the same ones.
 *
 * @param types the types that are asked for; those whose records are patients' own give nothing
 * @returns null when no table refers to such a type
 */
export function referredRecordsSql(
  types: readonly string[],
  views: readonly unknown[],
): string | null {
  const tables = flatTables(views);
  const isWanted = ({ target }: ReferenceColumn): boolean => {
    const table = tables.get(target);
    return types.includes(target) && table !== undefined && !isOfPatient(table);
  };
  const parts = [...tables.values()].filter(isOfPatient).flatMap(({ table, references }) =>
    [...references.values()].filter(isWanted).map((reference) => {
      const column = identifier(reference.column);
      const id = reference.isList ? `unnest(${column})` : column;
      return `SELECT DISTINCT patient_id, ${literal(reference.target)} AS type, ${id} AS id FROM ${identifier(table)} WHERE ${column} IS NOT NULL`;
    }),
  );
  return parts.length === 0 ? null : parts.join('\nUNION\n');
}
