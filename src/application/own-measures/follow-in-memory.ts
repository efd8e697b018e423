import { retrievesOf } from '#cql';
import {
  type ClinicalStore,
  changesSince,
  dataVersionNumber,
  type FollowedState,
  followedState,
} from '#store';
import type { AskedMeasure } from './count-patients.ts';
import {
  countPortion,
  evaluationsOf,
  type Following,
  type InMemoryQuestion,
  isFew,
  type Portion,
} from './count-portion.ts';

/** How far a question has been counted. */
export interface FollowedSoFar {
  /** What is whole, be it of older records; null when nothing of this definition is. */
  readonly whole: FollowedState | null;
  /** What is to be counted next; null when all that is held is counted. */
  readonly next: Portion | null;
}

/** So often in a row little is left to count: months that are new, and patients whose records changed. */
const littleMax = 3;

/**
 * Counts, patient by patient, what is little and not counted yet: months that are new and patients whose records changed.
 * What is more is left to be counted beside. What is counted is kept, so that a new start counts nothing again.
 */
export async function followInMemory(
  following: Following,
  question: InMemoryQuestion,
): Promise<FollowedSoFar> {
  let soFar = await followedSoFar(following, question);
  for (let i = 0; i < littleMax && soFar.next !== null; i += 1) {
    if (!isFew(await evaluationsOf(following.clinical, question, soFar.next))) break;
    await countPortion(following, question, soFar.next);
    soFar = await followedSoFar(following, question);
  }
  return soFar;
}

/** What is whole of a question, and what is to be counted next: months that are missing first, then changed patients. */
export async function followedSoFar(
  { clinical, timeZone, periods }: Following,
  question: InMemoryQuestion,
): Promise<FollowedSoFar> {
  const { measures } = question;
  const asked = JSON.stringify([question.digest, timeZone]);
  const version = await dataVersionNumber(clinical);
  const state = await followedState(clinical, question);
  const whole = state?.question === asked ? state : null;
  const changed =
    whole === null ? null : await changedPatients(clinical, measures, [whole.version, version]);
  const isWanted = new Set(periods.map(({ id }) => id));
  const known = changed === null ? [] : (whole?.periods ?? []).filter((id) => isWanted.has(id));
  const missing = periods.filter(({ id }) => !known.includes(id));
  const stillHolds = async (begunAt: number) =>
    (await changedPatients(clinical, measures, [begunAt, version])) !== null;
  const counted = { question: asked, periods: periods.map(({ id }) => id) };
  if (missing.length > 0)
    return {
      whole,
      next: {
        ...{ periods: missing, patientIds: null, version, stillHolds },
        outdated: { periodsKept: known, patients: [] },
        // Months counted before are of the data version that they were counted of.
        wholeAt: (begunAt) => ({
          ...counted,
          version: known.length === 0 ? begunAt : Math.min(begunAt, whole?.version ?? begunAt),
        }),
      },
    };
  const patients = changed ?? [];
  const isNew = whole?.version === version && whole.periods.length === known.length;
  if (patients.length === 0 && isNew) return { whole, next: null };
  return {
    whole,
    next: {
      ...{ periods, patientIds: patients, version, stillHolds },
      outdated: { periodsKept: known, patients },
      wholeAt: (begunAt) => ({ ...counted, version: begunAt }),
    },
  };
}

/** Whose records changed from one data version to another; null where they may be anybody's. */
async function changedPatients(
  clinical: ClinicalStore,
  measures: readonly AskedMeasure[],
  [from, to]: readonly [number, number],
): Promise<readonly string[] | null> {
  const changes = await changesSince(clinical, from);
  if (changes === null) return null;
  if ((changes.size > 0 || from < to) && !hasTables(clinical, measures)) return null;
  const changed = [...changes.values()];
  if (changed.includes(null)) return null;
  return [...new Set(changed.flatMap((some) => some ?? []))];
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
