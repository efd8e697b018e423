import { availableParallelism } from 'node:os';
import { candidatesSql, measureNeed } from '#cql';
import {
  type ClinicalStore,
  type PatientsWanted,
  type PatientTexts,
  patientCount,
  patientsWithTexts,
  startThread,
} from '#store';
import { threadPool } from '../threads/thread-pool.ts';
import {
  type AskedMeasure,
  type CountingSources,
  type PatientInPeriods,
  type PatientsCounter,
  patientsCounter,
} from './count-patients.ts';

/** More threads than this wait for the store, which reads patients for them in one. */
const threadsMax = 4;
/** What the store may take to put records in order of patients; what does not fit lies on the disk meanwhile. */
const orderingMemoryMb = 256;
/**
 * Records of patients live shortly: with more room for the young, threads only grow; with more for the old, they keep what
 * nobody needs. A patient whose records take more than this is told as an error.
 */
const threadMemory = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 384 };
/** Batches that lie ready for each thread: one that is counted and one that is next. */
const batchesAhead = 2;
/** Starting threads takes longer than so few evaluations, each of one patient and one period. */
const evaluationsWithoutThreads = 2000;

export interface CountingInMemory extends CountingSources {
  readonly clinical: ClinicalStore;
  /** How many threads count beside this one; none where they would not pay. */
  readonly threads: number;
  /** Only these patients; all who may count unless some are named. */
  readonly patientIds?: readonly string[];
  /** About how many records go to a thread at a time. */
  readonly batchRows?: number;
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
 * What every patient counts as, in order of their ids. Batches of patients go from the store to the threads and come back
 * in their order, so that neither the memory nor any answer depends on how many patients or threads there are. What fails
 * for one patient ends the counting.
 */
export async function* countedInMemory(
  counting: CountingInMemory,
): AsyncGenerator<readonly PatientInPeriods[]> {
  const { clinical, measures, threads, patientIds, batchRows } = counting;
  const wanted = {
    ...whoMayCount(clinical, measures),
    ...(patientIds === undefined ? {} : { patientIds }),
    ...(batchRows === undefined ? {} : { batchRows }),
  };
  const counters = threads === 0 ? countersHere(counting) : countersInThreads(counting, threads);
  const ahead: Promise<readonly PatientInPeriods[]>[] = [];
  const { limits } = clinical;
  const memoryMb = Math.min(limits.memoryMb, orderingMemoryMb);
  await clinical.setLimits({ ...limits, memoryMb });
  try {
    for await (const batch of patientsWithTexts(clinical, wanted)) {
      const counted = counters.count(batch);
      // Whoever waits for it is told; until then a failure is nobody's.
      counted.catch(() => undefined);
      ahead.push(counted);
      if (ahead.length < counters.ahead) continue;
      const first = await ahead.shift();
      if (first !== undefined) yield first;
    }
    for (const counted of ahead) yield await counted;
  } finally {
    await clinical.setLimits(limits);
    await counters.close();
  }
}

/** A patient whose records cannot count in any of the measures is not read. */
function whoMayCount(
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

interface Counters {
  readonly count: PatientsCounter;
  readonly ahead: number;
  readonly close: () => Promise<void>;
}

function countersHere({ measures, periods, timeZone }: CountingSources): Counters {
  const count = patientsCounter({ measures, periods, timeZone });
  return { count, ahead: 1, close: () => Promise.resolve() };
}

function countersInThreads(
  { measures, periods, timeZone }: CountingSources,
  threads: number,
): Counters {
  const sources: CountingSources = { measures, periods, timeZone };
  const pool = threadPool<readonly PatientTexts[], readonly PatientInPeriods[]>({
    start: () => startThread('application/own-measures/measure-worker.ts', sources, threadMemory),
    ...{ threads, waitingMax: Number.POSITIVE_INFINITY, doing: 'counting patients' },
  });
  return { count: pool.ask, ahead: threads * batchesAhead, close: pool.close };
}
