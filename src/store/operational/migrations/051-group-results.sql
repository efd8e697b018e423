-- A measure's counts by group of patients over the whole evaluated time, so that gaps between groups can be seen.
-- Only what the last evaluation said is kept; it is made anew with every evaluation.
create table group_result (
  measure_id     text not null,
  unit_id        text not null,
  grouping_id    text not null,
  group_id       text not null,
  numerator      double precision not null,
  denominator    double precision not null,
  sum_of_squares double precision not null,
  evaluation_id  bigint not null references evaluation (id),
  primary key (unit_id, measure_id, grouping_id, group_id)
);

-- A unit that began to use one code in place of another: recording changed, perhaps not care.
create table coding_change (
  unit_id       text not null,
  source_table  text not null,
  month         integer not null,
  from_code     text not null,
  to_code       text not null,
  evaluation_id bigint not null references evaluation (id),
  primary key (unit_id, source_table, month, from_code)
);
