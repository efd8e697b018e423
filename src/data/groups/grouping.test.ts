import { expect, test } from 'vitest';
import { readGrouping } from './grouping.ts';

const yaml = `
id: gender
title: { en: Gender, sv: Kön }
column: gender
groups:
  - { id: female, title: { en: Women, sv: Kvinnor }, values: [female] }
  - { id: rest, title: { en: Others, sv: Övriga }, values: others }
`;

test('a grouping names a column and its groups', () => {
  expect(readGrouping('gender.yaml', yaml)).toMatchObject({
    kind: 'grouping',
    grouping: { column: 'gender', groups: [{ values: ['female'] }, { values: 'others' }] },
  });
});

test('a grouping with one group is refused with its place and an example', () => {
  const one = yaml.split('\n').slice(0, 6).join('\n');
  expect(readGrouping('gender.yaml', one)).toMatchObject({
    kind: 'problem',
    problem: { where: 'gender.yaml', message: 'groups: at least two groups.' },
  });
});

test('a column name cannot carry SQL', () => {
  const read = readGrouping('x.yaml', yaml.replace('column: gender', 'column: "gender; drop"'));
  expect(read).toMatchObject({ kind: 'problem' });
});
