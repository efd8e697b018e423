import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ElmLibrary } from '#cql';
import { evaluateCompiledDefinition, evaluateDefinition } from '#cql/in-memory';
import { translateLibraries } from '#cql/translate';
import { difference } from './compare.ts';
import { type CqlCase, readCases } from './read-cases.ts';
import { type StaticType, staticType } from './static-type.ts';

export interface CaseResult {
  readonly name: string;
  /** Empty when the case passed. */
  readonly failure: string;
  /** How the compiled definitions answer otherwise than cql-execution; empty when they say the same, or leave it to it. */
  readonly disagreement: string;
  /** Whether the compiled definitions answer it themselves. */
  readonly isCompiled: boolean;
}

/** Runs every case of every XML file of CQL tests in the folder; other XML files are passed over. */
export async function runFolder(folder: string): Promise<readonly CaseResult[]> {
  const files = readdirSync(folder).filter((file) => file.endsWith('.xml'));
  const results: CaseResult[] = [];
  for (const file of files.toSorted()) {
    results.push(...(await runText(file, readFileSync(path.join(folder, file), 'utf8'))));
  }
  return results;
}

/** Runs the cases of one file's text. A file that cannot be read is a failure of its own. */
export async function runText(file: string, xml: string): Promise<readonly CaseResult[]> {
  if (!/<tests[\s>]/.test(xml)) return [];
  let cases: readonly CqlCase[];
  try {
    cases = readCases(xml);
  } catch (error) {
    return [
      {
        name: file,
        failure: `expected a file of CQL tests, got ${said(error)}`,
        disagreement: '',
        isCompiled: false,
      },
    ];
  }
  const results: CaseResult[] = [];
  for (const one of cases) {
    const name = `${file}: ${one.name}`;
    results.push({ name, failure: await runCase(one), ...(await runCompiled(one)) });
  }
  return results;
}

function runCase(one: CqlCase): Promise<string> {
  if (one.expression === '') return Promise.resolve('expected an expression, got none');
  if (one.invalid !== '') return runInvalid(one);
  if (one.outputs.length === 0) return Promise.resolve('expected an output, got none in the file');
  return runValid(one);
}

/** The expression by the compiled definitions beside cql-execution: the same value, or refused by both. */
async function runCompiled(one: CqlCase): Promise<Pick<CaseResult, 'disagreement' | 'isCompiled'>> {
  const elm = await elmOf(one);
  if (typeof elm === 'string') return { disagreement: '', isCompiled: false };
  const [engine, compiled] = [await evaluated(elm, 0), evaluatedCompiled(elm)];
  if (compiled === null) return { disagreement: '', isCompiled: false };
  return { disagreement: disagreement(engine, compiled), isCompiled: true };
}

/** As the case itself was translated, with its output beside it where both are CQL; else alone. */
async function elmOf({ expression, outputs }: CqlCase): Promise<readonly ElmLibrary[] | string> {
  if (expression === '') return '';
  const beside = outputs.length === 0 ? '' : await translated(expression, outputIn(outputs));
  return typeof beside === 'string' ? translated(expression) : beside;
}

const outputIn = (outputs: readonly string[]): string => {
  const [first = ''] = outputs;
  return outputs.length === 1 ? first : `{ ${outputs.join(', ')} }`;
};

function disagreement(engine: Got, compiled: Got): string {
  if (engine.kind === 'refused' && compiled.kind === 'refused') return '';
  if (engine.kind === 'refused') return `the engine refuses: ${engine.why}`;
  if (compiled.kind === 'refused') return `the compiled definitions refuse: ${compiled.why}`;
  const [one, other] = [shown(compiled.value), shown(engine.value)];
  return one === other ? '' : `compiled ${one}, engine ${other}`;
}

/** Null where the compiled definitions leave it to cql-execution. */
function evaluatedCompiled(elm: readonly ElmLibrary[]): Got | null {
  const definition = 'Value 0';
  try {
    const question = { elm, library: 'Case', definition, valueSets: new Map() };
    const answer = evaluateCompiledDefinition({ ...question, asOf, timeZone: 'UTC' });
    return answer.kind === 'not-compiled'
      ? null
      : { kind: 'value', value: answer.value, type: typeOfValue(elm, definition) };
  } catch (error) {
    return { kind: 'refused', when: 'evaluated', why: said(error) };
  }
}

