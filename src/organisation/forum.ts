import type { Text } from '#core';
import type { Unit } from './unit.ts';
import { type UnitTree, upwardsFrom } from './unit-tree.ts';

export const forumKinds = [
  'local-forum',
  'coordinating-group',
  'support-unit',
  'prioritisation-board',
] as const;
export type ForumKind = (typeof forumKinds)[number];

export interface ForumMember {
  readonly personId: string;
  readonly chair: boolean;
}

/** Where a unit's people meet to decide. */
export interface Forum {
  readonly id: string;
  readonly unitId: string;
  readonly kind: ForumKind;
  readonly name: Text;
  /** Days between two meetings: what waits longer has been forgotten at least once. */
  readonly cadenceDays: number;
  readonly members: readonly ForumMember[];
}

/** A support unit advises and does not decide. The order is the way of a proposal within one unit. */
const deciding: readonly ForumKind[] = [
  'local-forum',
  'coordinating-group',
  'prioritisation-board',
];

/** The forums a proposal from this unit may pass, the nearest first. */
export const routeUp = (
  forums: readonly Forum[],
  tree: UnitTree,
  unitId: string,
): readonly Forum[] =>
  upwardsFrom(tree, unitId).flatMap((unit) =>
    deciding.flatMap((kind) =>
      forums.filter((forum) => forum.unitId === unit.id && forum.kind === kind),
    ),
  );

/** Where a proposal goes when this forum passes it on; undefined at the top. */
export function nextForum(
  forums: readonly Forum[],
  tree: UnitTree,
  forum: Forum,
): Forum | undefined {
  const route = routeUp(forums, tree, forum.unitId);
  return route[route.findIndex((step) => step.id === forum.id) + 1];
}

/** Two weeks: often enough that a month's signal is met within the month. */
export const defaultCadenceDays = 14;

/** Every unit has somewhere to decide: a unit for which no forum is named gets a plain one of its own. */
export function withLocalForums(forums: readonly Forum[], tree: UnitTree): readonly Forum[] {
  const served = new Set(
    forums.filter((forum) => deciding.includes(forum.kind)).map((forum) => forum.unitId),
  );
  const missing = tree.units.filter((unit) => !served.has(unit.id));
  return [...forums, ...missing.map((unit) => plainForum(unit, tree))];
}

function plainForum(unit: Unit, tree: UnitTree): Forum {
  const coordinates = (tree.below.get(unit.id) ?? []).length > 0;
  return {
    id: `forum-${unit.id}`,
    unitId: unit.id,
    kind: coordinates ? 'coordinating-group' : 'local-forum',
    name: coordinates
      ? { en: `Coordinating group, ${unit.name.en}`, sv: `Samordningsgrupp, ${unit.name.sv}` }
      : { en: `Local forum, ${unit.name.en}`, sv: `Lokalt forum, ${unit.name.sv}` },
    cadenceDays: defaultCadenceDays,
    members: [],
  };
}
