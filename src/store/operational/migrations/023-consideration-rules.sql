-- A proposal is scored by the criteria that were in force when it was taken up, whatever the forum chooses later.
alter table consideration
  add column criteria jsonb not null default '[]',
  add column patient_members text not null default 'full' check (patient_members in ('full', 'voice'));
alter table consideration
  alter column criteria drop default,
  alter column patient_members drop default;
