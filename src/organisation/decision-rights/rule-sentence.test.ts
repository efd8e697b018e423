import { expect, test } from 'vitest';
import { standardForumKinds } from '../forum.ts';
import { ruleSentence } from './rule-sentence.ts';
import { standardAttributes, standardRules } from './standard.ts';
import type { DecisionRule } from './structure.ts';

const rule = (parts: Partial<DecisionRule>): DecisionRule => ({
  ...{ id: 'r', at: ['local-forum'], when: {}, answer: { action: 'decide' }, standing: 0 },
  because: { en: 'it can', sv: 'det kan' },
  ...parts,
});
const named = {
  forumKinds: standardForumKinds,
  forums: [],
  attributes: standardAttributes,
  rules: standardRules,
};

test('a rule is a sentence in both languages, with the names people use', () => {
  const up = rule({
    when: { reach: ['department', 'division', 'beyond'], risk: ['high'], prepared: ['no'] },
    answer: { action: 'up', to: 'coordinating-group' },
  });
  expect(ruleSentence(up, named)).toEqual({
    en: 'The local forum sends up to the coordinating group when reach is several units of a department, several departments or beyond the division, risk is high and preparation is not yet done, because it can.',
    sv: 'Det lokala forumet skickar uppåt till samordningsgruppen när räckvidden är flera enheter i en klinik, flera kliniker eller utanför divisionen, risken är hög och beredningen är ännu inte gjord, eftersom det kan.',
  });
});

test('a rule without conditions holds in every case, or in those that rules of higher standing leave', () => {
  expect(ruleSentence(rule({}), { ...named, rules: [] }).en).toBe(
    'The local forum decides by itself in every case, because it can.',
  );
  expect(ruleSentence(rule({}), named).en).toBe(
    'The local forum decides by itself in all other cases, because it can.',
  );
});

test.each([
  ['Lokalt forum', 'Det lokala forumet beslutar'],
  ['Stödenhet', 'Stödenheten beslutar'],
  ['Prioriteringsråd', 'Prioriteringsrådet beslutar'],
  ['Divisionsstyrelse', 'Divisionsstyrelsen beslutar'],
  ['Gemensam grupp', 'Gemensam grupp beslutar'], // no rule for it: the name stays
  ['Torsdagsklubb', 'Torsdagsklubb beslutar'],
])('in Swedish %s is said with its article where we know it', (name, begins) => {
  const kinds = [{ id: 'local-forum', name: { en: 'Any', sv: name }, advises: false }];
  const { sv } = ruleSentence(rule({}), { ...named, forumKinds: kinds, rules: [] });
  expect(sv.startsWith(begins)).toBe(true);
});
