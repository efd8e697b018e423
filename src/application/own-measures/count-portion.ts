import { availableParallelism } from 'node:os';
import type { EventRow } from '#cql';
import type { MonthPeriod } from '#knowledge';
import {
  addFollowed,
  beginFollowed,
  CancelledError,
  type ClinicalStore,
  continueFollowed,
  type FollowedCounting,
  type FollowedEvent,
  type FollowedQuestion,
  type FollowedState,
  followedCounting,
  type Outdated,
  passFollowed,
  patientCount,
  patientIdsAfter,
  publishFollowed,
} from '#store';
import { countedInMemory, evaluationsWithoutThreads, whoMayCount } from './count-in-memory.ts';
import type { AskedMeasure, PatientInPeriod, PatientInPeriods } from './count-patients.ts';

/** A measure that is counted patient by patient, with the charts that it fills. */
export interface InMemoryQuestion {
  readonly id: string;
  /** Names exactly what is asked: another definition has another one. */
  readonly digest: string;
  readonly measures: readonly AskedMeasure[];
  readonly charts: readonly InMemoryChart[];
}

export interface InMemoryChart {
  readonly measureId: string;
  readonly rowsOf: (patientId: string, period: PatientInPeriod) => readonly EventRow[];
}

export interface Following {
  readonly clinical: ClinicalStore;
  readonly timeZone: string;
  readonly periods: readonly MonthPeriod[];
}

/** What is counted in one go, and what it then takes the place of. */
export interface Portion {
  readonly periods: readonly MonthPeriod[];
  /** Null for everybody who may count. */
  readonly patientIds: readonly string[] | null;
  readonly outdated: Outdated;
  /** The number of the data version that is held. */
  readonly version: number;
  /** What is whole when it is done. */
  readonly wholeAt: (begunAt: number) => FollowedState;
  /** Whether what was counted of this data version still holds, but for patients whom a later portion counts again. */
  readonly stillHolds: (version: number) => Promise<boolean>;
}

export interface Watching {
  /** Aborted when nobody wants it any more. */
  readonly signal?: AbortSignal;
  /** Told how many patients are done, first how many were done before. */
  readonly onProgress?: (done: number) => Promise<void>;
  /** Between so many patients a counting lets go of the store, and tells how far it has come. */
  readonly patientsAtOnce?: number;
}

const patientsAtOnceMin = 2000;
/** Each step looks for its patients among all records: more steps than these take more time than they show. */
const stepsMax = 50;
const threadsMax = 4;

/** Counting that nobody waits for leaves a processor to people. */
const threadsBeside = Math.max(1, Math.min(threadsMax, availableParallelism() - 1));

/** How many evaluations, each of one patient and one period, a portion takes. */
export async function evaluationsOf(
  clinical: ClinicalStore,
  question: InMemoryQuestion,
  portion: Portion,
): Promise<{ readonly patients: number; readonly evaluations: number }> {
  const { patientIds, periods } = portion;
  const patients =
    patientIds?.length ?? (await patientCount(clinical, whoMayCount(clinical, question.measures)));
  return { patients, evaluations: patients * periods.length };
}

export const isFew = ({ evaluations }: { readonly evaluations: number }): boolean =>
  evaluations <= evaluationsWithoutThreads;

/**
 * Counts a portion step by step, in the order of patients' ids. What is counted is kept and becomes an answer only when all
 * is there; a counting that was broken off goes on with the step at which it stopped.
 *
 * @throws CancelledError when the signal was aborted; what was counted so far is kept
 */
export async function countPortion(
  following: Following,
  question: InMemoryQuestion,
  portion: Portion,
  watching: Watching = {},
): Promise<void> {
  const { clinical } = following;
  const patientsAtOnce =
    watching.patientsAtOnce ?? (await patientsOfStep(clinical, question, portion));
  const begun = await continuedOrBegun(clinical, question, portion, following.timeZone);
  let { done } = begun;
  await watching.onProgress?.(done);
  for await (const ids of slicesOf(clinical, question, { portion, begun, patientsAtOnce })) {
    await countSlice(following, question, { portion, ids, signal: watching.signal });
    done += ids.length;
    await passFollowed(clinical, question, { after: ids.at(-1) ?? '', done });
    await watching.onProgress?.(done);
  }
  requireWanted(watching.signal);
  await publishFollowed(
    clinical,
    filledBy(question),
    portion.outdated,
    portion.wholeAt(begun.version),
  );
}

async function patientsOfStep(
  clinical: ClinicalStore,
  question: InMemoryQuestion,
  portion: Portion,
): Promise<number> {
  const { patients } = await evaluationsOf(clinical, question, portion);
  return Math.max(patientsAtOnceMin, Math.ceil(patients / stepsMax));
}

export const filledBy = ({ id, charts }: InMemoryQuestion): FollowedQuestion => ({
  id,
  measureIds: charts.map(({ measureId }) => measureId),
});

async function continuedOrBegun(
  clinical: ClinicalStore,
  question: InMemoryQuestion,
  portion: Portion,
  timeZone: string,
): Promise<FollowedCounting> {
  const { patientIds, periods, outdated, version } = portion;
  const key = JSON.stringify([
    ...[question.digest, timeZone, periods.map(({ id }) => id), outdated.periodsKept],
  ]);
  const left = await followedCounting(clinical, question);
  const canContinue =
    patientIds === null && left?.key === key && (await portion.stillHolds(left.version));
  if (left !== null && canContinue) {
    await continueFollowed(clinical, question, left);
    return left;
  }
  await beginFollowed(clinical, question, { key, version });
  return { key, version, after: '', done: 0 };
}

interface Slicing {
  readonly portion: Portion;
  readonly begun: FollowedCounting;
  readonly patientsAtOnce: number;
}

async function* slicesOf(
  clinical: ClinicalStore,
  { measures }: InMemoryQuestion,
  { portion: { patientIds }, begun, patientsAtOnce }: Slicing,
): AsyncGenerator<readonly string[]> {
  if (patientIds !== null) {
    for (let from = 0; from < patientIds.length; from += patientsAtOnce)
      yield patientIds.slice(from, from + patientsAtOnce);
    return;
  }
  const { among = null } = whoMayCount(clinical, measures);
  let { after } = begun;
  for (;;) {
    const ids = await patientIdsAfter(clinical, { after, count: patientsAtOnce, among });
    const last = ids.at(-1);
    if (last === undefined) return;
    yield ids;
    after = last;
  }
}

interface Slice {
  readonly portion: Portion;
  readonly ids: readonly string[];
  readonly signal: AbortSignal | undefined;
}

async function countSlice(
  { clinical, timeZone }: Following,
  question: InMemoryQuestion,
  { portion: { periods }, ids, signal }: Slice,
): Promise<void> {
  requireWanted(signal);
  const { measures, charts } = question;
  const threads = isFew({ evaluations: ids.length * periods.length }) ? 0 : threadsBeside;
  const counting = { clinical, timeZone, measures, periods, threads, patientIds: ids, signal };
  for await (const patients of countedInMemory(counting)) {
    requireWanted(signal);
    const events = patients.flatMap((patient) => eventsOf(patient, charts));
    await addFollowed(clinical, question, events);
  }
}

function requireWanted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new CancelledError();
}

const eventsOf = (
  { patientId, periods }: PatientInPeriods,
  charts: readonly InMemoryChart[],
): readonly FollowedEvent[] =>
  periods.flatMap((period) =>
    charts.flatMap(({ measureId, rowsOf }) =>
      rowsOf(patientId, period).map((row) => ({
        ...{ measureId, patientId, periodId: period.periodId },
        ...row,
      })),
    ),
  );
