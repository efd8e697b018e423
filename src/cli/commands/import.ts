import path from 'node:path';
import type { Command } from 'commander';
import {
  dataFolderKey,
  type OperatorImport,
  type OperatorProgress,
  ownerOf,
  type RunningServerAddress,
  serverOnFolder,
  startOperatorImport,
} from '#application';
import { ProblemError, problem } from '#core';
import { type HandedOverSummary, handOverImport, operatorKey } from '#server';
import { type Bar, counted, progressBar, say, sayJson } from '../output.ts';
import { settings } from '../settings.ts';
import { withProgram } from './with-program.ts';

interface ImportOptions {
  readonly json?: boolean;
  readonly evaluate: boolean;
}

type OnProgress = (progress: OperatorProgress) => void;

/** `gyrus import PATH…`: brings FHIR NDJSON (and cost tables) into the clinical store. */
export function importCommand(program: Command): void {
  program
    .command('import')
    .description(
      'bring in FHIR NDJSON (.gz too) and cost tables; may be stopped and run again. A server that runs on the data folder does it itself',
    )
    .argument('<path...>', 'folders or files')
    .option('--json', 'one JSON object as the last line')
    .option('--no-evaluate', 'only import; the measures are evaluated later')
    .action(importFrom);
}

async function importFrom(paths: readonly string[], options: ImportOptions): Promise<void> {
  const wanted = {
    paths: paths.map((name) => path.resolve(name)),
    evaluate: options.evaluate,
  };
  const bar = progressBar('import');
  const summary = await carriedOut(wanted, (progress) => show(bar, progress)).finally(bar.end);
  const { read, stored, changed, findings, tableRows, leftAside } = summary;
  if (leftAside > 0)
    say(
      `${counted(leftAside, 'file')} left aside: neither *.ndjson, *.jsonl (.gz too) nor cost.csv`,
    );
  if (findings > 0) say('What was found, line by line, is on the page Data.');
  say(
    `${read} read, ${stored} held, ${changed} added or altered, ${counted(findings, 'finding')}, ${counted(tableRows, 'table row')}`,
  );
  if (options.json === true) sayJson({ read, stored, changed, findings, tableRows });
}

/** The data folder has one owner: a server that runs on it does the import, or we do. */
async function carriedOut(
  wanted: OperatorImport,
  onProgress: OnProgress,
): Promise<HandedOverSummary> {
  const { dataFolder } = settings();
  const server = serverOnFolder(dataFolder);
  if (server !== undefined) return handOver(server, { dataFolder, wanted, onProgress });
  const owner = ownerOf(dataFolder);
  if (owner !== undefined) throw heldByAnother(dataFolder, owner.pid);
  return importHere(wanted, onProgress);
}

interface HandingOver {
  readonly dataFolder: string;
  readonly wanted: OperatorImport;
  readonly onProgress: OnProgress;
}

async function handOver(
  server: RunningServerAddress,
  { dataFolder, wanted, onProgress }: HandingOver,
): Promise<HandedOverSummary> {
  say(`The server at ${server.address} holds the data folder and does the import.`);
  const leave = () => {
    say('The server goes on with the import; its progress is on the page Data.');
    process.exit(130);
  };
  process.once('SIGINT', leave);
  try {
    const key = dataFolderKey(dataFolder, operatorKey);
    return await handOverImport({ server, key, wanted, onProgress });
  } finally {
    process.off('SIGINT', leave);
  }
}

async function importHere(
  wanted: OperatorImport,
  onProgress: OnProgress,
): Promise<HandedOverSummary> {
  let summary: HandedOverSummary | undefined;
  await withProgram(async (opened) => {
    const { done } = await startOperatorImport(opened, wanted, onProgress);
    summary = await done;
    await opened.jobs.idle();
  });
  if (summary === undefined) throw new Error('the import ended without a summary');
  return summary;
}

const heldByAnother = (dataFolder: string, pid: number): ProblemError =>
  new ProblemError(
    problem(
      'data-folder-in-use',
      `The data folder ${dataFolder} is in use by process ${pid}, which is no server that could do the import.`,
      `Wait until it has ended, or stop it (kill ${pid}), and import again.`,
      dataFolder,
    ),
  );

function show(bar: Bar, { phase, share, bytesPerSecond, secondsLeft }: OperatorProgress): void {
  const left = secondsLeft === null ? '' : `, ${Math.ceil(secondsLeft)} s left`;
  const what = phase === 'reading' ? `${(bytesPerSecond / 1e6).toFixed(0)} MB/s` : phase;
  bar.show(share, `${what}${left}`);
}
