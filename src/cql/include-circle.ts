import { type Problem, problem } from '#core';

/** A circle of libraries that include each other, told at the library it begins with; null when there is none. */
export function includeCircle(
  including: ReadonlyMap<string, readonly string[]>,
  whereOf: (library: string) => string,
): Problem | null {
  for (const start of including.keys()) {
    const way = wayBackTo(start, including);
    if (way.length > 0) return circular(way, whereOf(start));
  }
  return null;
}

/** The shortest way from a library over its includes back to itself; empty when there is none. */
function wayBackTo(
  start: string,
  including: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  const ways = new Map<string, readonly string[]>([[start, [start]]]);
  for (const [name, way] of ways) {
    for (const next of including.get(name) ?? []) {
      if (next === start) return [...way, start];
      if (!ways.has(next)) ways.set(next, [...way, next]);
    }
  }
  return [];
}

const circular = (way: readonly string[], where: string): Problem =>
  problem(
    'cql-circular-include',
    `The libraries include each other in a circle: ${way.join(' → ')}.`,
    'Move what they share to a library of its own that both include.',
    where,
  );
