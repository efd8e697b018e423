import type { EventRow } from '#cql';
import type { ClinicalStore } from './clinical-store.ts';
import { numberOf, textOf } from './rows.ts';

/** One event of a measure that is counted patient by patient. */
export interface FollowedEvent extends EventRow {
  readonly measureId: string;
  readonly periodId: number;
  readonly patientId: string;
}

/** What has been counted of a question: by which definition, of which data, for which periods. */
export interface FollowedState {
  readonly question: string;
  readonly version: number;
  readonly periods: readonly number[];
}

/** What a question's events are found by, as the charts it fills. */
export interface FollowedQuestion {
  readonly id: string;
  readonly measureIds: readonly string[];
}

async function prepare(store: ClinicalStore): Promise<void> {
  await store.write([
    { sql: 'create schema if not exists followed' },
    {
      sql: `create table if not exists followed.event (measure_id varchar not null, period_id integer not null,
        patient_id varchar not null, event_id varchar not null, denominator boolean not null,
        numerator boolean not null, exclusion boolean not null, exception boolean not null,
        observation double, denominator_observation double)`,
    },
    {
      sql: `create table if not exists followed.state (id varchar not null, question varchar not null,
        version integer not null, periods varchar not null)`,
    },
  ]);
}

/** Null when nothing has been counted, or not to the end. */
export async function followedState(
  store: ClinicalStore,
  { id }: FollowedQuestion,
): Promise<FollowedState | null> {
  await prepare(store);
  const [row] = await store.query(
    'select question, version, periods from followed.state where id = $1',
    { parameters: [id] },
  );
  if (row === undefined) return null;
  const periods = textOf(row, 'periods').split(' ').map(Number);
  return { question: textOf(row, 'question'), version: numberOf(row, 'version'), periods };
}

/** Which events of a question are to be counted anew. */
export interface Outdated {
  /** Everything outside these periods goes. */
  readonly periodsKept: readonly number[];
  /** Everything of these patients goes. */
  readonly patients: readonly string[];
}

export async function removeFollowed(
  store: ClinicalStore,
  { measureIds }: FollowedQuestion,
  { periodsKept, patients }: Outdated,
): Promise<void> {
  const kept = periodsKept.length === 0 ? 'false' : `period_id in (${periodsKept.join(', ')})`;
  const own = 'measure_id in (select unnest($1::varchar[]))';
  const gone = [
    {
      sql: `delete from followed.event where ${own} and not (${kept})`,
      parameters: [measureIds],
    },
  ];
  const theirs = {
    sql: `delete from followed.event where ${own} and patient_id in (select unnest($2::varchar[]))`,
    parameters: [measureIds, patients],
  };
  await store.write(patients.length === 0 ? gone : [...gone, theirs]);
}

export async function addFollowed(
  store: ClinicalStore,
  events: readonly FollowedEvent[],
): Promise<void> {
  if (events.length === 0) return;
  await store.write([
    {
      sql: `insert into followed.event
        select measureId, periodId, patientId, eventId, denominator, numerator, exclusion, exception,
          observation, denominatorObservation
        from (select unnest(from_json($1, '[{"measureId":"VARCHAR","periodId":"INTEGER","patientId":"VARCHAR",
          "eventId":"VARCHAR","denominator":"BOOLEAN","numerator":"BOOLEAN","exclusion":"BOOLEAN",
          "exception":"BOOLEAN","observation":"DOUBLE","denominatorObservation":"DOUBLE"}]'), recursive := true))`,
      parameters: [JSON.stringify(events)],
    },
  ]);
}

export async function keepFollowedState(
  store: ClinicalStore,
  { id }: FollowedQuestion,
  { question, version, periods }: FollowedState,
): Promise<void> {
  await store.write([
    { sql: 'delete from followed.state where id = $1', parameters: [id] },
    {
      sql: 'insert into followed.state values ($1, $2, $3, $4)',
      parameters: [id, question, version, periods.join(' ')],
    },
  ]);
}

/** SQL for a chart's events, in the form of a compiled question; whose they are is not said. */
export const followedEventsSql = (measureId: string): string =>
  `SELECT period_id, patient_id, event_id, TRUE AS initial_population, denominator, numerator, exclusion, exception,
  observation, denominator_observation
FROM followed.event WHERE measure_id = '${measureId.replaceAll("'", "''")}'`;
