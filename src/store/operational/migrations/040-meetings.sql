-- The minutes of a forum's meeting: when, who was there, what was said. What was decided stands in the proposals' routes.
create table meeting (
  forum_id   text not null references forum (id),
  held_on    date not null,
  present    text[] not null,
  notes      text not null,
  written_by text not null references person (id),
  written_at timestamptz not null,
  ledger_seq bigint not null references ledger (seq),
  primary key (forum_id, held_on)
);
