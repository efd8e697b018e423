-- Forms that were brought from outside, as FHIR Questionnaires; one that has been brought is never changed.
create table questionnaire_brought (
  url           text not null,
  version       text not null,
  instrument_id text not null,
  content       jsonb not null,
  digest        text not null,
  brought_by    text not null,
  brought_at    timestamptz not null,
  ledger_seq    bigint not null,
  primary key (url, version)
);

-- Which instruments a unit lets its patients answer.
create table unit_instrument (
  unit_id       text not null,
  instrument_id text not null,
  in_use        boolean not null,
  reason        text not null,
  set_by        text not null,
  set_at        timestamptz not null,
  ledger_seq    bigint not null,
  primary key (unit_id, instrument_id)
);

-- An answer that means that somebody must look now. Who answered, and what, stands in the clinical store only.
create table safety_alert (
  id              text primary key,
  unit_id         text not null,
  instrument_id   text not null,
  rule_id         text not null,
  -- Our own id of the person in the clinical store; says nothing by itself.
  participant_id  text not null,
  role            text not null,
  escalate_to     text not null,
  raised_at       timestamptz not null,
  escalate_at     timestamptz not null,
  escalated_at    timestamptz,
  acknowledged_at timestamptz,
  acknowledged_by text,
  outcome         text,
  check ((acknowledged_at is null) = (acknowledged_by is null)),
  check ((acknowledged_at is null) = (outcome is null))
);
create index safety_alert_open on safety_alert (unit_id) where acknowledged_at is null;
