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
  const form = readCases(text);
  if (typeof form === 'string') return [{ name: path.basename(file), failure: form }];
  // JSON.parse turns 1.0 into 1; boundaries need the digits as they were written.
  const written = await engines.itemsAsWritten(text, 'resources');
  const results: CaseResult[] = [];
  for (const engine of [engines.duckdb, engines.postgres]) {
    await engine.load(written);
    for (const test of form.tests) {
      const name = `${path.basename(file)}: ${test.title} (${engine.dialect})`;
      results.push({ name, failure: await runCase(test, engine) });
    }
  }
  return results;
}

function readCases(text: string): z.infer<typeof fileForm> | string {
  try {
    return fileForm.parse(JSON.parse(text));
  } catch (error) {
    return `expected a file of cases, got ${said(error)}`;
  }
}

const said = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function runCase(test: Case, engine: Engine): Promise<string> {
  const wantsError = test.expectError === true;
  let compiled: CompiledView;
  try {
    compiled = compileView(test.view, { dialect: engine.dialect, from: 'resources' });
  } catch (error) {
    // Only a problem we report counts as an expected error; a mistake of ours never does.
    const isReported = error instanceof ProblemError;
    return wantsError && isReported ? '' : `expected ${wanted(test)}, got ${said(error)}`;
  }
  let rows: readonly Row[];
  try {
    rows = await engine.run(compiled.sql);
  } catch (error) {
    const isReported = said(error).includes('several values for one row');
    return wantsError && isReported
      ? ''
      : `expected ${wanted(test)}, got the error: ${said(error)}`;
  }
  if (wantsError) return `expected an error, got ${JSON.stringify(rows)}`;
  const names = compiled.columns.map(({ name }) => name);
  return differences(test, names, rows);
}

const wanted = ({ expect, expectError }: Case): string =>
  expectError === true ? 'an error' : JSON.stringify(expect ?? 'rows');

function differences(test: Case, names: readonly string[], rows: readonly Row[]): string {
  const { expect, expectColumns, expectCount } = test;
  if (expectColumns !== undefined && expectColumns.join() !== names.join()) {
    return `expected columns ${expectColumns.join(', ')}, got ${names.join(', ')}`;
  }
  if (expectCount !== undefined && expectCount !== rows.length) {
    return `expected ${expectCount} rows, got ${rows.length}`;
  }
  if (expect === undefined) return '';
  const all = [...new Set([...names, ...expect.flatMap((row) => Object.keys(row))])];
  const same = sorted(expect, all).join('\n') === sorted(rows, all).join('\n');
  return same ? '' : `expected ${JSON.stringify(expect)}, got ${JSON.stringify(rows)}`;
}

/** Rows have no order; a missing value and null are the same. */
const sorted = (rows: readonly Row[], names: readonly string[]): readonly string[] =>
  rows
    .map((row) => JSON.stringify(names.map((name) => row[name] ?? null)))
    .sort((a, b) => (a < b ? -1 : 1));
