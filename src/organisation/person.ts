import type { Text } from '#core';
import { type UnitTree, upwardsFrom } from './unit-tree.ts';

export const roleKinds = [
  'nurse',
  'unit-manager',
  'coordinator',
  'board-chair',
  'analyst',
  'patient-representative',
  'researcher',
] as const;
export type RoleKind = (typeof roleKinds)[number];

/** A role is held in a unit and reaches that unit's subtree. */
export interface RoleHeld {
  readonly role: RoleKind;
  readonly unitId: string;
}

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly title: Text;
  readonly roles: readonly RoleHeld[];
  /** One that may be chosen at the demo's sign-in. */
  readonly persona: boolean;
}

export interface PersonRef {
  readonly id: string;
  readonly name: string;
}

/** By the list itself, which never changes: pages name many of many thousand people. */
const indexes = new WeakMap<readonly Person[], ReadonlyMap<string, Person>>();

export function personById(people: readonly Person[], personId: string): Person | undefined {
  const index = indexes.get(people) ?? new Map(people.map((person) => [person.id, person]));
  indexes.set(people, index);
  return index.get(personId);
}

export const personRef = (person: Person): PersonRef => ({ id: person.id, name: person.name });

const leads: readonly RoleKind[] = ['unit-manager', 'coordinator', 'board-chair'];

/** Who answers for a unit: the one who leads it, or else who leads the nearest unit above. */
export function leadOf(
  people: readonly Person[],
  tree: UnitTree,
  unitId: string,
): Person | undefined {
  for (const unit of upwardsFrom(tree, unitId))
    for (const role of leads) {
      const lead = people.find((person) => holds(person, role, unit.id));
      if (lead !== undefined) return lead;
    }
  return undefined;
}

const holds = (person: Person, role: RoleKind, unitId: string): boolean =>
  person.roles.some((held) => held.role === role && held.unitId === unitId);
