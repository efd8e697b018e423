import { type Problem, problem } from '#core';
import type { FictiveCase } from './decision-rights/fictive-case.ts';
import type { Attribute, DecisionRule } from './decision-rights/structure.ts';
import { unknownInRules } from './decision-rights/unknown-names.ts';
import type { Forum, ForumKind } from './forum.ts';
import type { Person } from './person.ts';
import type { Level, Unit } from './unit.ts';

/** Who learns and who decides: the whole of it, as read from a file or from FHIR. */
export interface Organisation {
  readonly levels: readonly Level[];
  readonly units: readonly Unit[];
  readonly people: readonly Person[];
  readonly forumKinds: readonly ForumKind[];
  readonly forums: readonly Forum[];
  /** What decision rules look at. */
  readonly attributes: readonly Attribute[];
  readonly rules: readonly DecisionRule[];
  /** What the rules are tested with. */
  readonly cases: readonly FictiveCase[];
}

/** The organisation when it holds together, or every reason why it does not. */
export type OrganisationRead =
  | { readonly kind: 'organisation'; readonly organisation: Organisation }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

/** Every id named is defined once, and every unit lies somewhere under a top. */
export function checkOrganisation(organisation: Organisation): readonly Problem[] {
  const { levels, units, people, forumKinds, forums, rules, cases } = organisation;
  return [
    ...named('level', levels),
    ...named('unit', units),
    ...named('person', people),
    ...named('kind of forum', forumKinds),
    ...named('forum', forums),
    ...named('rule', rules),
    ...named('case', cases),
    ...unknownNames(organisation),
    ...unknownInRules(organisation),
    ...rings(units),
  ];
}

type Kind = keyof typeof plural;

function named(kind: Kind, items: readonly { readonly id: string }[]): readonly Problem[] {
  const seen = new Set<string>();
  return items.flatMap(({ id }) => {
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    return [
      problem(
        'organisation-id-twice',
        `Two ${plural[kind]} have the id '${id}'.`,
        'Give each its own id.',
        `${plural[kind]}/${id}`,
      ),
    ];
  });
}

const plural = {
  level: 'levels',
  unit: 'units',
  person: 'people',
  'kind of forum': 'forumKinds',
  forum: 'forums',
  rule: 'rules',
  case: 'cases',
} as const;

interface Mention {
  readonly kind: Exclude<Kind, 'rule' | 'case'>;
  readonly id: string;
  readonly where: string;
}

function unknownNames(organisation: Organisation): readonly Problem[] {
  const { levels, units, people, forumKinds, forums } = organisation;
  const ids = {
    level: new Set(levels.map(({ id }) => id)),
    unit: new Set(units.map(({ id }) => id)),
    person: new Set(people.map(({ id }) => id)),
    'kind of forum': new Set(forumKinds.map(({ id }) => id)),
    forum: new Set(forums.map(({ id }) => id)),
  };
  return mentions(organisation)
    .filter(({ kind, id }) => !ids[kind].has(id))
    .map(({ kind, id, where }) =>
      problem(
        'organisation-id-unknown',
        `There is no ${kind} with the id '${id}'.`,
        `Define it under ${plural[kind]}, or correct the name.`,
        where,
      ),
    );
}

const mentions = ({ units, people, forums, cases }: Organisation): readonly Mention[] => [
  ...units.flatMap(({ id, level, parentId }) => [
    { kind: 'level' as const, id: level, where: `units/${id}` },
    ...(parentId === null ? [] : [{ kind: 'unit' as const, id: parentId, where: `units/${id}` }]),
  ]),
  ...people.flatMap(({ id, roles }) =>
    roles.map(({ unitId }) => ({ kind: 'unit' as const, id: unitId, where: `people/${id}` })),
  ),
  ...forums.flatMap(({ id, unitId, kind, members }) => [
    { kind: 'unit' as const, id: unitId, where: `forums/${id}` },
    { kind: 'kind of forum' as const, id: kind, where: `forums/${id}` },
    ...members.map(({ personId }) => ({
      kind: 'person' as const,
      id: personId,
      where: `forums/${id}`,
    })),
  ]),
  ...cases.flatMap(({ id, raisedAt, concernsUnitId, endsAt }) => [
    { kind: 'forum' as const, id: raisedAt, where: `cases/${id}` },
    { kind: 'forum' as const, id: endsAt, where: `cases/${id}` },
    ...(concernsUnitId === null
      ? []
      : [{ kind: 'unit' as const, id: concernsUnitId, where: `cases/${id}` }]),
  ]),
];

/** Units that never reach a top, because they lie under themselves. */
function rings(units: readonly Unit[]): readonly Problem[] {
  const parents = new Map(units.map(({ id, parentId }) => [id, parentId]));
  return units
    .filter(({ id }) => !reachesTop(id, parents))
    .map(({ id }) =>
      problem(
        'unit-above-itself',
        `The unit '${id}' lies above itself.`,
        'Correct its parent, or a parent further up.',
        `units/${id}`,
      ),
    );
}

function reachesTop(id: string, parents: ReadonlyMap<string, string | null>): boolean {
  const passed = new Set<string>();
  for (let at: string | null = id; at !== null; at = parents.get(at) ?? null) {
    if (passed.has(at)) return false;
    passed.add(at);
  }
  return true;
}
