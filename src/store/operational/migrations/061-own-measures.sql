-- Measures that an organisation brought itself, as FHIR R4, each with the ELM (and CQL) that it rests on.
create table own_measure (
  id         text not null,
  version    text not null,
  digest     text not null,
  resource   jsonb not null,
  libraries  jsonb not null,
  brought_at timestamptz not null,
  ledger_seq bigint not null references ledger (seq),
  primary key (id, version)
);
