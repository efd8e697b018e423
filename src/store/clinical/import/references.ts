import { rules } from '#data';
import type { FlatTable } from '../clinical-store.ts';
import { quoted } from '../flat-tables.ts';

/** A column of a flat table that holds the id of another resource. */
interface ReferenceColumn {
  readonly table: FlatTable;
  readonly column: string;
  /** The type it refers to. */
  readonly target: string;
  /** The element in FHIR's words. */
  readonly element: string;
}

const referencePath = /^(?:(.+)\.)?getReferenceKey\((\w+)\)/;

/** Findings for references of a run to resources that are not held: set by set, once all files are read. */
export function unknownReferences(run: number, tables: readonly FlatTable[]): readonly string[] {
  const seen = new Set<string>();
  const columns = tables.flatMap(referenceColumns).filter(({ element, target }) => {
    const name = `${element} ${target}`;
    const isNew = !seen.has(name);
    seen.add(name);
    return isNew;
  });
  if (columns.length === 0) return [];
  return [
    'create or replace temp table unknown (key uhugeint, element varchar, found varchar)',
    ...columns.map((column) => findUnknown(run, column)),
    `create or replace temp table placed as
      select r.file, r.line, u.element, u.found from unknown u
      join archive.resource r on r.key = u.key and r.run = ${run} and not r.is_deleted`,
    `insert into archive.finding
      select ${run}, file, line, 'reference-unknown', element, found from placed
      qualify row_number() over (partition by file order by line) <= ${rules['reference-unknown'].rowsMax}`,
    `insert into archive.finding_count
      select ${run}, file, 'reference-unknown', count(*) from placed group by file`,
    'drop table unknown',
    'drop table placed',
  ];
}

const findUnknown = (run: number, { table, column, target, element }: ReferenceColumn): string => `
  insert into unknown
  with held as (
    select id from archive.resource
    where type = '${target}' and not is_deleted
      and (run = ${run} or run in (select id from archive.import_run where status = 'published'))
  )
  select distinct resource_key, '${element}', '${target}/' || ${quoted(column)}
  from ${quoted(table.name)} anti join held on held.id = ${quoted(column)}
  where import_run = ${run} and ${quoted(column)} is not null`;

function referenceColumns(table: FlatTable): readonly ReferenceColumn[] {
  return columnPaths(table.view).flatMap(({ name, path }) => {
    const parts = referencePath.exec(path);
    const isList = table.columns.find((column) => column.name === name)?.collection ?? true;
    if (parts === null || isList) return [];
    const element = [table.resource, ...(parts[1] === undefined ? [] : [parts[1]])].join('.');
    return [{ table, column: name, target: parts[2] ?? '', element: element.replaceAll("'", '') }];
  });
}

/** The columns a view has outside its iterations, where one row stands for one resource. */
function columnPaths(view: unknown): readonly { readonly name: string; readonly path: string }[] {
  const plain = listIn(view, 'select').filter((select) => !isIteration(select));
  return plain.flatMap((select) =>
    listIn(select, 'column').flatMap((column) => {
      const [name, path] = [valueIn(column, 'name'), valueIn(column, 'path')];
      return typeof name === 'string' && typeof path === 'string' ? [{ name, path }] : [];
    }),
  );
}

const isIteration = (select: unknown): boolean =>
  ['forEach', 'forEachOrNull', 'repeat'].some((key) => valueIn(select, key) !== undefined);

function listIn(value: unknown, key: string): readonly unknown[] {
  const found = valueIn(value, key);
  return Array.isArray(found) ? found : [];
}

const valueIn = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? new Map(Object.entries(value)).get(key) : undefined;
