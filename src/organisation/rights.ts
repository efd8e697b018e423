import type { Person, RoleKind } from './person.ts';
import { isWithin, type UnitTree } from './unit-tree.ts';

const frontLine: readonly RoleKind[] = ['nurse', 'unit-manager', 'coordinator'];
const leading: readonly RoleKind[] = ['unit-manager', 'coordinator', 'board-chair'];
const everybody: readonly RoleKind[] = [
  'nurse',
  'unit-manager',
  'coordinator',
  'board-chair',
  'analyst',
  'patient-representative',
  'researcher',
];
const voices: readonly RoleKind[] = [
  'nurse',
  'unit-manager',
  'coordinator',
  'board-chair',
  'analyst',
  'patient-representative',
];

/**
 * Who may do what, in the unit where the role is held and everywhere below it. Whoever is signed in may read
 * aggregates; what is listed here is every change, and every reading that needs more than that.
 */
export const rights = {
  'thread.open-from-signal': [...leading, 'nurse', 'analyst'],
  'thread.raise-idea': voices,
  'thread.comment': everybody,
  'thread.take-over': leading,
  'thread.close': leading,
  'thread.reopen': [...leading, 'nurse'],
  'proposal.raise': voices,
  'proposal.decide': leading,
  'cycle.start': frontLine,
  'cycle.record-do': frontLine,
  'cycle.record-study': [...frontLine, 'analyst'],
  'cycle.record-act': leading,
  'chart.recalculate': ['unit-manager', 'coordinator', 'analyst'],
  'data.import': ['analyst'],
  'data.evaluate': ['analyst'],
  'data.read-findings': ['analyst'],
  // Clinical roles and data roles; a manager who leads from above the ward has no clinical task there.
  'patients.read': ['nurse', 'unit-manager', 'analyst'],
} as const satisfies Record<string, readonly RoleKind[]>;

export type Right = keyof typeof rights;

export const isRight = (name: string): name is Right => Object.hasOwn(rights, name);

/** May this person do this in this unit? */
export const may = (person: Person, right: Right, unitId: string, tree: UnitTree): boolean =>
  person.roles.some((held) => grants(held.role, right) && isWithin(tree, unitId, held.unitId));

/** What this person may do in some unit at least. */
export const rightsOf = (person: Person): readonly Right[] =>
  Object.keys(rights)
    .filter(isRight)
    .filter((right) => person.roles.some((held) => grants(held.role, right)));

/** The roles to ask when one may not do this oneself. */
export const grantedBy = (right: Right): readonly RoleKind[] => rights[right];

const grants = (role: RoleKind, right: Right): boolean => grantedBy(right).includes(role);
