-- A way of working that others can take up. Every practice has a thread, which tells its story.
create table practice (
  id         text primary key,
  unit_id    text not null references unit (id),
  thread_id  text not null references thread (id),
  -- One practice from one cycle at most; null for one brought from outside.
  cycle_id   text unique references cycle (id),
  origin     text not null check (origin in ('front-line', 'patients-and-families', 'management', 'signal',
                                             'research', 'other-organisation')),
  owner_id   text not null references person (id),
  made_at    timestamptz not null,
  offered_at timestamptz
);
create index practice_by_unit on practice (unit_id);
create index practice_by_thread on practice (thread_id);

-- What a version says is never changed: a new thought is a new version. It can be withdrawn, once, with a reason.
create table practice_version (
  practice_id      text not null references practice (id),
  version          integer not null check (version > 0),
  title            text not null,
  summary          text not null,
  content          jsonb not null,
  measure_ids      text[] not null,
  expires_on       date,
  made_by          text not null references person (id),
  made_at          timestamptz not null,
  withdrawn_at     timestamptz,
  withdrawn_reason text,
  -- People write in Swedish or English; what is sought is found by either's word stems.
  words            tsvector not null generated always as (
    to_tsvector('swedish', title || ' ' || summary) || to_tsvector('english', title || ' ' || summary)
  ) stored,
  primary key (practice_id, version),
  check ((withdrawn_at is null) = (withdrawn_reason is null))
);
create index practice_version_by_words on practice_version using gin (words);

create function refuse_practice_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.withdrawn_at is null
     and (new.practice_id, new.version, new.title, new.summary, new.content, new.measure_ids, new.made_by, new.made_at)
       = (old.practice_id, old.version, old.title, old.summary, old.content, old.measure_ids, old.made_by, old.made_at)
     and new.expires_on is not distinct from old.expires_on then
    return new;
  end if;
  raise exception 'a version of a practice is never changed: % is refused', tg_op;
end
$$;
create trigger practice_version_stays before update or delete on practice_version
  for each row execute function refuse_practice_change();

-- One unit taking up one practice. Months count from year 0, as in results.
create table adoption (
  id                   text primary key,
  practice_id          text not null,
  version              integer not null,
  unit_id              text not null references unit (id),
  basis                text not null check (basis in ('chosen', 'mandated')),
  mandated_by_forum_id text references forum (id),
  learned_from_unit_id text not null references unit (id),
  cycle_id             text references cycle (id),
  start_month          integer,
  part_values          jsonb not null,
  stage                text not null check (stage in ('considering', 'trying', 'in-use', 'embedded', 'stopped')),
  stage_since          timestamptz not null,
  owner_id             text not null references person (id),
  begun_at             timestamptz not null,
  reason               text not null,
  foreign key (practice_id, version) references practice_version (practice_id, version),
  check ((basis = 'mandated') = (mandated_by_forum_id is not null)),
  check (stage in ('considering', 'stopped') or start_month is not null)
);
create index adoption_by_practice on adoption (practice_id);
create index adoption_by_unit on adoption (unit_id);
-- One at a time: with two nobody could tell which version the unit works by.
create unique index adoption_under_way on adoption (practice_id, unit_id) where stage <> 'stopped';

-- A change a unit makes to a practice, by the eight questions of FRAME.
create table adaptation (
  id            text primary key,
  adoption_id   text not null references adoption (id),
  made_when     text not null,
  planned       text not null,
  decided_by    text not null,
  what          text not null,
  level         text not null,
  nature        text not null,
  fidelity      text not null check (fidelity in ('consistent', 'inconsistent')),
  why           text not null,
  text          text not null,
  essential_ids text[] not null,
  by            text not null references person (id),
  at            timestamptz not null
);
create index adaptation_by_adoption on adaptation (adoption_id);

-- Whether the essentials were in place, as somebody looked.
create table fidelity_check (
  id          text primary key,
  adoption_id text not null references adoption (id),
  month       integer not null,
  kept_ids    text[] not null,
  essentials  integer not null check (essentials > 0),
  note        text not null,
  by          text not null references person (id),
  at          timestamptz not null
);
create index fidelity_check_by_adoption on fidelity_check (adoption_id);

-- What the figures on spread and balance are computed from, in order.
create index ledger_by_command on ledger (command, seq);
