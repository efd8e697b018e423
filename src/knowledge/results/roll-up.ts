import type { UnitResult } from './monthly-result.ts';

/** A unit and the one above it; null at the top. */
export interface Branch {
  readonly id: string;
  readonly parentId: string | null;
}

/** Results at every level, and what could not be placed in any known unit. */
export interface RolledUp {
  readonly results: readonly UnitResult[];
  readonly unplaced: readonly UnitResult[];
}

/**
 * Adds each unit's own results to every unit above it, so that the numbers of a level are exactly the sum of the
 * levels below. A unit that owns events and has units under it keeps both.
 *
 * @throws RangeError when the units form a ring
 */
export function rollUp(own: readonly UnitResult[], units: readonly Branch[]): RolledUp {
  const ancestors = ancestorsOf(units);
  const totals = new Map<string, UnitResult>();
  const unplaced: UnitResult[] = [];
  for (const result of own) {
    const levels = ancestors.get(result.unitId);
    if (levels === undefined) {
      unplaced.push(result);
      continue;
    }
    for (const unitId of levels) addTo(totals, { ...result, unitId });
  }
  return { results: [...totals.values()], unplaced };
}

function addTo(totals: Map<string, UnitResult>, result: UnitResult): void {
  const key = `${result.unitId}\u0000${result.month}`;
  const before = totals.get(key);
  totals.set(
    key,
    before === undefined
      ? result
      : {
          ...before,
          numerator: before.numerator + result.numerator,
          denominator: before.denominator + result.denominator,
          sumOfSquares: before.sumOfSquares + result.sumOfSquares,
        },
  );
}

/** For each unit: itself and everything above it, nearest first. */
function ancestorsOf(units: readonly Branch[]): ReadonlyMap<string, readonly string[]> {
  const parents = new Map(units.map((unit) => [unit.id, unit.parentId]));
  return new Map(units.map((unit) => [unit.id, pathUp(unit.id, parents)]));
}

function pathUp(id: string, parents: ReadonlyMap<string, string | null>): readonly string[] {
  const path: string[] = [];
  for (let at: string | null = id; at !== null; at = parents.get(at) ?? null) {
    if (path.includes(at)) throw new RangeError(`rollUp: unit ${at} is above itself`);
    path.push(at);
  }
  return path;
}
