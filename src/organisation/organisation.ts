import { type Problem, problem } from '#core';
import type { Forum } from './forum.ts';
import type { Person } from './person.ts';
import type { Level, Unit } from './unit.ts';

/** Who learns and who decides: the whole of it, as read from a file or from FHIR. */
export interface Organisation {
  readonly levels: readonly Level[];
  readonly units: readonly Unit[];
  readonly people: readonly Person[];
  readonly forums: readonly Forum[];
}

/** The organisation when it holds together, or every reason why it does not. */
export type OrganisationRead =
  | { readonly kind: 'organisation'; readonly organisation: Organisation }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

/** Every id named is defined once, and every unit lies somewhere under a top. */
export function checkOrganisation(organisation: Organisation): readonly Problem[] {
  const { levels, units, people, forums } = organisation;
  return [
    ...named('level', levels),
    ...named('unit', units),
    ...named('person', people),
    ...named('forum', forums),
    ...unknownNames(organisation),
    ...rings(units),
  ];
}

type Kind = 'level' | 'unit' | 'person' | 'forum';

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

const plural = { level: 'levels', unit: 'units', person: 'people', forum: 'forums' } as const;

interface Mention {
  readonly kind: Kind;
  readonly id: string;
  readonly where: string;
}

function unknownNames(organisation: Organisation): readonly Problem[] {
  const { levels, units, people, forums } = organisation;
  const ids = {
    level: new Set(levels.map(({ id }) => id)),
    unit: new Set(units.map(({ id }) => id)),
    person: new Set(people.map(({ id }) => id)),
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

const mentions = ({ units, people, forums }: Organisation): readonly Mention[] => [
  ...units.flatMap(({ id, level, parentId }) => [
    { kind: 'level' as const, id: level, where: `units/${id}` },
    ...(parentId === null ? [] : [{ kind: 'unit' as const, id: parentId, where: `units/${id}` }]),
  ]),
  ...people.flatMap(({ id, roles }) =>
    roles.map(({ unitId }) => ({ kind: 'unit' as const, id: unitId, where: `people/${id}` })),
  ),
  ...forums.flatMap(({ id, unitId, members }) => [
    { kind: 'unit' as const, id: unitId, where: `forums/${id}` },
    ...members.map(({ personId }) => ({
      kind: 'person' as const,
      id: personId,
      where: `forums/${id}`,
    })),
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
