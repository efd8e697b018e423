-- Measures that an organisation brought and that are being counted patient by patient beside everything else: how far it
-- has come. Only counts of patients; whom they are lies in the clinical store.
create table own_counting (
  own_measure_id text primary key,
  patients_done  integer not null,
  -- Null until it is their turn: one measure is counted at a time.
  patients_all   integer,
  seconds_left   integer
);
