// Runs every measure pack of a folder against its expected counts: npm run conformance:measures -- DIR
import { packFiles, readPack } from './measures/pack.ts';
import { type CaseResult, isFailed, runInMemory } from './measures/run.ts';

const folder = process.argv[2] ?? '../shared/measure-packs';
let passed = 0;
let failed = 0;
for (const file of packFiles(folder)) {
  const pack = readPack(file, folder);
  const results = await runInMemory(pack);
  for (const result of results.filter(isFailed)) print(pack.name, result);
  const wrong = results.filter(isFailed).length;
  passed += results.length - wrong;
  failed += wrong;
  process.stdout.write(`${pack.name}: ${results.length} cases in memory, ${wrong} failed\n`);
}
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;

function print(pack: string, { case: id, path, differences, error }: CaseResult): void {
  const told = differences.map(
    ({ group, population, expected, got }) =>
      `group ${group} ${population}: expected ${expected}, got ${got}`,
  );
  process.stdout.write(`${pack} ${id} (${path})\n  ${error ?? told.join('; ')}\n`);
}
