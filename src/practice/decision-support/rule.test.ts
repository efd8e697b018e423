import { describe, expect, test } from 'vitest';
import { readDecisionSupportRule } from './rule.ts';

const both = (said: string) => `{ en: ${said}, sv: ${said} }`;
const parameter = (id: string, range = 'default: 7, min: 1, max: 7') =>
  `  - { id: ${id}, label: ${both('L')}, unit: ${both('days')}, ${range} }`;
const rule = ({ parameters = [parameter('ahead')], summary = 'Due since {visit}' } = {}) => `
id: plan-due
version: 1.0.0
title: ${both('T')}
sentence: ${both('S')}
hooks: [patient-view]
measure: care-plan
applies: Applies
unit: Unit
facts: { visit: Date }
lookAhead: ahead
parameters:
${parameters.join('\n')}
card: { indicator: info, summary: ${both(`'${summary}'`)}, detail: ${both('D')} }
`;
const cql = "library PlanDue version '1.0.0'";
const read = (yaml: string, text = cql) => readDecisionSupportRule('rule.yaml', yaml, text);
const said = (yaml: string, text = cql) => {
  const one = read(yaml, text);
  return one.kind === 'rule' ? 'a rule' : one.problems.map(({ message }) => message).join(' ');
};

describe('a rule', () => {
  test('is read with its CQL library and what it lets be set', () => {
    const one = read(rule());
    expect(one).toMatchObject({
      rule: { id: 'plan-due', library: 'PlanDue', parameters: [{ id: 'ahead', max: 7 }] },
    });
  });
  test.each([
    [
      'a default outside its range',
      { parameters: [parameter('ahead', 'default: 9, min: 1, max: 7')] },
      'between min and max',
    ],
    [
      'no parameter that says how far it looks ahead',
      { parameters: [parameter('other')] },
      'id of one of the parameters',
    ],
    [
      'a parameter without any effect',
      { parameters: [parameter('ahead'), parameter('other')] },
      'leave the others out',
    ],
    [
      'a fact that no definition gives',
      { summary: 'Due on {never}' },
      '{never} is not among the facts',
    ],
  ])('with %s is refused, and told why', (_, wrong, why) => {
    expect(said(rule(wrong))).toContain(why);
  });
  test('without CQL, or that is not YAML, is refused', () => {
    expect(said(rule(), '// nothing')).toContain('no CQL library');
    expect(said('id: [')).toContain('YAML');
  });
});
