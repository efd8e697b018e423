// Runs every case of a folder of CQL tests in memory: npm run conformance:cql -- DIR
import { runFolder } from './cql/run.ts';

const folder = process.argv[2] ?? '../shared/cql-tests';
const results = await runFolder(folder);
const failed = results.filter(({ failure, disagreement }) => failure + disagreement !== '');
for (const { name, failure, disagreement } of failed)
  process.stdout.write(
    `${name}\n${[failure, disagreement].map((told) => (told === '' ? '' : `  ${told}\n`)).join('')}`,
  );
const compiled = results.filter(({ isCompiled }) => isCompiled).length;
process.stdout.write(`answered by compiled definitions too: ${compiled} of ${results.length}\n`);
process.stdout.write(`${results.length - failed.length} passed, ${failed.length} failed\n`);
process.exitCode = failed.length > 0 || results.length === 0 ? 1 : 0;
