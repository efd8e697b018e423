import type { Unit } from './unit.ts';

/** The organisation's units, indexed for walking up and down. */
export interface UnitTree {
  /** Parents before children, siblings in the order given. */
  readonly units: readonly Unit[];
  readonly byId: ReadonlyMap<string, Unit>;
  readonly below: ReadonlyMap<string, readonly Unit[]>;
}

/**
 * @throws RangeError when a parent is unknown or the units form a ring; `checkOrganisation` finds both
 * before anything is stored.
 */
export function unitTree(units: readonly Unit[]): UnitTree {
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  const below = new Map<string, Unit[]>(units.map((unit) => [unit.id, []]));
  const tops: Unit[] = [];
  for (const unit of units) {
    const siblings = unit.parentId === null ? tops : below.get(unit.parentId);
    if (siblings === undefined)
      throw new RangeError(`unitTree: ${unit.id} lies under ${unit.parentId}, which is no unit`);
    siblings.push(unit);
  }
  const ordered = downFrom(tops, below);
  if (ordered.length !== units.length)
    throw new RangeError('unitTree: some units lie above themselves');
  return { units: ordered, byId, below };
}

/** Without recursion, so that no depth of organisation is too deep. */
function downFrom(tops: readonly Unit[], below: ReadonlyMap<string, readonly Unit[]>): Unit[] {
  const ordered: Unit[] = [];
  const waiting = tops.toReversed();
  for (let unit = waiting.pop(); unit !== undefined; unit = waiting.pop()) {
    ordered.push(unit);
    waiting.push(...(below.get(unit.id) ?? []).toReversed());
  }
  return ordered;
}

/** From the unit up to the top, the unit itself first; nothing for an unknown unit. */
export function upwardsFrom(tree: UnitTree, unitId: string): readonly Unit[] {
  const path: Unit[] = [];
  for (
    let unit = tree.byId.get(unitId);
    unit !== undefined;
    unit = unit.parentId === null ? undefined : tree.byId.get(unit.parentId)
  )
    path.push(unit);
  return path;
}

/** The units above, the top first, without the unit itself: what a page shows as the way here. */
export const pathTo = (tree: UnitTree, unitId: string): readonly Unit[] =>
  upwardsFrom(tree, unitId).slice(1).toReversed();

/** True for the unit itself and everything under it. */
export const isWithin = (tree: UnitTree, unitId: string, scopeId: string): boolean =>
  upwardsFrom(tree, unitId).some((unit) => unit.id === scopeId);

/** The unit and everything under it, parents first; nothing for an unknown unit. */
export function subtree(tree: UnitTree, unitId: string): readonly Unit[] {
  const top = tree.byId.get(unitId);
  return top === undefined ? [] : downFrom([top], tree.below);
}
