import type { Forum } from './forum.ts';
import type { Person, RoleKind } from './person.ts';
import { isWithin, subtree, type UnitTree } from './unit-tree.ts';

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
  'proposal.raise': everybody,
  'proposal.consider': leading,
  // Only those who sit in the forum: see the rights of a seat.
  'proposal.score': [],
  'proposal.open-scores': leading,
  'proposal.declare-interest': [],
  'proposal.decide': leading,
  'proposal.dissent': everybody,
  'proposal.reassess': [...leading, 'analyst'],
  'forum.set-criteria': leading,
  'forum.start-dots': leading,
  'forum.lay-dots': [],
  'forum.open-dots': leading,
  'support.request': everybody,
  'support.take': ['analyst'],
  'support.answer': ['analyst'],
  'cycle.start': frontLine,
  'cycle.record-do': frontLine,
  'cycle.record-study': [...frontLine, 'analyst'],
  'cycle.record-act': leading,
  'practice.make': frontLine,
  'practice.bring': [...leading, 'nurse', 'analyst', 'researcher'],
  'practice.revise': [...frontLine, 'analyst'],
  'practice.offer': leading,
  'practice.withdraw': leading,
  'adoption.begin': leading,
  'adoption.move': leading,
  'adoption.set-parts': leading,
  'adoption.take-version': leading,
  'adoption.adapt': frontLine,
  'adoption.check-fidelity': [...frontLine, 'analyst'],
  'balance.set': ['board-chair'],
  'rule.set': ['board-chair'],
  'rule.remove': ['board-chair'],
  'case.expect': ['board-chair', 'analyst'],
  'forum.record-meeting': leading,
  'chart.recalculate': ['unit-manager', 'coordinator', 'analyst'],
  'instrument.choose': leading,
  'instrument.bring': ['unit-manager', 'coordinator', 'analyst'],
  'answers.invite': ['nurse', 'unit-manager'],
  'alert.acknowledge': frontLine,
  'decision-support.set': leading,
  'decision-support.trust': ['analyst'],
  'decision-support.distrust': ['analyst'],
  'message.read': everybody,
  'message.wish': everybody,
  'message.set-weights': ['board-chair', 'analyst'],
  'message.set-type': ['board-chair', 'analyst'],
  // Whoever sees a number may dispute it, in any unit.
  'number.challenge': everybody,
  'number.conclude': ['analyst'],
  'quality.set-threshold': ['analyst'],
  'data.import': ['analyst'],
  'data.evaluate': ['analyst'],
  'data.read-findings': ['analyst'],
  // Clinical roles and data roles; a manager who leads from above the ward has no clinical task there.
  'patients.read': ['nurse', 'unit-manager', 'analyst'],
} as const satisfies Record<string, readonly RoleKind[]>;

export type Right = keyof typeof rights;

/** Sitting in a forum, or leading it. */
export type Seat = 'member' | 'chair';

/**
 * What a seat in a forum gives in that forum, whatever one's role and wherever it is held: this is how a patient, or a
 * manager who sits in the department's group, decides together with the others.
 */
export const seatRights: Readonly<Partial<Record<Right, Seat>>> = {
  'proposal.consider': 'chair',
  'proposal.score': 'member',
  'proposal.open-scores': 'chair',
  'proposal.declare-interest': 'member',
  'proposal.decide': 'chair',
  'proposal.dissent': 'member',
  'proposal.reassess': 'chair',
  'forum.set-criteria': 'chair',
  'forum.start-dots': 'chair',
  'forum.lay-dots': 'member',
  'forum.open-dots': 'chair',
  'forum.record-meeting': 'member',
  'support.take': 'member',
  'support.answer': 'member',
  'number.challenge': 'member',
  'number.conclude': 'member',
  'message.read': 'member',
};

export const isRight = (name: string): name is Right => Object.hasOwn(rights, name);

/** What a role in any unit allows in every unit: numbers are shown to all, so all may dispute them. */
const anywhere: ReadonlySet<Right> = new Set<Right>(['number.challenge']);

/** May this person do this in this unit? */
export const may = (person: Person, right: Right, unitId: string, tree: UnitTree): boolean =>
  person.roles.some(
    (held) =>
      grants(held.role, right) && (anywhere.has(right) || isWithin(tree, unitId, held.unitId)),
  );

/** The units in which this person may do this: asked of all units at once, where there are thousands. */
export const unitsWhere = (person: Person, right: Right, tree: UnitTree): ReadonlySet<string> =>
  new Set(
    person.roles
      .filter(({ role }) => grants(role, right))
      .flatMap(({ unitId }) => subtree(tree, unitId).map(({ id }) => id)),
  );

/** May this person do this in this forum, by sitting in it? */
export function maySeated(person: Person, right: Right, { members }: Forum): boolean {
  const seat = seatRights[right];
  if (seat === undefined) return false;
  const own = members.find(({ personId }) => personId === person.id);
  return own !== undefined && (seat === 'member' || own.chair);
}

/** What this person may do in some unit at least. */
export const rightsOf = (person: Person): readonly Right[] =>
  Object.keys(rights)
    .filter(isRight)
    .filter((right) => person.roles.some((held) => grants(held.role, right)));

/** The roles to ask when one may not do this oneself. */
export const grantedBy = (right: Right): readonly RoleKind[] => rights[right];

/** The seat to ask for when one may not do this oneself; null where no seat gives it. */
export const seatFor = (right: Right): Seat | null => seatRights[right] ?? null;

const grants = (role: RoleKind, right: Right): boolean => grantedBy(right).includes(role);
