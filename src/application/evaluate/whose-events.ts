import type { FlatTable } from '#store';
import type { PopulationSql } from './compile-library.ts';

/**
 * Whose an event is, where a measure does not say it itself: the unit that the event's own flat table names
 * (`organization_id`), otherwise that of the visit it belongs to. A patient, where patients are counted, belongs to the
 * unit of the last visit that began before the period's end; so each patient is counted in one unit, and units add up.
 *
 * @param basis the FHIR type of what is counted
 * @param events SQL that gives rows with period_id, patient_id and event_id
 * @returns SQL that gives the same rows with unit_id as their last column; null where nothing tells
 */
export function withUnits(basis: string, events: string, tables: readonly FlatTable[]): string {
  const { owner, join } = basis === 'Patient' ? lastVisits : ownersIn(basis, tables);
  return `WITH member AS (
${events}
), owner AS (
${owner}
)
SELECT member.*, owner.unit_id
FROM member ${join}`;
}

/** The same question with each event's unit. */
export function ownedEvents(
  sql: PopulationSql,
  basis: string,
  tables: readonly FlatTable[],
): PopulationSql {
  const { name } = eventTable(basis, tables) ?? { name: visits };
  const uses = new Set([...sql.uses, name, visits]);
  return {
    ...sql,
    membershipSql: withUnits(
      basis,
      `SELECT * EXCLUDE (unit_id) FROM (${sql.membershipSql}) AS unowned`,
      tables,
    ),
    uses: [...uses].toSorted((a, b) => (a < b ? -1 : 1)),
  };
}

const visits = 'encounter';

/** A visit that is only planned, or never came about, has met nobody. */
const lastVisits = {
  owner: `SELECT patient_id, period_start_low AS begun, max_by(organization_id, id) AS unit_id
FROM ${visits}
WHERE organization_id IS NOT NULL AND period_start_low IS NOT NULL
  AND coalesce(status, '') NOT IN ('planned', 'cancelled', 'entered-in-error')
GROUP BY ALL`,
  join: `JOIN period ON period.period_id = member.period_id
ASOF LEFT JOIN owner ON owner.patient_id = member.patient_id AND owner.begun < period.period_end`,
};

const eventTable = (basis: string, tables: readonly FlatTable[]): FlatTable | undefined =>
  tables.find(
    ({ resource, columns }) => resource === basis && columns.some(({ name }) => name === 'id'),
  );

function ownersIn(basis: string, tables: readonly FlatTable[]) {
  const table = eventTable(basis, tables);
  const has = (column: string): boolean =>
    table?.columns.some(({ name }) => name === column) === true;
  const named = has('organization_id') ? 'e.organization_id' : 'NULL';
  const visit = basis !== 'Encounter' && has('encounter_id');
  return {
    owner:
      table === undefined
        ? 'SELECT NULL::varchar AS id, NULL::varchar AS unit_id'
        : `SELECT e.id, ${visit ? `coalesce(${named}, v.organization_id)` : `${named}::varchar`} AS unit_id
FROM "${table.name}" AS e${visit ? ` LEFT JOIN ${visits} AS v ON v.id = e.encounter_id` : ''}`,
    join: 'LEFT JOIN owner ON owner.id = member.event_id',
  };
}
