-- Something the organisation has noticed, from its opening until it is closed with a reason.
create table thread (
  id            text primary key,
  unit_id       text not null references unit (id),
  measure_id    text,
  title         text not null,
  state         text not null check (state in ('open', 'closed')),
  owner_id      text references person (id),
  opened_at     timestamptz not null,
  looked_at     timestamptz,
  reopened_at   timestamptz,
  closed_at     timestamptz,
  closed_reason text,
  waiting_for   text not null,
  waiting_since timestamptz not null,
  not_before    date,
  check ((state = 'closed') = (closed_at is not null)),
  check ((state = 'closed') = (closed_reason is not null)),
  check ((state = 'closed') = (waiting_for = 'nothing'))
);
create index thread_by_unit on thread (unit_id, state);
-- A signal joins the open thread on its unit and measure; there is one at most.
create unique index thread_open_on_measure on thread (unit_id, measure_id)
  where state = 'open' and measure_id is not null;

create table proposal (
  id               text primary key,
  thread_id        text not null references thread (id),
  kind             text not null check (kind in ('idea', 'need', 'innovation')),
  title            text not null,
  text             text not null,
  raised_by        text not null references person (id),
  raised_at        timestamptz not null,
  state            text not null check (state in ('raised', 'tried', 'declined', 'parked', 'passed-on')),
  forum_id         text not null references forum (id),
  at_forum_since   timestamptz not null,
  return_on        date,
  first_decided_at timestamptz,
  check ((state = 'parked') = (return_on is not null)),
  check (state = 'raised' or first_decided_at is not null)
);
create index proposal_by_thread on proposal (thread_id);

-- Months count from year 0, as in results.
create table cycle (
  id                    text primary key,
  thread_id             text not null references thread (id),
  proposal_id           text not null references proposal (id),
  unit_id               text not null references unit (id),
  measure_id            text not null,
  balancing_measure_ids text[] not null,
  title                 text not null,
  aim                   text not null,
  change                text not null,
  prediction_text       text not null,
  predicted_value       double precision,
  predicted_by_month    integer,
  start_month           integer,
  state                 text not null check (state in ('planned', 'running', 'studied', 'closed')),
  verdict               text check (verdict in ('kept', 'adapted', 'dropped')),
  verdict_reason        text,
  owner_id              text not null references person (id),
  started_at            timestamptz not null,
  closed_at             timestamptz,
  check ((state = 'planned') = (start_month is null)),
  check ((state = 'closed') = (verdict is not null)),
  check ((verdict is null) = (verdict_reason is null))
);
create index cycle_by_thread on cycle (thread_id);
create index cycle_by_chart on cycle (unit_id, measure_id);
