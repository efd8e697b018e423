import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import {
  addCounts,
  type DemoPlan,
  type DemoStructure,
  demoPlan,
  type JudgedCounts,
  type PatientResourceType,
  patientResourceTypes,
  patientWriter,
  simulatePatient,
} from '#data';

/** What every worker needs to know to write any part. */
export interface DemoJob {
  readonly structure: DemoStructure;
  readonly patients: number;
  readonly seed: number;
  readonly until: string;
  /** Where the FHIR files go. */
  readonly folder: string;
}

export interface DemoProgress {
  readonly patients: number;
  readonly resources: number;
  readonly bytes: number;
}

/** Patients in one numbered file of each type. Fixed, so that the files do not depend on the number of workers. */
const patientsPerPart = 5000;
/** Patients made between two writes: a few megabytes, written before more is made. */
const patientsPerWrite = 250;

export const partCount = (patients: number): number => Math.ceil(patients / patientsPerPart);

/** A part's lines of the files that all parts share. */
export interface SharedLines {
  readonly costs: string;
  readonly exposures: string;
  /** What its first visits came to. */
  readonly judged: readonly JudgedCounts[];
}

/** Writes part after part; each call resolves with its lines of the shared files. */
export type WritePart = (
  part: number,
  onProgress: (step: DemoProgress) => void,
) => Promise<SharedLines>;

export function partWriter(job: DemoJob): WritePart {
  const plan = demoPlan(job.structure, job.seed, job.until);
  const write = patientWriter(plan);
  return async (part, onProgress) => {
    const files = await openPart(job, part);
    try {
      let costs = '';
      let exposures = '';
      let judged: readonly JudgedCounts[] = [];
      for (const [first, last] of batches(job, part)) {
        const text = write(recordsOf(plan, first, last));
        const bytes = await writeAll(files, text.resources);
        costs += text.costs;
        exposures += text.exposures;
        judged = addCounts(judged, text.judged);
        onProgress({
          patients: last - first,
          resources: text.count,
          bytes: bytes + text.costs.length + text.exposures.length,
        });
      }
      return { costs, exposures, judged };
    } finally {
      await Promise.all(files.map(({ handle }) => handle.close()));
    }
  };
}

const recordsOf = (
  plan: DemoPlan,
  first: number,
  last: number,
): ReturnType<typeof simulatePatient>[] =>
  Array.from({ length: last - first }, (_, i) => simulatePatient(plan, first + i));

/** Pairs of first patient and the one after the last. */
function* batches(job: DemoJob, part: number): Generator<readonly [number, number]> {
  const end = Math.min(job.patients, (part + 1) * patientsPerPart);
  for (let first = part * patientsPerPart; first < end; first += patientsPerWrite)
    yield [first, Math.min(end, first + patientsPerWrite)];
}

interface PartFile {
  readonly type: PatientResourceType;
  readonly handle: FileHandle;
}

/** One file of each type: without a number when a single part holds everything. */
function openPart(job: DemoJob, part: number): Promise<readonly PartFile[]> {
  const number = partCount(job.patients) === 1 ? '' : `-${String(part + 1).padStart(4, '0')}`;
  const opened = patientResourceTypes.map(async (type) => ({
    type,
    handle: await open(join(job.folder, `${type}${number}.ndjson`), 'w'),
  }));
  return Promise.all(opened);
}

/** Answers with the number of bytes written. */
async function writeAll(
  files: readonly PartFile[],
  texts: Readonly<Record<PatientResourceType, string>>,
): Promise<number> {
  let bytes = 0;
  for (const { type, handle } of files) {
    const buffer = Buffer.from(texts[type], 'utf8');
    await handle.writeFile(buffer);
    bytes += buffer.length;
  }
  return bytes;
}
