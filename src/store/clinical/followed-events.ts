import type { EventRow } from '#cql';
import type { ClinicalStore } from './clinical-store.ts';
import type { Statement } from './messages.ts';
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

/** How far a counting has come that is not whole yet. */
export interface FollowedCounting {
  /** Names exactly what is counted: another question, other periods or other data begin anew. */
  readonly key: string;
  /** The number of the data version at its beginning. */
  readonly version: number;
  /** The patient who was counted last, in order of their ids; empty before the first. */
  readonly after: string;
  /** Patients counted so far. */
  readonly done: number;
}

const prepared = new WeakMap<ClinicalStore, Promise<unknown>>();

const eventColumns = `measure_id varchar not null, period_id integer not null,
  patient_id varchar not null, event_id varchar not null, denominator boolean not null,
  numerator boolean not null, exclusion boolean not null, exception boolean not null,
  observation double, denominator_observation double`;

/** Events of a counting lie in `fresh` until it is whole: nobody reads half an answer. */
function prepare(store: ClinicalStore): Promise<unknown> {
  const known = prepared.get(store);
  if (known !== undefined) return known;
  const made = store.write([
    { sql: 'create schema if not exists followed' },
    { sql: `create table if not exists followed.event (${eventColumns})` },
    {
      sql: `create table if not exists followed.state (id varchar not null, question varchar not null,
        version integer not null, periods varchar not null)`,
    },
    { sql: `create table if not exists followed.fresh (id varchar not null, ${eventColumns})` },
    {
      sql: `create table if not exists followed.counting (id varchar not null, key varchar not null,
        version integer not null, after varchar not null, done bigint not null)`,
    },
  ]);
  prepared.set(store, made);
  made.catch(() => prepared.delete(store));
  return made;
}

