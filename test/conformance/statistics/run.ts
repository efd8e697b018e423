import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  asFields,
  fields,
  isFields,
  isNotInCase,
  number,
  type StatisticsCase,
  text,
} from './case.ts';
import { differences } from './compare.ts';
import { adapters } from './registry.ts';

export interface CaseResult {
  readonly file: string;
  readonly failures: readonly string[];
  /** Expected values whose input the case does not carry, each with the reason. */
  readonly notJudged: readonly string[];
}

/** Runs every case file of a folder (INDEX.json is only its table of contents). */
export function runFolder(folder: string): CaseResult[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json') && name !== 'INDEX.json')
    .sort()
    .map((file) => ({ file, ...runFile(join(folder, file)) }));
}

/** What is wrong with one case; an unknown kind or an error is a failure like any other. */
export function runFile(path: string): Omit<CaseResult, 'file'> {
  try {
    return runCase(readCase(readFileSync(path, 'utf8')));
  } catch (error) {
    return { failures: [error instanceof Error ? error.message : String(error)], notJudged: [] };
  }
}

export function runCase(theCase: StatisticsCase): Omit<CaseResult, 'file'> {
  const adapter = adapters[theCase.kind];
  if (adapter === undefined) {
    return { failures: [`no method for kind ${theCase.kind}`], notJudged: [] };
  }
  const got = adapter(theCase);
  return {
    failures: differences(theCase.expected, got, theCase.tolerance),
    notJudged: Object.entries(asFields(got)).flatMap(([name, value]) =>
      isNotInCase(value) ? [`${name} not judged: ${value.notInCase}`] : [],
    ),
  };
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
