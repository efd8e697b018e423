import { expect, test } from 'vitest';
import { criteriaFrom } from './criteria-draft.ts';

const draft = { id: 'benefit', en: 'Benefit', sv: 'Nytta', weight: '3' };

test('criteria are sent when each has a name and a weight', () => {
  expect(criteriaFrom([draft, { ...draft, id: 'cost', weight: '1,5' }])).toEqual([
    { id: 'benefit', name: { en: 'Benefit', sv: 'Nytta' }, weight: 3 },
    { id: 'cost', name: { en: 'Benefit', sv: 'Nytta' }, weight: 1.5 },
  ]);
});

test('a name in one language stands in both', () => {
  expect(criteriaFrom([{ ...draft, en: ' ' }])).toMatchObject([
    { name: { en: 'Nytta', sv: 'Nytta' } },
  ]);
});

test.each([
  ['no name', { en: '', sv: '' }],
  ['no weight', { weight: '' }],
  ['a weight of nothing', { weight: '0' }],
  ['a weight that is too great', { weight: '101' }],
])('with %s nothing is sent', (_, wrong) => {
  expect(criteriaFrom([draft, { ...draft, ...wrong }])).toBeNull();
});

test('a forum weighs by something', () => expect(criteriaFrom([])).toBeNull());
