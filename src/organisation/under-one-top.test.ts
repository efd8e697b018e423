import { expect, test } from 'vitest';
import type { Organisation } from './organisation.ts';
import { organisationFromFhir } from './organisation-from-fhir.ts';
import { underOneTop } from './under-one-top.ts';

const read = (...resources: object[]): Organisation => {
  const result = organisationFromFhir(
    resources.map((one) => ({ resourceType: 'Organization', ...one })),
  );
  if (result.kind === 'problems') throw new Error(result.problems[0]?.message);
  return result.organisation;
};
const ward = { id: 'ward', name: 'Ward', partOf: { reference: 'Organization/north' } };

test('several tops come under one, which has a forum of its own', () => {
  const { units, levels, forums } = underOneTop(read({ id: 'north' }, ward, { id: 'south' }));
  expect(units.map(({ id, parentId }) => [id, parentId])).toEqual([
    ['whole-organisation', null],
    ['north', 'whole-organisation'],
    ['ward', 'north'],
    ['south', 'whole-organisation'],
  ]);
  expect(levels[0]?.id).toBe('whole-organisation');
  expect(new Set(forums.map(({ unitId }) => unitId))).toEqual(new Set(units.map(({ id }) => id)));
});
test('one top stays as it is', () => {
  const organisation = read({ id: 'north' }, ward);
  expect(underOneTop(organisation)).toBe(organisation);
});
