import path from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { demoPatientsDefault, lastWholeMonth, scoreDemo, writeDemo } from '#application';
import { counted, progressBar, say, sayJson, sayTrouble } from '../output.ts';
import { settings } from '../settings.ts';

interface DemoOptions {
  readonly patients: number;
  readonly seed: number;
  readonly until: string;
  readonly out?: string;
  readonly json?: boolean;
}

/** `gyrus demo`: writes an invented health system; `gyrus demo score` tells what the program finds of what was planted. */
export function demoCommand(program: Command): void {
  const demo = withDemoOptions(
    program.command('demo').description('write an invented health system as FHIR files'),
  )
    .option('--out <folder>', 'where to write; needed unless scoring')
    .action((_options: unknown, command: Command) => write(command.optsWithGlobals()));
  withDemoOptions(
    demo.command('score').description('write, import, evaluate, and compare with what was planted'),
  ).action((_options: unknown, command: Command) => score(command.optsWithGlobals()));
}

const withDemoOptions = (command: Command): Command =>
  command
    .option('--patients <number>', 'how many patients', wholeNumber, demoPatientsDefault)
    .option('--seed <number>', 'another seed plants other truths', wholeNumber, 1)
    .option(
      '--until <month>',
      'the last of the 48 whole months',
      lastWholeMonth(new Date().toISOString()),
    )
    .option('--json', 'one JSON object as the last line');

function wholeNumber(text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  throw new InvalidArgumentError('Give a whole number of 0 or more.');
}

async function write({ patients, seed, until, out, json }: DemoOptions): Promise<void> {
  const folder = path.resolve(out ?? path.join(settings().dataFolder, 'demo'));
  const bar = progressBar('demo');
  const written = await writeDemo({
    ...{ patients, seed, until, out: folder },
    onProgress: (soFar) => bar.show(soFar.patients / patients, `${soFar.resources} resources`),
  }).finally(bar.end);
  say(
    `${counted(written.patients, 'patient')}, ${counted(written.resources, 'resource')} in ${folder}`,
  );
  if (json === true) sayJson({ ...written, out: folder });
}

async function score({ patients, seed, until, json }: DemoOptions): Promise<void> {
  const result = await scoreDemo({ ...settings(), patients, seed, until, onTrouble: sayTrouble });
  for (const line of result.lines) say(line);
  if (json === true) sayJson(result.score);
}
