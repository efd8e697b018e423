import { describe, expect, test } from 'vitest';
import { type Forum, standardForumKinds } from '../forum.ts';
import { unitTree } from '../unit-tree.ts';
import { answerAt, type Matter, raisedAt, routeOf } from './route.ts';
import { standardAttributes, standardRules } from './standard.ts';
import type { DecisionRule, Structure } from './structure.ts';

const unit = (id: string, parentId: string | null) => ({
  id,
  parentId,
  level: 'unit',
  name: { en: id, sv: id },
});
const forum = (id: string, unitId: string, kind: string): Forum => ({
  ...{ id, unitId, kind, name: { en: id, sv: id } },
  ...{ cadenceDays: 14, meetsFrom: '2026-01-01', mattersPerMeeting: 6, quorum: null, members: [] },
});
const structure: Structure = {
  tree: unitTree([
    unit('div', null),
    unit('a', 'div'),
    unit('b', 'div'),
    unit('ward-1', 'a'),
    unit('ward-2', 'b'),
  ]),
  forumKinds: standardForumKinds,
  forums: [
    forum('local-1', 'ward-1', 'local-forum'),
    forum('local-2', 'ward-2', 'local-forum'),
    forum('group-a', 'a', 'coordinating-group'),
    forum('group-b', 'b', 'coordinating-group'),
    forum('support', 'div', 'support-unit'),
    forum('board', 'div', 'prioritisation-board'),
  ],
  attributes: standardAttributes,
  rules: standardRules,
};
const rule = (id: string, parts: Partial<DecisionRule>): DecisionRule => ({
  ...{ id, at: ['local-forum'], when: {}, answer: { action: 'decide' }, standing: 2 },
  ...{ because: { en: id, sv: id } },
  ...parts,
});
const withRules = (...more: readonly DecisionRule[]): Structure => ({
  ...structure,
  rules: [...structure.rules, ...more],
});
const ours: Matter = { attributes: {}, unitId: 'ward-1', concernsUnitId: null };
const pathOf = (there: Structure, matter = ours, start = 'local-1') =>
  routeOf(there, matter, start).steps.map(({ forumId, action }) => `${forumId} ${action}`);

describe('a matter', () => {
  test('that touches one unit is decided where it was raised, and says by which rule and why', () => {
    expect(routeOf(structure, ours, 'local-1')).toEqual({
      steps: [
        {
          forumId: 'local-1',
          action: 'decide',
          ruleId: 'unit-decides',
          because: { en: 'it touches this unit only', sv: 'det berör bara den här enheten' },
        },
      ],
      outcome: { kind: 'decided', forumId: 'local-1' },
    });
  });
  test('that touches several departments goes up, step by step', () => {
    const wide = { ...ours, attributes: { reach: 'division' } };
    expect(pathOf(structure, wide)).toEqual(['local-1 up', 'group-a up', 'board decide']);
  });
  test('that is only one unit’s goes down to it, even from the top', () => {
    const down = rule('board-gives-down', {
      at: ['prioritisation-board'],
      when: { reach: ['unit'], concerns: ['below'] },
      answer: { action: 'down', to: 'local-forum' },
    });
    expect(pathOf(withRules(down), ours, 'board')).toEqual(['board down', 'local-1 decide']);
  });
  test('that is another unit’s goes sideways to it, and is its own there', () => {
    const sideways = rule('others-to-others', {
      at: ['coordinating-group', 'local-forum'],
      when: { concerns: ['other'] },
      answer: { action: 'sideways' },
    });
    const theirs = { ...ours, concernsUnitId: 'ward-2' };
    expect(pathOf(withRules(sideways), theirs)).toEqual(['local-1 sideways', 'local-2 decide']);
  });
  test('that needs preparation goes to the support unit and comes back prepared to whoever asked', () => {
    const ask = rule('prepare-first', {
      at: ['coordinating-group'],
      when: { cost: ['new-money'], prepared: ['no'] },
      answer: { action: 'support', to: 'support-unit' },
    });
    const dear = { ...ours, attributes: { reach: 'department', cost: 'new-money' } };
    expect(pathOf(withRules(ask), dear)).toEqual([
      'local-1 up',
      'group-a support',
      'support back',
      'group-a decide',
    ]);
  });
  test('raised in the support unit goes back to the forum nearest to the unit that has it', () => {
    expect(pathOf(structure, ours, 'support')).toEqual(['support back', 'local-1 decide']);
  });
});

describe('rules', () => {
  test('of higher standing answer before others; a rule may be for one forum only', () => {
    const own = rule('local-1-asks', {
      at: ['local-1'],
      answer: { action: 'up', to: 'coordinating-group' },
    });
    expect(pathOf(withRules(own))).toEqual(['local-1 up', 'group-a decide']);
    expect(pathOf(withRules(own), { ...ours, unitId: 'ward-2' }, 'local-2')).toEqual([
      'local-2 decide',
    ]);
  });
  test('that contradict each other end the route with both named', () => {
    const two = withRules(
      rule('one', {}),
      rule('other', { answer: { action: 'up', to: 'coordinating-group' } }),
    );
    expect(routeOf(two, ours, 'local-1').outcome).toMatchObject({
      kind: 'stuck',
      forumId: 'local-1',
      problem: { code: 'rules-contradict', where: 'rules/one rules/other' },
    });
  });
  test('that send a matter in a ring end the route with the ring named', () => {
    const ring = withRules(
      rule('up-again', { answer: { action: 'up', to: 'coordinating-group' } }),
      rule('down-again', {
        at: ['coordinating-group'],
        answer: { action: 'down', to: 'local-forum' },
      }),
    );
    expect(routeOf(ring, ours, 'local-1').outcome).toMatchObject({
      kind: 'stuck',
      problem: { code: 'rules-loop', where: 'rules/up-again rules/down-again' },
    });
  });
  test('that are silent, or name a forum there is none of, say so', () => {
    const silent = { ...structure, rules: [] };
    expect(answerAt(silent, raisedAt(ours, 'local-1'))).toMatchObject({
      kind: 'stuck',
      problem: { code: 'rule-missing', where: 'forums/local-1' },
    });
    const top = rule('higher', {
      at: ['prioritisation-board'],
      answer: { action: 'up', to: 'prioritisation-board' },
    });
    expect(answerAt(withRules(top), raisedAt(ours, 'board'))).toMatchObject({
      kind: 'stuck',
      problem: { code: 'nowhere-to-send', where: 'rules/higher' },
    });
  });
});
