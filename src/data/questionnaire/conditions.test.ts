import { expect, test } from 'vitest';
import { enabledItems } from './conditions.ts';
import type { Answers, Condition, Item, Operator } from './questionnaire.ts';

const item = (linkId: string, different: Partial<Item> = {}): Item => ({
  ...{ linkId, type: 'integer', text: { en: linkId, sv: linkId }, help: null, codes: [] },
  ...{ required: false, repeats: false, readOnly: false, hidden: false, isSlider: false },
  ...{ min: null, max: null, lengthMax: null, options: [], unit: '', enableWhen: [] },
  ...{ enableBehaviour: 'all', enableExpression: null, calculated: null, variables: [] },
  ...{ initial: [], items: [], ...different },
});
const number = (value: number) => ({ kind: 'number', value }) as const;
const when = (operator: Operator, answer: Condition['answer'] = number(5)): Condition => ({
  ...{ question: 'a', operator, answer },
});
const isAsked = (conditions: readonly Condition[], answers: Answers, different = {}) =>
  enabledItems([item('a'), item('b', { enableWhen: conditions, ...different })], answers).has('b');

test('every operator holds as FHIR R4 says, for no answer, one answer and several', () => {
  const table: readonly [Operator, none: boolean, four: boolean, five: boolean, six: boolean][] = [
    ['=', false, false, true, false],
    ['!=', true, true, false, true],
    ['>', false, false, false, true],
    ['<', false, true, false, false],
    ['>=', false, false, true, true],
    ['<=', false, true, true, false],
  ];
  for (const [operator, ...expected] of table) {
    const given = [{}, { a: [number(4)] }, { a: [number(5)] }, { a: [number(6)] }];
    expect([operator, ...given.map((answers) => isAsked([when(operator)], answers))]).toEqual([
      operator,
      ...expected,
    ]);
  }
  expect(isAsked([when('exists', { kind: 'boolean', value: true })], {})).toBe(false);
  expect(isAsked([when('exists', { kind: 'boolean', value: false })], {})).toBe(true);
  // One of several answers equals: '=' holds and '!=' does not.
  const several = { a: [number(4), number(5)] };
  expect([isAsked([when('=')], several), isAsked([when('!=')], several)]).toEqual([true, false]);
});

test('all conditions, or any of them', () => {
  const both = [when('>', number(3)), when('<', number(3))];
  expect(isAsked(both, { a: [number(4)] })).toBe(false);
  expect(isAsked(both, { a: [number(4)] }, { enableBehaviour: 'any' })).toBe(true);
});

test('an answer to what is not asked counts as not given, and what lies within is not asked either', () => {
  const items = [
    item('a'),
    item('b', { enableWhen: [when('=')], items: [item('b1')] }),
    item('c', {
      enableWhen: [{ question: 'b', operator: 'exists', answer: { kind: 'boolean', value: true } }],
    }),
  ];
  const answers = { a: [number(1)], b: [number(1)] };
  expect([...enabledItems(items, answers)]).toEqual(['a']);
  expect([...enabledItems(items, { ...answers, a: [number(5)] })]).toEqual(['a', 'b', 'b1', 'c']);
});

test('codings are equal by system and code, texts and dates compare by order, other kinds do not compare', () => {
  const coding = (system: string, code: string) => ({ kind: 'coding', system, code }) as const;
  expect(isAsked([when('=', coding('s', 'x'))], { a: [coding('s', 'x')] })).toBe(true);
  expect(isAsked([when('=', coding('s', 'x'))], { a: [coding('t', 'x')] })).toBe(false);
  const day = (value: string) => ({ kind: 'date', value }) as const;
  expect(isAsked([when('<', day('2026-02-01'))], { a: [day('2026-01-31')] })).toBe(true);
  expect(isAsked([when('>', number(1))], { a: [day('2026-01-31')] })).toBe(false);
});
