-- What the program goes by when it picks messages. The newest is in force, the others are history.
create table message_weights (
  ledger_seq bigint primary key,
  weights    jsonb not null,
  reason     text not null,
  set_by     text not null references person (id),
  set_at     timestamptz not null
);

-- How a kind of message is used; a kind without a row is told.
create table message_type_setting (
  type       text primary key,
  is_on      boolean not null,
  -- The share that is told and the seed of chance, which holds back the others from everybody.
  randomised jsonb,
  reason     text not null,
  set_by     text not null references person (id),
  set_at     timestamptz not null,
  ledger_seq bigint not null
);

-- A period for which messages have been picked: once, for everybody at once.
create table message_round (
  period     date primary key,
  made_at    timestamptz not null,
  weights    jsonb not null
);

-- Every matter that was weighed for a recipient: told, held back by chance, or not chosen and why.
create table message (
  id             text primary key,
  period         date not null references message_round (period),
  recipient_kind text not null check (recipient_kind in ('person', 'team', 'board')),
  recipient_id   text not null,
  -- At most two in a period: the database holds it, whatever the program does.
  place          smallint check (place between 1 and 2),
  outcome        text not null check (outcome in ('chosen', 'held-back', 'not-chosen')),
  because        text,
  type           text not null,
  key            text not null,
  unit_id        text not null references unit (id),
  measure_id     text,
  thread_id      text references thread (id),
  facts          jsonb not null,
  step           jsonb not null,
  parts          jsonb not null,
  score          double precision not null,
  actionable     text not null,
  made_at        timestamptz not null,
  read_at        timestamptz,
  acted_at       timestamptz,
  check ((place is null) = (outcome = 'not-chosen')),
  check ((because is null) = (outcome <> 'not-chosen')),
  check (outcome = 'chosen' or (read_at is null and acted_at is null))
);
create unique index message_place on message (period, recipient_kind, recipient_id, place)
  where place is not null;
create index message_of_recipient on message (recipient_kind, recipient_id, period);
create index message_not_acted on message (made_at) where outcome = 'chosen' and acted_at is null;

-- What a person wants of messages, and where mail goes. The token leads out without signing in.
create table message_wish (
  person_id       text primary key references person (id),
  address         text,
  language        text not null check (language in ('en', 'sv')),
  frequency       text not null check (frequency in ('each-period', 'monthly', 'never')),
  quiet_from      text,
  quiet_to        text,
  wishes          jsonb not null,
  unsubscribed_at timestamptz,
  token           text not null unique,
  set_at          timestamptz not null,
  check ((quiet_from is null) = (quiet_to is null))
);

-- Mail on its way: one for a person and a period. 'sending' is written before the mail server is spoken to, so that a
-- kill in between leaves a mail that is perhaps sent, and is never sent again.
create table message_mail (
  id         text primary key,
  person_id  text not null references person (id),
  period     date not null references message_round (period),
  state      text not null check (state in ('waiting', 'sending', 'sent', 'unclear', 'given-up', 'dropped')),
  attempts   integer not null default 0,
  not_before timestamptz not null,
  made_at    timestamptz not null,
  ended_at   timestamptz,
  -- A code of ours, never the server's words, which may hold an address.
  problem    text,
  unique (person_id, period),
  check ((state in ('waiting', 'sending')) = (ended_at is null))
);
create index message_mail_waiting on message_mail (not_before) where state in ('waiting', 'sending');
