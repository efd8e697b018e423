import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import {
  organisationFromYaml,
  roleKinds,
  runCases,
  structureProblems,
  unitTree,
} from '#organisation';

const guide = readFileSync(
  path.join(import.meta.dirname, '../../docs/guides/organisation.md'),
  'utf8',
);

const examples = [...guide.matchAll(/```yaml\n([\s\S]*?)```/g)].map((found) => found[1] ?? '');

test("the guide's organisation is one that Gyrus takes", () => {
  const [example = ''] = examples;
  expect(organisationFromYaml(example, 'guide')).toMatchObject({
    kind: 'organisation',
    organisation: { units: [{ id: 'd-heart' }, { id: 'u-ward-4' }], people: [{}, {}] },
  });
});

test("the guide's rules take its case where it says, and the file with them has no other problems", () => {
  const read = organisationFromYaml(examples.slice(0, 2).join('\n'), 'guide');
  if (read.kind === 'problems') throw new Error(read.problems.map((p) => p.message).join('; '));
  const structure = { ...read.organisation, tree: unitTree(read.organisation.units) };
  expect(runCases(structure, structure.cases).map(({ passed }) => passed)).toEqual([true]);
  // Nobody has been named for the clinic's own group.
  expect(structureProblems(structure).map(({ code, where }) => `${code} ${where}`)).toEqual([
    'forum-empty forums/forum-d-heart',
  ]);
});

test('the guide names every role', () => {
  for (const role of roleKinds) expect(guide).toContain(`\`${role}\``);
});
