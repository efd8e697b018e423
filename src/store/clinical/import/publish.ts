import { rules } from '#data';
import type { ClinicalStore, FlatTable } from '../clinical-store.ts';
import { flatRows, keepRows, quoted } from '../flat-tables.ts';
import type { Statement } from '../messages.ts';
import { rowGroupRows } from '../row-group.ts';
import { numberOf, textOf } from '../rows.ts';
import { notingChanges } from './changes.ts';
import { unknownReferences } from './references.ts';

/** So many new rows are judged at a time, which keeps the memory in use the same for any size of import. */
const rowsPerPass = 2_000_000;
const bucketCount = 4096;
const rowsPerPiece = 8 * rowGroupRows;

export interface PublishOptions {
  readonly run: number;
  readonly signal?: AbortSignal | undefined;
  /** How much of the work is done, 0…1. */
  readonly onProgress?: (share: number) => void;
}

/**
 * Makes everything a run has stored visible at once, in one transaction: the newest version of each resource
 * stays, older and repeated ones go, the flat tables and the data version follow.
 */
export async function publishRun(
  store: ClinicalStore,
  { run, signal, onProgress }: PublishOptions,
): Promise<string> {
  const pieces = await piecesOf(store, run);
  const all = pieces.reduce((sum, { rows }) => sum + rows, 0);
  const passes = Math.min(bucketCount, Math.ceil(all / rowsPerPass));
  // What a run replaces is of the same type as what it brings: no other table changes.
  const changed = store.tables.filter(({ resource }) =>
    pieces.some(({ type }) => type === resource),
  );
  const noting = notingChanges(run, all, changed);
  const steps: readonly Step[] = [
    ...[...emptyWorkTables(), ...noting.begin].map(quick),
    ...Array.from({ length: passes }, (_, pass) => judge(run, pass, passes).map(quick)).flat(),
    ...noting.replaced.map(quick),
    ...forgetReplaced(changed).map(quick),
    ...changed.flatMap((table) => addRows(store, table, { run, pieces })),
    ...noting.added.map(quick),
    ...changed.map(({ name }) => ({ ...keepRows(name), weight: quickWeight })),
    ...noteRepeated(run).map(quick),
    ...unknownReferences(run, changed).map(quick),
    ...[...closeRun(run), ...noting.end].map(quick),
  ];
  const shares = sharesDone(steps);
  await store.write(
    steps.map(({ weight, ...statement }) => statement),
    { signal, onStep: (done) => onProgress?.(shares[done - 1] ?? 1) },
  );
  return dataVersion(store);
}

/** A statement with about how long it takes, in rows written to a flat table. */
interface Step extends Statement {
  readonly weight: number;
}

const quickWeight = 5000;
const quick = (sql: string): Step => ({ sql, weight: quickWeight });

function sharesDone(steps: readonly Step[]): readonly number[] {
  const total = steps.reduce((sum, { weight }) => sum + weight, 0);
  let done = 0;
  return steps.map(({ weight }) => {
    done += weight;
    return done / total;
  });
}

/** Where rows of one type of a run lie in the archive, and how many they are. */
interface Piece {
  readonly type: string;
  readonly rows: number;
  readonly first: number;
  readonly last: number;
}

/**
 * The archive in pieces of about so many rows of one type: types lie mixed in it as they came, and rows that come to a
 * flat table in small numbers are written twice.
 */
async function piecesOf(store: ClinicalStore, run: number): Promise<readonly Piece[]> {
  const sql = `select type, rowid // ${rowGroupRows} as place, count(*) as n
    from archive.resource where run = $1 group by type, place order by type, place`;
  const rows = await store.query(sql, { parameters: [run] });
  const pieces: Piece[] = [];
  for (const row of rows) {
    const [type, place, n] = [textOf(row, 'type'), numberOf(row, 'place'), numberOf(row, 'n')];
    const last = (place + 1) * rowGroupRows - 1;
    const before = pieces.at(-1);
    if (before?.type === type && before.rows + n <= rowsPerPiece)
      pieces[pieces.length - 1] = { ...before, rows: before.rows + n, last };
    else pieces.push({ type, rows: n, first: place * rowGroupRows, last });
  }
  return pieces;
}

/** The number of the data version, which only grows, and the digest of everything held. */
export async function dataVersion(store: ClinicalStore): Promise<string> {
  const [row] = await store.query(
    `select number, lower(lpad(hex(digest), 32, '0')) as digest from archive.data_version
     order by number desc limit 1`,
  );
  return `${numberOf(row, 'number')}-${textOf(row, 'digest').slice(0, 12)}`;
}

const published = "run in (select id from archive.import_run where status = 'published')";

const emptyWorkTables = (): readonly string[] => [
  `create or replace temp table replaced (key uhugeint, type varchar, hash uhugeint)`,
  `create or replace temp table tally (kept_held bigint, deleted bigint, kept_held_rows bigint, deleted_rows bigint)`,
  `create or replace temp table repeated (file integer, line bigint, rule varchar, element varchar, found varchar)`,
];

/**
 * Judges the resources that came more than once, or are held already. Of several versions the one with the
 * newest meta.lastUpdated stays; where not all have one, the highest meta.versionId; else the last that came.
 * The same content is kept as it was first stored.
 */
