import {
  type DialectWords,
  dialects,
  identifier,
  type SqlDialect,
} from '../population-sql/dialect.ts';
import { type FlatTable, flatTables } from '../population-sql/view-columns.ts';
import { allOf, type Need, nothingNeeded, type RecordNeed, someOf } from './need.ts';

/**
 * SQL that gives the ids of the patients whose records hold what is needed, in a column patient_id; null when nothing
 * is needed, so that every patient is worth evaluating.
 *
 * What the flat tables cannot tell (a resource without a table, an element without a column of its codings) is taken as
 * held.
 */
export function candidatesSql(
  need: Need,
  views: readonly unknown[],
  dialect: SqlDialect,
): string | null {
  const tables = flatTables(views);
  const told = tellable(need, tables);
  return told.kind === 'nothing' ? null : select(told, tables, dialects[dialect]);
}

function tellable(need: Need, tables: ReadonlyMap<string, FlatTable>): Need {
  switch (need.kind) {
    case 'all':
      return allOf(need.needs.map((one) => tellable(one, tables)));
    case 'some':
      return someOf(need.needs.map((one) => tellable(one, tables)));
    case 'record': {
      const table = tables.get(need.resourceType);
      if (table === undefined || !hasPatient(table)) return nothingNeeded;
      if (need.codeProperty === null || codingsOf(need, table) !== undefined) return need;
      // The record may have its code in another form; that there is such a record is still needed.
      const { key, resourceType } = need;
      return { kind: 'record', key: `${key} any`, resourceType, codeProperty: null, codes: [] };
    }
    default:
      return need;
  }
}

/** The column with the codings; of a choice only the concept has some. */
const codingsOf = ({ codeProperty }: RecordNeed, { codings }: FlatTable): string | undefined =>
  codings.get(codeProperty ?? '') ?? codings.get(`${codeProperty}[CodeableConcept]`);

const hasPatient = ({ references }: FlatTable): boolean =>
  [...references.values()].some(({ column }) => column === 'patient_id');

function select(need: Need, tables: ReadonlyMap<string, FlatTable>, words: DialectWords): string {
  switch (need.kind) {
    case 'all':
      return joined(need.needs, 'INTERSECT', tables, words);
    case 'some':
      return joined(need.needs, 'UNION', tables, words);
    case 'record': {
      const table = tables.get(need.resourceType);
      const list = table === undefined ? undefined : codingsOf(need, table);
      const from = `SELECT patient_id FROM ${identifier(table?.table ?? '')}`;
      if (list === undefined) return from;
      const texts = need.codes.map(({ system, code }) => `${system}|${code}`);
      return `${from} WHERE ${texts.length === 0 ? 'FALSE' : words.hasAny(identifier(list), texts)}`;
    }
    case 'impossible':
      return 'SELECT NULL AS patient_id WHERE FALSE';
    case 'nothing':
      throw new Error('candidatesSql: what needs nothing is not selected');
    default:
      return need satisfies never;
  }
}

const joined = (
  needs: readonly Need[],
  word: 'INTERSECT' | 'UNION',
  tables: ReadonlyMap<string, FlatTable>,
  words: DialectWords,
): string => needs.map((one) => `(${select(one, tables, words)})`).join(`\n${word}\n`);
