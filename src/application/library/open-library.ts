import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Problem, ProblemError, problem } from '#core';
import {
  type CqlText,
  type ElmLibrary,
  loadMeasureLibrary,
  type Measure,
  type MeasureTest,
  type ValueSetCodes,
} from '#cql';
import { translateLibraries } from '#cql/translate';
import {
  expressionProblems,
  type Grouping,
  type Instrument,
  type Questionnaire,
  readGrouping,
  readInstrument,
  readQuestionnaire,
} from '#data';
import { type DecisionSupportRule, readDecisionSupportRule } from '#practice';

/** A measure as it is in use: its definition, its CQL and the digest that names exactly this text. */
export interface MeasureInUse {
  readonly measure: Measure;
  readonly cql: string;
  readonly digest: string;
  readonly tests: readonly MeasureTest[];
}

/** Everything of the library folder that the program works with. */
export interface Library {
  readonly measures: readonly MeasureInUse[];
  readonly elm: readonly ElmLibrary[];
  readonly valueSets: ValueSetCodes;
  /** Every CQL text, of measures and of what they share. */
  readonly cql: readonly CqlText[];
  /** ViewDefinitions by name, as JSON. */
  readonly views: ReadonlyMap<string, unknown>;
  readonly groupings: readonly Grouping[];
  /** Decision-support rules with their test patients. */
  readonly rules: readonly RuleInUse[];
  /** What patients can answer: of our own wording with the form, of others' only the facts. */
  readonly instruments: readonly InstrumentOnFile[];
}

/** A decision-support rule with its test calls, as JSON by file. */
export interface RuleInUse {
  readonly rule: DecisionSupportRule;
  readonly tests: readonly { readonly file: string; readonly text: string }[];
}

/** An instrument with its form; null where others own the words. */
export interface InstrumentOnFile {
  readonly instrument: Instrument;
  readonly form: Questionnaire | null;
}

export interface LibraryOptions {
  readonly folder: string;
  /** Keeps translated CQL between runs. */
  readonly cacheFolder?: string;
}

/** Reads the library folder; a mistake anywhere in it is told with its file, and nothing is used until it is put right. */
export async function openLibrary({ folder, cacheFolder }: LibraryOptions): Promise<Library> {
  const files = await readFiles(folder);
  const loaded = loadMeasureLibrary(files);
  if (loaded.kind === 'not-loaded') throw libraryError(loaded.problems);
  const { measures, valueSets } = loaded.library;
  const cql = [...loaded.library.cql, ...ruleTexts(files)];
  const translated = await translateLibraries(
    cql,
    cacheFolder === undefined ? {} : { cacheFolder },
  );
  if (translated.kind === 'not-translated') throw libraryError(translated.problems);
  const shared = cql.filter(({ name }) => name.startsWith('measures/common/'));
  return {
    measures: measures.map(({ measure, tests }) => {
      const text =
        cql.find(({ name }) => name === `measures/${measure.id}/${measure.id}.cql`)?.text ?? '';
      return {
        measure,
        tests,
        cql: text,
        digest: digestOf(measure, [text, ...shared.map((file) => file.text)]),
      };
    }),
    elm: translated.libraries,
    valueSets,
    cql,
    views: new Map(viewsOf(files)),
    groupings: files
      .filter(({ path: file }) => /^groupings\/[^/]+\.yaml$/.test(file))
      .map(({ path: file, text }) => groupingOf(file, text)),
    rules: rulesOf(files),
    instruments: instrumentsOf(files),
  };
}

interface LibraryFile {
  readonly path: string;
  readonly text: string;
}

async function readFiles(folder: string): Promise<readonly LibraryFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && /\.(cql|json|yaml)$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
  return Promise.all(
    files.map(async (file) => ({
      path: path.relative(folder, file).split(path.sep).join('/'),
      text: await readFile(file, 'utf8'),
    })),
  );
}

const ruleTexts = (files: readonly LibraryFile[]): readonly CqlText[] =>
  files
    .filter(({ path: file }) => /^decision-rules\/[^/]+\/[^/]+\.cql$/.test(file))
    .map(({ path: file, text }) => ({ name: file, text }));

function rulesOf(files: readonly LibraryFile[]): readonly RuleInUse[] {
  return files.flatMap(({ path: file, text }) => {
    const folder = /^(decision-rules\/([^/]+)\/)rule\.yaml$/.exec(file);
    if (folder === null) return [];
    const [, within = '', id = ''] = folder;
    const cql = files.find((one) => one.path === `${within}${id}.cql`)?.text ?? '';
    const read = readDecisionSupportRule(`library/${file}`, text, cql);
    if (read.kind === 'unreadable') throw libraryError(read.problems);
    const tests = files
      .filter((one) => one.path.startsWith(`${within}tests/`))
      .map((one) => ({ file: one.path, text: one.text }));
    return [{ rule: read.rule, tests }];
  });
}

function instrumentsOf(files: readonly LibraryFile[]): readonly InstrumentOnFile[] {
  return files.flatMap(({ path: file, text }) => {
    const folder = /^(instruments\/[^/]+\/)instrument\.yaml$/.exec(file)?.[1];
    if (folder === undefined) return [];
    const read = readInstrument(`library/${file}`, text);
    if (read.kind === 'problem') throw libraryError([read.problem]);
    const form = files.find((one) => one.path === `${folder}questionnaire.json`);
    return [{ instrument: read.instrument, form: form === undefined ? null : formOf(form) }];
  });
}

function formOf({ path: file, text }: LibraryFile): Questionnaire {
  const read = readQuestionnaire(parseJson(file, text), `library/${file}`);
  if (read.kind === 'problems') throw libraryError(read.problems);
  const problems = expressionProblems(read.questionnaire);
  if (problems.length > 0) throw libraryError(problems);
  return read.questionnaire;
}

/** Names exactly this definition: its form and every CQL text it rests on. */
const digestOf = (measure: Measure, texts: readonly string[]): string =>
  createHash('sha256')
    .update(JSON.stringify([measure, ...texts]))
    .digest('hex');

function* viewsOf(files: readonly LibraryFile[]): Generator<readonly [string, unknown]> {
  for (const { path: file, text } of files) {
    const name = /^views\/([^/]+)\.json$/.exec(file)?.[1];
    if (name !== undefined) yield [name, parseJson(file, text)];
  }
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ProblemError(
      problem(
        'library-not-json',
        'The file is not JSON.',
        'Mend the file, or remove it.',
        `library/${file}`,
      ),
      { cause },
    );
  }
}

function groupingOf(file: string, text: string): Grouping {
  const grouping = readGrouping(`library/${file}`, text);
  if (grouping.kind === 'problem') throw new ProblemError(grouping.problem);
  return grouping.grouping;
}

/** One error that tells every problem, each with its file. */
function libraryError(problems: readonly Problem[]): ProblemError {
  const lines = problems.map(({ where, message, tip }) => `${where}: ${message} ${tip}`);
  return new ProblemError(
    problem(
      'library-broken',
      `The library has ${problems.length} problems:\n${lines.join('\n')}`,
      '',
      'library/',
    ),
  );
}
