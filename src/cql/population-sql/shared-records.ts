import type { ElmNode } from '../elm.ts';
import type { Compiler, Scope } from './compiler.ts';
import { type Branch, Cte } from './cte.ts';
import type { Relation, Source } from './frame.ts';
import { columnRequest } from './project.ts';
import type { FlatTable, ReferenceColumn } from './view-columns.ts';

/** The rows of a flat table as they are. */
export const baseRelation = (table: string, hasPatient = true): Relation => ({
  name: table,
  hasPatient,
  hasPeriod: false,
  column: (alias, { over }) => over(alias),
});

export const isOfPatient = ({ item, resource, references }: FlatTable): boolean =>
  item !== null ||
  resource === 'Patient' ||
  [...references.values()].some(({ column }) => column === 'patient_id');

/**
 * Records that name no patient, as medications and places: each is read for the patients whose records refer to it. A
 * patient evaluated in memory is given the same ones (`referredRecordsSql`).
 */
export function sharedRecords(
  table: FlatTable,
  scope: Scope,
  compiler: Compiler,
  node: ElmNode,
): Relation {
  const { resource } = table;
  const branches = [...compiler.input.tables.values()]
    .filter(isOfPatient)
    .flatMap((one) => referrals(one, table, compiler));
  if (branches.length === 0)
    return compiler.refuse(`${resource} does not belong to a patient`, node, scope);
  return compiler.cte(new Cte(compiler.name(`${resource} of patients`), branches));
}

/** For each element of a table that refers to such a record: the records with the patients that it gives them. */
function referrals(from: FlatTable, shared: FlatTable, compiler: Compiler): readonly Branch[] {
  const columns = [...from.references.values()].filter(({ target }) => target === shared.resource);
  if (columns.length > 0) compiler.uses.add(from.table);
  return columns.map((column) => {
    const owner = compiler.source(baseRelation(from.table), `referring ${from.resource}`);
    const record = compiler.source(baseRelation(shared.table, false), shared.resource);
    return {
      sources: [owner, record],
      conditions: [refersTo(column, owner, record, compiler)],
      keys: new Map([
        ['patient_id', `${owner.alias}.patient_id`],
        ['id', `${record.alias}.id`],
      ]),
      rows: record,
    };
  });
}

function refersTo(
  { column, isList }: ReferenceColumn,
  owner: Source,
  record: Source,
  { input }: Compiler,
): string {
  const reference = owner.relation.column(owner.alias, columnRequest(column));
  const id = `${record.alias}.id`;
  return isList ? input.words.contains(reference, id) : `${reference} = ${id}`;
}
