// How fast the library's views turn staged FHIR JSON into rows: tsx bench/flat-tables.ts
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { compileFlatTable } from '#cql';

const views = path.join(import.meta.dirname, '../library/views');
const records = process.argv[2] ?? path.join(import.meta.dirname, '../../shared/fhir/synthea-400');
const repeats = 7;

interface Timing {
  readonly wallMs: number;
  readonly cpuMs: number;
}

async function timed(connection: DuckDBConnection, sql: string): Promise<Timing> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  await connection.run(`CREATE OR REPLACE TEMP TABLE flat AS ${sql}`);
  const { user, system } = process.cpuUsage(cpu);
  return { wallMs: performance.now() - start, cpuMs: (user + system) / 1000 };
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

async function stage(connection: DuckDBConnection, lines: readonly string[]): Promise<void> {
  await connection.run(
    'CREATE OR REPLACE TEMP TABLE staged (resource_key INTEGER, resource VARCHAR)',
  );
  const appender = await connection.createAppender('staged', null);
  lines.forEach((line, key) => {
    appender.appendInteger(key);
    appender.appendVarchar(line);
    appender.endRow();
  });
  appender.closeSync();
}

const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
const connection = await instance.connect();
const out = (text: string): boolean => process.stdout.write(`${text}\n`);
out(
  `${os.cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}, one DuckDB thread, median of ${repeats}`,
);
out('view                              rows       MB   wall ms  MB/s wall   MB/s of CPU');
for (const file of readdirSync(views).sort()) {
  const view = JSON.parse(readFileSync(path.join(views, file), 'utf8'));
  const data = path.join(records, `${view.resource}.ndjson.gz`);
  if (!existsSync(data)) continue;
  const text = gunzipSync(readFileSync(data)).toString('utf8');
  const lines = text.split('\n').filter((line) => line !== '');
  await stage(connection, lines);
  const { sql } = compileFlatTable(view, {
    dialect: 'duckdb',
    from: 'staged',
    carry: ['resource_key'],
  });
  const timings: Timing[] = [];
  for (let run = 0; run < repeats; run++) timings.push(await timed(connection, sql));
  const megabytes = Buffer.byteLength(text) / 1e6;
  const wallMs = median(timings.map((timing) => timing.wallMs));
  const cpuMs = median(timings.map((timing) => timing.cpuMs));
  const speed = (ms: number): string => ((megabytes / ms) * 1000).toFixed(0);
  const cells = [
    lines.length,
    megabytes.toFixed(1),
    wallMs.toFixed(0),
    speed(wallMs),
    speed(cpuMs),
  ];
  out(`${String(view.name).padEnd(28)}${cells.map((cell) => String(cell).padStart(10)).join('')}`);
}
connection.closeSync();
instance.closeSync();
