import type { QualityCheckId } from '#data';

/**
 * Each check as SQL over the dated rows: `source, id, patient_id, unit_id, month, subject, is_bad, expected`, where
 * `expected` is the share of bad rows that other months lead one to expect. `now` and `last_month` come from `quality.asked`.
 */
export type JudgedSql = Readonly<Record<QualityCheckId, string>>;

const month = "strftime(happened, '%Y-%m')";
const row = 'source, id, patient_id, unit_id';
/** A form or a code that makes up less than this of what a unit has recorded is rare there. */
const rareShare = 0.05;
/** So many earlier rows are needed before anything can be called new. */
const earlierRowsMin = 100;
/** So many values are needed before a code's usual values are known. */
const valuesMin = 200;
/** A month with less than this share of the middle month around it is missing, where that has so many rows. */
const missingShare = 0.05;
const usualRowsMin = 30;
/** How many months before and after are looked at; a unit's first months, when it fills up, are not judged. */
const monthsAround = 6;

/**
 * Rows in a category that the unit hardly used in its earlier months. Where a unit mixes categories, only what goes beyond
 * the earlier share of rare ones counts.
 */
const newcomers = (category: string, subject: string, eligible: string): string => `
  with sorted as (
    select ${row}, ${month} as month, ${subject} as subject, ${category} as category
    from quality.dated where happened is not null and unit_id is not null and ${eligible}
  ), counted as (
    select source, subject, unit_id, month, category, count(*) as n from sorted group by all
  ), grid as (
    select m.source, m.subject, m.unit_id, m.month, c.category, coalesce(k.n, 0) as n
    from (select distinct source, subject, unit_id, month from counted) m
    join (select distinct source, subject, unit_id, category from counted) c using (source, subject, unit_id)
    left join counted k using (source, subject, unit_id, month, category)
  ), before as (
    select *, coalesce(sum(n) over (partition by source, subject, unit_id, category order by month
        rows between unbounded preceding and 1 preceding), 0) as earlier
    from grid
  ), shares as (
    select *, sum(earlier) over (partition by source, subject, unit_id, month) as all_earlier from before
  ), judged as (
    select *, all_earlier >= ${earlierRowsMin} and earlier < ${rareShare} * all_earlier as is_rare from shares
  ), named as (
    select *, coalesce(sum(earlier) filter (is_rare) over (partition by source, subject, unit_id, month), 0)
      / greatest(all_earlier, 1) as expected
    from judged
  )
  select ${['source', 'id', 'patient_id', 'unit_id'].map((name) => `s.${name}`).join(', ')}, s.month, s.subject,
    n.is_rare as is_bad, n.expected
  from sorted s join named n on n.source = s.source and n.subject is not distinct from s.subject
    and n.unit_id = s.unit_id and n.month = s.month and n.category = s.category`;

/** What is usual is read from before the last half year, so that a fault in new deliveries does not become the usual. */
const valued = `valued as (
    select ${row}, ${month} as month, code as subject, value from quality.dated
    where value is not null and code is not null and happened is not null
  ), usual as (
    select source, subject, count(*) as n, quantile_cont(value, 0.01) as lowest, quantile_cont(value, 0.25) as lower,
      quantile_cont(value, 0.75) as upper, quantile_cont(value, 0.99) as highest
    from valued, quality.asked
    where month <= strftime((last_month || '-01')::date - interval ${monthsAround} month, '%Y-%m')
    group by source, subject having count(*) >= ${valuesMin}
  )`;

const plain = (bad: string, eligible = 'true'): string => `
  select ${row}, ${month} as month, source as subject, coalesce(${bad}, false) as is_bad, 0.0 as expected
  from quality.dated where happened is not null and ${eligible}`;

/** Cells of unit, kind of record and month instead of rows: what is missing has no rows. */
const cells = `
  with counted as (
    select coalesce(source, '*') as source, unit_id, ${month} as month, count(*) as n from quality.dated, quality.asked
    where happened is not null and unit_id is not null and ${month} <= last_month
    group by grouping sets ((source, unit_id, ${month}), (unit_id, ${month}))
  ), span as (
    select source, unit_id, min(month) as first from counted group by all
  ), grid as (
    select source, unit_id, strftime(m, '%Y-%m') as month
    from span, quality.asked, unnest(generate_series((first || '-01')::date, (last_month || '-01')::date, interval 1 month)) as u(m)
  ), filled as (
    select g.source, g.unit_id, g.month, coalesce(c.n, 0) as n
    from grid g left join counted c using (source, unit_id, month)
  ), around as (
    select *, median(n) over (partition by source, unit_id order by month
        rows between ${monthsAround} preceding and 1 preceding) as earlier,
      median(n) over (partition by source, unit_id order by month
        rows between 1 following and ${monthsAround} following) as later,
      row_number() over (partition by source, unit_id order by month) > ${monthsAround} as is_known
    from filled
  ), low as (
    select *, is_known and n < ${missingShare} * least(earlier, later)
        and least(earlier, later) >= ${usualRowsMin} as is_low,
      is_known and n < ${missingShare} * earlier and earlier >= ${usualRowsMin} as is_end
    from around
  ), ended as (
    select *, bool_and(is_end) over (partition by source, unit_id order by month
        rows between current row and unbounded following) as is_last
    from low
  )
  select source, null::varchar as id, null::varchar as patient_id, unit_id, month, source as subject,`;

