-- Programs at the point of care that may ask for advice, and how their tokens are checked.
create table decision_support_client (
  issuer       text primary key,
  name         text not null,
  -- Their public keys, pasted; or the address where they publish them. Exactly one of the two.
  jwks         jsonb,
  jwks_url     text,
  -- FHIR servers that missing records may be read from, with the token the client gives.
  fhir_servers text[] not null default '{}',
  -- Web origins whose pages may ask from a browser.
  origins      text[] not null default '{}',
  trusted_at   timestamptz not null,
  ledger_seq   bigint not null,
  check ((jwks is null) <> (jwks_url is null))
);

-- How a decision-support rule works in a unit; a rule without a row listens and shows nothing.
create table decision_support_setting (
  rule_id    text not null,
  unit_id    text not null,
  mode       text not null check (mode in ('on', 'silent', 'off')),
  parameters jsonb not null,
  randomised jsonb,
  reason     text not null,
  set_by     text not null,
  set_at     timestamptz not null,
  ledger_seq bigint not null,
  primary key (rule_id, unit_id)
);

-- The rules in use, as the library defines them.
create table decision_support_rule (
  id         text primary key,
  definition jsonb not null,
  taken_at   timestamptz not null
);
