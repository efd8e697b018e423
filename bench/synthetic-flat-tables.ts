/** Rows of one flat table: a SELECT that makes them, and SQL for the columns that are not NULL. */
export interface SyntheticRows {
  readonly from: string;
  readonly columns: Readonly<Record<string, string>>;
}

const random = (salt: number): string => `(hash(i * 16 + ${salt}) % 1000000) / 1e6`;
const patient = (patients: number): string => `'p-' || (i % ${patients})`;

/** Text with the offset of Stockholm and both instants beside it, for a column of type dateTime. */
function time(column: string, utc: string): Readonly<Record<string, string>> {
  const local = `timezone('Europe/Stockholm', timezone('UTC', ${utc}))`;
  const offset = `CASE WHEN ${local} - (${utc}) >= INTERVAL '2 hours' THEN '+02:00' ELSE '+01:00' END`;
  return {
    [column]: `strftime(${local}, '%Y-%m-%dT%H:%M:%S') || ${offset}`,
    [`${column}_low`]: utc,
    [`${column}_high`]: `${utc} + INTERVAL '999 milliseconds'`,
  };
}

const somewhen = (salt: number): string =>
  `TIMESTAMP '2022-03-01 07:00:00' + to_seconds(CAST(FLOOR(${random(salt)} * 1300) AS BIGINT) * 86400 + CAST(FLOOR(${random(salt + 1)} * 36000) AS BIGINT))`;

const unit = "'u-' || (hash(i + 7) % 30)";
const series = (count: number, extra = ''): string =>
  `SELECT i${extra} FROM range(${Math.round(count)}) AS t(i)`;
const visitType =
  "CASE WHEN i % 12 = 0 THEN 'first-visit' WHEN i % 41 = 1 THEN 'inpatient-stay' ELSE 'follow-up' END";
const encounterType = 'https://gyrus.health/fhir/encounter-type';

/** Believable volumes for psychiatric care: twelve encounters a patient over four years. */
export const syntheticRows = (table: string, patients: number): SyntheticRows | undefined =>
  ({ ...contacts(patients), ...recordsOfContacts(patients) })[table];

type Tables = Readonly<Record<string, SyntheticRows>>;

const encounterOf = (patients: number): string =>
  `'e-' || CAST(FLOOR(${random(3)} * 12) AS BIGINT) * ${patients} + (i % ${patients})`;

function contacts(patients: number): Tables {
  const patientId = patient(patients);
  const encounterId = encounterOf(patients);
  return {
    patient: { from: series(patients), columns: { id: patientId, patient_id: patientId } },
    encounter: {
      from: series(patients * 12, `, ${somewhen(1)} AS start_utc`),
      columns: {
        id: "'e-' || i",
        patient_id: patientId,
        status: "CASE WHEN i % 13 = 5 THEN 'cancelled' ELSE 'finished' END",
        type_codings: `['${encounterType}|' || ${visitType}]`,
        organization_id: unit,
        service_request_ids: `CASE WHEN i % 12 = 0 THEN ['r-' || (i // 12)] ELSE [] END`,
        discharge_codings: '[]::VARCHAR[]',
        ...time('period_start', 'start_utc'),
        ...time(
          'period_end',
          `start_utc + to_seconds(CASE WHEN ${visitType} = 'inpatient-stay' THEN 86400 * (i % 17) ELSE 3600 END)`,
        ),
      },
    },
    observation: {
      from: series(patients * 12, `, ${somewhen(5)} AS at_utc`),
      columns: {
        id: "'o-' || i",
        patient_id: patientId,
        encounter_id: encounterId,
        status: "'final'",
        code_codings: `[CASE i % 4 WHEN 0 THEN 'http://loinc.org|44261-6' WHEN 1 THEN 'https://gyrus.health/fhir/score|who5-total' WHEN 2 THEN 'https://gyrus.health/fhir/score|experience-overall' ELSE 'https://gyrus.health/fhir/assessment|suicide-risk-structured' END]`,
        value_integer: 'CASE WHEN i % 4 = 2 THEN i % 11 ELSE hash(i) % 28 END',
        ...time('effective', 'at_utc'),
      },
    },
    procedure: {
      from: series(patients * 4, `, ${somewhen(6)} AS at_utc`),
      columns: {
        id: "'pr-' || i",
        patient_id: patientId,
        encounter_id: encounterId,
        status: "'completed'",
        code_codings: `['https://gyrus.health/fhir/procedure|' || CASE i % 5 WHEN 0 THEN 'seclusion' WHEN 1 THEN 'care-plan-made-together' ELSE 'psychotherapy-session' END]`,
        ...time('performed', 'at_utc'),
      },
    },
  };
}

function recordsOfContacts(patients: number): Tables {
  const patientId = patient(patients);
  const encounterId = encounterOf(patients);
  return {
    condition: {
      from: series(patients * 6, `, ${somewhen(8)} AS at_utc`),
      columns: {
        id: "'c-' || i",
        patient_id: patientId,
        encounter_id: encounterId,
        code_codings: `['http://hl7.org/fhir/sid/icd-10|' || CASE i % 5 WHEN 0 THEN 'F32.1' WHEN 1 THEN 'A08.1' ELSE 'F41.1' END]`,
        verification_status_codings: '[]::VARCHAR[]',
        ...time('recorded_date', 'at_utc'),
      },
    },
    service_request: {
      from: series(patients, `, ${somewhen(9)} AS at_utc`),
      columns: {
        id: "'r-' || i",
        patient_id: patientId,
        status: "CASE WHEN i % 29 = 3 THEN 'revoked' ELSE 'completed' END",
        intent: "'order'",
        category_codings: "['https://gyrus.health/fhir/service-category|referral']",
        performer_organization_ids: `[${unit}]`,
        ...time('authored_on', 'at_utc'),
      },
    },
    charge_item: {
      from: series(patients * 8),
      columns: {
        id: "'k-' || i",
        patient_id: patientId,
        encounter_id: encounterId,
        status: "'billable'",
        price_value: 'hash(i) % 5000',
        price_currency: "'SEK'",
      },
    },
  };
}
