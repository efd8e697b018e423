import { createWriteStream } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import {
  dataFolderKey,
  explainCounted,
  exportMeasure,
  heldMeasures,
  type ImportedChart,
  type ImportedMeasure,
  importMeasure,
  individualReports,
  ownCharts,
  ownCountings,
  type Program,
  reportMeasure,
  runMeasures,
  serverOnFolder,
} from '#application';
import { ProblemError, problem } from '#core';
import { handOverMeasure, operatorKey } from '#server';
import { counted, progressBar, say, sayJson, sayTrouble } from '../output.ts';
import { settings } from '../settings.ts';
import { withProgram } from './with-program.ts';

/** `gyrus measure list | run | explain`: the library, its numbers, and why one patient is counted. */
export function measureCommand(program: Command): void {
  const measure = program.command('measure').description('measures and their numbers');
  measure
    .command('list')
    .description('the measures in use')
    .option('--json', 'one JSON object as the last line')
    .action((options: { json?: boolean }) =>
      withProgram(async (opened) => {
        const { library } = opened;
        const ours = library.measures.map(({ measure: { id, version, title, sentence } }) => ({
          ...{ id, version, title: title.en, sentence: sentence.en },
        }));
        const inLibrary = new Set(ours.map(({ id }) => id));
        const own = (await heldMeasures(opened))
          .filter(({ id }) => !inLibrary.has(id))
          .map(({ id, version, title }) => ({ id, version, title, sentence: title ?? id }));
        const measures = [...ours, ...own];
        for (const { id, version, sentence } of measures)
          say(`${id} ${version ?? ''}: ${sentence}`);
        const charts = [...(await ownCharts(opened.db)).values()];
        for (const chart of charts) say(`  ${followedWords(chart)}`);
        if (options.json === true) sayJson({ measures, ownCharts: charts });
      }),
    );
  measure
    .command('run')
    .description('evaluate one measure, or all, for every month and unit; says the last month')
    .argument('[measure]', 'the id of a measure')
    .option('--json', 'one JSON object as the last line')
    .action((measureId: string | undefined, options: { json?: boolean }) =>
      withProgram(async (opened) => {
        const run = await runMeasures(opened, measureId ?? null);
        say(['measure', 'unit', 'last month', 'value (shares 0…1)', 'counted'].join('\t'));
        for (const line of run.lines) say(line);
        if (options.json === true) sayJson(run.summary);
      }),
    );
  measure
    .command('explain')
    .description(
      'why a patient is counted, definition by definition, as in: explain p-000123 --measure waiting-days --month 2026-09',
    )
    .argument('<patient>', 'the id of a patient')
    .requiredOption('--measure <id>', 'the id of a measure')
    .requiredOption('--month <month>', 'a month, as 2026-03')
    .option('--json', 'one JSON object as the last line')
    .action((patientId: string, options: { measure: string; month: string; json?: boolean }) =>
      withProgram(async (opened) => {
        const { measure: measureId, month } = options;
        const explained = await explainCounted(opened, { patientId, measureId, month });
        const counted = explained.isCounted ? 'Counted' : 'Not counted';
        say(`${counted} in ${measureId} in ${month}. Definition by definition:`);
        for (const { name, value } of explained.definitions) say(`${name}: ${value}`);
        if (options.json === true) sayJson(explained);
      }),
    );
  fhirCommands(measure);
}

function followedWords({ measureId, way, because, place }: ImportedChart): string {
  if (way === 'sql') return `${measureId} is followed month by month, with a chart for each unit.`;
  if (way === 'memory')
    return `${measureId} is followed month by month, counted patient by patient, which takes longer: ${because ?? ''} (${place ?? ''}).`;
  return `${measureId} is in reports only: ${because ?? ''} (${place ?? ''}).`;
}

interface ReportOptions {
  readonly type: string;
  readonly period: string;
  readonly unit?: string;
  readonly leaving?: boolean;
  readonly out?: string;
}

