-- What a forum weighs proposals by. A forum without a row uses the usual criteria.
create table deciding_rules (
  forum_id        text primary key references forum (id),
  criteria        jsonb not null,
  patient_members text not null check (patient_members in ('full', 'voice'))
);

-- A forum has a proposal on the table: scored one by one and unseen, then opened, then decided.
create table consideration (
  id          text primary key,
  proposal_id text not null references proposal (id),
  forum_id    text not null references forum (id),
  begun_at    timestamptz not null,
  opened_at   timestamptz,
  closed_at   timestamptz
);
create unique index consideration_one_at_a_time on consideration (proposal_id) where closed_at is null;
create index consideration_by_proposal on consideration (proposal_id, begun_at);

create table member_score (
  consideration_id text not null references consideration (id),
  person_id        text not null references person (id),
  points           jsonb not null,
  at               timestamptz not null,
  primary key (consideration_id, person_id)
);

-- Somebody with something to gain or lose in a proposal: shown, and not counted, in every forum it comes to.
create table declared_interest (
  proposal_id text not null references proposal (id),
  person_id   text not null references person (id),
  text        text not null,
  at          timestamptz not null,
  primary key (proposal_id, person_id)
);

-- Somebody sees it otherwise than the forum decided; stands as it was said.
create table dissent (
  ledger_seq  bigint primary key references ledger (seq),
  proposal_id text not null references proposal (id),
  forum_id    text not null references forum (id),
  person_id   text not null references person (id),
  text        text not null,
  at          timestamptz not null
);
create index dissent_by_proposal on dissent (proposal_id, ledger_seq);

create table dot_round (
  id           text primary key,
  forum_id     text not null references forum (id),
  proposal_ids text[] not null,
  dots_each    integer not null check (dots_each > 0),
  begun_at     timestamptz not null,
  opened_at    timestamptz
);
create unique index dot_round_one_at_a_time on dot_round (forum_id) where opened_at is null;
create index dot_round_by_forum on dot_round (forum_id, begun_at);

create table laid_dots (
  round_id  text not null references dot_round (id),
  person_id text not null references person (id),
  dots      jsonb not null,
  primary key (round_id, person_id)
);
