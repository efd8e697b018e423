-- Value sets and code systems that were brought, as FHIR R4 resources, by address and version ('' where none is given).
create table terminology (
  kind       text not null check (kind in ('value-set', 'code-system')),
  url        text not null,
  version    text not null,
  name       text not null,
  digest     text not null,
  resource   jsonb not null,
  brought_at timestamptz not null,
  primary key (kind, url, version)
);
