-- What the beginning of a practice did in a unit, worked out when results or changes are new, so that pages only read.
-- Nothing is lost with this table: everything in it can be worked out again. Months count from year 0, as in results.
create table adoption_effect (
  measure_id   text not null,
  unit_id      text not null,
  start_month  integer not null,
  -- Names everything the estimate was made from: where it is another, the estimate no longer holds.
  rests_on     text not null,
  effect       jsonb not null,
  estimated_at timestamptz not null,
  primary key (measure_id, unit_id, start_month)
);

-- Which results of a measure are the newest, at a glance.
create index result_by_evaluation on result (measure_id, evaluation_id);
