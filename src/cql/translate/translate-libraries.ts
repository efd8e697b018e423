import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Problem, problem } from '#core';
import type { ElmLibrary } from '../elm.ts';
import { includeCircle } from '../include-circle.ts';
import { withVersionedValueSets } from '../measures/value-sets.ts';
import { includedNames, libraryHeader } from './library-header.ts';
import { withWrittenMilliseconds } from './literals.ts';
import { translationProblems } from './translation-problems.ts';

export interface CqlFile {
  /** The file's name or path, for messages. */
  readonly name: string;
  readonly text: string;
}

export type Translation =
  | { readonly kind: 'translated'; readonly libraries: readonly ElmLibrary[] }
  | { readonly kind: 'not-translated'; readonly problems: readonly Problem[] };

export interface TranslateOptions {
  /** A folder that keeps translations between runs; without it they are kept in memory only. */
  readonly cacheFolder?: string;
}

/** Raise when the ELM of the same CQL text would come out differently: a new translator, other options. */
const cacheVersion = 'cql-5.3.0/4';
const longestLibraryCharacters = 1_000_000;

const inMemory = new Map<string, ElmLibrary>();

/**
 * Translates CQL libraries to ELM, FHIRHelpers among them. Libraries may include each other and FHIRHelpers.
 * A library whose text and includes are unchanged comes from the cache; when all do, the translator, which takes
 * seconds to load, is not loaded at all.
 */
export async function translateLibraries(
  files: readonly CqlFile[],
  options: TranslateOptions = {},
): Promise<Translation> {
  const before = [...problemsBeforeTranslation(files), ...circularIncludes(files)];
  if (before.length > 0) return { kind: 'not-translated', problems: before };
  const sources = new Map(files.map((file) => [libraryHeader(file.text).id, file.text]));
  const known = await Promise.all(
    files.map(async (file) => {
      const key = cacheKey(file.text, sources);
      return { file, key, elm: await fromCache(key, options) };
    }),
  );
  const helpersKey = cacheKey('FHIRHelpers', new Map());
  const helpers = await fromCache(helpersKey, options);
  const libraries = known.flatMap(({ elm }) => elm ?? []);
  if (helpers !== undefined && libraries.length === files.length) {
    return { kind: 'translated', libraries: [...libraries, helpers] };
  }
  return translateMissing({ known, sources, helpers, helpersKey }, options);
}

interface Missing {
  readonly known: readonly { file: CqlFile; key: string; elm: ElmLibrary | undefined }[];
  readonly sources: ReadonlyMap<string, string>;
  readonly helpers: ElmLibrary | undefined;
  readonly helpersKey: string;
}

async function translateMissing(missing: Missing, options: TranslateOptions): Promise<Translation> {
  const { translator, translatedHelpers } = await import('./translator.ts');
  const translate = translator(missing.sources);
  const all = missing.known.map(({ file, key, elm }) => ({
    file,
    key,
    elm: elm ?? asWritten(translate(file.text), file.text),
    isNew: elm === undefined,
  }));
  const problems = translationProblems(all);
  if (problems.length > 0) return { kind: 'not-translated', problems };
  const helpers = missing.helpers ?? withoutNarrative(translatedHelpers());
  const fresh = all.filter(({ isNew }) => isNew);
  await Promise.all(fresh.map(({ key, elm }) => toCache(key, elm, options)));
  if (missing.helpers === undefined) await toCache(missing.helpersKey, helpers, options);
  return { kind: 'translated', libraries: [...all.map(({ elm }) => elm), helpers] };
}

function problemsBeforeTranslation(files: readonly CqlFile[]): readonly Problem[] {
  const firstWith = new Map<string, string>();
  return files.flatMap((file) => {
    if (file.text.length > longestLibraryCharacters) return [tooLong(file)];
    const { id } = libraryHeader(file.text);
    if (id === '') return [withoutName(file)];
    const other = firstWith.get(id);
    firstWith.set(id, other ?? file.name);
    return other === undefined ? [] : [twice(id, other, file.name)];
  });
}

/** Told before the translator meets it, with the whole circle. */
function circularIncludes(files: readonly CqlFile[]): readonly Problem[] {
  const places = new Map(files.map(({ name, text }) => [libraryHeader(text).id, name]));
  const including = new Map(
    files.map(({ text }) => [libraryHeader(text).id, includedNames(text).map(bareName)]),
  );
  const found = includeCircle(including, (library) => places.get(library) ?? library);
  return found === null ? [] : [found];
}

/** An include may name where a library comes from: fhir.cqf.common.FHIRHelpers. */
const bareName = (name: string): string => name.replace(/^.*\./, '');

const tooLong = ({ name, text }: CqlFile): Problem =>
  problem(
    'cql-too-long',
    `The library has ${text.length} characters; at most ${longestLibraryCharacters} are read.`,
    'Divide it into several libraries that include each other.',
    name,
  );

const withoutName = ({ name }: CqlFile): Problem =>
  problem(
    'cql-without-name',
    'The text does not begin with the name of a library.',
    "Begin with a line such as: library MyMeasure version '1.0.0'",
    name,
  );

const twice = (id: string, first: string, second: string): Problem =>
  problem(
    'cql-name-twice',
    `The library '${id}' is in both ${first} and ${second}.`,
    'Give one of them another name, or remove it.',
    second,
  );

/** The same text with the same included texts has the same key. */
function cacheKey(text: string, sources: ReadonlyMap<string, string>): string {
  const hash = createHash('sha256').update(cacheVersion);
  for (const part of withIncluded(text, sources)) hash.update('\0').update(part);
  return hash.digest('hex');
}

function withIncluded(text: string, sources: ReadonlyMap<string, string>): readonly string[] {
  const texts = new Set([text]);
  for (const one of texts) {
    for (const name of includedNames(one)) texts.add(sources.get(name) ?? `include ${name}`);
  }
  return [...texts];
}

async function fromCache(
  key: string,
  { cacheFolder }: TranslateOptions,
): Promise<ElmLibrary | undefined> {
  const held = inMemory.get(key);
  if (held !== undefined || cacheFolder === undefined) return held;
  const text = await readFile(join(cacheFolder, `${key}.json`), 'utf8').catch(absentIsFine);
  if (text === undefined) return undefined;
  const elm: ElmLibrary = JSON.parse(text);
  inMemory.set(key, elm);
  return elm;
}

function absentIsFine(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

async function toCache(key: string, elm: ElmLibrary, { cacheFolder }: TranslateOptions) {
  inMemory.set(key, elm);
  if (cacheFolder === undefined) return;
  await mkdir(cacheFolder, { recursive: true });
  const file = join(cacheFolder, `${key}.json`);
  const unfinished = `${file}.${process.pid}`;
  await writeFile(unfinished, JSON.stringify(elm));
  await rename(unfinished, file);
}

const asWritten = (elm: ElmLibrary, text: string): ElmLibrary =>
  withVersionedValueSets(withWrittenMilliseconds(withoutNarrative(elm), text));

/** The translator repeats the source text inside every definition; nobody reads it there. */
function withoutNarrative(elm: ElmLibrary): ElmLibrary {
  return JSON.parse(
    JSON.stringify(elm, (key, value) => (key === 's' || isEmptyList(value) ? undefined : value)),
  );
}

const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0;
