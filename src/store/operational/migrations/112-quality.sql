-- What the checks of the clinical store counted: shares are measured here, thresholds are applied when they are read, so
-- that a new threshold needs no new run. Counts only, nothing from a row.
create table quality_count (
  check_id    text not null,
  -- The top unit where no unit can be named.
  unit_id     text not null,
  month       integer not null,
  -- A table, a code or a file; empty for all together.
  subject     text not null,
  checked     bigint not null,
  bad         bigint not null,
  expected    double precision not null,
  primary key (check_id, unit_id, month, subject),
  check (bad between 0 and checked)
);

create table quality_run (
  id           bigint generated always as identity primary key,
  data_version text not null,
  measured_at  timestamptz not null
);

-- A threshold somebody has set; checks without a row have their own.
create table quality_threshold (
  check_id   text primary key,
  share      double precision not null check (share between 0 and 1),
  reason     text not null,
  set_by     text not null,
  set_at     timestamptz not null,
  ledger_seq bigint not null
);

-- A number that is disputed, by a person or by a check, until it is concluded what was wrong, if anything was.
create table challenge (
  id                 text primary key,
  thread_id          text not null references thread (id),
  unit_id            text not null,
  -- The measure a person disputes, or the check that found something.
  measure_id         text,
  check_id           text,
  first_month        integer not null,
  last_month         integer not null,
  -- What was said when it was disputed, and by which data and definition.
  said               double precision,
  data_version       text,
  definition_version text,
  text               text not null,
  raised_by          text,
  raised_at          timestamptz not null,
  owner_id           text,
  outcome            text check (outcome in ('recording-error', 'definition-changed', 'number-stands')),
  because            text,
  concluded_by       text,
  concluded_at       timestamptz,
  check ((measure_id is null) <> (check_id is null)),
  check (first_month <= last_month),
  check ((outcome is null) = (because is null) and (outcome is null) = (concluded_at is null))
);
create index challenge_of_chart on challenge (unit_id, measure_id);
-- One open dispute by a check in a unit at a time: it grows instead.
create unique index challenge_open_check on challenge (unit_id, check_id) where outcome is null and check_id is not null;
