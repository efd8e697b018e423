-- What a program that we trust may do: ask for advice, or send records as well.
alter table decision_support_client
  add column purposes text[] not null default '{advice}'
    check (purposes <@ '{advice,feed}' and cardinality(purposes) > 0);

-- Assertions that were exchanged for an access token, so that none is used twice, also after a restart.
create table used_assertion (
  digest text primary key,
  until  timestamptz not null
);
