import { expect, test } from 'vitest';
import type { ElmLibrary, ElmNode } from '../elm.ts';
import { necessaryRecords } from './necessary-records.ts';
import type { Need } from './need.ts';

const retrieve = (type: string): ElmNode => ({
  type: 'Retrieve',
  dataType: `{http://hl7.org/fhir}${type}`,
});
const exists = (operand: ElmNode): ElmNode => ({ type: 'Exists', operand });
const both = (type: string, ...operand: readonly ElmNode[]): ElmNode => ({ type, operand });

const library = (expression: ElmNode): readonly ElmLibrary[] => [
  {
    library: {
      identifier: { id: 'Asked' },
      statements: { def: [{ name: 'Initial Population', context: 'Patient', expression }] },
    },
  },
];

function told(need: Need): string {
  if (need.kind === 'record') return need.key;
  return need.kind === 'all' || need.kind === 'some'
    ? `${need.kind}(${need.needs.map(told).join(' ')})`
    : need.kind;
}

const neededFor = (expression: ElmNode): string =>
  told(necessaryRecords('Asked', 'Initial Population', library(expression), new Map()));

const visit = exists(retrieve('Encounter'));
const diagnosis = exists(retrieve('Condition'));

test('and needs both, or one of them, not nothing', () => {
  expect(neededFor(both('And', visit, diagnosis))).toBe('all(Encounter Condition)');
  expect(neededFor(both('Or', visit, diagnosis))).toBe('some(Encounter Condition)');
  expect(neededFor(both('And', visit, { type: 'Not', operand: diagnosis }))).toBe('Encounter');
  expect(neededFor({ type: 'Not', operand: diagnosis })).toBe('nothing');
});

test('a query needs its sources and what it is with; without needs nothing', () => {
  const query = (type: string): ElmNode => ({
    type: 'Query',
    source: [{ alias: 'V', expression: retrieve('Encounter') }],
    relationship: [
      { type, alias: 'C', expression: retrieve('Condition'), suchThat: { type: 'Null' } },
    ],
  });
  expect(neededFor(query('With'))).toBe('impossible');
  expect(neededFor(query('Without'))).toBe('Encounter');
});

test('two empty lists are equal, so equality needs nothing', () => {
  expect(neededFor(both('Equal', retrieve('Encounter'), retrieve('Condition')))).toBe('nothing');
});

test('more than none of a list needs one; at least none needs nothing', () => {
  const count: ElmNode = { type: 'Count', source: retrieve('Encounter') };
  const integer = (value: string): ElmNode => ({
    ...{ type: 'Literal', valueType: '{urn:hl7-org:elm-types:r1}Integer', value },
  });
  expect(neededFor(both('Greater', count, integer('0')))).toBe('Encounter');
  expect(neededFor(both('GreaterOrEqual', count, integer('0')))).toBe('nothing');
});

test('a function that is not here may give anything, and a circle needs nothing', () => {
  expect(neededFor({ type: 'FunctionRef', name: 'Elsewhere', operand: [] })).toBe('nothing');
  expect(neededFor({ type: 'ExpressionRef', name: 'Initial Population' })).toBe('nothing');
});
