import type { Text } from './text.ts';

/** What was found and what was allowed, by name, so that the same can be said in any language. */
export type ProblemValues = Readonly<Record<string, string | number | Text | readonly string[]>>;

/** A sentence as a code with its values: who reads it chooses the language. */
export interface Said {
  readonly code: string;
  readonly values: ProblemValues;
}

/** The world said no: what was found, what was allowed, and the next step. Never holds a value from a patient row. */
export interface Problem {
  readonly code: string;
  readonly message: string;
  /** The next step, in the reader's words. */
  readonly tip: string;
  /** A file, line, field or page; empty when the whole input is meant. */
  readonly where: string;
  readonly values?: ProblemValues | undefined;
}

/** A problem on its way to the edge that can show it. */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem, options?: ErrorOptions) {
    super(problem.tip === '' ? problem.message : `${problem.message} ${problem.tip}`, options);
    this.name = 'ProblemError';
    this.problem = problem;
  }
}

export const problem = (
  code: string,
  message: string,
  tip: string,
  where = '',
  values?: ProblemValues,
): Problem => ({ code, message, tip, where, ...(values === undefined ? {} : { values }) });
