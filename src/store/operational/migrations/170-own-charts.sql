-- How each measure that an organisation brought is followed month by month: one row for each of its groups. Replaced at
-- each evaluation, since it rests on the definition and, for a few, on the records.
create table own_chart (
  -- As results, charts and signals know it.
  measure_id     text primary key,
  own_measure_id text not null,
  -- 'sql': of everybody at once; 'memory': patient by patient; 'none': reports only.
  way            text not null check (way in ('sql', 'memory', 'none')),
  -- Why it is not asked of everybody at once, and where in the definition.
  because        text,
  place          text,
  check ((way = 'sql') = (because is null))
);
