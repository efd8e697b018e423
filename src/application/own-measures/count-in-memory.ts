import { availableParallelism } from 'node:os';
import { candidatesSql, measureNeed, referredRecordsSql, retrievesOf } from '#cql';
import {
  type ClinicalStore,
  dealPatients,
  type PatientsWanted,
  patientCount,
  startThread,
} from '#store';
import { threadPool } from '../threads/thread-pool.ts';
import {
  type AskedMeasure,
  type CountingSources,
  type PartCounter,
  type PatientInPeriods,
  partCounter,
} from './count-patients.ts';

/** More threads than this take memory that other work needs. */
const threadsMax = 4;
/**
 * Records of patients live shortly: with more room for the young, threads only grow; with more for the old, they keep what
 * nobody needs. A patient whose records take more than this is told as an error.
 */
const threadMemory = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 384 };
/** Parts that are given to each thread: one that it counts and one that is next. */
const partsAhead = 2;
/** Starting threads takes longer than so few evaluations, each of one patient and one period. */
export const evaluationsWithoutThreads = 2000;

export interface CountingInMemory extends CountingSources {
  readonly clinical: ClinicalStore;
  /** How many threads count beside this one; none where they would not pay. */
  readonly threads: number;
  /** Only these patients; all who may count unless some are named. */
  readonly patientIds?: readonly string[];
  /** About how many records go to a thread at a time. */
  readonly recordsEach?: number;
  readonly signal?: AbortSignal | undefined;
}

/** As many threads as the machine has processors for, and none for a handful of patients. */
export async function threadsFor({
  clinical,
  measures,
  periods,
}: Pick<CountingInMemory, 'clinical' | 'measures' | 'periods'>): Promise<number> {
  const count = await patientCount(clinical, whoMayCount(clinical, measures));
  const isFew = count * periods.length <= evaluationsWithoutThreads;
  return isFew ? 0 : Math.min(threadsMax, availableParallelism());
}

/**
 * What every patient counts as, in order of their ids. Patients are dealt into parts; threads read and count them, and what
 * they say comes back in their order, so that neither the memory nor any answer depends on how many patients or threads
 * there are. What fails for one patient ends the counting.
 */
export async function* countedInMemory(
  counting: CountingInMemory,
): AsyncGenerator<readonly PatientInPeriods[]> {
  const { clinical, measures, threads, patientIds, recordsEach, signal } = counting;
  const parts = await dealPatients(clinical, {
    ...whoMayCount(clinical, measures),
    referred: referredBy(clinical, measures),
    ...(patientIds === undefined ? {} : { patientIds }),
    ...(recordsEach === undefined ? {} : { recordsEach }),
    signal,
  });
  const counters = threads === 0 ? countersHere(counting) : countersInThreads(counting, threads);
  const ahead: Promise<readonly PatientInPeriods[]>[] = [];
  try {
    for (const part of parts.folders) {
      const counted = counters.count(part);
      // Whoever waits for it is told; until then a failure is nobody's.
      counted.catch(() => undefined);
      ahead.push(counted);
      if (ahead.length < counters.ahead) continue;
      const first = await ahead.shift();
      if (first !== undefined) yield first;
    }
    for (const counted of ahead) yield await counted;
  } finally {
    await counters.close();
    await parts.remove();
  }
}

/** A patient whose records cannot count in any of the measures is not read. */
export function whoMayCount(
  clinical: ClinicalStore,
  measures: readonly AskedMeasure[],
): Pick<PatientsWanted, 'among'> {
  const views = clinical.tables.map(({ view }) => view);
  const each = measures.map(({ measure, elm, valueSets }) =>
    candidatesSql(measureNeed(measure, elm, valueSets), views, 'duckdb'),
  );
  const told = each.filter((sql) => sql !== null);
  return {
    among: told.length < each.length ? null : told.map((sql) => `(${sql})`).join(' union '),
  };
}

/** Records that are nobody's, as places, which these measures ask for. */
export function referredBy(
  { tables }: Pick<ClinicalStore, 'tables'>,
  measures: readonly AskedMeasure[],
): string | null {
  const types = measures.flatMap(({ measure, elm }) => {
    const definitions = measure.groups.flatMap(({ populations, stratifiers }) => [
      ...populations.map(({ expression }) => expression),
      ...stratifiers.flatMap(({ expressions }) => expressions),
    ]);
    return retrievesOf(measure.library, definitions, elm).map(({ resourceType }) => resourceType);
  });
  return referredRecordsSql(
    types,
    tables.map(({ view }) => view),
  );
}

interface Counters {
  readonly count: PartCounter;
  readonly ahead: number;
  readonly close: () => Promise<void>;
}

function countersHere({ measures, periods, timeZone }: CountingSources): Counters {
  const count = partCounter({ measures, periods, timeZone });
  return { count, ahead: 1, close: () => Promise.resolve() };
}

function countersInThreads(
  { measures, periods, timeZone }: CountingSources,
  threads: number,
): Counters {
  const sources: CountingSources = { measures, periods, timeZone };
  const pool = threadPool<string, readonly PatientInPeriods[]>({
    start: () => startThread('application/own-measures/measure-worker.ts', sources, threadMemory),
    ...{ threads, waitingMax: Number.POSITIVE_INFINITY, doing: 'counting patients' },
  });
  return { count: pool.ask, ahead: threads * partsAhead, close: pool.close };
}
