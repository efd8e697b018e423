import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { ProblemError } from '#core';
import { type CompiledView, compileView } from '#cql';
import type { Engine, Engines, Row } from './engines.ts';

/** A file of cases as the SQL on FHIR working group writes them. */
const fileForm = z.looseObject({
  resources: z.array(z.unknown()),
  tests: z.array(
    z.looseObject({
      title: z.string(),
      view: z.unknown(),
      expect: z.array(z.record(z.string(), z.unknown())).optional(),
      expectColumns: z.array(z.string()).optional(),
      expectCount: z.number().optional(),
      expectError: z.boolean().optional(),
    }),
  ),
});
type Case = z.infer<typeof fileForm>['tests'][number];

export interface CaseResult {
  readonly name: string;
  /** Empty when the case passed. */
  readonly failure: string;
}

/** Runs every case of every JSON file in the folder on both engines. */
export async function runFolder(folder: string, engines: Engines): Promise<readonly CaseResult[]> {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  const results: CaseResult[] = [];
  for (const file of files.sort()) {
    results.push(...(await runFile(path.join(folder, file), engines)));
  }
  return results;
}

async function runFile(file: string, engines: Engines): Promise<readonly CaseResult[]> {
  const text = readFileSync(file, 'utf8');
  const { tests } = fileForm.parse(JSON.parse(text));
  // JSON.parse turns 1.0 into 1; boundaries need the digits as they were written.
  const written = await engines.itemsAsWritten(text, 'resources');
  const results: CaseResult[] = [];
  for (const engine of [engines.duckdb, engines.postgres]) {
    await engine.load(written);
    for (const test of tests) {
      const name = `${path.basename(file)}: ${test.title} (${engine.dialect})`;
      results.push({ name, failure: await runCase(test, engine) });
    }
  }
  return results;
}

async function runCase(test: Case, engine: Engine): Promise<string> {
  const compiled = compiledOrProblem(test.view, engine);
  if (typeof compiled === 'string') {
    return test.expectError === true ? '' : `expected rows, got the problem: ${compiled}`;
  }
  let rows: readonly Row[];
  try {
    rows = await engine.run(compiled.sql);
  } catch (error) {
    return test.expectError === true ? '' : `expected rows, got the error: ${String(error)}`;
  }
  if (test.expectError === true) return `expected an error, got ${JSON.stringify(rows)}`;
  const names = compiled.columns.map(({ name }) => name);
  return differences(test, names, rows);
}

/** Only a problem we report counts as an expected error of a view; a mistake of ours ends the run. */
function compiledOrProblem(view: unknown, { dialect }: Engine): CompiledView | string {
  try {
    return compileView(view, { dialect, from: 'resources' });
  } catch (error) {
    if (error instanceof ProblemError) return error.message;
    throw error;
  }
}

function differences(test: Case, names: readonly string[], rows: readonly Row[]): string {
  const { expect, expectColumns, expectCount } = test;
  if (expectColumns !== undefined && expectColumns.join() !== names.join()) {
    return `expected columns ${expectColumns.join(', ')}, got ${names.join(', ')}`;
  }
  if (expectCount !== undefined && expectCount !== rows.length) {
    return `expected ${expectCount} rows, got ${rows.length}`;
  }
  if (expect === undefined) return '';
  const all = [...new Set([...names, ...expect.flatMap((row) => Object.keys(row))])].sort();
  const wanted = sorted(expect, all);
  const got = sorted(rows, all);
  return wanted.join('\n') === got.join('\n')
    ? ''
    : `expected ${JSON.stringify(expect)}, got ${JSON.stringify(rows)}`;
}

/** Rows have no order; a missing value and null are the same. */
const sorted = (rows: readonly Row[], names: readonly string[]): readonly string[] =>
  rows
    .map((row) => JSON.stringify(names.map((name) => row[name] ?? null)))
    .sort((a, b) => (a < b ? -1 : 1));
