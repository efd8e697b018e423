import { compileFlatTable, type EvaluationPeriod, type MembershipRow } from '#cql';
import type { Engine, Row } from '../conformance/sql-on-fhir/engines.ts';

type Json = Readonly<Record<string, unknown>>;

/** Makes the flat tables of these resources, and the periods, anew in a database. */
export async function loadFlatTables(
  engine: Engine,
  input: {
    readonly views: readonly unknown[];
    readonly resources: readonly Json[];
    readonly periods: readonly EvaluationPeriod[];
  },
): Promise<void> {
  await engine.load(input.resources.map((resource) => JSON.stringify(resource)));
  for (const view of input.views) {
    const { sql, name } = compileFlatTable(view, { dialect: engine.dialect, from: 'resources' });
    await engine.run(`DROP TABLE IF EXISTS ${name}`);
    await engine.run(`CREATE TABLE ${name} AS ${sql}`);
  }
  const values = input.periods.map(
    ({ id, start, end }) => `(${id}, TIMESTAMP '${utc(start)}', TIMESTAMP '${utc(end)}')`,
  );
  await engine.run('DROP TABLE IF EXISTS period');
  await engine.run(
    `CREATE TABLE period AS SELECT * FROM (VALUES ${values.join(', ')}) AS p(period_id, period_start, period_end)`,
  );
}

const utc = (instant: string): string =>
  new Date(instant).toISOString().replace('T', ' ').replace('Z', '');

/** Rows of a compiled membership query in the form in which evaluatePatient gives them. */
export const membershipRow = (row: Row): MembershipRow => ({
  periodId: Number(row['period_id']),
  patientId: String(row['patient_id']),
  eventId: String(row['event_id']),
  unitId: row['unit_id'] === null ? null : String(row['unit_id']),
  initialPopulation: row['initial_population'] === true,
  denominator: row['denominator'] === true,
  numerator: row['numerator'] === true,
  exclusion: row['exclusion'] === true,
  exception: row['exception'] === true,
  observation: row['observation'] === null ? null : Number(row['observation']),
  denominatorObservation:
    row['denominator_observation'] === null ? null : Number(row['denominator_observation']),
});

export const inOrder = (rows: readonly MembershipRow[]): readonly MembershipRow[] =>
  rows.toSorted((a, b) => (orderKey(a) < orderKey(b) ? -1 : 1));

const orderKey = ({ periodId, patientId, eventId }: MembershipRow): string =>
  `${String(periodId).padStart(6, '0')} ${patientId} ${eventId}`;
