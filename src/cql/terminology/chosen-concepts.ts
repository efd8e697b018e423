import { ProblemError, problem } from '#core';
import type { CodeSystem, Filter } from './terminology-file.ts';

/**
 * The codes of a code system that pass every filter; all of them without a filter.
 *
 * Filters by the hierarchy ('concept' is-a, descendent-of, is-not-a) and by properties (=, in, not-in, exists).
 *
 * @throws ProblemError for a filter of another kind: leaving it out would give other codes
 */
export function chosenConcepts(system: CodeSystem, filters: readonly Filter[]): readonly string[] {
  const tests = filters.map((filter) => passing(system, filter));
  return [...system.concepts.keys()].filter((code) => tests.every((passes) => passes(code)));
}

type Passes = (code: string) => boolean;

function passing(system: CodeSystem, filter: Filter): Passes {
  const { property, op, value } = filter;
  if (isHierarchy(property)) {
    const byHierarchy = hierarchyFilter(system, op, value);
    if (byHierarchy !== null) return byHierarchy;
  }
  const byProperty = propertyFilter(system, filter);
  if (byProperty !== null) return byProperty;
  throw new ProblemError(
    problem(
      'value-set-filter',
      `The filter ${property} ${op} ${value} of ${system.url} is not known.`,
      'Bring an expansion of the value set, or use is-a, descendent-of, is-not-a, =, in, not-in or exists.',
      system.url,
    ),
  );
}

const isHierarchy = (property: string): boolean => property === 'concept' || property === 'code';

function hierarchyFilter(system: CodeSystem, op: string, value: string): Passes | null {
  switch (op) {
    case 'is-a': {
      const below = withDescendants(system, value);
      return (code) => below.has(code);
    }
    case 'descendent-of': {
      const below = withDescendants(system, value);
      return (code) => code !== value && below.has(code);
    }
    case 'is-not-a': {
      const below = withDescendants(system, value);
      return (code) => !below.has(code);
    }
    case '=':
      return (code) => code === value;
    default:
      return null;
  }
}

function withDescendants({ concepts }: CodeSystem, root: string): ReadonlySet<string> {
  const children = new Map<string, string[]>();
  for (const [code, { parents }] of concepts) {
    for (const parent of parents) childrenOf(children, parent).push(code);
  }
  const found = new Set([root]);
  for (const code of found) {
    for (const child of children.get(code) ?? []) found.add(child);
  }
  return found;
}

function childrenOf(children: Map<string, string[]>, parent: string): string[] {
  const known = children.get(parent) ?? [];
  children.set(parent, known);
  return known;
}

function propertyFilter({ concepts }: CodeSystem, filter: Filter): Passes | null {
  const { property, op, value } = filter;
  const of = (code: string): string | undefined =>
    isHierarchy(property) ? code : concepts.get(code)?.properties.get(property);
  const values = new Set(value.split(',').map((one) => one.trim()));
  switch (op) {
    case '=':
      return (code) => of(code) === value;
    case 'in':
      return (code) => values.has(of(code) ?? '');
    case 'not-in':
      return (code) => !values.has(of(code) ?? '');
    case 'exists':
      return (code) => (of(code) !== undefined) === (value === 'true');
    default:
      return null;
  }
}
