-- What people did, in order. Nobody alters it: each entry carries the hash of the one before.
create table ledger (
  seq            bigint primary key,
  at             timestamptz not null,
  person_id      text,
  command        text not null,
  request_id     text unique,
  request_digest text,
  unit_id        text,
  thread_id      text,
  proposal_id    text,
  cycle_id       text,
  measure_id     text,
  signal_id      text,
  forum_id       text,
  words          jsonb not null,
  detail         jsonb not null,
  previous_hash  text not null,
  hash           text not null
);
create index ledger_by_thread on ledger (thread_id, seq) where thread_id is not null;
create index ledger_by_cycle on ledger (cycle_id, seq) where cycle_id is not null;

-- The last entry. Whoever appends locks this row, so appends queue and readers do not wait;
-- a chain cut off at its end no longer agrees with it.
create table ledger_head (
  only_row boolean primary key default true check (only_row),
  seq      bigint not null,
  hash     text not null
);
insert into ledger_head (seq, hash) values (0, repeat('0', 64));

create function refuse_ledger_change() returns trigger language plpgsql as $$
begin
  raise exception 'the ledger is append-only: % is refused', tg_op;
end
$$;
create trigger ledger_is_append_only
  before update or delete or truncate on ledger
  for each statement execute function refuse_ledger_change();
