import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { type Problem, ProblemError, problem } from '#core';
import { allValueSets, Terminology } from '../terminology/terminology.ts';
import { readTerminologyFile, type TerminologyResource } from '../terminology/terminology-file.ts';
import type { Measure } from './measure.ts';
import { type MeasureTest, readMeasureTest } from './measure-test.ts';
import { formProblems, type Read, read, syntaxProblem, unreadable } from './reading.ts';
import type { ValueSetCodes } from './value-sets.ts';

/** A file of the library folder: its path from there (measures/ID/measure.yaml) and its text. */
export interface LibraryFile {
  readonly path: string;
  readonly text: string;
}

export interface CqlText {
  readonly name: string;
  readonly text: string;
}

export interface MeasureWithTests {
  readonly measure: Measure;
  readonly tests: readonly MeasureTest[];
}

export interface MeasureLibrary {
  readonly measures: readonly MeasureWithTests[];
  /** Every CQL text, of measures and of what they share, to be translated together. */
  readonly cql: readonly CqlText[];
  /** Value sets and code systems as they are written. */
  readonly terminology: readonly TerminologyResource[];
  readonly valueSets: ValueSetCodes;
}

export type LoadedMeasures =
  | { readonly kind: 'loaded'; readonly library: MeasureLibrary }
  | { readonly kind: 'not-loaded'; readonly problems: readonly Problem[] };

/** Reads measures/ID/measure.yaml with its CQL and test patients, measures/common/*.cql and valuesets/*.json. */
export function loadMeasureLibrary(files: readonly LibraryFile[]): LoadedMeasures {
  const problems: Problem[] = [];
  const keep = <T>(result: Read<T>): readonly T[] => {
    if (result.kind === 'read') return [result.value];
    problems.push(...result.problems);
    return [];
  };
  const cql = files
    .filter(({ path }) => /^measures\/[^/]+\/[^/]+\.cql$/.test(path))
    .map(({ path, text }) => ({ name: path, text }));
  const measures = files
    .filter(({ path }) => /^measures\/[^/]+\/measure\.yaml$/.test(path))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1))
    .flatMap((file) => keep(measureWithTests(file, files)));
  const terminology = files
    .filter(({ path }) => /^valuesets\/[^/]+\.json$/.test(path))
    .flatMap((file) => keep(readTerminologyFile(file.path, file.text)));
  const valueSets = keep(expandAll(terminology));
  if (problems.length > 0) return { kind: 'not-loaded', problems };
  const [byUrl = new Map()] = valueSets;
  return { kind: 'loaded', library: { measures, cql, terminology, valueSets: byUrl } };
}

function expandAll(held: readonly TerminologyResource[]): Read<ValueSetCodes> {
  try {
    return read(allValueSets(new Terminology(held)));
  } catch (error) {
    if (error instanceof ProblemError) return unreadable(error.problem);
    throw error;
  }
}

const text = z.strictObject({ en: z.string().min(1), sv: z.string().min(1) });
const name = z.string().min(1);

const measureForm = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'small letters, digits and hyphens'),
  version: z.string().regex(/^\d+\.\d+\.\d+$/, "three numbers, as '1.0.0'"),
  title: text,
  sentence: text,
  rationale: text,
  interest: z.enum(['front-line', 'management', 'authority']),
  kind: z.enum(['process', 'outcome', 'balancing', 'experience', 'cost']),
  scoring: z.enum(['proportion', 'ratio', 'continuous']),
  basis: z.string().regex(/^[A-Z]\w+$/, 'a FHIR resource type, as Encounter'),
  direction: z.enum(['up', 'down', 'neutral']),
  target: z.number().nullable(),
  chart: z.enum(['p', 'u', 'xmr']),
  unitLabel: text,
  multiplier: z.number().positive(),
  populations: z.strictObject({
    initialPopulation: name,
    denominator: name,
    numerator: name.optional(),
    exclusion: name.optional(),
    exception: name.optional(),
    observation: name.optional(),
    numeratorObservation: name.optional(),
    denominatorObservation: name.optional(),
  }),
});

type MeasureForm = z.infer<typeof measureForm>;

function measureWithTests(
  file: LibraryFile,
  files: readonly LibraryFile[],
): Read<MeasureWithTests> {
  const folder = file.path.replace(/measure\.yaml$/, '');
  const form = readForm(file);
  if (form.kind === 'unreadable') return form;
  const problems = [
    ...scoringProblems(form.value, file.path),
    ...folderProblems(form.value, folder),
  ];
  const cql = files.find(({ path }) => path === `${folder}${form.value.id}.cql`);
  if (cql === undefined) problems.push(missingCql(form.value, folder));
  const tests = files
    .filter(({ path }) => path.startsWith(`${folder}tests/`) && path.endsWith('.json'))
    .map(({ path, text: json }) => readMeasureTest(path, json));
  problems.push(...tests.flatMap((test) => (test.kind === 'unreadable' ? test.problems : [])));
  if (problems.length > 0 || cql === undefined) return unreadable(...problems);
  const measure = { ...form.value, library: libraryName(cql.text) };
  return read({
    measure,
    tests: tests.flatMap((test) => (test.kind === 'read' ? [test.value] : [])),
  });
}

function readForm({ path, text: yaml }: LibraryFile): Read<MeasureForm> {
  let parsed: unknown;
  try {
    parsed = parseYaml(yaml);
  } catch (cause) {
    return unreadable(syntaxProblem(path, 'YAML', cause));
  }
  const form = measureForm.safeParse(parsed);
  return form.success ? read(form.data) : unreadable(...formProblems(form.error, path));
}

const libraryName = (cql: string): string =>
  /^\s*library\s+("[^"]+"|[\w.]+)/m.exec(cql)?.[1]?.replaceAll('"', '') ?? '';

/** Each scoring needs its own definitions: which, and what for. */
const needed = {
  proportion: ['numerator'],
  ratio: ['numerator', 'numeratorObservation', 'denominatorObservation'],
  continuous: ['observation'],
} as const;

function scoringProblems({ scoring, populations }: MeasureForm, path: string): Problem[] {
  return needed[scoring]
    .filter((definition) => populations[definition] === undefined)
    .map((definition) =>
      problem(
        'measure-population-missing',
        `A ${scoring} measure needs populations.${definition}.`,
        'Name the CQL definition that says it.',
        path,
      ),
    );
}

const folderProblems = ({ id }: MeasureForm, folder: string): Problem[] =>
  folder === `measures/${id}/`
    ? []
    : [
        problem(
          'measure-folder',
          `The measure '${id}' lies in ${folder}.`,
          `Move it to measures/${id}/, or correct its id.`,
          folder,
        ),
      ];

const missingCql = ({ id }: MeasureForm, folder: string): Problem =>
  problem(
    'measure-without-cql',
    `The measure '${id}' has no CQL.`,
    `Write its definitions in ${folder}${id}.cql.`,
    folder,
  );
