/** The same questions as an analyst would write them, for data without partial dates and foreign offsets. */
export const handWritten: Readonly<Record<string, string>> = {
  'care-plan-within-14-days': `
    WITH visit AS (
      SELECT patient_id, id, organization_id, CAST(left(period_start, 10) AS DATE) AS day
      FROM encounter
      WHERE status = 'finished' AND list_contains(type_codings, 'https://gyrus.health/fhir/encounter-type|first-visit')
    ), plan AS (
      SELECT patient_id, CAST(left(COALESCE(performed, performed_period_start), 10) AS DATE) AS day
      FROM procedure
      WHERE status = 'completed' AND list_contains(code_codings, 'https://gyrus.health/fhir/procedure|care-plan-made-together')
    ), month AS (
      SELECT period_id, CAST(timezone('Europe/Stockholm', timezone('UTC', period_start)) AS DATE) AS first_day,
        CAST(timezone('Europe/Stockholm', timezone('UTC', period_end)) AS DATE) AS end_day
      FROM period
    )
    SELECT organization_id, period_id, COUNT(*) AS denominator, SUM(CASE WHEN has_plan THEN 1 ELSE 0 END) AS numerator
    FROM (
      SELECT v.organization_id, m.period_id,
        EXISTS (SELECT 1 FROM plan p WHERE p.patient_id = v.patient_id AND p.day BETWEEN v.day AND v.day + 14) AS has_plan
      FROM visit v JOIN month m ON v.day + 14 >= m.first_day AND v.day + 14 < m.end_day
    )
    GROUP BY organization_id, period_id`,
  'length-of-stay': `
    WITH month AS (
      SELECT period_id, CAST(timezone('Europe/Stockholm', timezone('UTC', period_start)) AS DATE) AS first_day,
        CAST(timezone('Europe/Stockholm', timezone('UTC', period_end)) AS DATE) AS end_day
      FROM period
    ), stay AS (
      SELECT organization_id, CAST(left(period_start, 10) AS DATE) AS first_day, CAST(left(period_end, 10) AS DATE) AS last_day
      FROM encounter
      WHERE status = 'finished' AND list_contains(type_codings, 'https://gyrus.health/fhir/encounter-type|inpatient-stay')
    )
    SELECT organization_id, period_id, SUM(last_day - s.first_day) AS numerator, COUNT(*) AS denominator,
      SUM((last_day - s.first_day) * (last_day - s.first_day)) AS sum_of_squares
    FROM stay s JOIN month m ON s.last_day >= m.first_day AND s.last_day < m.end_day
    GROUP BY organization_id, period_id`,
  'diagnosis-recorded': `
    WITH visit AS (
      SELECT patient_id, id, organization_id, CAST(left(period_start, 10) AS DATE) AS day
      FROM encounter
      WHERE status = 'finished' AND list_has_any(type_codings, ['https://gyrus.health/fhir/encounter-type|first-visit',
        'https://gyrus.health/fhir/encounter-type|follow-up', 'https://gyrus.health/fhir/encounter-type|team-visit'])
    ), month AS (
      SELECT period_id, CAST(timezone('Europe/Stockholm', timezone('UTC', period_start)) AS DATE) AS first_day,
        CAST(timezone('Europe/Stockholm', timezone('UTC', period_end)) AS DATE) AS end_day
      FROM period
    ), coded AS (
      SELECT DISTINCT encounter_id FROM condition
      WHERE len(list_filter(code_codings, lambda c: starts_with(c, 'http://hl7.org/fhir/sid/icd-10|'))) > 0
    )
    SELECT v.organization_id, m.period_id, COUNT(*) AS denominator, COUNT(c.encounter_id) AS numerator
    FROM visit v JOIN month m ON v.day >= m.first_day AND v.day < m.end_day
    LEFT JOIN coded c ON c.encounter_id = v.id
    GROUP BY v.organization_id, m.period_id`,
};
