// Measures over a population in SQL: every library measure, all periods at once, on synthetic flat tables made in the
// database, and three of them against the same question written by hand. Prints medians in milliseconds.
// npx tsx --conditions=source bench/population-sql.ts [patients] [periods] [runs]
import os from 'node:os';
import { DuckDBInstance } from '@duckdb/node-api';
import { compileFlatTable, compilePopulations, type Measure } from '#cql';
import { loadLibrary } from '../test/harness/library.ts';
import { handWritten } from './hand-written-measures.ts';
import { syntheticRows } from './synthetic-flat-tables.ts';

const [patients = 100_000, periods = 36, runs = 3] = process.argv.slice(2).map(Number);
const { library, elm, views } = await loadLibrary();
const instance = await DuckDBInstance.create(':memory:');
const connection = await instance.connect();
await connection.run("SET TimeZone = 'UTC'");

for (const view of views) {
  const { name, columns } = compileFlatTable(view, { dialect: 'duckdb', from: 'resources' });
  const made = syntheticRows(name, patients);
  if (made === undefined) continue;
  const select = columns.map(
    ({ name: column, sqlType }) =>
      `CAST(${made.columns[column] ?? 'NULL'} AS ${sqlType}) AS ${column}`,
  );
  await connection.run(
    `CREATE TABLE ${name} AS SELECT ${select.join(', ')} FROM (${made.from}) AS r`,
  );
}
await connection.run(
  `CREATE TABLE period AS SELECT i AS period_id,
     timezone('UTC', timezone('Europe/Stockholm', TIMESTAMP '2022-06-01' + to_months(CAST(i AS INTEGER)))) AS period_start,
     timezone('UTC', timezone('Europe/Stockholm', TIMESTAMP '2022-07-01' + to_months(CAST(i AS INTEGER)))) AS period_end
   FROM range(${periods}) AS t(i)`,
);

interface Timing {
  readonly ms: number;
  readonly cpuMs: number;
  readonly rows: number;
}

async function median(sql: string): Promise<Timing> {
  const times: number[] = [];
  const cpuTimes: number[] = [];
  let rows = 0;
  for (let run = 0; run < runs; run += 1) {
    const start = performance.now();
    const cpu = process.cpuUsage();
    rows = (await connection.runAndReadAll(sql)).currentRowCount;
    times.push(performance.now() - start);
    const { user, system } = process.cpuUsage(cpu);
    cpuTimes.push((user + system) / 1000);
  }
  return { ms: middle(times), cpuMs: middle(cpuTimes), rows };
}

const middle = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

const shown = ({ ms, cpuMs }: Timing): string =>
  `${ms.toFixed(0).padStart(6)} ms (CPU ${cpuMs.toFixed(0).padStart(6)} ms)`;

const compiled = (measure: Measure) => {
  const answer = compilePopulations({
    elm,
    measure,
    views,
    valueSets: library.valueSets,
    dialect: 'duckdb',
  });
  if (answer.kind === 'not-compilable') throw new Error(`${measure.id}: ${answer.because}`);
  return answer;
};

const counts = await connection.runAndReadAll(
  'SELECT (SELECT COUNT(*) FROM encounter) AS e, (SELECT COUNT(*) FROM observation) AS o',
);
const [[encounters, observations] = []] = counts.getRows();
process.stdout.write(
  `${patients} patients, ${encounters} encounters, ${observations} observations, ${periods} periods; ` +
    `${os.cpus()[0]?.model} × ${os.cpus().length}, Node ${process.version}, median of ${runs}\n`,
);
for (const { measure } of library.measures) {
  const ours = await median(compiled(measure).aggregateSql);
  const byHand = handWritten[measure.id];
  const other = byHand === undefined ? undefined : await median(byHand);
  const beside =
    other === undefined
      ? ''
      : `  by hand ${shown(other)}, ${other.rows} rows, ratio ${(ours.cpuMs / other.cpuMs).toFixed(2)} of CPU time`;
  process.stdout.write(
    `${measure.id.padEnd(30)} ${shown(ours)} ${String(ours.rows).padStart(5)} rows${beside}\n`,
  );
}
connection.closeSync();
