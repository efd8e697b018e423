import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { bringQuestionnaireAsOperator } from '#application';
import { ProblemError, problem } from '#core';
import { say, sayJson } from '../output.ts';
import { withProgram } from './with-program.ts';

interface ImportOptions {
  readonly as?: string;
  readonly json?: boolean;
}

/** `gyrus instrument list | import`: what patients can answer, and the official forms of others. */
export function instrumentCommand(program: Command): void {
  const instrument = program.command('instrument').description('what patients can answer');
  instrument
    .command('list')
    .description('the instruments of the library: ours with their form, others as facts')
    .option('--json', 'one JSON object as the last line')
    .action((options: { json?: boolean }) =>
      withProgram(async ({ library }) => {
        const instruments = library.instruments.map(({ instrument: one, form }) => ({
          ...{ id: one.id, title: one.title.en, form: form?.version ?? null },
          licence: one.licence.en,
        }));
        for (const { id, title, form, licence } of instruments)
          say(
            `${id} (${title}): ${form === null ? `to be brought in; ${licence}` : `form ${form}`}`,
          );
        if (options.json === true) sayJson({ instruments });
      }),
    );
  instrument
    .command('import')
    .description('bring in an official form, a FHIR R4 Questionnaire as JSON')
    .argument('<file>', 'the file')
    .option('--as <instrument>', 'the instrument it belongs to, when its address does not say so')
    .option('--json', 'one JSON object as the last line')
    .action((file: string, options: ImportOptions) =>
      withProgram(async (opened) => {
        const content = jsonIn(await textOf(file), file);
        const bringing = { content, instrumentId: options.as ?? null, where: file };
        const brought = await bringQuestionnaireAsOperator(opened, opened.library, bringing);
        const { instrumentId, url, version, questions } = brought;
        say(
          `${instrumentId}: ${url}, version ${version}, ${questions} questions. Units can take it into use now.`,
        );
        if (options.json === true) sayJson(brought);
      }),
    );
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new ProblemError(
      problem('file-unreadable', 'The file cannot be read.', 'Check its name and rights.', file),
      { cause },
    );
  }
}

function jsonIn(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ProblemError(
      problem('not-json', 'The file is not readable as JSON.', 'Give the form as FHIR JSON.', file),
      { cause },
    );
  }
}
