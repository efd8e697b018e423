import type { FictiveCase } from '../decision-rights/fictive-case.ts';
import { routeOf } from '../decision-rights/route.ts';
import type { Structure } from '../decision-rights/structure.ts';
import type { Forum } from '../forum.ts';
import { isWithin, subtree, type UnitTree } from '../unit-tree.ts';
import type { Flow, QueueNetwork } from './queue-network.ts';

interface Asked {
  readonly structure: Structure;
  readonly cases: readonly FictiveCase[];
  readonly factor: number;
}

const daysPerYear = 365.25;
const dayMilliseconds = 86_400_000;

/**
 * A structure as stations and flows: every forum a station that meets; every case raised in each forum of the kind
 * where the case is raised, about a unit that stands to that forum as the case's unit does to its own.
 */
export function structureNetwork({ structure, cases, factor }: Asked): {
  readonly network: QueueNetwork;
  readonly leftOut: readonly string[];
} {
  const stationOf = new Map(structure.forums.map(({ id }, i) => [id, i]));
  const flows = new Map<string, Flow>();
  const leftOut = new Set<string>();
  for (const { one, forum, concernsUnitId } of raisings(structure, cases)) {
    const matter = { attributes: one.attributes, unitId: forum.unitId, concernsUnitId };
    const { steps, outcome } = routeOf(structure, matter, forum.id);
    if (outcome.kind === 'stuck') leftOut.add(one.id);
    else {
      const path = steps.flatMap(({ forumId }) => stationOf.get(forumId) ?? []);
      const id = path.join(' ');
      const perDay = (flows.get(id)?.perDay ?? 0) + (factor * one.perYear) / daysPerYear;
      flows.set(id, { id, perDay, path });
    }
  }
  const stations = structure.forums.map((forum) => ({ id: forum.id, service: meetingsOf(forum) }));
  return { network: { stations, flows: [...flows.values()] }, leftOut: [...leftOut] };
}

/** Forums meet on their own days: the first meeting of the simulation is as far into the cadence as theirs is. */
function meetingsOf({ cadenceDays, meetsFrom, mattersPerMeeting }: Forum) {
  const day = Math.floor(Date.parse(meetsFrom) / dayMilliseconds);
  const firstDay = ((day % cadenceDays) + cadenceDays) % cadenceDays;
  return { kind: 'meetings' as const, everyDays: cadenceDays, firstDay, mattersPerMeeting };
}

interface Raising {
  readonly one: FictiveCase;
  readonly forum: Forum;
  readonly concernsUnitId: string | null;
}

function* raisings(structure: Structure, cases: readonly FictiveCase[]): Generator<Raising> {
  const { forums, tree } = structure;
  for (const one of cases) {
    const own = forums.find(({ id }) => id === one.raisedAt);
    if (own === undefined || one.perYear === 0) continue;
    const alike = forums.filter(({ kind }) => kind === own.kind);
    for (const [i, forum] of alike.entries())
      yield { one, forum, concernsUnitId: unitLike(tree, { one, own, forum, i }) };
  }
}

interface Likeness {
  readonly one: FictiveCase;
  readonly own: Forum;
  readonly forum: Forum;
  readonly i: number;
}

/** The unit concerned: on the same level as the case's, below or elsewhere as that is; by turns where there are several. */
function unitLike(tree: UnitTree, { one, own, forum, i }: Likeness): string | null {
  const concerned = one.concernsUnitId === null ? undefined : tree.byId.get(one.concernsUnitId);
  if (concerned === undefined || concerned.id === own.unitId) return null;
  const isBelow = isWithin(tree, concerned.id, own.unitId);
  const candidates = (isBelow ? subtree(tree, forum.unitId) : tree.units).filter(
    ({ id, level }) =>
      level === concerned.level &&
      id !== forum.unitId &&
      isWithin(tree, id, forum.unitId) === isBelow,
  );
  return candidates[i % candidates.length]?.id ?? null;
}
