import { ProblemError, problem } from '#core';
import type { ClinicalStore } from './clinical-store.ts';

/** Raised when the tables below change; everything in them can be rebuilt from the raw files. */
const formatVersion = 1;

const tables = [
  'create schema if not exists archive',
  'create table if not exists archive.format (version integer not null)',
  // One row per asked import: counts and states, never content.
  `create table if not exists archive.import_run (
    id integer not null, paths varchar[] not null, status varchar not null,
    started_at timestamp not null, finished_at timestamp,
    lines bigint not null, bytes bigint not null, stored bigint not null, changed bigint not null,
    table_rows bigint not null, table_rows_changed bigint not null, findings bigint not null,
    problem_code varchar)`,
  // One row per file of a run, with how far it has been read: whole lines only.
  `create table if not exists archive.import_file (
    id integer not null, run integer not null, path varchar not null, kind varchar not null,
    holds_deletions boolean not null, size bigint not null, modified_ms double not null,
    lines bigint not null, resources bigint not null, bytes bigint not null, raw_bytes bigint not null,
    raw varchar, sha256 varchar, is_read boolean not null)`,
  // Every resource as it came. Rows of a run that is not published yet are nobody's to read.
  `create table if not exists archive.resource (
    key uhugeint not null, type varchar not null, id varchar not null, version varchar,
    last_updated timestamp, patient_id varchar, is_deleted boolean not null,
    run integer not null, file integer not null, line bigint not null,
    hash uhugeint not null, body varchar using compression zstd not null)`,
  `create view if not exists archive.held as select * from archive.resource
    where not is_deleted and run in (select id from archive.import_run where status = 'published')`,
  `create table if not exists archive.finding (
    run integer not null, file integer not null, line bigint not null,
    rule varchar not null, element varchar not null, found varchar not null)`,
  `create table if not exists archive.finding_count (
    run integer not null, file integer not null, rule varchar not null, count bigint not null)`,
  // A new row only when the held resources are others than before.
  `create table if not exists archive.data_version (
    number integer not null, digest uhugeint not null, run integer, recorded_at timestamp not null)`,
  // Whose rows each new data version changed in which flat table; no patient where they may be anybody's.
  `create table if not exists archive.change (
    number integer not null, flat_table varchar not null, patient_id varchar)`,
  'create table if not exists archive.flat_table (name varchar not null, resource varchar not null, definition varchar not null)',
  // How many rows the table was left with when it was last written; null where that was before this was kept.
  'alter table archive.flat_table add column if not exists rows bigint',
] as const;

/** Makes the tables of a new store; refuses a store whose tables another version of the program made. */
export async function prepareSchema(store: ClinicalStore): Promise<void> {
  await store.write(tables.map((sql) => ({ sql })));
  const [found] = await store.query('select max(version) as version from archive.format');
  const version = found?.version ?? null;
  if (version === formatVersion) return;
  if (version !== null)
    throw new ProblemError(
      problem(
        'clinical-store-unreadable',
        `The clinical store has format ${String(version)}; this version of Gyrus reads ${formatVersion}.`,
        'Start the version that wrote it, or move gyrus.duckdb away and import the raw files again.',
        store.folder,
      ),
    );
  await store.write([
    { sql: `insert into archive.format values (${formatVersion})` },
    { sql: 'insert into archive.data_version values (0, 0, null, now()::timestamp)' },
  ]);
}
