import { describe, expect, test } from 'vitest';
import { organisationFromFhir } from './organisation-from-fhir.ts';

const organization = (id: string, partOf?: string, level?: string) => ({
  resourceType: 'Organization',
  id,
  name: `Name of ${id}`,
  ...(partOf === undefined ? {} : { partOf: { reference: `Organization/${partOf}` } }),
  ...(level === undefined
    ? {}
    : {
        type: [
          { coding: [{ system: 'https://gyrus.health/fhir/organisation-level', code: level }] },
        ],
      }),
});

const read = (...resources: object[]) => {
  const result = organisationFromFhir(resources);
  if (result.kind === 'problems') throw new Error(JSON.stringify(result.problems));
  return result.organisation;
};

describe('Organizations', () => {
  test('make a tree by partOf, whatever their order', () => {
    const { units, forums } = read(organization('ward', 'clinic'), organization('clinic'));
    expect(units.map(({ id, parentId }) => [id, parentId])).toEqual([
      ['clinic', null],
      ['ward', 'clinic'],
    ]);
    expect(forums).toHaveLength(2);
  });
  test('have the level their type says, or else their depth', () => {
    const { levels, units } = read(
      organization('div', undefined, 'division'),
      organization('ward', 'div'),
    );
    expect(units.map(({ level }) => level)).toEqual(['division', 'level-2']);
    expect(levels).toEqual([
      { id: 'division', name: { en: 'Division', sv: 'Division' } },
      { id: 'level-2', name: { en: 'Level 2', sv: 'Nivå 2' } },
    ]);
  });
  test('may lie deeper than any call stack', () => {
    const chain = Array.from({ length: 2000 }, (_, i) =>
      organization(`u-${i}`, i === 0 ? undefined : `u-${i - 1}`),
    );
    expect(read(...chain).units.at(-1)?.level).toBe('level-2000');
  });
  test('that are not active are left out', () => {
    expect(read(organization('a'), { ...organization('b'), active: false }).units).toHaveLength(1);
  });
  test.each([
    ['a ring', [organization('a', 'b'), organization('b', 'a')], 'unit-above-itself'],
    ['an unknown parent', [organization('a', 'b')], 'organisation-id-unknown'],
    ['the same id twice', [organization('a'), organization('a')], 'organisation-id-twice'],
    ['something else', [{ resourceType: 'Patient', id: 'p' }], 'organization-unreadable'],
    ['nothing readable', [null], 'organization-unreadable'],
  ])('with %s are refused', (_, resources, code) => {
    const result = organisationFromFhir(resources);
    expect(result.kind === 'problems' && result.problems[0]?.code).toBe(code);
  });
});
