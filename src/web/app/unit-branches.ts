import type { Organisation, UnitNode } from '#api';
import { groupBy } from '#core';

export interface Branch {
  readonly unit: UnitNode;
  readonly branches: readonly Branch[];
}

/** The organisation as a tree; units whose parent is not there stand at the top. */
export function branchesOf(units: Organisation['units']): readonly Branch[] {
  const known = new Set(units.map((u) => u.id));
  const byParent = groupBy(units, (u) =>
    u.parentId !== null && known.has(u.parentId) ? u.parentId : '',
  );
  const under = (parentId: string): Branch[] =>
    (byParent.get(parentId) ?? []).map((unit) => ({ unit, branches: under(unit.id) }));
  return under('');
}

/** The unit and everything above it. */
export function lineage(units: readonly UnitNode[], unitId: string): readonly string[] {
  const byId = new Map(units.map((u) => [u.id, u]));
  const line: string[] = [];
  for (let at = byId.get(unitId); at !== undefined && !line.includes(at.id); ) {
    line.push(at.id);
    at = at.parentId === null ? undefined : byId.get(at.parentId);
  }
  return line;
}
