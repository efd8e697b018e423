import { statSync } from 'node:fs';
import path from 'node:path';
import { ProblemError, problem } from '#core';
import {
  beginFiles,
  type ClinicalStore,
  canContinue,
  type FilePart,
  filesOfRun,
  forgetFile,
  incomingRaw,
  lastingName,
  type RunFile,
  type SourceFile,
  settleRaws,
  startReader,
  storeBatch,
} from '#store';
import type { ReadSoFar } from './import-progress.ts';

export interface SourcesToRead {
  readonly clinical: ClinicalStore;
  readonly run: number;
  readonly files: readonly SourceFile[];
  readonly signal: AbortSignal | undefined;
  readonly onRead: (read: ReadSoFar) => void;
}

/** Reads all files of a run into the archive, from where an interrupted try left each of them. */
export async function readSources(sources: SourcesToRead): Promise<void> {
  const { clinical, run, signal, onRead } = sources;
  await settleRaws(clinical);
  const files = await filesToRead(sources);
  const tally = readTally(files);
  onRead(tally.soFar(''));
  const reader = startReader(clinical);
  try {
    const unread = files.filter((file) => !file.isRead);
    const byId = new Map(unread.map((file) => [file.id, file]));
    const wanted = unread.map(({ progress, ...file }) => ({
      ...file,
      raw: incomingRaw(clinical, file.id),
      from: progress,
    }));
    for await (const batch of reader.batches(wanted)) {
      const raws = rawNames(batch.parts, byId);
      await storeBatch(clinical, { run, batch, raws }, signal);
      if (raws.size > 0) await settleRaws(clinical);
      for (const part of batch.parts) tally.note(part);
      const newest = byId.get(batch.parts.at(-1)?.file ?? 0);
      onRead(tally.soFar(path.basename(newest?.path ?? '')));
    }
  } finally {
    await reader.close();
  }
}

/** The files of the run as they stand: kept where they are the same, forgotten where they have changed. */
async function filesToRead({ clinical, run, files }: SourcesToRead): Promise<readonly RunFile[]> {
  const asked = new Map(files.map((file) => [file.path, file]));
  const kept = new Map<string, RunFile>();
  for (const file of await filesOfRun(clinical, run)) {
    const same = isSame(file, asked.get(file.path));
    if (same && (file.isRead || canContinue(clinical, file))) kept.set(file.path, file);
    else await forgetFile(clinical, file.id);
  }
  const fresh = files.filter((file) => !kept.has(file.path));
  for (const file of await beginFiles(clinical, run, fresh)) kept.set(file.path, file);
  return files.flatMap((file) => kept.get(file.path) ?? []);
}

const isSame = (a: SourceFile, b: SourceFile | undefined): boolean =>
  a.path === b?.path &&
  a.kind === b.kind &&
  a.holdsDeletions === b.holdsDeletions &&
  a.size === b.size &&
  a.modifiedMs === b.modifiedMs;

/** The lasting names of the raw copies of the files that end with this batch. */
function rawNames(
  parts: readonly FilePart[],
  files: ReadonlyMap<number, RunFile>,
): ReadonlyMap<number, string> {
  const raws = new Map<number, string>();
  for (const { file: id, sha256 } of parts) {
    const file = files.get(id);
    if (sha256 === null || file === undefined) continue;
    requireUnchanged(file);
    raws.set(id, lastingName(file, sha256));
  }
  return raws;
}

/** A file that is still being written would leave us with half of it. */
function requireUnchanged({ path: name, size, modifiedMs }: SourceFile): void {
  const now = statSync(name, { throwIfNoEntry: false });
  if (now?.size === size && Math.floor(now.mtimeMs) === modifiedMs) return;
  throw new ProblemError(
    problem(
      'file-changed',
      `${name} was changed while it was being read.`,
      'Wait until the export has finished, then import again.',
      name,
    ),
  );
}

interface ReadTally {
  note(part: FilePart): void;
  soFar(file: string): ReadSoFar;
}

/** Adds up what has been read of all files. */
function readTally(files: readonly RunFile[]): ReadTally {
  const bytesOf = new Map(files.map((file) => [file.id, file.isRead ? file.size : 0]));
  const progressOf = new Map(files.map((file) => [file.id, file.progress]));
  return {
    note: ({ file, progress, inputBytes }) => {
      bytesOf.set(file, inputBytes);
      progressOf.set(file, progress);
    },
    soFar: (file) => {
      const all = [...progressOf.values()];
      return {
        bytesDone: sum([...bytesOf.values()]),
        contentBytes: sum(all.map(({ bytes }) => bytes)),
        resources: sum(all.map(({ resources }) => resources)),
        findings: sum(all.flatMap(({ counts }) => Object.values(counts))),
        file,
      };
    },
  };
}

const sum = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0);
