import { expect, test } from 'vitest';
import {
  type Forum,
  nextForum,
  nextMeetingOn,
  routeUp,
  standardForumKinds,
  withLocalForums,
} from './forum.ts';
import { leadOf } from './person.ts';
import { pathTo, subtree, unitTree } from './unit-tree.ts';

const unit = (id: string, parentId: string | null) => ({
  id,
  parentId,
  level: 'unit',
  name: { en: id, sv: id },
});
const tree = unitTree([unit('ward', 'dep'), unit('dep', 'div'), unit('div', null)]);
const forum = (unitId: string, kind: string): Forum => ({
  id: `${kind}-${unitId}`,
  unitId,
  kind,
  name: { en: '', sv: '' },
  cadenceDays: 14,
  meetsFrom: '2026-01-01',
  mattersPerMeeting: 6,
  quorum: null,
  members: [],
});
const board = forum('div', 'prioritisation-board');
const support = forum('div', 'support-unit');
const group = forum('div', 'coordinating-group');
const local = forum('ward', 'local-forum');

test('a proposal passes its own forum, then those above; support units decide nothing', () => {
  const structure = {
    forumKinds: standardForumKinds,
    forums: [board, support, group, local],
    tree,
  };
  expect(routeUp(structure, 'ward')).toEqual([local, group, board]);
  expect(nextForum(structure, local)).toBe(group);
  expect(nextForum(structure, group)).toBe(board);
  expect(nextForum(structure, board)).toBeUndefined();
});

test('every unit gets somewhere to decide', () => {
  const forums = withLocalForums({
    forumKinds: standardForumKinds,
    forums: [local, support],
    tree,
  });
  expect(forums.map(({ id }) => id)).toEqual([local.id, support.id, 'forum-div', 'forum-dep']);
});

test('units know what lies above and below them', () => {
  expect(pathTo(tree, 'ward').map(({ id }) => id)).toEqual(['div', 'dep']);
  expect(subtree(tree, 'dep').map(({ id }) => id)).toEqual(['dep', 'ward']);
  expect(subtree(tree, 'nowhere')).toEqual([]);
});

test("a unit's lead is its own, or else the nearest above", () => {
  const person = (id: string, role: 'unit-manager' | 'coordinator' | 'nurse', unitId: string) => ({
    id,
    name: id,
    title: { en: '', sv: '' },
    roles: [{ role, unitId }],
    persona: false,
  });
  const nurse = person('nurse', 'nurse', 'ward');
  const coordinator = person('coordinator', 'coordinator', 'dep');
  const manager = person('manager', 'unit-manager', 'ward');
  expect(leadOf([nurse, coordinator, manager], tree, 'ward')).toBe(manager);
  expect(leadOf([nurse, coordinator], tree, 'ward')).toBe(coordinator);
  expect(leadOf([nurse], tree, 'ward')).toBeUndefined();
});

test('meetings lie whole cadences apart, before and after the day that is named', () => {
  const fortnightly = { meetsFrom: '2026-01-01', cadenceDays: 14 };
  expect(nextMeetingOn(fortnightly, '2026-01-01')).toBe('2026-01-01');
  expect(nextMeetingOn(fortnightly, '2026-01-02T23:59:00.000Z')).toBe('2026-01-15');
  expect(nextMeetingOn(fortnightly, '2025-12-17')).toBe('2025-12-18');
});
