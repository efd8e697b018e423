import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { asFields, fields, isFields, number, type StatisticsCase, text } from './case.ts';
import { differences } from './compare.ts';
import { adapters } from './registry.ts';

export interface CaseResult {
  readonly file: string;
  readonly failures: readonly string[];
}

/** Runs every case file of a folder (INDEX.json is only its table of contents). */
export function runFolder(folder: string): CaseResult[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json') && name !== 'INDEX.json')
    .sort()
    .map((file) => ({ file, failures: runFile(join(folder, file)) }));
}

/** What is wrong with one case; an unknown kind or an error is a failure like any other. */
export function runFile(path: string): readonly string[] {
  try {
    return runCase(readCase(readFileSync(path, 'utf8')));
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

export function runCase(theCase: StatisticsCase): readonly string[] {
  const adapter = adapters[theCase.kind];
  if (adapter === undefined) return [`no method for kind ${theCase.kind}`];
  return differences(theCase.expected, adapter(theCase), theCase.tolerance);
}

function readCase(source: string): StatisticsCase {
  const parsed: unknown = JSON.parse(source);
  if (!isFields(parsed)) throw new Error('the case file does not hold a record');
  const tolerance = fields(parsed, 'tolerance');
  return {
    id: text(parsed, 'id'),
    kind: text(parsed, 'kind'),
    options: asFields(parsed.options),
    input: asFields(parsed.input),
    ...expectation(parsed),
    tolerance: { rel: number(tolerance, 'rel'), abs: number(tolerance, 'abs') },
  };
}

/** A table of rows [function, arguments, value] expects its last column. */
function expectation(
  parsed: Readonly<Record<string, unknown>>,
): Pick<StatisticsCase, 'expected' | 'rows'> {
  if (!Array.isArray(parsed.rows)) return { expected: parsed.expected, rows: undefined };
  return {
    rows: parsed.rows,
    expected: parsed.rows.map((row: unknown) => (Array.isArray(row) ? row[2] : undefined)),
  };
}
