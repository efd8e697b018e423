import { lstatSync, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import path from 'node:path';
import { ProblemError, problem } from '#core';
import { codeOf, type SourceFile } from '#store';

const resourceFile = /\.(ndjson|jsonl)(\.gz)?$/i;
const costFile = /^cost\.csv(\.gz)?$/i;
const tableFile = /\.csv(\.gz)?$/i;
/** Where a FHIR bulk export puts what was deleted. */
const deletedFolder = 'deleted';
const filesMax = 100_000;

/** What an import reads, and how many files of the folders it leaves aside for their names. */
export interface ImportFiles {
  readonly files: readonly SourceFile[];
  readonly leftAside: number;
}

/**
 * The files an import reads: those named, and in folders, with all folders inside, NDJSON and cost.csv.
 * Files that tell of deletions come last: what they delete may be in another file of the same import.
 */
export function findImportFiles(paths: readonly string[]): ImportFiles {
  const found = new Map<string, SourceFile>();
  const seen = { folders: new Set<string>(), others: 0 };
  for (const named of paths) {
    const absolute = path.resolve(named);
    const stats = statOf(absolute);
    if (stats.isDirectory()) addFolder(absolute, found, seen);
    else add(absolute, stats, found);
  }
  if (found.size === 0) throw noFiles(paths, seen.others);
  const files = [...found.values()].sort(
    (a, b) => Number(a.holdsDeletions) - Number(b.holdsDeletions) || (a.path < b.path ? -1 : 1),
  );
  return { files, leftAside: seen.others };
}

function addFolder(
  folder: string,
  found: Map<string, SourceFile>,
  seen: { readonly folders: Set<string>; others: number },
): void {
  const real = realpathSync(folder);
  if (seen.folders.has(real)) return; // A link that leads back.
  seen.folders.add(real);
  for (const name of namesIn(folder)) {
    if (name.startsWith('.')) continue;
    const entry = path.join(folder, name);
    const isWanted = resourceFile.test(name) || costFile.test(name);
    // A link to nowhere matters only when it has the name of a file we want.
    if (!isWanted && lstatSync(entry).isSymbolicLink() && !leadsToFolder(entry)) continue;
    const stats = statOf(entry);
    if (stats.isDirectory()) addFolder(entry, found, seen);
    else if (isWanted) add(entry, stats, found);
    else seen.others += 1;
  }
}

function add(file: string, stats: Stats, found: Map<string, SourceFile>): void {
  if (!stats.isFile()) throw noFile(file);
  if (found.size >= filesMax)
    throw new ProblemError(
      problem(
        'too-many-files',
        `There are more than ${filesMax} files to import.`,
        'Import one folder at a time.',
        file,
      ),
    );
  found.set(realpathSync(file), {
    path: file,
    kind: tableFile.test(file) ? 'costs' : 'resources',
    holdsDeletions: path.basename(path.dirname(file)) === deletedFolder,
    size: stats.size,
    modifiedMs: Math.floor(stats.mtimeMs),
  });
}

/** A link to nowhere, in a circle or to where we may not look leads to no folder. */
function leadsToFolder(entry: string): boolean {
  try {
    return statSync(entry).isDirectory();
  } catch {
    return false;
  }
}

function statOf(file: string): Stats {
  try {
    return statSync(file);
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (cause) {
    throw unreadable(folder, cause);
  }
}

const unreadable = (file: string, cause: unknown): ProblemError =>
  new ProblemError(
    problem(
      'file-unreadable',
      codeOf(cause) === 'ENOENT'
        ? `There is no ${file}.`
        : `${file} cannot be read (${codeOf(cause)}).`,
      'Check the path and that the user running Gyrus may read it, then import again.',
      file,
    ),
    { cause },
  );

/** Reading a pipe or a device might never end, and it could not be read again after a kill. */
const noFile = (file: string): ProblemError =>
  new ProblemError(
    problem(
      'file-unreadable',
      `${file} is no file that can be read twice, as an import that resumes must.`,
      'Write what it gives into a file first, then import that.',
      file,
    ),
  );

const noFiles = (paths: readonly string[], others: number): ProblemError =>
  new ProblemError(
    problem(
      'no-fhir-files',
      `There are no FHIR files in ${paths.join(', ')}: ${others} files, none of them NDJSON.`,
      'Give a folder with files named *.ndjson or *.ndjson.gz, one FHIR resource per line, or cost.csv.',
      paths.join(', '),
    ),
  );
