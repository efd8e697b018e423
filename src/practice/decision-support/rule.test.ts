import { describe, expect, test } from 'vitest';
import { cqlParameters, parameterProblems, readDecisionSupportRule } from './rule.ts';

const both = (said: string) => `{ en: ${said}, sv: ${said} }`;
const parameter = (id: string, rest = 'default: 7, min: 1, max: 7') =>
  `  - { id: ${id}, label: ${both('L')}, unit: ${both('days')}, ${rest} }`;
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
      'must name the CQL parameter',
    ],
    [
      'a parameter that the CQL does not have',
      {
        parameters: [
          parameter('ahead'),
          parameter('limit', "default: 7, min: 1, max: 7, cql: 'Limit'"),
        ],
      },
      '"Limit", which the CQL does not declare',
    ],
    [
      'a fact that no definition gives',
      { summary: 'Due on {never}' },
      '{never} is not among the facts',
    ],
  ])('with %s is refused, and told why', (_, wrong, why) => {
    expect(said(rule(wrong))).toContain(why);
  });
  test('sets numbers of its CQL, whole ones where the CQL says so', () => {
    const some = [
      parameter('ahead'),
      parameter('limit', "default: 140, min: 100, max: 200, cql: 'Limit'"),
      parameter('share', 'default: 0.5, min: 0.1, max: 1, cql: Share'),
    ];
    const declared = `${cql}\nparameter "Limit" Integer default 140\nparameter Share Decimal`;
    const one = read(rule({ parameters: some }), declared);
    if (one.kind !== 'rule') throw new Error('it is refused');
    const problems = (chosen: Record<string, number>) =>
      parameterProblems(one.rule, chosen).map(({ tip }) => tip);
    expect(problems({ limit: 150, share: 0.25, ahead: 2 })).toEqual([]);
    expect(problems({ limit: 150.5 })).toEqual(['Choose a whole number from 100 to 200.']);
    expect(problems({ share: 2 })).toEqual(['Choose a number from 0.1 to 1.']);
    expect(cqlParameters(one.rule, { limit: 150, ahead: 2 })).toEqual({ Limit: 150, Share: 0.5 });
    const half = parameter('limit', "default: 140.5, min: 100, max: 200, cql: 'Limit'");
    expect(said(rule({ parameters: [parameter('ahead'), half] }), declared)).toContain(
      'whole numbers only',
    );
  });
  test('without CQL, or that is not YAML, is refused', () => {
    expect(said(rule(), '// nothing')).toContain('no CQL library');
    expect(said('id: [')).toContain('YAML');
  });
});
