-- Kinds of forum are configuration: an organisation names its own.
create table forum_kind (
  id       text primary key,
  position integer not null,
  name_en  text not null,
  name_sv  text not null,
  advises  boolean not null
);
insert into forum_kind (id, position, name_en, name_sv, advises) values
  ('local-forum', 0, 'Local forum', 'Lokalt forum', false),
  ('coordinating-group', 1, 'Coordinating group', 'Samordningsgrupp', false),
  ('support-unit', 2, 'Support unit', 'Stödenhet', true),
  ('prioritisation-board', 3, 'Prioritisation board', 'Prioriteringsråd', false);

alter table forum drop constraint forum_kind_check;
alter table forum
  add constraint forum_kind_known foreign key (kind) references forum_kind (id),
  add column meets_from          date    not null default '2026-01-01',
  add column matters_per_meeting integer not null default 6 check (matters_per_meeting > 0),
  add column quorum              integer check (quorum > 0);
alter table forum_member add column votes boolean not null default true;

-- What decision rules look at: reach, cost, risk … with the values each can have.
create table matter_attribute (
  id       text primary key,
  position integer not null,
  name_en  text not null,
  name_sv  text not null,
  possible jsonb not null,
  usual    text not null
);

-- What a forum decides itself and what it hands on, and why. The ledger keeps every earlier wording.
create table decision_rule (
  id         text primary key,
  position   integer not null,
  at         text[] not null,
  conditions jsonb not null,
  answer     jsonb not null,
  standing   integer not null,
  because_en text not null,
  because_sv text not null
);

-- Made-up matters with the way they must take; the rules are tested with them.
create table fictive_case (
  id               text primary key,
  position         integer not null,
  title_en         text not null,
  title_sv         text not null,
  raised_at        text not null references forum (id) deferrable initially deferred,
  attributes       jsonb not null,
  concerns_unit_id text references unit (id) deferrable initially deferred,
  ends_at          text not null references forum (id) deferrable initially deferred,
  steps            integer not null
);

create trigger organisation_changed after insert or update or delete or truncate on forum_kind
  for each statement execute function mark_organisation_change();
create trigger organisation_changed after insert or update or delete or truncate on matter_attribute
  for each statement execute function mark_organisation_change();
create trigger organisation_changed after insert or update or delete or truncate on decision_rule
  for each statement execute function mark_organisation_change();
create trigger organisation_changed after insert or update or delete or truncate on fictive_case
  for each statement execute function mark_organisation_change();
