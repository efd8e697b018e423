import type { ClinicalStore, FlatTable } from '../clinical-store.ts';
import { quoted } from '../flat-tables.ts';
import { numberOf, textOf, textsOf } from '../rows.ts';

/** A run with more rows than this is said to concern everybody: naming them would cost more than it saves. */
const namedRowsMax = 20_000;
/** A question about more patients than this is asked of everybody. */
export const changedPatientsMax = 5000;
/** So many data versions back it is known whose rows have changed. */
const versionsKept = 1000;

/** What a publishing run does beside its own work, so that it is known whose rows it changed. */
export interface NotingChanges {
  /** Before anything is changed. */
  readonly begin: readonly string[];
  /** Before rows that are replaced go. */
  readonly replaced: readonly string[];
  /** When new rows are there. */
  readonly added: readonly string[];
  /** After the data version was written, if there is a new one. */
  readonly end: readonly string[];
}

/** Statements for a run of so many rows, which come to these flat tables. */
export function notingChanges(
  run: number,
  rows: number,
  tables: readonly FlatTable[],
): NotingChanges {
  const isNamed = rows <= namedRowsMax;
  return {
    begin: [
      'create or replace temp table touched (flat_table varchar, patient_id varchar)',
      ...(isNamed ? [] : tables.map(({ name }) => note(`select ${text(name)}, null`))),
    ],
    replaced: isNamed ? tables.map(noteReplaced) : [],
    added: isNamed ? tables.map((table) => noteAdded(table, run)) : [],
    end: [
      `insert into archive.change
        select distinct number, flat_table, patient_id
        from touched, (select number from archive.data_version where run = ${run})`,
      `delete from archive.change
        where number <= (select max(number) from archive.data_version) - ${versionsKept}`,
      'drop table touched',
    ],
  };
}

const note = (rows: string): string => `insert into touched ${rows}`;
const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;

const noteReplaced = (table: FlatTable): string =>
  note(`${whose(table)}
    where resource_key in (select key from replaced where type = ${text(table.resource)})`);

const noteAdded = (table: FlatTable, run: number): string =>
  note(`${whose(table)} where import_run = ${run}`);

/** Rows that are nobody's may matter to anybody. */
function whose({ name, columns }: FlatTable): string {
  const hasPatient = columns.some((column) => column.name === 'patient_id');
  return `select distinct ${text(name)}, ${hasPatient ? 'patient_id' : 'null'} from ${quoted(name)}`;
}

/** Whose rows changed, by flat table; null where they may be anybody's. */
export type TableChanges = ReadonlyMap<string, readonly string[] | null>;

/** The number of the newest data version. */
export async function dataVersionNumber(store: ClinicalStore): Promise<number> {
  const [row] = await store.query('select max(number) as number from archive.data_version');
  return numberOf(row, 'number');
}

/** What has changed after a data version; null where that is too long ago to be known. */
export async function changesSince(
  store: ClinicalStore,
  version: number,
): Promise<TableChanges | null> {
  if (version < (await dataVersionNumber(store)) - versionsKept) return null;
  const rows = await store.query(
    `select flat_table, case when bool_or(patient_id is null)
        or count(distinct patient_id) > ${changedPatientsMax} then null
      else list(distinct patient_id) end as patients
     from archive.change where number > $1 group by flat_table`,
    { parameters: [version] },
  );
  return new Map(
    rows.map((row) => [
      textOf(row, 'flat_table'),
      row.patients === null ? null : textsOf(row, 'patients'),
    ]),
  );
}
