// Runs every measure pack of a folder against its expected counts, in memory and where it compiles as SQL:
// npm run conformance:measures -- DIR
import path from 'node:path';
import { libraryViews } from '../harness/library.ts';
import { packFiles, readPack } from './measures/pack.ts';
import {
  type CaseResult,
  isFailed,
  type PackResult,
  runPack,
  unreadablePack,
} from './measures/run.ts';

const folder = process.argv[2] ?? '../shared/measure-packs';
const views = libraryViews();
const results: PackResult[] = [];
for (const file of packFiles(folder)) {
  const result = await resultOf(file);
  results.push(result);
  for (const one of result.cases.filter(isFailed)) printCase(result.name, one);
  printPack(result);
}
const cases = results.flatMap((result) => result.cases);
const failed = cases.filter(isFailed).length;
const compiled = results.filter(({ notCompiled }) => notCompiled === null).length;
const picked = results.filter(({ hasCandidates }) => hasCandidates).length;
print(`compiled to SQL: ${compiled} of ${results.length} packs`);
print(`candidates picked by SQL: ${picked} of ${results.length} packs`);
print(`${cases.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 || cases.length === 0 ? 1 : 0;

/** A pack that cannot be read, or stops the run of its cases, fails; the others are run. */
async function resultOf(file: string): Promise<PackResult> {
  try {
    return await runPack(readPack(file, folder), views);
  } catch (error) {
    return unreadablePack(path.relative(folder, file), error);
  }
}

function printPack(result: PackResult): void {
  const { name, cases: all, notCompiled, inMemoryOnly, hasCandidates } = result;
  const but =
    inMemoryOnly === 0 ? '' : ` but for ${inMemoryOnly}, in which nothing refers to some record`;
  const sql = notCompiled === null ? `and as SQL${but}` : `not as SQL: ${notCompiled}`;
  const wrong = all.filter(isFailed).length;
  const candidates = hasCandidates ? 'candidates by SQL' : 'every patient a candidate';
  print(`${name}: ${all.length} cases in memory, ${candidates}, ${sql}; ${wrong} failed`);
}

function printCase(pack: string, { case: id, paths }: CaseResult): void {
  for (const { path, differences, error } of paths) {
    const told = differences.map(
      ({ group, population, expected, got }) =>
        `group ${group} ${population}: expected ${expected}, got ${got}`,
    );
    if (error !== null || told.length > 0)
      print(`${pack} ${id} (${path})\n  ${error ?? told.join('; ')}`);
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
