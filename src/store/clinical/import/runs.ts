import type { ClinicalStore } from '../clinical-store.ts';
import { feedFilePrefix } from '../feed/feed-file.ts';
import { booleanOf, numberOf, textOf, textOrNull, textsOf } from '../rows.ts';
import type { ClinicalRow } from '../store-client.ts';
import type { FileKind, Progress } from './reader-messages.ts';

/** A run is 'reading' until everything is stored and published at once; a kill leaves it 'reading'. */
export type RunStatus = 'reading' | 'published' | 'refused';

/** One asked import: counts and states only, so that it may be shown where patient rows may not. */
export interface ImportRun {
  readonly id: number;
  readonly paths: readonly string[];
  readonly status: RunStatus;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  /** Lines with content that were read as resources. */
  readonly read: number;
  readonly bytes: number;
  /** Distinct resources now held from these files. */
  readonly stored: number;
  /** Resources added, altered or deleted by this run. */
  readonly changed: number;
  /** Rows of tables, as cost.csv, that are held as resources of our making; counted apart. */
  readonly tableRows: number;
  readonly tableRowsChanged: number;
  readonly findings: number;
  /** Why it was refused. */
  readonly problemCode: string | null;
}

/** A file that shall be imported, as it lies on the disk. */
export interface SourceFile {
  readonly path: string;
  readonly kind: FileKind;
  readonly holdsDeletions: boolean;
  readonly size: number;
  readonly modifiedMs: number;
}

/** A file of a run with how far it has been read. */
export interface RunFile extends SourceFile {
  readonly id: number;
  readonly raw: string | null;
  readonly sha256: string | null;
  readonly isRead: boolean;
  readonly progress: Progress;
}

const noProgress: Progress = { lines: 0, resources: 0, bytes: 0, rawBytes: 0, counts: {} };

/** The unfinished run with the same paths, if a kill left one. */
export async function unfinishedRun(
  store: ClinicalStore,
  paths: readonly string[],
): Promise<number | undefined> {
  const sql = "select id, paths from archive.import_run where status = 'reading' order by id desc";
  const rows = await store.query(sql);
  const found = rows.find((row) => textsOf(row, 'paths').join('\n') === paths.join('\n'));
  return found === undefined ? undefined : numberOf(found, 'id');
}

export async function beginRun(store: ClinicalStore, paths: readonly string[]): Promise<number> {
  const sql = `insert into archive.import_run
    select coalesce(max(id), 0) + 1, $1, 'reading', now()::timestamp, null, 0, 0, 0, 0, 0, 0, 0, null
    from archive.import_run returning id`;
  const [rows] = await store.write([{ sql, parameters: [paths] }]);
  return numberOf(rows?.[0], 'id');
}

export async function filesOfRun(store: ClinicalStore, run: number): Promise<readonly RunFile[]> {
  const files = await store.query('select * from archive.import_file where run = $1 order by id', {
    parameters: [run],
  });
  const counts = await store.query('select * from archive.finding_count where run = $1', {
    parameters: [run],
  });
  return files.map((file) =>
    runFile(
      file,
      counts.filter((count) => count.file === file.id),
    ),
  );
}

function runFile(row: ClinicalRow, counts: readonly ClinicalRow[]): RunFile {
  return {
    id: numberOf(row, 'id'),
    path: textOf(row, 'path'),
    kind: textOf(row, 'kind') === 'costs' ? 'costs' : 'resources',
    holdsDeletions: booleanOf(row, 'holds_deletions'),
    size: numberOf(row, 'size'),
    modifiedMs: numberOf(row, 'modified_ms'),
    raw: textOrNull(row, 'raw'),
    sha256: textOrNull(row, 'sha256'),
    isRead: booleanOf(row, 'is_read'),
    progress: {
      lines: numberOf(row, 'lines'),
      resources: numberOf(row, 'resources'),
      bytes: numberOf(row, 'bytes'),
      rawBytes: numberOf(row, 'raw_bytes'),
      counts: Object.fromEntries(
        counts.map((count) => [textOf(count, 'rule'), numberOf(count, 'count')]),
      ),
    },
  };
}

