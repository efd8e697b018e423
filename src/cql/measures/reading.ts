import type { ZodError } from 'zod';
import { type Problem, problem } from '#core';

/** What came of reading one file of the library. */
export type Read<T> =
  | { readonly kind: 'read'; readonly value: T }
  | { readonly kind: 'unreadable'; readonly problems: readonly Problem[] };

export const read = <T>(value: T): Read<T> => ({ kind: 'read', value });

export const unreadable = (...problems: readonly Problem[]): Read<never> => ({
  kind: 'unreadable',
  problems,
});

export const formProblems = (error: ZodError, path: string): readonly Problem[] =>
  error.issues.map((issue) =>
    problem(
      'library-file-form',
      `${issue.path.join('.') || 'The file'}: ${issue.message}.`,
      'Correct this field; compare with a measure that works.',
      path,
    ),
  );

export function readJson(path: string, text: string): Read<unknown> {
  try {
    return read(JSON.parse(text));
  } catch (cause) {
    return unreadable(syntaxProblem(path, 'JSON', cause));
  }
}

export function syntaxProblem(path: string, language: 'JSON' | 'YAML', cause: unknown): Problem {
  const message = cause instanceof Error ? cause.message : String(cause);
  return problem(
    'library-file-syntax',
    `The file is not ${language}: ${message}`,
    'Correct the text at this place; look at quotes, commas and indentation.',
    path,
  );
}
