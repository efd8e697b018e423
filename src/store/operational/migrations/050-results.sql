-- What was asked: every version of a measure's definition that has ever given a number.
create table measure_version (
  digest      text primary key,
  measure_id  text not null,
  version     text not null,
  definition  jsonb not null,
  cql         text not null,
  recorded_at timestamptz not null
);

-- When it was asked, and of which data.
create table evaluation (
  id                bigint generated always as identity primary key,
  data_version      text not null,
  first_month       integer not null,
  last_month        integer not null,
  events_unassigned bigint not null default 0,
  started_at        timestamptz not null,
  finished_at       timestamptz not null
);

-- What the answer was. A row is never altered but for being superseded: a number that changes keeps its past.
-- month counts months since year 0; numerator and denominator add up over units and months.
create table result (
  measure_id        text not null,
  unit_id           text not null,
  month             integer not null,
  numerator         double precision not null,
  denominator       double precision not null,
  sum_of_squares    double precision not null,
  definition_digest text not null references measure_version (digest),
  evaluation_id     bigint not null references evaluation (id),
  superseded_by     bigint references evaluation (id)
);
create unique index result_current on result (unit_id, measure_id, month) where superseded_by is null;
create index result_past on result (unit_id, measure_id) where superseded_by is not null;

-- Where a person let the limits start anew, and why.
create table chart_part (
  unit_id    text not null,
  measure_id text not null,
  from_month integer not null,
  signed_by  text not null,
  reason     text not null,
  at         timestamptz not null,
  ledger_seq bigint not null,
  primary key (unit_id, measure_id, from_month)
);

-- A pattern on a chart that chance alone seldom makes. Stored once, owned, and closed with a reason.
create table signal (
  id            text primary key,
  measure_id    text not null,
  unit_id       text not null,
  month         integer not null,
  first_month   integer not null,
  last_month    integer not null,
  rule          text not null,
  reading       text not null check (reading in ('improvement', 'concern', 'neutral')),
  side          text not null check (side in ('high', 'low')),
  preset        text not null,
  state         text not null check (state in ('new', 'in-thread', 'closed')),
  closed_reason text,
  owner_id      text,
  thread_id     text,
  cautions      jsonb not null default '[]',
  evaluation_id bigint not null references evaluation (id),
  found_at      timestamptz not null
);
create index signal_by_unit on signal (unit_id, measure_id);
create index signal_waiting on signal (unit_id) where state <> 'closed';