/** `gyrus measure import | report | export`: measures as FHIR R4, in and out. */
function fhirCommands(measure: Command): void {
  measure
    .command('import')
    .description('take a FHIR Measure with its libraries and value sets into use')
    .argument('<bundle>', 'a file with a FHIR Bundle')
    .option('--json', 'one JSON object as the last line')
    .action(async (bundle: string, options: { json?: boolean }) => {
      const imported = await bring(path.resolve(bundle));
      if (options.json === true) sayJson(imported);
    });
  measure
    .command('report')
    .description('a FHIR MeasureReport of everybody in the clinical store')
    .argument('<measure>', 'the id or canonical address of a measure')
    .requiredOption('--period <period>', 'as 2026, 2026-03 or 2026-01-01/2026-03-31')
    .option('--type <type>', `one of: ${reportTypes.join(', ')}`, 'summary')
    .option('--unit <id>', 'only what belongs to this unit and those below it')
    .option('--leaving', 'for readers outside the unit: small counts are hidden, others rounded')
    .option(
      '--out <file>',
      'write to a file instead of standard output; reports of patients in lines when it ends in .ndjson',
    )
    .action((name: string, options: ReportOptions) =>
      withProgram(async (opened) => {
        const type = reportType(options.type);
        const wanted = {
          ...{ measure: name, period: options.period },
          ...{ unitId: options.unit ?? null, isLeaving: options.leaving === true },
        };
        if (type === 'individual') await giveAll(individualReports(opened, wanted), options.out);
        else await give(await reportMeasure(opened, { ...wanted, type }), options.out);
      }),
    );
  measure
    .command('export')
    .description('a measure as a FHIR Bundle with its libraries and value sets')
    .argument('<measure>', 'the id or canonical address of a measure')
    .option('--out <file>', 'write to a file instead of standard output')
    .action((name: string, options: { out?: string }) =>
      withProgram(async (opened) => give(await exportMeasure(opened, name), options.out)),
    );
}

/** The data folder has one owner: a server that runs on it takes the measure in and counts it, or we do. */
async function bring(file: string): Promise<ImportedMeasure> {
  const { dataFolder } = settings();
  const server = serverOnFolder(dataFolder);
  if (server !== undefined) {
    const key = dataFolderKey(dataFolder, operatorKey);
    const imported = await handOverMeasure({ server, key }, file);
    sayImported(imported);
    say(`The server at ${server.address} counts it now; the measure's page says how far it is.`);
    return imported;
  }
  let imported: ImportedMeasure | undefined;
  await withProgram(async (opened) => {
    imported = await importMeasure(opened, file);
    sayImported(imported);
    say('Counting every month and unit …');
    await evaluated(opened);
    say(`Done. A report: gyrus measure report ${imported.id} --period 2026`);
  });
  if (imported === undefined) throw new Error('the import ended without a measure');
  return imported;
}

function sayImported({ id, version, libraries, valueSets, charts }: ImportedMeasure): void {
  const brought = `${libraries.length} ${libraries.length === 1 ? 'library' : 'libraries'}`;
  say(`${id} ${version} is in use: ${brought}, ${counted(valueSets, 'value set')}.`);
  for (const chart of charts) say(followedWords(chart));
}

const tellMilliseconds = 500;

/** With what is counted patient by patient, which here somebody waits for. */
async function evaluated(opened: Program): Promise<void> {
  await opened.evaluateChanged();
  const bar = progressBar('patients');
  const tell = async () => {
    for (const { done, of } of (await ownCountings(opened.db)).values())
      if (of !== null && of > 0) bar.show(done / of, `${done} of ${of}`);
  };
  const timer = setInterval(() => void tell().catch(sayTrouble), tellMilliseconds);
  try {
    await opened.beside.idle();
  } finally {
    clearInterval(timer);
    bar.end();
  }
}

const reportTypes = ['summary', 'subject-list', 'individual'] as const;

function reportType(text: string): (typeof reportTypes)[number] {
  const type = reportTypes.find((one) => one === text);
  if (type !== undefined) return type;
  throw new ProblemError(
    problem(
      'report-type',
      `--type is '${text}'.`,
      `Choose one of: ${reportTypes.join(', ')}.`,
      '--type',
    ),
  );
}

/** Reports as they are made: none is held, and a file has its name only when it is whole. */
async function giveAll(reports: AsyncIterable<object>, file: string | undefined): Promise<void> {
  const isLines = file?.endsWith('.ndjson') === true;
  const text = isLines ? linesOf(reports) : bundleOf(reports);
  if (file === undefined) return pipeline(text, process.stdout, { end: false });
  await pipeline(text, createWriteStream(`${file}.part`));
  await rename(`${file}.part`, file);
  say(`Written to ${file}.`);
}

async function* linesOf(reports: AsyncIterable<object>): AsyncGenerator<string> {
  for await (const report of reports) yield `${JSON.stringify(report)}\n`;
}

/** FHIR knows no empty list. */
async function* bundleOf(reports: AsyncIterable<object>): AsyncGenerator<string> {
  let between = '{"resourceType":"Bundle","type":"collection","entry":[\n';
  let end = '{"resourceType":"Bundle","type":"collection"}\n';
  for await (const resource of reports) {
    yield between + JSON.stringify({ resource });
    [between, end] = [',\n', '\n]}\n'];
  }
  yield end;
}

async function give(resource: object, file: string | undefined): Promise<void> {
  if (file === undefined) return sayJson(resource);
  await writeFile(file, `${JSON.stringify(resource, null, 1)}\n`);
  say(`Written to ${file}.`);
}
