import { type EventRow, retrievesOf } from '#cql';
import type { MonthPeriod } from '#knowledge';
import {
  addFollowed,
  type ClinicalStore,
  changesSince,
  dataVersionNumber,
  type FollowedEvent,
  type FollowedQuestion,
  followedState,
  keepFollowedState,
  removeFollowed,
} from '#store';
import { countedInMemory, threadsFor } from './count-in-memory.ts';
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

interface Following {
  readonly clinical: ClinicalStore;
  readonly timeZone: string;
  readonly periods: readonly MonthPeriod[];
}

/** So few patients are counted in less time than a thread takes to start. */
const patientsHere = 5;

/**
 * Counts, patient by patient, what is not counted yet: everything the first time, later only the months that are new and
 * the patients whose records changed. What is counted is kept, so that a new start counts nothing again.
 *
 * @returns the number of the data version that the events are of
 */
export async function followInMemory(
  following: Following,
  question: InMemoryQuestion,
): Promise<number> {
  const { clinical, timeZone, periods } = following;
  const filled = { id: question.id, measureIds: question.charts.map(({ measureId }) => measureId) };
  const asked = JSON.stringify([question.digest, timeZone]);
  const version = await dataVersionNumber(clinical);
  const { known, patients } = await stillKnown(clinical, question, filled, asked);
  const missing = periods.filter(({ id }) => !known.includes(id));
  await removeFollowed(clinical, filled, { periodsKept: known, patients });
  if (patients.length > 0)
    await count(following, question, {
      periods: periods.filter(({ id }) => known.includes(id)),
      patientIds: patients,
    });
  if (missing.length > 0) await count(following, question, { periods: missing });
  await keepFollowedState(clinical, filled, {
    ...{ question: asked, version },
    periods: periods.map(({ id }) => id),
  });
  return version;
}

/** The periods whose events still hold, but for those of the patients named. */
async function stillKnown(
  clinical: ClinicalStore,
  { measures }: InMemoryQuestion,
  filled: FollowedQuestion,
  asked: string,
): Promise<{ readonly known: readonly number[]; readonly patients: readonly string[] }> {
  const state = await followedState(clinical, filled);
  const nothing = { known: [], patients: [] };
  if (state === null || state.question !== asked) return nothing;
  const changes = await changesSince(clinical, state.version);
  if (changes === null) return nothing;
  const isChanged = changes.size > 0 || state.version < (await dataVersionNumber(clinical));
  if (isChanged && !hasTables(clinical, measures)) return nothing;
  const changed = [...changes.values()];
  if (changed.includes(null)) return nothing;
  return {
    known: state.periods,
    patients: [...new Set(changed.flatMap((some) => some ?? []))],
  };
}

/** Whose records changed is known of the types that have a flat table. */
function hasTables({ tables }: ClinicalStore, measures: readonly AskedMeasure[]): boolean {
  const known = new Set(tables.map(({ resource }) => resource));
  return measures.every(({ measure, elm }) => {
    const definitions = measure.groups.flatMap(({ populations }) =>
      populations.map(({ expression }) => expression),
    );
    return retrievesOf(measure.library, definitions, elm).every(({ resourceType }) =>
      known.has(resourceType),
    );
  });
}

interface Wanted {
  readonly periods: readonly MonthPeriod[];
  readonly patientIds?: readonly string[];
}

async function count(
  { clinical, timeZone }: Following,
  { measures, charts }: InMemoryQuestion,
  wanted: Wanted,
): Promise<void> {
  const { patientIds } = wanted;
  const isFew = patientIds !== undefined && patientIds.length <= patientsHere;
  const { periods } = wanted;
  const threads = isFew ? 0 : Math.max(1, await threadsFor({ clinical, measures, periods }));
  const counting = { clinical, timeZone, measures, threads, ...wanted };
  for await (const patients of countedInMemory(counting))
    await addFollowed(
      clinical,
      patients.flatMap((patient) => eventsOf(patient, charts)),
    );
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
