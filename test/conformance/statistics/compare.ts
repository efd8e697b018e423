import { isFields, isNotInCase } from './case.ts';

interface Tolerance {
  readonly rel: number;
  readonly abs: number;
}

const isNothing = (value: unknown): boolean => value === null || value === undefined;

/**
 * Every way in which `got` departs from `expected`, as readable lines; none when they agree.
 * Numbers agree within abs + rel·|expected|; null agrees with null or with an absent value.
 */
export function differences(
  expected: unknown,
  got: unknown,
  tolerance: Tolerance,
  path = 'expected',
): string[] {
  if (isNotInCase(got)) return [];
  if (isNothing(expected)) return isNothing(got) ? [] : [line(path, expected, got)];
  if (typeof expected === 'number') return compareNumbers(expected, got, tolerance, path);
  if (Array.isArray(expected)) return compareLists(expected, got, tolerance, path);
  if (isFields(expected)) {
    if (!isFields(got)) return [line(path, 'a record', got)];
    return Object.entries(expected).flatMap(([name, value]) =>
      differences(value, got[name], tolerance, `${path}.${name}`),
    );
  }
  return expected === got ? [] : [line(path, expected, got)];
}

const line = (path: string, expected: unknown, got: unknown): string =>
  `${path}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(got)}`;

function compareNumbers(
  expected: number,
  got: unknown,
  { rel, abs }: Tolerance,
  path: string,
): string[] {
  const close =
    typeof got === 'number' && Math.abs(got - expected) <= abs + rel * Math.abs(expected);
  return close ? [] : [line(path, expected, got)];
}

function compareLists(
  expected: readonly unknown[],
  got: unknown,
  tolerance: Tolerance,
  path: string,
): string[] {
  if (!Array.isArray(got)) return [line(path, `a list of ${expected.length}`, got)];
  if (got.length !== expected.length) {
    return [line(path, `a list of ${expected.length}`, `a list of ${got.length}`)];
  }
  return expected.flatMap((value, i) => differences(value, got[i], tolerance, `${path}[${i + 1}]`));
}
