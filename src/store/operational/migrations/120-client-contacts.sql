-- When programs called, and how often they were refused and why last: for whoever answers for the connection. An issuer that is
-- not trusted may stand here too; it is what a token claimed to be, and nothing more.
create table client_contact (
  issuer          text primary key,
  calls           bigint not null default 0,
  last_seen_at    timestamptz,
  refused         bigint not null default 0,
  last_refused_at timestamptz,
  -- The code of the last refusal, as token-expired.
  last_refusal    text,
  check ((last_refused_at is null) = (last_refusal is null))
);
