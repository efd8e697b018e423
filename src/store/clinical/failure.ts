import { ProblemError, problem } from '#core';
import type { Failure } from './messages.ts';

/** Kinds of DuckDB error whose text tells of the SQL alone; the others may quote a value from a row. */
const safeKinds = new Set([
  'Parser',
  'Binder',
  'Catalog',
  'Dependency',
  'Transaction',
  'TransactionContext',
]);

/** Turns what the database said into something that may leave the clinical store. */
export function failureOf(error: unknown, folder: string): Failure {
  if (error instanceof ProblemError) return { kind: 'problem', problem: error.problem };
  // Node names a system error by its code: 'ENOSPC: no space left on device, write'.
  const text = error instanceof Error ? error.message : String(error);
  if (/^INTERRUPT/i.test(text)) return { kind: 'cancelled' };
  const known = knownProblem(text, folder);
  if (known !== undefined) return { kind: 'problem', problem: known };
  return { kind: 'mistake', message: `the clinical store failed: ${mistake(error, text)}` };
}

/** What may be told of an error that should not have happened: which kind and where in our code. */
function mistake(error: unknown, text: string): string {
  const kind = /^(?:Failed to \w+ \w+: )?([A-Za-z ]+?) Error: /.exec(text)?.[1];
  if (kind !== undefined) return safeKinds.has(kind) ? (text.split('\n')[0] ?? kind) : kind;
  if (!(error instanceof Error)) return 'unknown';
  const place = error.stack?.split('\n').find((line) => line.trimStart().startsWith('at '));
  return `${error.name} ${place?.trim() ?? ''}`;
}

function knownProblem(text: string, folder: string) {
  if (/Could not set lock|Conflicting lock/.test(text)) return lockedProblem(text, folder);
  if (
    /No space left on device|File too large|ENOSPC|EFBIG|EDQUOT|max_temp_directory_size|failed to offload/i.test(
      text,
    )
  )
    return problem(
      'disk-full',
      `The disk that holds ${folder} is full.`,
      'Free some space and try again; nothing that was stored before is lost.',
      folder,
    );
  if (/^Out of Memory/i.test(text))
    return problem(
      'out-of-memory',
      'The clinical store needs more memory than it may use.',
      'Give Gyrus more memory, or ask for a shorter period or fewer units at a time.',
    );
  if (/newer version of DuckDB|storage version|not a valid DuckDB database/i.test(text))
    return problem(
      'clinical-store-unreadable',
      `The file ${folder}/gyrus.duckdb was not written by this version of Gyrus.`,
      'Start the version that wrote it, or move the file away and import the raw files again.',
      folder,
    );
  if (/Permission denied|Read-only file system/i.test(text))
    return problem(
      'clinical-store-not-writable',
      `The clinical store in ${folder} may not be written.`,
      'Give the user that runs Gyrus the right to write the data folder.',
      folder,
    );
  return undefined;
}

function lockedProblem(text: string, folder: string) {
  const pid = /PID (\d+)/.exec(text)?.[1];
  const owner = pid === undefined ? 'another process' : `process ${pid}`;
  return problem(
    'clinical-store-in-use',
    `The clinical store in ${folder} is in use by ${owner}.`,
    pid === undefined ? 'Stop that process first.' : `Stop that process first (kill ${pid}).`,
    folder,
  );
}

/** After such an error DuckDB refuses everything until the database is opened anew. */
export const isFatal = (error: unknown): boolean =>
  error instanceof Error && /^FATAL|has been invalidated|^INTERNAL/i.test(error.message);
