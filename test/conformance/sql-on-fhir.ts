// Runs every SQL on FHIR case of a folder on DuckDB and PostgreSQL: npm run conformance:sql-on-fhir -- DIR
import { openEngines } from './sql-on-fhir/engines.ts';
import { runFolder } from './sql-on-fhir/run.ts';

const folder = process.argv[2] ?? '../shared/sql-on-fhir-tests';
const engines = await openEngines();
try {
  const results = await runFolder(folder, engines);
  const failed = results.filter(({ failure }) => failure !== '');
  for (const { name, failure } of failed) process.stdout.write(`${name}\n  ${failure}\n`);
  process.stdout.write(`${results.length - failed.length} passed, ${failed.length} failed\n`);
  process.exitCode = failed.length > 0 || results.length === 0 ? 1 : 0;
} finally {
  await engines.close();
}