function judge(run: number, pass: number, passes: number): readonly string[] {
  const bucket = `(key & ${bucketCount - 1}::uhugeint)::integer % ${passes} = ${pass}`;
  return [
    `create or replace temp table contested as
      select key from archive.resource
      where ${bucket} and (run = ${run} or
        (${published} and key in (select key from archive.resource where run = ${run} and ${bucket})))
      group by key having count(*) > 1`,
    `create or replace temp table verdict as
      with version as (
        select rowid as row, key, type, id, hash, is_deleted, run = ${run} as is_new, file, line, last_updated,
          version, try_cast(version as ubigint) as number
        from archive.resource
        where ${bucket} and (run = ${run} or ${published}) and key in (select key from contested)
      ), known as (
        select *, bool_and(last_updated is not null) over of_key as is_dated,
          bool_and(number is not null) over of_key as is_numbered
        from version window of_key as (partition by key)
      ), placed as (
        select *, row_number() over (partition by key order by
          case when is_dated then last_updated end desc nulls last,
          case when is_numbered then number end desc nulls last,
          is_new desc, file desc, line desc) as place
        from known
      ), compared as (
        select *,
          hash = first_value(hash) over of_key and is_deleted = first_value(is_deleted) over of_key as is_winner,
          is_new and row_number() over same_content > 1 as is_repeat,
          case when row_number() over same_content > 1 then first_value(line) over same_content
            else first_value(line) over of_version end as first_line,
          case when row_number() over same_content > 1 then first_value(file) over same_content
            else first_value(file) over of_version end as first_file,
          is_new and row_number() over of_version > 1
            and hash <> first_value(hash) over of_version as is_conflict
        from placed
        window of_key as (partition by key order by place),
          same_content as (partition by key, is_new, hash order by file, line),
          of_version as (partition by key, is_new, is_deleted, last_updated, version order by file, line)
      )
      select *, is_winner
        and row_number() over (partition by key order by is_winner desc, is_new, file, line) = 1 as is_kept
      from compared`,
    `insert into replaced select key, type, hash from verdict where not is_new and not is_deleted and not is_kept`,
    `insert into tally
      select count(*) filter (is_kept and not is_new and not is_deleted and not is_row),
        count(*) filter (was_held and is_gone and not is_row),
        count(*) filter (is_kept and not is_new and not is_deleted and is_row),
        count(*) filter (was_held and is_gone and is_row)
      from (select *, is_kept and is_deleted as is_gone,
          bool_or(not is_new and not is_deleted) over (partition by key) as was_held,
          bool_and(not is_new or ${isTableRow}) over (partition by key) as is_row
        from verdict)`,
    `insert into repeated
      select file, line, case when is_repeat then 'duplicate' else 'duplicate-conflicting' end, type,
        type || '/' || id || case when is_repeat then ', as on line ' else ', with other content than on line ' end ||
          first_line || case when file = first_file then '' else ' of ' || (select parse_filename(path) from archive.import_file where id = first_file) end
      from verdict where (is_repeat and not is_deleted) or (is_conflict and not is_repeat)`,
    'delete from archive.resource where rowid in (select row from verdict where not is_kept)',
  ];
}

const isTableRow = "file in (select id from archive.import_file where kind = 'costs')";

const forgetReplaced = (tables: readonly FlatTable[]): readonly string[] =>
  tables.map(
    (table) => `delete from ${quoted(table.name)}
      where resource_key in (select key from replaced where type = '${table.resource}')`,
  );

/** Piece by piece: a view that unfolds lists within lists needs memory for all of its input. */
const addRows = (
  { zone }: ClinicalStore,
  table: FlatTable,
  { run, pieces }: { readonly run: number; readonly pieces: readonly Piece[] },
): readonly Step[] =>
  pieces
    .filter(({ type }) => type === table.resource)
    .map(({ rows, first, last }) => {
      const within = `run = ${run} and rowid between ${first} and ${last}`;
      const sql = `insert into ${quoted(table.name)} ${flatRows(table, within, zone)}`;
      return { sql, weight: quickWeight + rows };
    });

const noteRepeated = (run: number): readonly string[] => [
  `insert into archive.finding
    select ${run}, file, line, rule, element, found from repeated
    qualify row_number() over (partition by file, rule order by line) <= ${rules.duplicate.rowsMax}`,
  `insert into archive.finding_count
    select ${run}, file, rule, count(*) from repeated group by file, rule`,
];

/** Counts and, when anything held is other than before, a new data version. */
const closeRun = (run: number): readonly string[] => [
  `update archive.import_run set status = 'published', finished_at = now()::timestamp,
    lines = f.lines, bytes = f.bytes, findings = c.findings,
    stored = n.fresh + t.kept_held, changed = n.fresh + t.deleted,
    table_rows = n.fresh_rows + t.kept_held_rows, table_rows_changed = n.fresh_rows + t.deleted_rows
    from (select coalesce(sum(resources) filter (kind <> 'costs'), 0) as lines,
        coalesce(sum(bytes), 0) as bytes from archive.import_file where run = ${run}) f,
      (select coalesce(sum(count), 0) as findings from archive.finding_count where run = ${run}) c,
      (select count(*) filter (not ${isTableRow}) as fresh, count(*) filter (${isTableRow}) as fresh_rows
        from archive.resource where run = ${run} and not is_deleted) n,
      (select coalesce(sum(kept_held), 0) as kept_held, coalesce(sum(deleted), 0) as deleted,
        coalesce(sum(kept_held_rows), 0) as kept_held_rows,
        coalesce(sum(deleted_rows), 0) as deleted_rows from tally) t
    where id = ${run}`,
  `insert into archive.data_version
    select number + 1, xor(xor(digest, added), removed), ${run}, now()::timestamp
    from (select number, digest from archive.data_version order by number desc limit 1),
      (select coalesce(bit_xor(hash), 0) as added from archive.resource where run = ${run} and not is_deleted),
      (select coalesce(bit_xor(hash), 0) as removed from replaced)
    where exists (select 1 from archive.resource where run = ${run} and not is_deleted)
      or exists (select 1 from replaced)`,
  'drop table replaced',
  'drop table tally',
  'drop table repeated',
];
