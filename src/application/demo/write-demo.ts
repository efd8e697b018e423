import { mkdir, open, readdir, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { isMonth, type Month, ProblemError, problem } from '#core';
import {
  addCounts,
  costHeader,
  type DemoPlan,
  type DemoStructure,
  demoOrganisation,
  demoPlan,
  demoTruth,
  type JudgedCounts,
  messageLines,
  organisationHistory,
  organizationLines,
  practitionerLines,
} from '#data';
import { type DemoJob, type DemoProgress, partCount } from './demo-part.ts';
import { readDemoStructure } from './demo-structure.ts';
import { writeParts } from './demo-workers.ts';

export interface WriteDemo {
  readonly patients: number;
  readonly seed: number;
  /** The last of the 48 whole months. */
  readonly until: Month;
  readonly out: string;
  readonly onProgress?: (soFar: DemoProgress) => void;
  /** Worker threads; as many as pay when absent. The files are the same for any number. */
  readonly workers?: number;
  /** Another structure than library/demo. */
  readonly structureFolder?: string;
}

export interface WrittenDemo extends DemoProgress {
  readonly from: Month;
  readonly until: Month;
  readonly files: number;
}

export const demoPatientsDefault = 20_000;
/** Ids have room for more, but nobody has tried more than this. */
const patientsMax = 5_000_000;
const seedMax = Number.MAX_SAFE_INTEGER;
/** More workers than this wait for the disk. */
const workersMax = 4;

/**
 * Writes the demo health system: FHIR files, costs, advice that was given, messages that were told, the organisation, its history, and what was planted.
 * truth.json is written last: where it stands, the demo is whole.
 */
export async function writeDemo(request: WriteDemo): Promise<WrittenDemo> {
  requireValid(request);
  const structure = await readDemoStructure(request.structureFolder);
  try {
    return await writeFiles(request, structure);
  } catch (error) {
    throw notWritten(request.out, error);
  }
}

async function writeFiles(request: WriteDemo, structure: DemoStructure): Promise<WrittenDemo> {
  const { patients, seed, until, out } = request;
  const plan = demoPlan(structure, seed, until);
  const folder = join(out, 'fhir');
  await emptyFolder(out);
  await mkdir(folder, { recursive: true });
  const staticBytes = await writeStaticFiles(plan, structure, folder);
  const job: DemoJob = { structure, patients, seed, until, folder };
  const { written, judged } = await writeClinical(request, job, staticBytes);
  await writeFile(join(out, 'messages.ndjson'), messageLines(plan, judged));
  await writeFile(join(out, 'organisation.yaml'), yamlText(demoOrganisation(structure)));
  await writeFile(join(out, 'history.yaml'), yamlText(organisationHistory(plan)));
  const truth = JSON.stringify(demoTruth(plan, patients), null, 2);
  await writeFile(join(out, 'truth.json'), `${truth}\n`);
  const files = (await readdir(folder)).length;
  return { ...written, files, from: plan.calendar.from, until };
}

/** A full disk, a folder that may not be written: the system's own code tells which; anything else is our mistake. */
function notWritten(out: string, error: unknown): unknown {
  if (!(error instanceof Error && 'code' in error && 'syscall' in error)) return error;
  return new ProblemError(
    problem(
      'demo-not-written',
      `The demo could not be written: ${String(error.code)}.`,
      'Name a folder that you may write to, with about 13 kB of room for each patient, and run again.',
      out,
    ),
    { cause: error },
  );
}

/** Repeated texts are written out: people read and edit these files. */
const yamlText = (value: unknown): string => stringify(value, { aliasDuplicateObjects: false });

async function writeStaticFiles(
  plan: DemoPlan,
  structure: DemoStructure,
  folder: string,
): Promise<DemoProgress> {
  const organizations = organizationLines(demoOrganisation(structure).units);
  const practitioners = practitionerLines(plan);
  await writeFile(join(folder, 'Organization.ndjson'), organizations);
  await writeFile(join(folder, 'Practitioner.ndjson'), practitioners);
  const text = organizations + practitioners;
  return { patients: 0, resources: text.split('\n').length - 1, bytes: Buffer.byteLength(text) };
}

async function writeClinical(
  request: WriteDemo,
  job: DemoJob,
  start: DemoProgress,
): Promise<{ readonly written: DemoProgress; readonly judged: readonly JudgedCounts[] }> {
  const parts = partCount(job.patients);
  const workers = Math.min(request.workers ?? Math.min(availableParallelism(), workersMax), parts);
  let soFar = start;
  let judged: readonly JudgedCounts[] = [];
  const costs = await open(join(request.out, 'cost.csv'), 'w');
  const exposures = await open(join(request.out, 'exposures.ndjson'), 'w');
  try {
    await costs.writeFile(costHeader);
    await writeParts(job, {
      workers,
      onLines: async (lines) => {
        await costs.writeFile(lines.costs);
        await exposures.writeFile(lines.exposures);
        judged = addCounts(judged, lines.judged);
      },
      onProgress: (step) => {
        soFar = added(soFar, step);
        request.onProgress?.(soFar);
      },
    });
  } finally {
    await Promise.all([costs.close(), exposures.close()]);
  }
  return { written: soFar, judged };
}

const added = (a: DemoProgress, b: DemoProgress): DemoProgress => ({
  patients: a.patients + b.patients,
  resources: a.resources + b.resources,
  bytes: a.bytes + b.bytes,
});

function requireValid({ patients, seed, until }: WriteDemo): void {
  if (!Number.isInteger(patients) || patients < 1 || patients > patientsMax)
    throw invalid('patients', String(patients), `a whole number from 1 to ${patientsMax}`);
  if (!Number.isInteger(seed) || seed < 0 || seed > seedMax)
    throw invalid('seed', String(seed), `a whole number from 0 to ${seedMax}`);
  if (!isMonth(until)) throw invalid('until', until, 'a month like 2025-12');
}

const invalid = (field: string, found: string, allowed: string): ProblemError =>
  new ProblemError(
    problem(
      `demo-${field}-invalid`,
      `${field} is '${found}'; allowed is ${allowed}.`,
      'Give another value and run again.',
      field,
    ),
  );

/** The mark of a whole demo goes first, so that a folder whose replacement is stopped half way does not look whole. */
const demoFiles = [
  ...['truth.json', 'history.yaml', 'organisation.yaml', 'cost.csv'],
  ...['exposures.ndjson', 'messages.ndjson', 'fhir'],
];

/** An earlier demo, whole or not, is replaced; a folder with anything else in it is left alone. */
async function emptyFolder(out: string): Promise<void> {
  const entries = await readdir(out).catch(noEntries);
  const foreign = entries.find((entry) => !demoFiles.includes(entry));
  if (foreign !== undefined)
    throw new ProblemError(
      problem(
        'demo-folder-not-empty',
        `The folder holds ${foreign}, which is not part of a demo.`,
        'Name an empty or a new folder.',
        out,
      ),
    );
  for (const name of demoFiles) await rm(join(out, name), { recursive: true, force: true });
}

function noEntries(error: unknown): readonly string[] {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
  throw error;
}
