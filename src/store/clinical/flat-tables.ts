import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ProblemError, problem } from '#core';
import { type CompiledView, compileFlatTable } from '#cql';
import { codeOf } from '../data-folder.ts';
import type { ClinicalStore, FlatTable } from './clinical-store.ts';
import type { Statement } from './messages.ts';
import { textOf } from './rows.ts';

/** What every row of a flat table carries beside its view's columns. */
const carried = ['resource_key', 'import_run'];

/** Reads every view in a folder; the name of the view is the name of its table. */
export function readFlatTables(folder: string, zone: string): readonly FlatTable[] {
  const tables = readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => readFlatTable(path.join(folder, file), zone));
  const names = tables.map((table) => table.name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice === undefined) return tables;
  throw new ProblemError(
    problem(
      'view-name-taken',
      `Two views in ${folder} have the name ${twice}.`,
      'Give one of them another name.',
      folder,
    ),
  );
}

function readFlatTable(file: string, zone: string): FlatTable {
  const view = readView(file);
  const { name, resource, columns } = compile(view, 'nothing', zone);
  return { name, resource, view, columns };
}

function readView(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new ProblemError(
      problem(
        'view-unreadable',
        `The view ${file} is not readable JSON (${codeOf(cause)}).`,
        'Correct the file or move it out of the folder.',
        file,
      ),
      { cause },
    );
  }
}

const compile = (view: unknown, from: string, zone: string): CompiledView =>
  compileFlatTable(view, {
    dialect: 'duckdb',
    from,
    carry: carried,
    zone,
  });

/** The rows of a flat table, made from archive rows that meet the condition. */
export function flatRows(table: FlatTable, condition: string, zone: string): string {
  const from = `(select body as resource, key as resource_key, run as import_run
    from archive.resource where type = '${table.resource}' and not is_deleted and ${condition})`;
  return compile(table.view, from, zone).sql;
}

const isPublished = "run in (select id from archive.import_run where status = 'published')";

/**
 * Makes the flat tables that are new or whose view has changed, from the archive; removes those without a view. A table
 * that holds other rows than it was left with is made anew too.
 *
 * @returns the tables that held other rows than they were left with
 */
export async function prepareFlatTables(store: ClinicalStore): Promise<readonly string[]> {
  const { tables, zone } = store;
  const known = await store.query('select name, definition from archive.flat_table');
  const definitions = new Map(known.map((row) => [String(row.name), row.definition]));
  const broken = await tablesWithOtherRows(store, [...definitions.keys()]);
  const statements: Statement[] = [];
  for (const name of definitions.keys())
    if (!tables.some((table) => table.name === name)) statements.push(...remove(name));
  for (const table of tables) {
    const rows = flatRows(table, isPublished, zone);
    if (definitions.get(table.name) === rows && !broken.includes(table.name)) continue;
    statements.push(...remove(table.name), {
      sql: `create table ${quoted(table.name)} as ${rows}`,
    });
    const sql = 'insert into archive.flat_table (name, resource, definition) values ($1, $2, $3)';
    statements.push({ sql, parameters: [table.name, table.resource, rows] }, keepRows(table.name));
  }
  if (statements.length > 0) await store.write(statements);
  return broken;
}

/** Keeps with how many rows a table is left, in the transaction that writes it. */
export const keepRows = (name: string): Statement => ({
  sql: `update archive.flat_table set rows = (select count(*) from ${quoted(name)}) where name = $1`,
  parameters: [name],
});

/**
 * The database's own recovery is trusted, and looked at: rows that a crash left twice, or not at all, would be counted
 * in every measure.
 */
async function tablesWithOtherRows(
  store: ClinicalStore,
  names: readonly string[],
): Promise<readonly string[]> {
  if (names.length === 0) return [];
  const counts = names.map(
    (name) =>
      `select '${name.replaceAll("'", "''")}' as name, count(*) as found from ${quoted(name)}`,
  );
  const rows = await store.query(
    `select name from (${counts.join(' union all ')}) join archive.flat_table using (name)
     where rows <> found order by name`,
  );
  return rows.map((row) => textOf(row, 'name'));
}

const remove = (name: string): readonly Statement[] => [
  { sql: `drop table if exists ${quoted(name)}` },
  { sql: 'delete from archive.flat_table where name = $1', parameters: [name] },
];

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
