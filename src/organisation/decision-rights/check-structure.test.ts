import { describe, expect, test } from 'vitest';
import { type Forum, standardForumKinds } from '../forum.ts';
import { unitTree } from '../unit-tree.ts';
import { structureProblems } from './check-structure.ts';
import { standardAttributes, standardRules } from './standard.ts';
import type { DecisionRule, Structure } from './structure.ts';

const unit = (id: string, parentId: string | null) => ({
  ...{ id, parentId, level: 'unit' },
  name: { en: id, sv: id },
});
const someone = (personId: string, votes = true) => ({ personId, chair: false, votes });
const forum = (id: string, unitId: string, kind: string): Forum => ({
  ...{ id, unitId, kind, name: { en: id, sv: id } },
  ...{ cadenceDays: 14, meetsFrom: '2026-01-01', mattersPerMeeting: 6, quorum: null },
  members: [someone('ann'), someone('bo')],
});
const rule = (id: string, parts: Partial<DecisionRule>): DecisionRule => ({
  ...{ id, at: ['local-forum'], when: {}, answer: { action: 'decide' }, standing: 2 },
  ...{ because: { en: id, sv: id } },
  ...parts,
});
const toSupport = rule('ask', {
  when: { kind: ['need'], prepared: ['no'] },
  answer: { action: 'support', to: 'support-unit' },
});
const sound: Structure = {
  tree: unitTree([unit('div', null), unit('dep', 'div'), unit('ward', 'dep')]),
  forumKinds: standardForumKinds,
  forums: [
    forum('local', 'ward', 'local-forum'),
    forum('group', 'dep', 'coordinating-group'),
    forum('support', 'div', 'support-unit'),
    forum('board', 'div', 'prioritisation-board'),
  ],
  attributes: standardAttributes,
  rules: [...standardRules, toSupport],
};
const found = (changed: Partial<Structure>) =>
  structureProblems({ ...sound, ...changed }).map(({ code, where }) => `${code} ${where}`);
const withRules = (...more: readonly DecisionRule[]) => found({ rules: [...sound.rules, ...more] });
const withForum = (id: string, parts: Partial<Forum>) =>
  found({ forums: sound.forums.map((one) => (one.id === id ? { ...one, ...parts } : one)) });

describe('a structure', () => {
  test('of the standard rules has no problems', () => {
    expect(found({})).toEqual([]);
  });
  test('with rules of equal standing that differ names both, once', () => {
    const other = rule('other', {
      when: { reach: ['unit'] },
      answer: { action: 'up', to: 'coordinating-group' },
      standing: 1,
    });
    expect(withRules(other)).toEqual(['rules-contradict rules/unit-decides rules/other']);
  });
  test('is sound where the higher of two differing rules always wins', () => {
    const other = rule('other', {
      when: { reach: ['unit'], kind: ['innovation'] },
      answer: { action: 'up', to: 'coordinating-group' },
    });
    expect(withRules(other)).toEqual([]);
  });
  test('with rules that send a matter round names the rules of the ring', () => {
    const down = rule('down', {
      at: ['coordinating-group'],
      when: { concerns: ['below'] },
      answer: { action: 'down', to: 'local-forum' },
    });
    expect(withRules(down)).toContain('rules-loop rules/wider-goes-up rules/down');
  });
  test('with a rule that leads nowhere names it', () => {
    const up = rule('higher-still', {
      at: ['prioritisation-board'],
      answer: { action: 'up', to: 'coordinating-group' },
    });
    expect(withRules(up)).toContain('nowhere-to-send rules/higher-still');
  });
  test('whose rules are silent about something says how much, with an example', () => {
    const problems = structureProblems({
      ...sound,
      rules: sound.rules.filter(({ id }) => id !== 'unit-decides'),
    });
    const silent = problems.find(({ code }) => code === 'rule-missing');
    // kinds idea and innovation (2) × cost 3 × risk 3 × evidence 3 × mandate 2 × concerns 3 × prepared 2 = 648,
    // and needs that are prepared: 1 × 3 × 3 × 3 × 2 × 3 × 1 = 162.
    expect(silent?.message).toContain('with 810 kinds of matter');
    expect(silent?.where).toBe('forumKinds/local-forum');
  });
  test('with a forum without members names it', () => {
    expect(withForum('group', { members: [] })).toEqual(['forum-empty forums/group']);
  });
  test('with a quorum that its voting members cannot make names the forum', () => {
    const members = [someone('ann'), someone('bo'), someone('cia', false)];
    expect(withForum('board', { members, quorum: 2 })).toEqual([]);
    expect(withForum('board', { members, quorum: 3 })).toEqual([
      'quorum-out-of-reach forums/board',
    ]);
  });
  test('whose members are all without a vote can make no quorum', () => {
    expect(withForum('board', { members: [someone('ann', false)] })).toEqual([
      'quorum-out-of-reach forums/board',
    ]);
  });
  test('with a kind of forum that nothing ever comes to names it', () => {
    expect(found({ rules: standardRules })).toEqual(['kind-unreachable forumKinds/support-unit']);
  });
  test('with more attributes than can be looked through says so at once', () => {
    const values = Array.from({ length: 10 }, (_, i) => ({
      id: `v${i}`,
      name: { en: '', sv: '' },
    }));
    const attributes = Array.from({ length: 6 }, (_, i) => ({
      ...{ id: `a${i}`, name: { en: '', sv: '' }, usual: 'v0', values },
    }));
    expect(found({ attributes })).toEqual(['too-many-combinations attributes']);
  });
});