/** Null when nothing has been counted to the end. */
export async function followedState(
  store: ClinicalStore,
  { id }: Pick<FollowedQuestion, 'id'>,
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

/** What a counting that did not come to its end has left; null when none has begun. */
export async function followedCounting(
  store: ClinicalStore,
  { id }: Pick<FollowedQuestion, 'id'>,
): Promise<FollowedCounting | null> {
  await prepare(store);
  const [row] = await store.query(
    'select key, version, after, done from followed.counting where id = $1',
    { parameters: [id] },
  );
  if (row === undefined) return null;
  const [version, done] = [numberOf(row, 'version'), numberOf(row, 'done')];
  return { key: textOf(row, 'key'), version, after: textOf(row, 'after'), done };
}

/** Begins a counting; what an earlier one of the same question left goes. */
export async function beginFollowed(
  store: ClinicalStore,
  { id }: Pick<FollowedQuestion, 'id'>,
  { key, version }: Pick<FollowedCounting, 'key' | 'version'>,
): Promise<void> {
  await prepare(store);
  await store.write([
    ...giveUp(id),
    {
      sql: "insert into followed.counting values ($1, $2, $3, '', 0)",
      parameters: [id, key, version],
    },
  ]);
}

const giveUp = (id: string): readonly Statement[] =>
  ['fresh', 'counting'].map((table) => ({
    sql: `delete from followed.${table} where id = $1`,
    parameters: [id],
  }));

/** Goes on with a counting: events of patients with whom it did not come to the end of a step are counted again. */
export async function continueFollowed(
  store: ClinicalStore,
  { id }: Pick<FollowedQuestion, 'id'>,
  { after }: Pick<FollowedCounting, 'after'>,
): Promise<void> {
  const sql = 'delete from followed.fresh where id = $1 and patient_id > $2';
  await store.write([{ sql, parameters: [id, after] }]);
}

export async function addFollowed(
  store: ClinicalStore,
  { id }: Pick<FollowedQuestion, 'id'>,
  events: readonly FollowedEvent[],
): Promise<void> {
  if (events.length === 0) return;
  await store.write([
    {
      sql: `insert into followed.fresh
        select $1, measureId, periodId, patientId, eventId, denominator, numerator, exclusion, exception,
          observation, denominatorObservation
        from (select unnest(from_json($2, '[{"measureId":"VARCHAR","periodId":"INTEGER","patientId":"VARCHAR",
          "eventId":"VARCHAR","denominator":"BOOLEAN","numerator":"BOOLEAN","exclusion":"BOOLEAN",
          "exception":"BOOLEAN","observation":"DOUBLE","denominatorObservation":"DOUBLE"}]'), recursive := true))`,
      parameters: [id, JSON.stringify(events)],
    },
  ]);
}

/** Every patient up to this one has been counted, and the events are kept. */
export async function passFollowed(
  store: ClinicalStore,
  { id }: Pick<FollowedQuestion, 'id'>,
  { after, done }: Pick<FollowedCounting, 'after' | 'done'>,
): Promise<void> {
  const sql = 'update followed.counting set after = $2, done = $3 where id = $1';
  await store.write([{ sql, parameters: [id, after, done] }]);
}

/** Which events of a question those of a counting take the place of. */
export interface Outdated {
  /** Everything outside these periods goes. */
  readonly periodsKept: readonly number[];
  /** Everything of these patients goes. */
  readonly patients: readonly string[];
}

/** Ends a counting: its events take the place of what was counted before, all of it at once. */
export async function publishFollowed(
  store: ClinicalStore,
  { id, measureIds }: FollowedQuestion,
  { periodsKept, patients }: Outdated,
  { question, version, periods }: FollowedState,
): Promise<void> {
  await prepare(store);
  const kept = periodsKept.length === 0 ? 'false' : `period_id in (${periodsKept.join(', ')})`;
  const own = 'measure_id in (select unnest($1::varchar[]))';
  const theirs = {
    sql: `delete from followed.event where ${own} and patient_id in (select unnest($2::varchar[]))`,
    parameters: [measureIds, patients],
  };
  await store.write([
    { sql: `delete from followed.event where ${own} and not (${kept})`, parameters: [measureIds] },
    ...(patients.length === 0 ? [] : [theirs]),
    {
      sql: 'insert into followed.event select * exclude (id) from followed.fresh where id = $1',
      parameters: [id],
    },
    ...giveUp(id),
    { sql: 'delete from followed.state where id = $1', parameters: [id] },
    {
      sql: 'insert into followed.state values ($1, $2, $3, $4)',
      parameters: [id, question, version, periods.join(' ')],
    },
  ]);
}

/** Forgets everything but what belongs to these questions: a measure that is no longer followed leaves nothing. */
export async function keepOnlyFollowed(
  store: ClinicalStore,
  questions: readonly FollowedQuestion[],
): Promise<void> {
  await prepare(store);
  const goneId = isNoneOf(
    'id',
    questions.map(({ id }) => id),
  );
  const [row] = await store.query(
    `select exists (select 1 from followed.state where ${goneId})
      or exists (select 1 from followed.counting where ${goneId}) as gone`,
  );
  if (row?.gone !== true) return;
  const goneMeasure = isNoneOf(
    'measure_id',
    questions.flatMap(({ measureIds }) => measureIds),
  );
  await store.write([
    { sql: `delete from followed.event where ${goneMeasure}` },
    ...['state', 'counting', 'fresh'].map((table) => ({
      sql: `delete from followed.${table} where ${goneId}`,
    })),
  ]);
}

const isNoneOf = (column: string, ids: readonly string[]): string =>
  ids.length === 0 ? 'true' : `${column} not in (${ids.map(literal).join(', ')})`;

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** SQL for a chart's events, in the form of a compiled question; whose they are is not said. */
export const followedEventsSql = (measureId: string): string =>
  `SELECT period_id, patient_id, event_id, TRUE AS initial_population, denominator, numerator, exclusion, exception,
  observation, denominator_observation
FROM followed.event WHERE measure_id = ${literal(measureId)}
  AND period_id IN (SELECT period_id FROM period)`;
