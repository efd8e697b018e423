import type { Command } from 'commander';
import {
  loadLines,
  loadStructure,
  readStructure,
  simulateStructure,
  type TestedStructure,
  testStructure,
} from '#application';
import { say, sayJson } from '../output.ts';
import { wholeNumber } from '../settings.ts';
import { withProgram } from './with-program.ts';

interface TestOptions {
  readonly data?: boolean;
  readonly json?: boolean;
}

interface SimulateOptions extends TestOptions {
  readonly beside?: string;
  readonly seed: string;
  readonly years: string;
  readonly runs: string;
  readonly arrivals: string;
}

/** `gyrus structure test | simulate`: would these rules take matters where they should, and in what time? */
export function structureCommand(program: Command): void {
  const structure = program.command('structure').description('who decides what, tried beforehand');
  withSource(
    structure
      .command('test')
      .description('send the fictive cases through the rules and show the path of each'),
  ).action(test);
  withSource(
    structure
      .command('simulate')
      .description('simulate waiting times, queues and the bottleneck, by chance'),
  )
    .option('--beside <file>', 'another organisation file, to compare with')
    .option('--seed <number>', 'another seed is another course of chance', '1')
    .option('--years <number>', 'how many years, after one that is not counted', '10')
    .option('--runs <number>', 'how many times', '20')
    .option('--arrivals <percent>', 'how much is raised, against what the cases say', '100')
    .action(simulate);
}

const withSource = (command: Command): Command =>
  command
    .argument('[file]', 'an organisation file; the structure in library/demo unless named')
    .option('--data', 'the structure in use in the data folder')
    .option('--json', 'one JSON object as the last line');

async function test(file: string | undefined, options: TestOptions): Promise<void> {
  const { lines, summary } = testStructure(await wanted(file, options));
  for (const line of lines) say(line);
  if (options.json === true) sayJson(summary);
  if (summary.failed > 0 || summary.problems.length > 0) process.exitCode = 1;
}

/** The structure named, the one in use, or the demo's. */
async function wanted(file: string | undefined, { data }: TestOptions): Promise<TestedStructure> {
  if (data !== true) return readStructure(file ?? null);
  let inUse: TestedStructure | undefined;
  await withProgram(async ({ db }) => {
    inUse = await loadStructure(db);
  });
  return inUse ?? readStructure(null);
}

const simulatedVisitsMax = 5_000_000;

async function simulate(file: string | undefined, options: SimulateOptions): Promise<void> {
  const how = {
    seed: wholeNumber('--seed', options.seed, { min: 0, max: 2 ** 32 }),
    years: wholeNumber('--years', options.years, { min: 1, max: 1000 }),
    runs: wholeNumber('--runs', options.runs, { min: 2, max: 1000 }),
    factor: wholeNumber('--arrivals', options.arrivals, { min: 0, max: 10_000 }) / 100,
  };
  const structure = await wanted(file, options);
  const load = simulateStructure(structure, how, simulatedVisitsMax);
  const other = options.beside === undefined ? null : await readStructure(options.beside);
  const beside =
    other === null
      ? null
      : { structure: other, load: simulateStructure(other, how, simulatedVisitsMax) };
  for (const line of loadLines(structure, load, beside)) say(line);
  if (options.json === true) sayJson({ load, beside: beside?.load ?? null });
}