type Got =
  | { readonly kind: 'value'; readonly value: unknown; readonly type: StaticType }
  | { readonly kind: 'refused'; readonly when: 'translated' | 'evaluated'; readonly why: string };

async function runValid({ expression, outputs }: CqlCase): Promise<string> {
  const output = outputIn(outputs);
  const [got, expected] = await evaluateBoth(expression, output);
  if (got.kind === 'refused') return `expected ${output}, got the error: ${got.why}`;
  if (expected.kind === 'refused') {
    return `expected ${output}, which is no CQL: ${expected.why}; got ${shown(got.value)}`;
  }
  const trouble = difference(got, expected);
  return trouble === '' ? '' : `expected ${output}, got ${shown(got.value)} (${trouble})`;
}

async function runInvalid({ expression, invalid }: CqlCase): Promise<string> {
  const got = await evaluate(expression);
  if (got.kind === 'value') return `expected invalid (${invalid}), got ${shown(got.value)}`;
  const wanted =
    invalid === 'true' ? got.when : invalid === 'execution' ? 'evaluated' : 'translated';
  return got.when === wanted
    ? ''
    : `expected to be refused when ${wanted}, got refused when ${got.when}: ${got.why}`;
}

/** Any fixed moment will do: both sides of a case are evaluated at it. */
const asOf = '2026-03-15T12:34:56.789Z';

/** Both in one library, which is translated once; when that fails, each alone, to know whose fault it is. */
async function evaluateBoth(expression: string, output: string): Promise<readonly [Got, Got]> {
  const elm = await translated(expression, output);
  if (typeof elm === 'string') return [await evaluate(expression), await evaluate(output)];
  return [await evaluated(elm, 0), await evaluated(elm, 1)];
}

async function evaluate(expression: string): Promise<Got> {
  const elm = await translated(expression);
  return typeof elm === 'string'
    ? { kind: 'refused', when: 'translated', why: elm }
    : evaluated(elm, 0);
}

/** What was translated last: a case asks for the same text twice, and translating takes most of its time. */
let last: { readonly text: string; readonly result: readonly ElmLibrary[] | string } | null = null;

/** The ELM of a library that defines each expression, or why there is none. */
async function translated(
  ...expressions: readonly string[]
): Promise<readonly ElmLibrary[] | string> {
  const definitions = expressions.map((one, i) => `define "Value ${i}": ${one}\n`);
  const text = `library Case\n${definitions.join('')}`;
  if (last?.text !== text) last = { text, result: await translatedAnew(text) };
  return last.result;
}

async function translatedAnew(text: string): Promise<readonly ElmLibrary[] | string> {
  const result = await translateLibraries([{ name: 'case', text }]);
  return result.kind === 'translated'
    ? result.libraries
    : result.problems.map(({ message }) => message).join('; ');
}

async function evaluated(elm: readonly ElmLibrary[], at: number): Promise<Got> {
  const definition = `Value ${at}`;
  try {
    const question = { elm, library: 'Case', definition, valueSets: new Map() };
    const value = await evaluateDefinition({ ...question, asOf, timeZone: 'UTC' });
    return { kind: 'value', value, type: typeOfValue(elm, definition) };
  } catch (error) {
    return { kind: 'refused', when: 'evaluated', why: said(error) };
  }
}

function typeOfValue(elm: readonly ElmLibrary[], name: string): StaticType {
  const library = elm.find((one) => one.library.identifier.id === 'Case');
  const definition = library?.library.statements?.def?.find((one) => one.name === name);
  if (definition === undefined) throw new Error(`the case has no definition "${name}"`);
  return staticType(definition);
}

const said = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(/\s+/g, ' ').trim();

const shown = (value: unknown): string =>
  JSON.stringify(value ?? null, (_key, part: unknown) =>
    typeof part === 'bigint' ? `${part}L` : part,
  );
