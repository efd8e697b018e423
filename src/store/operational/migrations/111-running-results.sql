-- The month that is going on, as far as it has come: shown beside the chart, never on it, and read by no rule. One row per
-- measure and unit, replaced by each evaluation; what was said of whole months stays in result.
create table running_result (
  measure_id     text not null,
  unit_id        text not null,
  month          integer not null,
  numerator      double precision not null,
  denominator    double precision not null,
  sum_of_squares double precision not null,
  evaluation_id  bigint not null references evaluation (id),
  primary key (measure_id, unit_id)
);
