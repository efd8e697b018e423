import { expect, test } from 'vitest';
import type { PracticeVersion } from '#api';
import { blankPart, partDraftsOf, partsFrom, partTrouble } from './part-draft.ts';

const number = { ...blankPart, key: 1, name: 'Minutes', unit: 'min', value: '20' };
const whole = { ...number, least: '10', greatest: '30,5' };

test('numbers, choices and texts are sent as they are written', () => {
  const choice = { ...blankPart, key: 2, kind: 'choice' as const, name: 'Who calls' };
  const text = {
    ...blankPart,
    key: 3,
    kind: 'text' as const,
    name: 'Words',
    value: 'We call you.',
  };
  expect(
    partsFrom([whole, { ...choice, choices: 'a nurse\n\na secretary\na nurse' }, text]),
  ).toEqual([
    {
      kind: 'number',
      name: 'Minutes',
      unit: 'min',
      value: 20,
      least: 10,
      greatest: 30.5,
      steers: null,
    },
    { kind: 'choice', name: 'Who calls', value: 'a nurse', choices: ['a nurse', 'a secretary'] },
    { kind: 'text', name: 'Words', value: 'We call you.' },
  ]);
});

test('a part that is not whole is not sent, and not left out either', () => {
  expect(partsFrom([number])).toBeNull();
  expect(partTrouble(number, 'least')).toBe('missing');
  expect(partTrouble({ ...whole, least: 'ten' }, 'least')).toBe('no-number');
  expect(partTrouble({ ...whole, unit: '' }, 'unit')).toBeNull();
  const one = { ...blankPart, key: 1, kind: 'choice' as const, name: 'Who', choices: 'a nurse' };
  expect(partTrouble(one, 'choices')).toBe('too-few-choices');
});

test('a version’s parts come back as they were, what usually applies first', () => {
  const version: Pick<PracticeVersion, 'parameters'> = {
    parameters: [
      { id: 'p1', kind: 'number', name: 'Calls', unit: '', value: 2, least: 1, greatest: 4 },
      { id: 'p2', kind: 'choice', name: 'Who', value: 'b', choices: ['a', 'b'] },
      { id: 'p3', kind: 'text', name: 'Words', value: 'We call.' },
    ],
  };
  const drafts = partDraftsOf({ ...rest, ...version });
  expect(partsFrom(drafts)).toEqual([
    { kind: 'number', name: 'Calls', unit: '', value: 2, least: 1, greatest: 4, steers: 'days' },
    { kind: 'choice', name: 'Who', value: 'b', choices: ['b', 'a'] },
    { kind: 'text', name: 'Words', value: 'We call.' },
  ]);
});

const rest: Omit<PracticeVersion, 'parameters'> = {
  ...{ practiceId: 'p', version: 1, title: 'T', summary: 'S', essentials: [], measureIds: [] },
  ...{ handbook: '', evidence: '', expiresOn: null, madeAt: '2026-01-01T00:00:00.000Z' },
  ...{ madeBy: { id: 'n', name: 'N' }, withdrawnAt: null, withdrawnReason: null },
  rule: { id: 'r', title: null, steers: [{ parameterId: 'days', partId: 'p1' }] },
  state: 'in-force',
};
