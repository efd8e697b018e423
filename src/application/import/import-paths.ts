import path from 'node:path';
import { ProblemError, problem } from '#core';
import {
  beginRun,
  type ClinicalStore,
  contentOfRun,
  type Finding,
  findings,
  groupFeedRaw,
  importRunById,
  publishRun,
  refuseRun,
  removeUnusedRaw,
  type SourceFile,
  unfinishedRun,
} from '#store';
import { findImportFiles } from './find-files.ts';
import { type ImportProgress, type ProgressMeter, progressMeter } from './import-progress.ts';
import { readSources } from './read-sources.ts';

export type { ImportProgress } from './import-progress.ts';

export interface ImportOptions {
  readonly onProgress?: (progress: ImportProgress) => void;
  /** Stops the import; the same paths imported again go on where it stopped. */
  readonly signal?: AbortSignal;
}

export interface ImportSummary {
  readonly importId: number;
  /** Lines with content in the resource files. */
  readonly read: number;
  /** Distinct resources now held from these files. */
  readonly stored: number;
  /** Resources added, altered or deleted by this run. */
  readonly changed: number;
  readonly findings: number;
  /** Rows of cost.csv, held as resources of our making and counted apart. */
  readonly tableRows: number;
  readonly tableRowsChanged: number;
  /** Changes only when what is held has changed. */
  readonly dataVersion: string;
  readonly files: number;
  /** Files in the folders that have no name of ours: neither NDJSON nor cost.csv. */
  readonly leftAside: number;
  /** Content read, unzipped. */
  readonly bytes: number;
  /** Whether an interrupted import was continued. */
  readonly isContinued: boolean;
}

/** Memory the database may use while importing; with reading and checking beside it, all stays under 1 GB. */
const importMemoryMb = 272;

/** Trouble in the files themselves: trying again without change cannot help, so nothing is kept. */
const refusing = new Set([
  'not-utf-8',
  'line-too-long',
  'gzip-cut-off',
  'gzip-broken',
  'cost-columns-missing',
  'file-unreadable',
  'file-changed',
  'no-fhir-resources',
]);

const importing = new WeakSet<ClinicalStore>();

/**
 * Brings FHIR NDJSON and cost tables into the clinical store. All of it becomes visible at once, at the end;
 * a killed or stopped import is continued by importing the same paths again.
 *
 * @throws ProblemError with what was found and what to do, after which nothing of these files is visible
 */
export async function importPaths(
  clinical: ClinicalStore,
  paths: readonly string[],
  options: ImportOptions = {},
): Promise<ImportSummary> {
  if (importing.has(clinical)) throw alreadyRunning(clinical);
  importing.add(clinical);
  try {
    const { files, leftAside } = findImportFiles(paths);
    const asked = { paths: paths.map((name) => path.resolve(name)), files, options };
    return { ...(await importFiles(clinical, asked)), leftAside };
  } finally {
    importing.delete(clinical);
    await clinical.setLimits(clinical.limits);
  }
}

interface Asked {
  readonly paths: readonly string[];
  readonly files: readonly SourceFile[];
  readonly options: ImportOptions;
}

async function importFiles(
  clinical: ClinicalStore,
  asked: Asked,
): Promise<Omit<ImportSummary, 'leftAside'>> {
  const unfinished = await unfinishedRun(clinical, asked.paths);
  const run = unfinished ?? (await beginRun(clinical, asked.paths));
  const { signal, onProgress } = asked.options;
  const memoryMb = Math.min(importMemoryMb, clinical.limits.memoryMb);
  const meter = progressMeter(totalSize(asked.files), () => performance.now());
  try {
    const onRead = (read: Parameters<ProgressMeter['reading']>[0]) =>
      onProgress?.(meter.reading(read));
    // A batch fills one row group, which one thread writes; the others are for reading and compressing.
    await clinical.setLimits({ memoryMb, threads: 1 });
    await readSources({ clinical, run, files: asked.files, signal, onRead });
    await requireResources(clinical, run, asked.paths);
    await clinical.setLimits({ memoryMb, threads: clinical.limits.threads });
    const dataVersion = await publishRun(clinical, {
      run,
      signal,
      onProgress: (share) => onProgress?.(meter.publishing(share)),
    });
    await groupFeedRaw(clinical);
    await removeUnusedRaw(clinical);
    const result = await resultOf(clinical, run, dataVersion);
    return { ...result, files: asked.files.length, isContinued: unfinished !== undefined };
  } catch (error) {
    if (error instanceof ProblemError && refusing.has(error.problem.code)) {
      await refuseRun(clinical, run, error.problem.code);
      await removeUnusedRaw(clinical);
    }
    throw error;
  }
}

const totalSize = (files: readonly SourceFile[]): number =>
  files.reduce((sum, file) => sum + file.size, 0);

async function resultOf(clinical: ClinicalStore, run: number, dataVersion: string) {
  const done = await importRunById(clinical, run);
  if (done === undefined) throw new Error(`import ${run} has no record`);
  const { read, stored, changed, findings, tableRows, tableRowsChanged, bytes } = done;
  const counts = { read, stored, changed, findings, tableRows, tableRowsChanged, bytes };
  return { importId: run, ...counts, dataVersion };
}

async function requireResources(
  clinical: ClinicalStore,
  run: number,
  paths: readonly string[],
): Promise<void> {
  const { rows, lines } = await contentOfRun(clinical, run);
  if (rows > 0) return;
  const [first] = (await findings(clinical, run, { from: 0, count: 1 })).rows;
  const because = first === undefined ? '' : ` ${whatIsWrong(first)}`;
  throw new ProblemError(
    problem(
      'no-fhir-resources',
      `There is no FHIR resource in ${paths.join(', ')}: ${lines} ${lines === 1 ? 'line was' : 'lines were'} read.${because}`,
      'Give files with one whole FHIR resource as JSON on each line (NDJSON).',
      paths.join(', '),
    ),
  );
}

/** The rule, not what was found: a message leaves the clinical store, and a finding may quote a row. */
const whatIsWrong = ({ file, line, rule, allowed }: Finding): string =>
  `Line ${line} of ${path.basename(file)} breaks the rule ${rule}: ${allowed.en}`;

const alreadyRunning = (clinical: ClinicalStore): ProblemError =>
  new ProblemError(
    problem(
      'import-running',
      'An import is running already.',
      'Wait until it has finished, then start this one.',
      clinical.folder,
    ),
  );
