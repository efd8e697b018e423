// Runs every statistics case of a folder: npm run conformance:statistics -- DIR
import { runFolder } from './statistics/run.ts';

const folder = process.argv[2] ?? '../shared/golden';
const results = runFolder(folder);
for (const { file, failures, notJudged } of results) {
  for (const note of notJudged) process.stdout.write(`${file}: ${note}\n`);
  for (const failure of failures.slice(0, 5)) process.stdout.write(`${file}: ${failure}\n`);
  if (failures.length > 5)
    process.stdout.write(`${file}: … ${failures.length} differences in all\n`);
}
const failed = results.filter(({ failures }) => failures.length > 0).length;
process.stdout.write(`${results.length - failed} passed, ${failed} failed\n`);
process.exitCode = failed > 0 || results.length === 0 ? 1 : 0;
