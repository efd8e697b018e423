import { statSync } from 'node:fs';
import path from 'node:path';
import { ProblemError, problem } from '#core';
import {
  type Batch,
  beginFile,
  beginRun,
  type ClinicalStore,
  canContinue,
  type FileReader,
  filesOfRun,
  forgetFile,
  importRunById,
  incomingRaw,
  keepRaw,
  publishRun,
  type RunFile,
  refuseRun,
  removeUnusedRaw,
  type SourceFile,
  startReader,
  storeBatch,
  unfinishedRun,
} from '#store';
import { findImportFiles } from './find-files.ts';
import { type ImportProgress, type ProgressMeter, progressMeter } from './import-progress.ts';

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
  /** Content read, unzipped. */
  readonly bytes: number;
  /** Whether an interrupted import was continued. */
  readonly isContinued: boolean;
}

/** Memory the database may use while importing; with reading and checking beside it, all stays under 1 GB. */
const importMemoryMb = 400;

/** Trouble in the files themselves: trying again without change cannot help, so nothing is kept. */
const refusing = new Set([
  'not-utf-8',
  'line-too-long',
  'gzip-cut-off',
  'gzip-broken',
  'cost-columns-missing',
  'file-unreadable',
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
    const files = findImportFiles(paths);
    await clinical.setMemory(Math.min(importMemoryMb, clinical.memoryMb));
    return await importFiles(clinical, {
      paths: paths.map((name) => path.resolve(name)),
      files,
      options,
    });
  } finally {
    importing.delete(clinical);
    await clinical.setMemory(clinical.memoryMb);
  }
}

interface Asked {
  readonly paths: readonly string[];
  readonly files: readonly SourceFile[];
  readonly options: ImportOptions;
}

async function importFiles(clinical: ClinicalStore, asked: Asked): Promise<ImportSummary> {
  const unfinished = await unfinishedRun(clinical, asked.paths);
  const run = unfinished ?? (await beginRun(clinical, asked.paths));
  try {
    const meter = await readFiles(clinical, run, asked);
    await requireResources(clinical, run, asked.paths);
    const { signal, onProgress } = asked.options;
    const dataVersion = await publishRun(clinical, {
      run,
      signal,
      onProgress: (share) => onProgress?.(meter.publishing(share)),
    });
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

async function resultOf(clinical: ClinicalStore, run: number, dataVersion: string) {
  const done = await importRunById(clinical, run);
  if (done === undefined) throw new Error(`import ${run} has no record`);
  const { read, stored, changed, findings, tableRows, tableRowsChanged, bytes } = done;
  const counts = { read, stored, changed, findings, tableRows, tableRowsChanged, bytes };
  return { importId: run, ...counts, dataVersion };
}

async function readFiles(
  clinical: ClinicalStore,
  run: number,
  { files, options }: Asked,
): Promise<ProgressMeter> {
  const known = await filesOfRun(clinical, run);
  for (const file of known)
    if (
      !files.some((asked) => isSame(file, asked)) ||
      !(file.isRead || canContinue(clinical, file))
    )
      await forgetFile(clinical, file.id);
  const kept = await filesOfRun(clinical, run);
  const total = files.reduce((sum, file) => sum + file.size, 0);
  const meter = progressMeter(total, () => performance.now());
  const done = { bytes: 0, content: 0, resources: 0, findings: 0 };
  const types = [...new Set(clinical.tables.map((table) => table.resource))];
  const reader = startReader(clinical.folder, types);
  try {
    for (const asked of files) {
      const file =
        kept.find(({ path: name }) => name === asked.path) ??
        (await beginFile(clinical, run, asked));
      const report = (batch: Pick<Batch, 'progress' | 'inputBytes'>, isLast: boolean) => {
        const { progress, inputBytes } = batch;
        const now = {
          bytesDone: done.bytes + (isLast ? file.size : inputBytes),
          contentBytes: done.content + progress.bytes,
          resources: done.resources + progress.resources,
          findings: done.findings + sum(Object.values(progress.counts)),
          file: path.basename(file.path),
        };
        options.onProgress?.(meter.reading(now));
        if (!isLast) return;
        done.bytes = now.bytesDone;
        done.content = now.contentBytes;
        done.resources = now.resources;
        done.findings = now.findings;
      };
      if (file.isRead) report({ progress: file.progress, inputBytes: file.size }, true);
      else await readOneFile({ clinical, run, file, reader, report, signal: options.signal });
    }
  } finally {
    await reader.close();
  }
  return meter;
}

interface Reading {
  readonly clinical: ClinicalStore;
  readonly run: number;
  readonly file: RunFile;
  readonly reader: FileReader;
  readonly report: (batch: Batch, isLast: boolean) => void;
  readonly signal: AbortSignal | undefined;
}

async function readOneFile({
  clinical,
  run,
  file,
  reader,
  report,
  signal,
}: Reading): Promise<void> {
  const raw = incomingRaw(clinical, file.id);
  const { path: name, kind, holdsDeletions, progress } = file;
  for await (const batch of reader.batches({
    path: name,
    kind,
    holdsDeletions,
    raw,
    from: progress,
  })) {
    const { sha256 } = batch;
    if (sha256 !== null) requireUnchanged(file);
    const kept = sha256 === null ? null : keepRaw(clinical, file, sha256);
    await storeBatch(clinical, { run, file: file.id, batch, raw: kept }, signal);
    report(batch, sha256 !== null);
  }
}

const isSame = (a: SourceFile, b: SourceFile): boolean =>
  a.path === b.path &&
  a.kind === b.kind &&
  a.holdsDeletions === b.holdsDeletions &&
  a.size === b.size &&
  a.modifiedMs === b.modifiedMs;

const sum = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0);

/** A file that is still being written would leave us with half of it. */
function requireUnchanged({ path: name, size, modifiedMs }: SourceFile): void {
  const now = statSync(name);
  if (now.size === size && Math.floor(now.mtimeMs) === modifiedMs) return;
  throw new ProblemError(
    problem(
      'file-changed',
      `${name} was changed while it was being read.`,
      'Wait until the export has finished, then import again.',
      name,
    ),
  );
}

async function requireResources(
  clinical: ClinicalStore,
  run: number,
  paths: readonly string[],
): Promise<void> {
  const sql = `select (select count(*) from archive.resource where run = $1)
    + (select coalesce(sum(lines), 0) from archive.import_file where run = $1 and kind = 'costs') as n,
    (select coalesce(sum(lines), 0)::bigint from archive.import_file where run = $1) as lines`;
  const [row] = await clinical.query(sql, { parameters: [run] });
  if (Number(row?.n) > 0) return;
  throw new ProblemError(
    problem(
      'no-fhir-resources',
      `There is no FHIR resource in ${paths.join(', ')}: ${Number(row?.lines)} lines were read.`,
      'Give files with one whole FHIR resource as JSON on each line (NDJSON).',
      paths.join(', '),
    ),
  );
}

const alreadyRunning = (clinical: ClinicalStore): ProblemError =>
  new ProblemError(
    problem(
      'import-running',
      'An import is running already.',
      'Wait until it has finished, then start this one.',
      clinical.folder,
    ),
  );
