-- Long work in the background. A running row whose runner is gone was killed: the next start marks it failed.
create table job (
  id           text primary key,
  kind         text not null check (kind in ('import', 'evaluation')),
  state        text not null check (state in ('running', 'done', 'failed')),
  request      jsonb not null,
  share        double precision,
  rate         text,
  seconds_left double precision,
  message      text not null,
  started_at   timestamptz not null,
  ended_at     timestamptz,
  check ((state = 'running') = (ended_at is null))
);
create unique index job_one_at_a_time on job ((true)) where state = 'running';
create index job_newest on job (started_at desc);
