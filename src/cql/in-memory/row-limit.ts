import { ProblemError, problem } from '#core';

/** No record of one person has as many events; beyond it a definition has a mistake that would fill the memory. */
export const rowsPerPatientMax = 100_000;
/** Combinations of the items of several sources, which are tried one by one. */
export const combinationsPerPatientMax = 250_000;

/** @throws ProblemError when a query or an expansion gives more items for one patient than are worked out */
export function requireFewRows(rows: number): void {
  if (rows <= rowsPerPatientMax) return;
  throw tooMany(`${rowsPerPatientMax} items`);
}

/** @throws ProblemError when the items of several sources make too many combinations */
export function requireFewCombinations(counts: readonly number[]): void {
  const combinations = counts.reduce((product, count) => product * count, 1);
  if (combinations <= combinationsPerPatientMax) return;
  throw tooMany(`${combinationsPerPatientMax} combinations`);
}

const tooMany = (limit: string): ProblemError =>
  new ProblemError(
    problem(
      'cql-too-many-rows',
      `A definition gives more than ${limit} for one patient.`,
      'Narrow it: give each source of the query its own condition, or ask for fewer codes or a shorter time.',
      'a query or expand',
    ),
  );
