import { DuckDBInstance } from '@duckdb/node-api';
import { compileFlatTable, compilePopulations, type Measure } from '#cql';
import { loadLibrary } from '../../test/harness/library.ts';
import { handWritten } from '../hand-written-measures.ts';
import { medianOf } from '../machine.ts';
import { syntheticRows } from '../synthetic-flat-tables.ts';

export interface PopulationTimes {
  readonly measure: string;
  readonly ours: Timing;
  /** The same question as an analyst would write it, where we have it. */
  readonly byHand: Timing | null;
}

export interface Timing {
  readonly ms: number;
  readonly cpuMs: number;
  readonly rows: number;
}

export interface PopulationSize {
  readonly patients: number;
  readonly periods: number;
  readonly runs: number;
  /** Only measures that are written by hand too, and only the tables they need. */
  readonly onlyHandWritten: boolean;
}

/**
 * Library measures over a population in SQL, all periods at once, on synthetic flat tables made in the database; and
 * some of them against the same question written by hand.
 */
export async function populationTimes(
  size: PopulationSize,
  each: (times: PopulationTimes) => void,
): Promise<void> {
  const { library, elm, views } = await loadLibrary();
  const measures = library.measures
    .map(({ measure }) => measure)
    .filter(({ id }) => !size.onlyHandWritten || handWritten[id] !== undefined);
  const compiled = measures.map((measure) => compile(measure));
  const needed = new Set(compiled.flatMap(({ uses }) => uses));
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
  await connection.run(periodTable(size.periods));
  for (const view of views) {
    const { name, columns } = compileFlatTable(view, { dialect: 'duckdb', from: 'resources' });
    const made = syntheticRows(name, size.patients);
    if (made === undefined || !needed.has(name)) continue;
    const select = columns.map(
      ({ name: column, sqlType }) =>
        `CAST(${made.columns[column] ?? 'NULL'} AS ${sqlType}) AS ${column}`,
    );
    await connection.run(
      `CREATE TABLE ${name} AS SELECT ${select.join(', ')} FROM (${made.from}) AS r`,
    );
  }
  const time = async (sql: string): Promise<Timing> => {
    const timings: Timing[] = [];
    for (let run = 0; run < size.runs; run += 1) {
      const start = performance.now();
      const cpu = process.cpuUsage();
      const rows = (await connection.runAndReadAll(sql)).currentRowCount;
      const { user, system } = process.cpuUsage(cpu);
      timings.push({ ms: performance.now() - start, cpuMs: (user + system) / 1000, rows });
    }
    return {
      ms: medianOf(timings.map(({ ms }) => ms)),
      cpuMs: medianOf(timings.map(({ cpuMs }) => cpuMs)),
      rows: timings[0]?.rows ?? 0,
    };
  };
  for (const { id, sql } of compiled) {
    const byHand = handWritten[id];
    each({
      measure: id,
      ours: await time(sql),
      byHand: byHand === undefined ? null : await time(byHand),
    });
  }
  connection.closeSync();
  instance.closeSync();

  function compile(measure: Measure) {
    const { valueSets } = library;
    const answer = compilePopulations({ elm, measure, views, valueSets, dialect: 'duckdb' });
    if (answer.kind === 'not-compilable') throw new Error(`${measure.id}: ${answer.because}`);
    return { id: measure.id, sql: answer.aggregateSql, uses: answer.uses };
  }
}

const periodTable = (periods: number): string =>
  `CREATE TABLE period AS SELECT i AS period_id,
     timezone('UTC', timezone('Europe/Stockholm', TIMESTAMP '2022-06-01' + to_months(CAST(i AS INTEGER)))) AS period_start,
     timezone('UTC', timezone('Europe/Stockholm', TIMESTAMP '2022-07-01' + to_months(CAST(i AS INTEGER)))) AS period_end
   FROM range(${periods}) AS t(i)`;