export const judgedSql: JudgedSql = {
  'time-without-zone': plain(
    "not regexp_matches(happened_text, '(Z|[+-]\\d\\d:\\d\\d)$')",
    "happened_text like '%T%'",
  ),
  'new-time-form': newcomers(
    `case when happened_text not like '%T%' then 'day' when regexp_matches(happened_text, '(Z|[+-]00:00)$') then 'universal'
      when regexp_matches(happened_text, '[+-]\\d\\d:\\d\\d$') then 'local' else 'unsaid' end`,
    'source',
    'true',
  ),
  'new-code-system': newcomers("coalesce(code_system, '')", 'source', 'code is not null'),
  'new-unit': newcomers(
    "coalesce(measured_in, '')",
    'code',
    'value is not null and code is not null',
  ),
  'reference-unknown': `
    select d.source, d.id, d.patient_id, d.unit_id, strftime(d.happened, '%Y-%m') as month, d.source as subject,
      (d.encounter_id is not null and e.id is null and held.visits)
        or (d.patient_id is not null and p.id is null and held.patients) as is_bad, 0.0 as expected
    from quality.dated d left join encounter e on e.id = d.encounter_id left join patient p on p.id = d.patient_id,
      (select exists (select 1 from encounter) as visits, exists (select 1 from patient) as patients) held
    where d.happened is not null`,
  'file-cut-off': `
    select parse_filename(f.path) as source, null::varchar as id, null::varchar as patient_id, null::varchar as unit_id,
      strftime(r.started_at, '%Y-%m') as month, parse_filename(f.path) as subject,
      exists (select 1 from archive.finding g where g.file = f.id and g.rule = 'json-broken' and g.line = f.lines) as is_bad,
      0.0 as expected
    from archive.import_file f join archive.import_run r on r.id = f.run where r.status = 'published'`,
  'month-missing': `${cells} coalesce(is_low and not is_last, false) as is_bad, 0.0 as expected from ended`,
  'data-stale': `${cells} coalesce(is_last, false) as is_bad, 0.0 as expected from ended`,
  'duplicate-content': `
    select ${row}, ${month} as month, source as subject,
      row_number() over (partition by source, patient_id, content order by id) > 1 as is_bad, 0.0 as expected
    from quality.dated where happened is not null and patient_id is not null`,
  'future-date': `
    select ${row}, least(${month}, strftime(now, '%Y-%m')) as month, source as subject,
      happened > now + interval 1 day as is_bad, 0.0 as expected
    from quality.dated, quality.asked
    where happened is not null and coalesce(status, '') not in ('planned', 'booked', 'proposed', 'pending', 'cancelled', 'draft')`,
  'outside-life': `
    select d.source, d.id, d.patient_id, d.unit_id, strftime(d.happened, '%Y-%m') as month, d.source as subject,
      coalesce(d.happened < p.birth_date_low - interval 1 day, false)
        or coalesce(d.happened > p.death_date_high + interval 31 day, false) as is_bad, 0.0 as expected
    from quality.dated d join patient p on p.id = d.patient_id where d.happened is not null`,
  'value-outside': `with ${valued}
    select v.source, v.id, v.patient_id, v.unit_id, v.month, v.subject,
      v.value < u.lower - 3 * (u.upper - u.lower) or v.value > u.upper + 3 * (u.upper - u.lower) as is_bad, 0.0 as expected
    from valued v join usual u on u.source = v.source and u.subject = v.subject where u.upper > u.lower`,
  'value-shift': `with ${valued}
    select v.source, v.id, v.patient_id, v.unit_id, v.month, v.subject,
      v.value < u.lowest or v.value > u.highest as is_bad, 0.02 as expected
    from valued v join usual u on u.source = v.source and u.subject = v.subject where u.highest > u.lowest`,
  'zero-share': `with ${valued}, counted as (
      select source, subject, unit_id, month, count(*) as n, count(*) filter (value = 0) as zeroes
      from valued group by all
    ), others as (
      select *, sum(n) over of_unit - n as others, sum(zeroes) over of_unit - zeroes as other_zeroes,
        sum(zeroes) over of_code / sum(n) over of_code as usual
      from counted
      window of_unit as (partition by source, subject, unit_id), of_code as (partition by source, subject)
    )
    select v.source, v.id, v.patient_id, v.unit_id, v.month, v.subject, v.value = 0 as is_bad,
      case when o.others >= ${earlierRowsMin} then o.other_zeroes / o.others else o.usual end as expected
    from valued v join usual u on u.source = v.source and u.subject = v.subject
      join others o on o.source = v.source and o.subject = v.subject
        and o.unit_id is not distinct from v.unit_id and o.month = v.month`,
  'identity-changed': `
    select 'patient' as source, p.patient_id as id, p.patient_id, u.unit_id,
      strftime(coalesce(p.changed_at, a.now), '%Y-%m') as month, 'patient' as subject,
      p.changed_at is not null as is_bad, 0.0 as expected
    from quality.person p cross join quality.asked a
    left join (select patient_id, arg_max(unit_id, happened) as unit_id from quality.dated
      where source = 'encounter' group by patient_id) u on u.patient_id = p.patient_id`,
};
