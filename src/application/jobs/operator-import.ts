import { blankEntry } from '../command.ts';
import type { ImportSummary } from '../import/import-paths.ts';
import type { ImportProgress } from '../import/import-progress.ts';
import type { Program } from '../program/open-program.ts';
import type { Told, Work } from './job-runner.ts';
import { evaluationProgress, importProgress, summaryOf } from './start-import.ts';

/** What whoever runs the program asks for at the command line, there or through the server that holds the data folder. */
export interface OperatorImport {
  /** Absolute: the server stands in another folder than the person who asks. */
  readonly paths: readonly string[];
  /** Whether the measures are asked anew when anything has changed. */
  readonly evaluate: boolean;
}

export interface OperatorProgress {
  readonly phase: 'reading' | 'publishing' | 'evaluating';
  /** 0…1 of the phase. */
  readonly share: number;
  readonly bytesPerSecond: number;
  readonly secondsLeft: number | null;
}

type Importing = Pick<Program, 'importFrom' | 'evaluate' | 'jobs' | 'clock'>;

const pathsNamed = 3;

/**
 * Starts the import as a job, seen on the page Data like any other. Resolves once it has started; `done` settles when it
 * has ended.
 *
 * @throws Conflict when another import or evaluation is running
 */
export async function startOperatorImport(
  program: Importing,
  asked: OperatorImport,
  onProgress: (progress: OperatorProgress) => void,
): Promise<{ readonly done: Promise<ImportSummary> }> {
  let settle: (outcome: Promise<ImportSummary>) => void = () => undefined;
  const done = new Promise<ImportSummary>((resolve) => {
    settle = resolve;
  });
  // Whoever waits for the end hears of a failure there; nobody need wait.
  done.catch(() => undefined);
  const work: Work = async (report, signal) => {
    const carried = carryOut(program, asked, { onProgress, report, signal });
    settle(carried.then(({ imported }) => imported));
    return (await carried).told;
  };
  const path = named(asked.paths);
  const entry = {
    ...blankEntry,
    ...{ at: program.clock(), personId: null, command: 'data.import', unitId: null },
    words: { path },
  };
  await program.jobs.start({ kind: 'import', request: { path }, work, entry });
  return { done };
}

interface Following {
  readonly onProgress: (progress: OperatorProgress) => void;
  readonly report: Parameters<Work>[0];
  readonly signal: AbortSignal;
}

async function carryOut(
  { importFrom, evaluate }: Importing,
  asked: OperatorImport,
  { onProgress, report, signal }: Following,
): Promise<{ readonly imported: ImportSummary; readonly told: Told }> {
  const onImport = (progress: ImportProgress) => {
    const { phase, share, bytesPerSecond, secondsLeft } = progress;
    onProgress({ phase, share, bytesPerSecond, secondsLeft });
    report(importProgress(progress));
  };
  const imported = await importFrom(asked.paths, { onProgress: onImport, signal });
  if (!asked.evaluate || imported.changed + imported.tableRowsChanged === 0)
    return { imported, told: summaryOf(imported, null) };
  const evaluated = await evaluate((progress) => {
    const share = progress.of === 0 ? 1 : progress.done / progress.of;
    onProgress({ phase: 'evaluating', share, bytesPerSecond: 0, secondsLeft: null });
    report(evaluationProgress(progress));
  });
  return { imported, told: summaryOf(imported, evaluated) };
}

function named(paths: readonly string[]): string {
  const more = paths.length - pathsNamed;
  const first = paths.slice(0, pathsNamed).join(', ');
  return more > 0 ? `${first} and ${more} more` : first;
}