/** Notes that files will be read. */
export async function beginFiles(
  store: ClinicalStore,
  run: number,
  files: readonly SourceFile[],
): Promise<readonly RunFile[]> {
  const sql = `insert into archive.import_file
    select coalesce(max(id), 0) + 1, $1, $2, $3, $4, $5, $6, 0, 0, 0, 0, null, null, false
    from archive.import_file returning id`;
  const results = await store.write(
    files.map(({ path, kind, holdsDeletions, size, modifiedMs }) => ({
      sql,
      parameters: [run, path, kind, holdsDeletions, size, modifiedMs],
    })),
  );
  const start = { raw: null, sha256: null, isRead: false, progress: noProgress };
  return files.map((file, i) => ({ ...file, ...start, id: numberOf(results[i]?.[0], 'id') }));
}

/** How much a run has stored and read so far. */
export async function contentOfRun(
  store: ClinicalStore,
  run: number,
): Promise<{ readonly rows: number; readonly lines: number }> {
  const sql = `select (select count(*) from archive.resource where run = $1) as rows,
    (select coalesce(sum(lines), 0)::bigint from archive.import_file where run = $1) as lines`;
  const [row] = await store.query(sql, { parameters: [run] });
  return { rows: numberOf(row, 'rows'), lines: numberOf(row, 'lines') };
}

/** Removes what a run that is not published yet has stored of a file. */
export async function forgetFile(store: ClinicalStore, file: number): Promise<void> {
  const parameters = [file];
  await store.write([
    { sql: 'delete from archive.resource where file = $1', parameters },
    { sql: 'delete from archive.finding where file = $1', parameters },
    { sql: 'delete from archive.finding_count where file = $1', parameters },
    { sql: 'delete from archive.import_file where id = $1', parameters },
  ]);
}

/** Removes everything a run stored and keeps only that it was refused, and why. */
export async function refuseRun(store: ClinicalStore, run: number, code: string): Promise<void> {
  const parameters = [run];
  await store.write([
    { sql: 'delete from archive.resource where run = $1', parameters },
    { sql: 'delete from archive.finding where run = $1', parameters },
    { sql: 'delete from archive.finding_count where run = $1', parameters },
    { sql: 'delete from archive.import_file where run = $1', parameters },
    {
      sql: `update archive.import_run set status = 'refused', finished_at = now()::timestamp,
        problem_code = $2 where id = $1`,
      parameters: [run, code],
    },
  ]);
}

/** The runs that people have asked for, newest first: the live feed imports every few seconds and would bury them. */
export async function importRuns(store: ClinicalStore): Promise<readonly ImportRun[]> {
  const rows = await store.query(
    `select * from archive.import_run where not parse_filename(paths[1]) like '${feedFilePrefix}%'
     order by id desc limit 1000`,
  );
  return rows.map(importRun);
}

export async function importRunById(
  store: ClinicalStore,
  run: number,
): Promise<ImportRun | undefined> {
  const sql = 'select * from archive.import_run where id = $1';
  const [row] = await store.query(sql, { parameters: [run] });
  return row === undefined ? undefined : importRun(row);
}

function importRun(row: ClinicalRow): ImportRun {
  const status = textOf(row, 'status');
  return {
    id: numberOf(row, 'id'),
    paths: textsOf(row, 'paths'),
    status: status === 'published' || status === 'refused' ? status : 'reading',
    startedAt: textOf(row, 'started_at'),
    finishedAt: textOrNull(row, 'finished_at'),
    read: numberOf(row, 'lines'),
    bytes: numberOf(row, 'bytes'),
    stored: numberOf(row, 'stored'),
    changed: numberOf(row, 'changed'),
    tableRows: numberOf(row, 'table_rows'),
    tableRowsChanged: numberOf(row, 'table_rows_changed'),
    findings: numberOf(row, 'findings'),
    problemCode: textOrNull(row, 'problem_code'),
  };
}
