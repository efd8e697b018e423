import { groupBy, type Text } from '#core';
import type { Unit } from './unit.ts';
import { type UnitTree, upwardsFrom } from './unit-tree.ts';

/** What an organisation calls one sort of forum; kinds are configuration. */
export interface ForumKind {
  readonly id: string;
  readonly name: Text;
  /** True for a support unit, which prepares and advises; others pass it by on the way up. */
  readonly advises: boolean;
}

/** The kinds of an organisation that names none. The order is the way of a proposal within one unit. */
export const standardForumKinds: readonly ForumKind[] = [
  { id: 'local-forum', name: { en: 'Local forum', sv: 'Lokalt forum' }, advises: false },
  {
    id: 'coordinating-group',
    name: { en: 'Coordinating group', sv: 'Samordningsgrupp' },
    advises: false,
  },
  { id: 'support-unit', name: { en: 'Support unit', sv: 'Stödenhet' }, advises: true },
  {
    id: 'prioritisation-board',
    name: { en: 'Prioritisation board', sv: 'Prioriteringsråd' },
    advises: false,
  },
];

export interface ForumMember {
  readonly personId: string;
  readonly chair: boolean;
  /** False for someone who takes part and is heard, but has no vote. */
  readonly votes: boolean;
}

/** Where a unit's people meet to decide. */
export interface Forum {
  readonly id: string;
  readonly unitId: string;
  /** A kind's id. */
  readonly kind: string;
  readonly name: Text;
  /** Days between two meetings: what waits longer has been forgotten at least once. */
  readonly cadenceDays: number;
  /** 'YYYY-MM-DD': a day on which it meets; the others lie whole cadences from it. */
  readonly meetsFrom: string;
  /** How many matters one meeting has time for. */
  readonly mattersPerMeeting: number;
  /** Members with a vote who must take part in a decision; null for more than half of them. */
  readonly quorum: number | null;
  readonly members: readonly ForumMember[];
}

/** The forums of an organisation with what is needed to find the way between them. */
export interface Forums {
  readonly forumKinds: readonly ForumKind[];
  readonly forums: readonly Forum[];
  readonly tree: UnitTree;
}

interface ForumIndex {
  readonly byId: ReadonlyMap<string, Forum>;
  readonly inUnit: ReadonlyMap<string, readonly Forum[]>;
}

/** By the list itself, which never changes: thousands of forums are not walked through for every step of a route. */
const indexes = new WeakMap<readonly Forum[], ForumIndex>();

function indexOf(forums: readonly Forum[]): ForumIndex {
  const known = indexes.get(forums);
  if (known !== undefined) return known;
  const index = {
    byId: new Map(forums.map((forum) => [forum.id, forum])),
    inUnit: groupBy(forums, ({ unitId }) => unitId),
  };
  indexes.set(forums, index);
  return index;
}

export const forumById = ({ forums }: Forums, forumId: string): Forum | undefined =>
  indexOf(forums).byId.get(forumId);

export const forumsIn = ({ forums }: Forums, unitId: string): readonly Forum[] =>
  indexOf(forums).inUnit.get(unitId) ?? [];

/** The forums a proposal from this unit may pass, the nearest first; those that advise are passed by. */
export function routeUp(structure: Forums, unitId: string): readonly Forum[] {
  const deciding = structure.forumKinds.filter(({ advises }) => !advises);
  return upwardsFrom(structure.tree, unitId).flatMap((unit) => {
    const here = forumsIn(structure, unit.id);
    return deciding.flatMap(({ id }) => here.filter(({ kind }) => kind === id));
  });
}

/** Where a proposal goes when this forum passes it on; undefined at the top. */
export function nextForum(structure: Forums, forum: Forum): Forum | undefined {
  const route = routeUp(structure, forum.unitId);
  return route[route.findIndex((step) => step.id === forum.id) + 1];
}

/** How many members with a vote must take part in a decision. */
export const quorumOf = ({ quorum, members }: Pick<Forum, 'quorum' | 'members'>): number =>
  quorum ?? Math.floor(members.filter(({ votes }) => votes).length / 2) + 1;

const dayMilliseconds = 86_400_000;

/** The first meeting on or after a day, as 'YYYY-MM-DD'. */
export function nextMeetingOn(
  { meetsFrom, cadenceDays }: Pick<Forum, 'meetsFrom' | 'cadenceDays'>,
  day: string,
): string {
  const from = Date.parse(meetsFrom);
  const days = (Date.parse(day.slice(0, 10)) - from) / dayMilliseconds;
  const meeting = from + Math.ceil(days / cadenceDays) * cadenceDays * dayMilliseconds;
  return new Date(meeting).toISOString().slice(0, 10);
}

/** Two weeks: often enough that a month's signal is met within the month. */
export const defaultCadenceDays = 14;

/** A Thursday. */
export const defaultMeetsFrom = '2026-01-01';

/** A quarter of an hour each in a meeting of an hour and a half. */
export const defaultMattersPerMeeting = 6;

/**
 * Every unit has somewhere to decide: a unit for which no forum is named gets a plain one of its own, of the first
 * deciding kind, or the second where other units lie below it.
 */
export function withLocalForums({ forumKinds, forums, tree }: Forums): readonly Forum[] {
  const deciding = forumKinds.filter(({ advises }) => !advises);
  const served = new Set(
    forums.filter(({ kind }) => deciding.some(({ id }) => id === kind)).map(({ unitId }) => unitId),
  );
  return [
    ...forums,
    ...tree.units
      .filter((unit) => !served.has(unit.id))
      .flatMap((unit) => {
        const coordinates = (tree.below.get(unit.id) ?? []).length > 0;
        const kind = (coordinates ? deciding[1] : undefined) ?? deciding[0];
        return kind === undefined ? [] : [plainForum(unit, kind)];
      }),
  ];
}

const plainForum = (unit: Unit, kind: ForumKind): Forum => ({
  id: `forum-${unit.id}`,
  unitId: unit.id,
  kind: kind.id,
  name: { en: `${kind.name.en}, ${unit.name.en}`, sv: `${kind.name.sv}, ${unit.name.sv}` },
  cadenceDays: defaultCadenceDays,
  meetsFrom: defaultMeetsFrom,
  mattersPerMeeting: defaultMattersPerMeeting,
  quorum: null,
  members: [],
});
