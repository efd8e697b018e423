import { type Problem, problem } from '#core';
import type { ElmLibrary, ElmNode } from '../elm.ts';
import { libraryHeader } from './library-header.ts';
import { literalProblems } from './literals.ts';

interface TranslatedFile {
  readonly file: { readonly name: string; readonly text: string };
  readonly elm: ElmLibrary;
}

/** The errors that the translator left in the ELM, as problems with file, line, column and next step. */
export function translationProblems(all: readonly TranslatedFile[]): readonly Problem[] {
  const names = new Set(all.map(({ file }) => libraryHeader(file.text).id));
  return all.flatMap(({ file, elm }) => [
    ...errorsIn(elm)
      .filter((error) => isAboutItself(error, elm) && !isReportedThere(error, names))
      .map((error) => asProblem(file.name, error)),
    ...literalProblems(file.name, elm),
  ]);
}

const errorsIn = (elm: ElmLibrary): readonly ElmNode[] =>
  (elm.library.annotation ?? []).filter(
    ({ type, errorSeverity }) => type === 'CqlToElmError' && errorSeverity === 'error',
  );

/** The translator repeats the errors of an included library; they are told once, where they are. */
const isAboutItself = (error: ElmNode, elm: ElmLibrary): boolean =>
  (error.libraryId ?? elm.library.identifier.id) === elm.library.identifier.id;

const isReportedThere = (error: ElmNode, names: ReadonlySet<string>): boolean =>
  error.errorType === 'include' && names.has(String(error.targetIncludeLibraryId));

interface Advice {
  readonly when: RegExp;
  readonly code: string;
  readonly tip: string;
}

/** The first that fits is used. */
const advice: readonly Advice[] = [
  {
    when: /Could not load source for library/,
    code: 'cql-missing-include',
    tip: 'Bring the included library along, or remove the include.',
  },
  {
    when: /model information|Could not resolve model/i,
    code: 'cql-other-model',
    tip: "Gyrus reads FHIR 4.0.1: write using FHIR version '4.0.1'.",
  },
  {
    when: /circular/i,
    code: 'cql-circular-definition',
    tip: 'A definition may not use itself, directly or through others; take one of the steps out.',
  },
  {
    when: /^Member .* not found/,
    code: 'cql-unknown-element',
    tip: 'Check the spelling of the element against the FHIR R4 resource.',
  },
  {
    when: /Could not resolve identifier|Could not resolve reference/,
    code: 'cql-unknown-name',
    tip: 'Check the spelling of the name, or define it above.',
  },
  {
    when: /Could not resolve call to operator/,
    code: 'cql-wrong-types',
    tip: 'Check the types on this line; a choice needs a type, as in (O.value as Quantity).',
  },
  {
    when: /Syntax error/i,
    code: 'cql-syntax',
    tip: 'Look at this place and just before it: a bracket, quote or comma is often missing.',
  },
];

function asProblem(file: string, error: ElmNode): Problem {
  const message = String(error.message);
  const { code, tip } = advice.find(({ when }) => when.test(message)) ?? otherAdvice;
  return problem(code, message, tip, `${file}:${error.startLine}:${error.startChar}`);
}

const otherAdvice = { code: 'cql-error', tip: 'Correct the text at this place and try again.' };
