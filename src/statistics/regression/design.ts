import { requireFinite, requireSameLength } from '../requirements.ts';

/** One named column of a regression: an explanatory variable, one value per row. */
export interface Term {
  readonly name: string;
  readonly values: readonly number[];
}

export const interceptName = '(Intercept)';

/** The column of ones that gives a regression its level. */
export const intercept = (rows: number): Term => ({
  name: interceptName,
  values: Array.from({ length: rows }, () => 1),
});

/** One 0/1 column per level but the first, which is the reference; levels in the order given. */
export const indicators = (
  name: string,
  values: readonly (string | number)[],
  levels: readonly (string | number)[] = distinct(values),
): Term[] =>
  levels.slice(1).map((level) => ({
    name: `${name}${level}`,
    values: values.map((value) => (value === level ? 1 : 0)),
  }));

/** The different values, in order of first appearance. */
export const distinct = <T>(values: readonly T[]): T[] => [...new Set(values)];

/** @throws RangeError when a term has another length than the response, or a value is not finite */
export function requireDesign(
  name: string,
  response: readonly number[],
  terms: readonly Term[],
): void {
  requireFinite(response, `${name}: response`);
  if (terms.length === 0) throw new RangeError(`${name}: no terms; an intercept is a term too`);
  for (const term of terms) {
    requireSameLength(response, term.values, `${name}: response and term ${term.name}`);
    requireFinite(term.values, `${name}: term ${term.name}`);
  }
}
