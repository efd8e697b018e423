import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { organisationFromYaml } from './organisation-file.ts';

const whole = `levels:
  - { id: unit, name: { en: Unit, sv: Enhet } }
units:
  - { id: top, level: unit, name: { en: Top, sv: Topp } }
  - { id: ward, parent: top, level: unit, name: { en: Ward, sv: Avdelning } }
people:
  - id: karin
    name: Karin
    title: { en: Manager, sv: Chef }
    roles: [{ role: unit-manager, unit: ward }]
forums:
  - { id: f, unit: ward, kind: local-forum, name: { en: F, sv: F }, cadenceDays: 14, members: [{ person: karin, chair: true }] }
`;

const problemsOf = (yaml: string) => {
  const read = organisationFromYaml(yaml, 'org.yaml');
  return read.kind === 'problems' ? read.problems : [];
};

describe('an organisation file', () => {
  test('gives units, people, roles and forums; a unit without a forum gets one', () => {
    const read = organisationFromYaml(whole, 'org.yaml');
    if (read.kind === 'problems') throw new Error('problems');
    expect(read.organisation.units).toMatchObject([
      { id: 'top', parentId: null },
      { id: 'ward', parentId: 'top' },
    ]);
    expect(read.organisation.people).toMatchObject([
      { id: 'karin', roles: [{ role: 'unit-manager', unitId: 'ward' }], persona: false },
    ]);
    expect(read.organisation.forums).toMatchObject([
      { id: 'f', unitId: 'ward' },
      { id: 'forum-top', unitId: 'top', kind: 'coordinating-group', cadenceDays: 14 },
    ]);
  });
  test('that is no YAML is refused with its line', () => {
    const [first] = problemsOf('levels:\n  - { id: unit\nunits: []\n');
    expect(first).toMatchObject({ code: 'organisation-not-yaml' });
    expect(first?.where).toMatch(/^org\.yaml:[23]$/);
  });
  test('with a role that does not exist is refused with its line', () => {
    const [first] = problemsOf(whole.replace('role: unit-manager', 'role: king'));
    expect(first).toMatchObject({ code: 'organisation-field', where: 'org.yaml:10' });
    expect(first?.message).toContain('people.0.roles.0.role');
    expect(first?.message).toContain('unit-manager');
  });
  test('with a misspelt key is refused', () => {
    expect(problemsOf(whole.replace('cadenceDays', 'cadence'))).not.toEqual([]);
  });
  test.each([
    ['an unknown parent', 'parent: top', 'parent: nowhere', "no unit with the id 'nowhere'"],
    [
      'an unknown level',
      'level: unit, name: { en: Top',
      'level: x, name: { en: Top',
      "level with the id 'x'",
    ],
    ['an unknown member', 'person: karin, ', 'person: kari, ', "no person with the id 'kari'"],
    ['a unit twice', 'id: ward', 'id: top', "Two units have the id 'top'"],
    ['a unit above itself', 'parent: top', 'parent: ward', "'ward' lies above itself"],
    ['a forum of no unit', 'unit: ward, kind', 'unit: w, kind', "no unit with the id 'w'"],
  ])('with %s is refused', (_, from, to, message) => {
    expect(whole).toContain(from);
    const messages = problemsOf(whole.replace(from, to)).map((problem) => problem.message);
    expect(messages.join('\n')).toContain(message);
  });
  test.each(['', '[]', '42', 'null', 'levels: {}', '- a\n- b'])(
    'that holds %j is refused',
    (text) => {
      expect(problemsOf(text)).not.toEqual([]);
    },
  );
  test('of any text gives an organisation or problems, never an exception', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        expect(organisationFromYaml(text, 'x').kind).toBe('problems');
      }),
    );
  });
  test('broken anywhere gives problems with a tip, never an exception', () => {
    fc.assert(
      fc.property(
        fc.nat(whole.length - 1),
        fc.constantFrom('{', ':', '\n', 'x', '"'),
        (at, piece) => {
          const read = organisationFromYaml(whole.slice(0, at) + piece + whole.slice(at + 1), 'x');
          if (read.kind === 'problems')
            for (const problem of read.problems) expect(problem.tip).not.toBe('');
        },
      ),
    );
  });
});
