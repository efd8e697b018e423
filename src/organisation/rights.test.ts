import { describe, expect, test } from 'vitest';
import { type Person, type RoleKind, roleKinds } from './person.ts';
import { grantedBy, may, type Right, rights, rightsOf } from './rights.ts';
import { unitTree } from './unit-tree.ts';

const unit = (id: string, parentId: string | null) => ({
  id,
  parentId,
  level: 'unit',
  name: { en: id, sv: id },
});
const tree = unitTree([
  unit('division', null),
  unit('department', 'division'),
  unit('ward', 'department'),
  unit('clinic', 'department'),
  unit('other-department', 'division'),
]);
const everyUnit = ['division', 'department', 'ward', 'clinic', 'other-department'];

const withRole = (role: RoleKind, unitId: string): Person => ({
  id: role,
  name: role,
  title: { en: role, sv: role },
  roles: [{ role, unitId }],
  persona: false,
});

/** Written out by hand, so that a change of the rights is a change here too. n nurse, m manager, c coordinator,
 * b board chair, a analyst, p patient representative, r researcher. */
const expected: Record<Right, string> = {
  'thread.open-from-signal': 'nmcba',
  'thread.raise-idea': 'nmcbap',
  'number.challenge': 'nmcbapr',
  'number.conclude': 'a',
  'quality.set-threshold': 'a',
  'thread.comment': 'nmcbapr',
  'thread.take-over': 'mcb',
  'thread.close': 'mcb',
  'thread.reopen': 'nmcb',
  'proposal.raise': 'nmcbapr',
  'proposal.consider': 'mcb',
  'proposal.score': '',
  'proposal.open-scores': 'mcb',
  'proposal.declare-interest': '',
  'proposal.decide': 'mcb',
  'proposal.dissent': 'nmcbapr',
  'proposal.reassess': 'mcba',
  'forum.set-criteria': 'mcb',
  'forum.start-dots': 'mcb',
  'forum.lay-dots': '',
  'forum.open-dots': 'mcb',
  'support.request': 'nmcbapr',
  'support.take': 'a',
  'support.answer': 'a',
  'cycle.start': 'nmc',
  'cycle.record-do': 'nmc',
  'cycle.record-study': 'nmca',
  'cycle.record-act': 'mcb',
  'practice.make': 'nmc',
  'practice.bring': 'nmcbar',
  'practice.revise': 'nmca',
  'practice.offer': 'mcb',
  'practice.withdraw': 'mcb',
  'adoption.begin': 'mcb',
  'adoption.move': 'mcb',
  'adoption.set-parts': 'mcb',
  'adoption.take-version': 'mcb',
  'adoption.adapt': 'nmc',
  'adoption.check-fidelity': 'nmca',
  'balance.set': 'b',
  'rule.set': 'b',
  'rule.remove': 'b',
  'case.expect': 'ba',
  'forum.record-meeting': 'mcb',
  'chart.recalculate': 'mca',
  'instrument.choose': 'mcb',
  'instrument.bring': 'mca',
  'answers.invite': 'nm',
  'alert.acknowledge': 'nmc',
  'decision-support.set': 'mcb',
  'decision-support.trust': 'a',
  'decision-support.distrust': 'a',
  'message.read': 'nmcbapr',
  'message.wish': 'nmcbapr',
  'message.set-weights': 'ba',
  'message.set-type': 'ba',
  'data.import': 'a',
  'data.evaluate': 'a',
  'data.read-findings': 'a',
  'patients.read': 'nma',
};
const letters = {
  nurse: 'n',
  'unit-manager': 'm',
  coordinator: 'c',
  'board-chair': 'b',
  analyst: 'a',
  'patient-representative': 'p',
  researcher: 'r',
} as const;

describe('every right, for every role, in every place', () => {
  const names = Object.keys(rights) as Right[];
  test('the table names every right', () => {
    expect(new Set<string>(names)).toEqual(new Set(Object.keys(expected)));
  });
  test.each(names)('%s', (right) => {
    for (const role of roleKinds)
      for (const held of everyUnit)
        for (const asked of everyUnit) {
          const reach: Record<string, readonly string[]> = {
            division: everyUnit,
            department: ['department', 'ward', 'clinic'],
          };
          const within = right === 'number.challenge' || (reach[held] ?? [held]).includes(asked);
          const allowed = expected[right].includes(letters[role]) && within;
          expect(
            may(withRole(role, held), right, asked, tree),
            `${role} in ${held}, ${asked}`,
          ).toBe(allowed);
        }
  });
  test('nobody without a role may do anything', () => {
    const nobody = { ...withRole('nurse', 'ward'), roles: [] };
    for (const right of names) expect(may(nobody, right, 'ward', tree)).toBe(false);
  });
  test('nothing is granted in a unit that does not exist', () => {
    expect(may(withRole('nurse', 'division'), 'thread.comment', 'nowhere', tree)).toBe(false);
  });
});

test('a person with two roles has the rights of each, where each is held', () => {
  const both: Person = {
    ...withRole('nurse', 'ward'),
    roles: [
      { role: 'nurse', unitId: 'ward' },
      { role: 'analyst', unitId: 'other-department' },
    ],
  };
  expect(may(both, 'cycle.start', 'ward', tree)).toBe(true);
  expect(may(both, 'cycle.start', 'other-department', tree)).toBe(false);
  expect(may(both, 'chart.recalculate', 'other-department', tree)).toBe(true);
  expect(rightsOf(both)).toContain('data.import');
});

test('a refusal can say who may', () => {
  expect(grantedBy('data.import')).toEqual(['analyst']);
});
