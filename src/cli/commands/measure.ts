import type { Command } from 'commander';
import { explainCounted, runMeasures } from '#application';
import { say, sayJson } from '../output.ts';
import { withProgram } from './with-program.ts';

/** `gyrus measure list | run | explain`: the library, its numbers, and why one patient is counted. */
export function measureCommand(program: Command): void {
  const measure = program.command('measure').description('measures and their numbers');
  measure
    .command('list')
    .description('the measures in use')
    .option('--json', 'one JSON object as the last line')
    .action((options: { json?: boolean }) =>
      withProgram(async ({ library }) => {
        const measures = library.measures.map(({ measure: { id, version, title, sentence } }) => ({
          ...{ id, version, title: title.en, sentence: sentence.en },
        }));
        for (const { id, version, sentence } of measures) say(`${id} ${version}: ${sentence}`);
        if (options.json === true) sayJson({ measures });
      }),
    );
  measure
    .command('run')
    .description('evaluate one measure, or all, for every month and unit')
    .argument('[measure]', 'the id of a measure')
    .option('--json', 'one JSON object as the last line')
    .action((measureId: string | undefined, options: { json?: boolean }) =>
      withProgram(async (opened) => {
        const run = await runMeasures(opened, measureId ?? null);
        for (const line of run.lines) say(line);
        if (options.json === true) sayJson(run.summary);
      }),
    );
  measure
    .command('explain')
    .description('why a patient is counted, definition by definition')
    .argument('<patient>', 'the id of a patient')
    .requiredOption('--measure <id>', 'the id of a measure')
    .requiredOption('--month <month>', 'a month, as 2026-03')
    .option('--json', 'one JSON object as the last line')
    .action((patientId: string, options: { measure: string; month: string; json?: boolean }) =>
      withProgram(async (opened) => {
        const { measure: measureId, month } = options;
        const explained = await explainCounted(opened, { patientId, measureId, month });
        for (const { name, value } of explained.definitions) say(`${name}: ${value}`);
        if (options.json === true) sayJson(explained);
      }),
    );
}
