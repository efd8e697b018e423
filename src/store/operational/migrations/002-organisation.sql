create table level (
  id       text primary key,
  position integer not null,
  name_en  text not null,
  name_sv  text not null
);

create table unit (
  id        text primary key,
  parent_id text references unit (id) deferrable initially deferred,
  level_id  text not null references level (id) deferrable initially deferred,
  name_en   text not null,
  name_sv   text not null,
  position  integer not null,
  check (id <> parent_id)
);

-- Someone who acts in Gyrus; never a patient.
create table person (
  id       text primary key,
  name     text not null,
  title_en text not null,
  title_sv text not null,
  persona  boolean not null,
  position integer not null
);

-- A role is held in a unit and reaches everything under it.
create table role_held (
  person_id text not null references person (id),
  role      text not null check (role in ('nurse', 'unit-manager', 'coordinator', 'board-chair',
                                          'analyst', 'patient-representative', 'researcher')),
  unit_id   text not null references unit (id),
  primary key (person_id, role, unit_id)
);

create table forum (
  id           text primary key,
  unit_id      text not null references unit (id),
  kind         text not null check (kind in ('local-forum', 'coordinating-group', 'support-unit',
                                             'prioritisation-board')),
  name_en      text not null,
  name_sv      text not null,
  cadence_days integer not null check (cadence_days > 0),
  position     integer not null
);

create table forum_member (
  forum_id  text not null references forum (id),
  person_id text not null references person (id),
  chair     boolean not null,
  primary key (forum_id, person_id)
);

-- Another mark whenever anything above changes: what was read under the same mark is still so.
create table organisation_state (
  only_row boolean primary key default true check (only_row),
  mark     uuid not null default gen_random_uuid()
);
insert into organisation_state default values;

create function mark_organisation_change() returns trigger language plpgsql as $$
begin
  update organisation_state set mark = gen_random_uuid();
  return null;
end
$$;
create trigger organisation_changed after insert or update or delete or truncate on level
  for each statement execute function mark_organisation_change();
create trigger organisation_changed after insert or update or delete or truncate on unit
  for each statement execute function mark_organisation_change();
create trigger organisation_changed after insert or update or delete or truncate on person
  for each statement execute function mark_organisation_change();
create trigger organisation_changed after insert or update or delete or truncate on role_held
  for each statement execute function mark_organisation_change();
create trigger organisation_changed after insert or update or delete or truncate on forum
  for each statement execute function mark_organisation_change();
create trigger organisation_changed after insert or update or delete or truncate on forum_member
  for each statement execute function mark_organisation_change();
